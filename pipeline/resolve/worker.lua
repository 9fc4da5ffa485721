-- The citation engine: reads framed requests from stdin, answers each with the document that pandoc's citeproc makes of it.
-- Request:  "cite ID NBYTES\n" + pandoc JSON.   Answer: "ok|err ID NBYTES NWARNINGS\n" + payload + warnings, a line each.
local function answer(status, id, payload, warnings)
  local lines = {}
  for _, warning in ipairs(warnings or {}) do lines[#lines + 1] = tostring(warning.message or warning):gsub('\n', ' ') .. '\n' end
  io.stdout:write(string.format('%s %s %d %d\n', status, id, #payload, #lines), payload, table.concat(lines))
  io.stdout:flush()
end

local function cite(payload)
  return pandoc.write(pandoc.utils.citeproc(pandoc.read(payload, 'json')), 'json')
end

for line in io.lines() do
  local op, id, size = line:match('^(%a+) (%S+) (%d+)$')
  if not op then break end
  local payload = tonumber(size) > 0 and io.read(tonumber(size)) or ''
  if op == 'ping' then
    answer('ok', id, cite(payload), {})
  else
    local messages, good, result = pandoc.log.silence(pcall, cite, payload)
    answer(good and 'ok' or 'err', id, tostring(result), messages)
  end
end
