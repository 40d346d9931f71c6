-- Creates invented customers, each with another name.
local count = 0
local thread = 0
function setup(t) t:set("thread", thread); thread = thread + 1 end
function request()
  count = count + 1
  local body = string.format('{"name":"Åkerström Cykel %d-%d AB","companyno":"556016-0680","address":"Storgatan %d","postcode":"114 18","postoffice":"Stockholm","countrycode":"se","email":"faktura%d@example.com","telephone":"08-465 004 %02d"}', thread, count, count % 400, count, count % 100)
  return wrk.format("POST", "/customers", nil, body)
end
