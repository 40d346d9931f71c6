-- Changes random customers: what is not searched, as most changes do.
local count = 0
local first = tonumber(os.getenv("FIRST_ID"))
local customers = tonumber(os.getenv("CUSTOMERS"))
function init() math.randomseed(os.time()) end
function request()
  count = count + 1
  return wrk.format("PATCH", "/customers/" .. (first + math.random(0, customers - 1)), nil, string.format('{"reference":"Order %d","notes":"Changed %d times"}', count, math.random(1, 1000000)))
end
