-- wrk's requests. METHOD: GET (default) asks for PREFIX and a random line of FILE; POST creates invented customers at PREFIX, each with
-- another name; PATCH changes at PREFIX and a random line of FILE what is not searched, as most changes do.
local method, prefix, file = os.getenv("METHOD") or "GET", os.getenv("PREFIX") or "/customers", os.getenv("FILE")
local count, thread, threads, requests, paths = 0, 0, 0, {}, {}

function setup(t) t:set("thread", threads); threads = threads + 1 end

function init()
  math.randomseed(os.time() + thread)
  wrk.headers["Content-Type"] = method ~= "GET" and "application/json" or nil
  if file and file ~= "" then for line in io.lines(file) do paths[#paths + 1] = prefix .. line end end
  if method == "GET" then for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end end
end

function request()
  if method == "GET" then return requests[math.random(#requests)] end
  count = count + 1
  if method == "PATCH" then
    return wrk.format("PATCH", paths[math.random(#paths)], nil, string.format('{"reference":"Order %d","notes":"Changed %d times"}', count, math.random(1, 1000000)))
  end
  return wrk.format("POST", prefix, nil, string.format('{"name":"Åkerström Cykel %d-%d AB","companyno":"556016-0680","address":"Storgatan %d","postcode":"114 18","postoffice":"Stockholm","countrycode":"se","email":"faktura%d@example.com","telephone":"08-465 004 %02d"}', thread, count, count % 400, count, count % 100))
end

-- Requests a second, median in milliseconds, and how many were not answered as they should.
function done(summary, latency)
  local errors = summary.errors
  print(string.format("FIGURES %.1f %.4f %d", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
