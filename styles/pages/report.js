// The report: all articles are in `rows`; a page of them is in the table. Text is only ever set as text.
"use strict"
const rows = JSON.parse(document.getElementById("articles").textContent)
const PAGE = 100
const GRAVE = ["error", "warning", "note"]
const find = (id) => document.getElementById(id)
const plural = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`
const bytes = (n) => (n < 1e6 ? `${Math.ceil(n / 1e3).toLocaleString("en")} kB` : `${(n / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`)
const seconds = (n) => (n == null ? "" : `${n.toLocaleString("en", { maximumFractionDigits: n < 10 ? 1 : 0 })} s`)
const count = (row, severity) => row.counts[GRAVE.indexOf(severity)]
const AUDITS = { yes: "consistent", no: "not consistent", "": "not audited" }

for (const row of rows) row.text = [row.place, row.title, row.source, ...row.found.map((one) => one[1])].join("\n").toLowerCase()

const SHOWN = {
  all: () => true,
  errors: (row) => count(row, "error") > 0,
  warnings: (row) => count(row, "warning") > 0,
  failed: (row) => !row.files.length,
  differ: (row) => row.audit === "no",
  unaudited: (row) => row.files.length > 0 && !row.audit,
}
const ORDERS = {
  article: (row) => row.title || row.place,
  valarticle: (row) => count(row, "error"),
  audit: (row) => ["no", "", "yes"].indexOf(row.audit),
  found: (row) => row.counts[0] * 1e8 + row.counts[1] * 1e4 + row.counts[2],
  seconds: (row) => row.seconds ?? -1,
  size: (row) => row.size,
}
const state = { order: "article", down: false, page: 0, rows }
const compare = new Intl.Collator("en", { numeric: true }).compare

function element(name, properties, ...parts) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...parts)
  return made
}

function cell(className, ...parts) {
  const made = element("td", { className }, ...parts)
  made.setAttribute("role", "cell")
  return made
}

function choose() {
  const words = find("search").value.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = SHOWN[find("show").value]
  const code = find("code").value
  const order = ORDERS[state.order]
  const keyed = rows
    .filter((row) => shown(row) && (!code || row.found.some((one) => one[1] === code)) && words.every((word) => row.text.includes(word)))
    .map((row) => [order(row), row])
  const sign = state.down ? -1 : 1
  keyed.sort((a, b) => sign * (typeof a[0] === "string" ? compare(a[0], b[0]) : a[0] - b[0]) || compare(a[1].place, b[1].place))
  state.rows = keyed.map((pair) => pair[1])
  state.page = 0
  draw()
}

function draw() {
  const pages = Math.max(1, Math.ceil(state.rows.length / PAGE))
  find("rows").replaceChildren(...state.rows.slice(state.page * PAGE, (state.page + 1) * PAGE).map(line))
  find("status").textContent = `${plural(state.rows.length, "article")} of ${rows.length.toLocaleString("en")}, page ${state.page + 1} of ${pages}`
  find("back").disabled = state.page === 0
  find("next").disabled = state.page === pages - 1
  for (const head of document.querySelectorAll("th[data-order]")) {
    if (head.dataset.order !== state.order) head.removeAttribute("aria-sort")
    else head.setAttribute("aria-sort", state.down ? "descending" : "ascending")
  }
}

function line(row) {
  const head = element("th", { scope: "row" }, ...(row.title ? [element("b", { dir: "auto" }, row.title)] : []), element("small", {}, row.source))
  head.setAttribute("role", "rowheader")
  const picture = row.picture ? element("img", { src: row.picture, alt: `First page of ${row.title || row.place}`, loading: "lazy", width: 72, height: 102 }) : element("span", {})
  const files = row.files.map(([name, address, size]) => element("li", {}, link(name, address, row), element("small", {}, bytes(size))))
  const errors = count(row, "error")
  const made = element(
    "tr", {},
    cell("thumb", picture), head,
    cell("", files.length ? element("ul", { className: "files" }, ...files) : element("strong", { className: "bad" }, "failed")),
    cell("", element("span", { className: errors ? "bad" : "good" }, errors ? plural(errors, "error") : "valid")),
    cell("", element("span", { className: { yes: "good", no: "bad", "": "note" }[row.audit] }, AUDITS[row.audit])),
    cell("", findings(row)),
    cell("number", seconds(row.seconds)),
    cell("number", row.size ? bytes(row.size) : ""),
  )
  made.setAttribute("role", "row")
  return made
}

function link(name, address, row) {
  const made = element("a", { href: address }, name)
  made.setAttribute("aria-label", `${name} of ${row.title || row.place}`)
  return made
}

function findings(row) {
  const counted = GRAVE.map((severity, n) => [severity, row.counts[n]]).filter((one) => one[1])
  if (!counted.length) return "none"
  const lines = row.found.map(([severity, code, where, message]) =>
    element("li", {}, element("span", { className: severity }, `${severity}[${code}]`), ` ${where ? `line ${where}: ` : ""}${message}`))
  const more = row.counts.reduce((sum, n) => sum + n, 0) - row.found.length
  if (more > 0) lines.push(element("li", {}, `and ${more} more`))
  return element("details", {}, element("summary", {}, counted.map(([severity, n]) => plural(n, severity)).join(", ")), element("ul", {}, ...lines))
}

function turn(step) {
  state.page += step
  draw()
  find("status").scrollIntoView()
}

function begin() {
  const built = rows.filter((row) => row.files.length)
  const sum = (key) => rows.reduce((total, row) => total + (row[key] || 0), 0)
  const differ = rows.filter((row) => row.audit === "no").length
  find("totals").textContent = [
    plural(built.length, "article"),
    `${rows.length - built.length} failed`,
    plural(rows.reduce((total, row) => total + row.counts[0], 0), "error"),
    plural(rows.reduce((total, row) => total + row.counts[1], 0), "warning"),
    `${differ} with citations that differ`,
    bytes(sum("size")),
    `${Math.round(sum("seconds")).toLocaleString("en")} s of work`,
  ].join(" · ")
  const codes = [...new Set(rows.flatMap((row) => row.found.map((one) => one[1])))].sort()
  find("code").append(...codes.map((code) => element("option", {}, code)))
  find("search").addEventListener("input", choose)
  find("show").addEventListener("change", choose)
  find("code").addEventListener("change", choose)
  find("form").addEventListener("submit", (event) => event.preventDefault())
  find("back").addEventListener("click", () => turn(-1))
  find("next").addEventListener("click", () => turn(1))
  for (const head of document.querySelectorAll("th[data-order]")) {
    head.querySelector("button").addEventListener("click", () => {
      state.down = state.order === head.dataset.order && !state.down
      state.order = head.dataset.order
      choose()
    })
  }
  choose()
}
begin()
