// The preview: four files of one article; a citation that is clicked in one of them is shown in all.
"use strict"
const find = (id) => document.getElementById(id)
const KINDS = ["pdf", "epub", "tei", "wikitext"]
let state = { rows: [] }
let at = -1
let member = ""

const name = () => find("article").value
const url = (...parts) => "/" + parts.map(encodeURIComponent).join("/")
const inBook = (path) => `/book/${encodeURIComponent(name())}/${path.split("/").map(encodeURIComponent).join("/")}`
const book = () => find("epub").contentDocument

function element(kind, properties, ...parts) {
  const made = Object.assign(document.createElement(kind), properties)
  made.append(...parts)
  return made
}

// Which of several alike things at one place a row means: as many rows before it mean others
function rank(row, kind, same) {
  return state.rows.slice(0, state.rows.indexOf(row)).filter((one) => one.places[kind] === row.places[kind] && same(one)).length
}

// The row that the n-th of such things means
function rowOf(kind, place, n, same) {
  const rows = state.rows.filter((one) => one.places[kind] === place && same(one))
  return state.rows.indexOf(rows[Math.min(n, rows.length - 1)])
}

const linksAt = (kind, place, key) => [...find(kind).querySelectorAll("[data-key]")].filter((one) => one.dataset.place === place && one.dataset.key === key)
const citations = (keys) => [...book().querySelectorAll(".citation[data-rid]")].filter((one) => one.dataset.rid === keys)

function mark(nodes) {
  for (const node of nodes) node.classList.add("here")
  if (nodes.length) nodes[0].scrollIntoView({ block: "center" })
}

function show(row, kind) {
  for (const key of new Set(row.keys)) {
    const links = linksAt(kind, row.places[kind], key)
    const n = rank(row, kind, (one) => one.keys.includes(key))
    if (links.length) mark([links[Math.min(n, links.length - 1)]])
  }
}

async function showInBook(row) {
  if (member !== row.places.epub) await open(row.places.epub)
  const keys = row.keys.join(" ")
  const found = citations(keys)
  for (const old of book().querySelectorAll(".here")) old.classList.remove("here")
  if (found.length) mark([found[Math.min(rank(row, "epub", (one) => one.keys.join(" ") === keys), found.length - 1)]])
}

async function follow(n) {
  if (n < 0 || n >= state.rows.length) return
  at = n
  const row = state.rows[n]
  for (const old of document.querySelectorAll(".here")) old.classList.remove("here")
  find("citation").textContent = `Citation ${n + 1} of ${state.rows.length}: ${row.label || row.keys.join(", ")}${row.differs ? " — differs" : ""}`
  for (const kind of ["pdf", "tei", "wikitext"]) if (row.places[kind]) show(row, kind)
  if (row.places.epub) await showInBook(row)
}

function clicked(event) {
  const link = event.target.closest("[data-key]")
  if (!link) return
  event.preventDefault()
  const kind = link.closest(".pane").id
  const { place, key } = link.dataset
  follow(rowOf(kind, place, linksAt(kind, place, key).indexOf(link), (one) => one.keys.includes(key)))
}

function clickedInBook(event) {
  const link = event.target.closest(".citation[data-rid]")
  if (!link) return
  event.preventDefault()
  const keys = link.dataset.rid
  follow(rowOf("epub", member, citations(keys).indexOf(link), (one) => one.keys.join(" ") === keys))
}

function open(path) {
  member = path
  return new Promise((done) => {
    find("epub").onload = () => {
      const page = book()
      page.addEventListener("click", clickedInBook)
      page.head.append(Object.assign(page.createElementNS("http://www.w3.org/1999/xhtml", "style"), { textContent: ".here, .here * { background: #ffd54a !important; color: #1b1b1b !important }" }))
      done()
    }
    find("epub").src = inBook(path)
  })
}

function page(one, n) {
  const links = one.links.map(({ key, box: [x, y, width, height] }) => {
    const link = element("a", { tabIndex: -1 })
    link.setAttribute("aria-hidden", "true")
    Object.assign(link.dataset, { place: String(n + 1), key })
    Object.assign(link.style, { left: `${(100 * x) / one.width}%`, top: `${(100 * y) / one.height}%`, width: `${(100 * width) / one.width}%`, height: `${(100 * height) / one.height}%` })
    return link
  })
  const picture = element("img", { src: `${url("page", name(), n + 1)}?${state.version}`, alt: `Page ${n + 1}`, loading: "lazy", width: Math.round(one.width), height: Math.round(one.height) })
  return element("div", { className: "page" }, picture, ...links)
}

async function load() {
  find("status").textContent = "building …"
  find("status").className = ""
  const kept = KINDS.map((kind) => (kind === "epub" ? book()?.scrollingElement?.scrollTop : find(kind).scrollTop) || 0)
  state = await (await fetch(url("state", name()))).json()
  find("pdf").replaceChildren(...state.pdf.map(page))
  find("tei").innerHTML = state.tei // made by the server, every character of the article escaped
  find("wikitext").innerHTML = state.wikitext
  const text = state.epub.filter((path) => !/cover|nav/.test(path))
  if (state.epub.length) await open(state.epub.includes(member) ? member : text[0] || state.epub[0])
  const good = state.audit.startsWith("consistent")
  find("status").textContent = state.audit || "not built"
  find("status").className = good ? "good" : "bad"
  find("found").replaceChildren(...state.found.map((one) => element("li", {}, one)))
  find("findings").querySelector("summary").textContent = `Findings (${state.found.length})`
  KINDS.forEach((kind, n) => ((kind === "epub" ? book()?.scrollingElement || {} : find(kind)).scrollTop = kept[n]))
  if (at >= 0) await follow(Math.min(at, state.rows.length - 1))
}

async function begin() {
  const names = await (await fetch("/articles")).json()
  find("article").append(...names.map((one) => element("option", {}, one)))
  find("article").addEventListener("change", () => { at = -1; member = ""; load() })
  find("back").addEventListener("click", () => follow(at - 1))
  find("next").addEventListener("click", () => follow(at + 1))
  for (const kind of ["pdf", "tei", "wikitext"]) {
    find(kind).addEventListener("click", clicked)
    find(kind).addEventListener("keydown", (event) => event.key === "Enter" && clicked(event))
  }
  const changes = new EventSource("/changes")
  let version = null
  changes.onmessage = (event) => {
    if (version !== null && event.data !== version) load()
    version = event.data
  }
  await load()
}
begin()
