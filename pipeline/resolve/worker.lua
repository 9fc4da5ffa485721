-- The citation engine: reads framed requests from stdin, answers each.
-- `cite`: a document in pandoc's JSON → what pandoc's citeproc makes of it.
-- `reference`: an entry in BibLaTeX, with those that it inherits from → their CSL-JSON.
-- Request:  "VERB ID NBYTES\n" + payload.   Answer: "ok|err ID NBYTES NWARNINGS\n" + payload + warnings, a line each.
local function answer(status, id, payload, warnings)
  local lines = {}
  for _, warning in ipairs(warnings or {}) do lines[#lines + 1] = tostring(warning.message or warning):gsub('\n', ' ') .. '\n' end
  io.stdout:write(string.format('%s %s %d %d\n', status, id, #payload, #lines), payload, table.concat(lines))
  io.stdout:flush()
end

local verbs = {}

function verbs.cite(payload)
  local cited = pandoc.utils.citeproc(pandoc.read(payload, 'json'))
  cited.meta = {} -- the style and the references: who asks has them
  return pandoc.write(cited, 'json')
end

function verbs.reference(payload)
  return pandoc.write(pandoc.read(payload, 'biblatex'), 'csljson')
end

for line in io.lines() do
  local verb, id, size = line:match('^(%a+) (%S+) (%d+)$')
  if not verb then break end
  local payload = tonumber(size) > 0 and io.read(tonumber(size)) or ''
  if verb == 'ping' then
    answer('ok', id, verbs.cite(payload), {})
  else
    local messages, good, result = pandoc.log.silence(pcall, verbs[verb], payload)
    answer(good and 'ok' or 'err', id, tostring(result), messages)
  end
end
