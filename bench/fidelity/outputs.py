"""Outputs: what a finished file has, whoever made it: TEI, (X)HTML, EPUB, wikitext, PDF."""

# pikepdf and pypdfium2 have no types.
# ruff: noqa: ANN401

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from bench.fidelity.text import all_text, key, local

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)


@dataclass
class Seen:
    """What was found in one file; texts are keys."""

    words: str = ""  # everything, in order
    headings: str = ""
    notes: str = ""
    tables: list[str] = field(default_factory=list)  # each with all that belongs to it
    figures: list[str] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    spans: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    formulas: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)  # words of the link → words at its goal; empty: there is no goal
    paged: bool = False
    entries: list[str] = field(default_factory=list)  # what links lead to, or lists hold


_CELLS = {"td", "th", "cell"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "head"}
_FIGURES = {"figure"}
_GOAL = 6000  # characters of a goal: an entry, a figure


def xml(roots: list[tuple[str, etree._Element]]) -> Seen:
    """A file of XML or XHTML, or several that are one book."""
    seen = Seen()
    goals: dict[str, str] = {}
    for name, root in roots:
        for element in root.iter("{*}*"):
            if name_of := element.get("id") or element.get("{http://www.w3.org/XML/1998/namespace}id"):
                goals[f"{name}#{name_of}"] = key(all_text(element)[:_GOAL]) or key(all_text(element.getparent())[:_GOAL])  # type: ignore[arg-type]
    seen.words = key("".join(_body(root) for _, root in roots))
    heads, notes = [], []
    for name, root in roots:
        for element in root.iter("{*}*"):
            _element(element, name, seen, goals, heads, notes)
    seen.headings, seen.notes = " ".join(heads), " ".join(notes)
    seen.entries += list(goals.values())
    return seen


def _body(root: etree._Element) -> str:
    for extra in list(root.iter("{*}style", "{*}script")):
        extra.text = ""
    return all_text(root)


def _element(element: etree._Element, file: str, seen: Seen, goals: dict[str, str], heads: list[str], notes: list[str]) -> None:
    tag, said = local(element), f"{element.get('class') or ''} {element.get('role') or ''}"
    if tag in _HEADINGS:
        heads.append(key(all_text(element)))
    if tag in _CELLS:
        words = key(all_text(element))
        if words:
            seen.cells[words] += 1
            span = (element.get("colspan") or element.get("cols") or "1", element.get("rowspan") or element.get("rows") or "1")
            if span != ("1", "1"):
                seen.spans[(words, *span)] += 1
    if tag == "table":
        seen.tables.append(key(all_text(_wrapper(element))))
    elif tag in _FIGURES and "table" not in said:
        seen.figures.append(key(all_text(element)))
    if tag == "note" or tag == "aside" or "note" in said or "fn" in said.split():
        notes.append(key(all_text(element)))
    if tag in ("formula", "math"):
        seen.formulas += not any(local(one) in ("formula", "math") for one in element.iterancestors())
    if tag == "img" and any("math" in (one.get("class") or "") for one in (element, *element.iterancestors())):
        seen.formulas += 1
    target = element.get("href") if tag == "a" else element.get("target") if tag == "ref" else None
    for one in (target or "").split():
        if "#" in one and "://" not in one:
            goal = (one if not one.startswith("#") else file + one).split("/")[-1]
            seen.links.append((key(all_text(element)), goals.get(goal, "")))
    if tag in ("li", "bibl", "biblStruct"):
        seen.entries.append(key(all_text(element)[:_GOAL]))


def _wrapper(table: etree._Element) -> etree._Element:
    """What stands round a table for its sake: a figure or a division of its own."""
    parent = table.getparent()
    if parent is None or len(list(parent.iter("{*}table"))) != 1:
        return table
    own = local(parent) == "figure" or "table" in f"{parent.get('class')} {parent.get('type')}"
    return parent if own and local(parent) in ("figure", "div") else table


def tei(path: Path) -> Seen:
    """A TEI document."""
    return xml([("", etree.fromstring(path.read_bytes(), _PARSER))])


def html(path: Path) -> Seen:
    """A page."""
    return xml([("", etree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>", b"", path.read_bytes()), _PARSER))])


def epub(path: Path) -> Seen:
    """A book: its pages in the order of the archive, without the table of contents."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
        pages = [name for name in book.namelist() if name.endswith((".xhtml", ".html")) and "nav" not in name.rsplit("/", 1)[-1]]
        return xml([(name.split("/")[-1], etree.fromstring(book.read(name), _PARSER)) for name in pages])


# ---- wikitext ------------------------------------------------------------------------------------

_MARKUP = re.compile(
    r"'{2,5}|<!--.*?-->|</?(?:span|div|br|small|big|sub|sup|s|u|code|p|blockquote|section|center|nowiki|cite|i|b)\b[^<>]*>", re.DOTALL
)
_LINK = re.compile(r"\[\[#([^\]|]*)\|((?:[^\[\]]|\[\[[^\]]*\]\]|\[[^\[\]]*\])*?)\]\]")
_FILE = re.compile(r"\[\[(?:File|Image|Media):", re.IGNORECASE)
_ID = re.compile(r"\bid=\"([^\"]+)\"")


def wikitext(path: Path) -> Seen:
    """A wiki page, read as text."""
    from html import unescape

    text = unescape(path.read_text("utf-8"))
    seen = Seen()
    goals = {found[1]: key(_plain(_line(text[found.end() : found.end() + 4000]))) for found in _ID.finditer(text)}
    seen.words = key(_plain(text))
    seen.headings = " ".join(key(_plain(found[1])) for found in re.finditer(r"^=+[ \t]*(.*?)[ \t]*=+[ \t]*$", text, re.MULTILINE))
    seen.notes = seen.words
    seen.formulas = len(re.findall(r"<math\b", text))
    seen.links = [(key(_plain(words)), goals.get(goal.strip(), "")) for goal, words in _LINK.findall(text)]
    seen.entries = list(goals.values())
    _wiki_tables(text, seen)
    for found in _FILE.finditer(text):
        seen.figures.append(
            key(_plain(_balanced(text, found.start()))) + key(_plain(text[found.start() : found.start() + 20000].partition("\n\n")[0]))
        )
    return seen


def _line(text: str) -> str:
    """The first line with words."""
    return next((line for line in text.partition(">")[2].split("\n") if len(key(_plain(line))) > 2), "")


def _plain(text: str) -> str:
    text = _MARKUP.sub("", text)
    text = re.sub(r"\[\[[^\[\]|]*\|([^\[\]]*)\]\]", r"\1", text)
    return re.sub(r"\[https?://\S+ ([^\]]*)\]", r"\1", text)


def _balanced(text: str, start: int) -> str:
    depth, place = 0, start
    for found in re.finditer(r"\[\[|\]\]", text[start : start + 60000]):
        depth += 1 if found[0] == "[[" else -1
        place = start + found.end()
        if not depth:
            break
    return text[start:place]


def _wiki_tables(text: str, seen: Seen) -> None:
    for found in re.finditer(r"^[ :*#]*\{\|.*?^[ :*#]*\|\}|<table\b.*?</table>", text, re.MULTILINE | re.DOTALL):
        around = text[max(0, found.start() - 3000) : found.start()].rsplit("\n\n", 1)[-1]
        after = text[found.end() : found.end() + 3000].split("\n\n", 1)[0]
        seen.tables.append(key(_plain(re.sub(r"\|\+", "", around + found[0] + after))))
        if found[0].startswith("<table"):
            cells = re.findall(r"<t[dh]\b([^>]*)>(.*?)</t[dh]>", found[0], re.DOTALL)
        else:
            cells = [_cell(one) for one in re.split(r"^[|!](?![-+}])|\|\||!!", found[0], flags=re.MULTILINE)[1:]]
        for attributes, words in cells:
            if words_key := key(_plain(re.split(r"^\|[-}+]", words, maxsplit=1, flags=re.MULTILINE)[0])):
                seen.cells[words_key] += 1
                span = tuple((re.search(rf"{name}=\"?(\d+)", attributes) or ["", "1"])[1] for name in ("colspan", "rowspan"))
                if span != ("1", "1"):
                    seen.spans[(words_key, *span)] += 1  # type: ignore[index]


def _cell(text: str) -> tuple[str, str]:
    found = re.match(r"((?:\s*[\w-]+=\"[^\"]*\")+)\s*\|(?!\|)(.*)", text, re.DOTALL)
    return (found[1], found[2]) if found else ("", text)


# ---- PDF -----------------------------------------------------------------------------------------


def pdf(path: Path) -> Seen:
    """A print: its words, its links, its tags."""
    import pikepdf
    import pypdfium2

    seen = Seen()
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage() for page in document]
        texts = [page.get_text_range().replace("\ufffe", "").replace("\u00ad", "") for page in pages]
        # A word that a line breaks, and a sentence that a page breaks, with its head and number between
        seen.words = key("".join(texts))
        with pikepdf.open(path) as file:
            places = _destinations(file)
            for number, page in enumerate(file.pages):
                seen.links += _links(page, number, pages, places)
            kinds = Counter(
                str(one.get("/S", "")) for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
            )
    finally:
        document.close()
    seen.paged, seen.headings, seen.notes = True, seen.words, seen.words
    seen.formulas = kinds["/Formula"]
    seen.tables, seen.figures = [seen.words] * kinds["/Table"], [seen.words] * max(kinds["/Figure"], kinds["/Caption"])
    return seen


def _links(page: Any, number: int, pages: list[Any], places: dict[str, tuple[int, float]]) -> list[tuple[str, str]]:
    """The links of a page; two pieces that lead to one place may be one link that a line breaks, so that is given too."""
    notes = [note for note in page.get("/Annots", []) if note.get("/Subtype") == "/Link" and "/Dest" in note]
    found = []
    for goal, pieces in groupby(notes, key=lambda note: str(note.Dest)):
        boxes = [tuple(map(float, note.Rect)) for note in pieces]
        words = [key(pages[number].get_text_bounded(*box)) for box in boxes]
        words += [one + two for one, two in pairwise(words)]
        found += [(one, _at(pages, places.get(goal))) for one in words]
    return found


def _destinations(file: Any) -> dict[str, tuple[int, float]]:
    import pikepdf

    order = {page.obj.objgen: number for number, page in enumerate(file.pages)}
    tree = file.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    found = {}
    for name, goal in pikepdf.NameTree(tree).items() if tree is not None else ():
        place = goal.get("/D") if isinstance(goal, pikepdf.Dictionary) else goal
        if place is not None and len(place) > 3:
            found[str(name)] = (order.get(place[0].objgen, 0), float(place[3]))
    return found


def _at(pages: list[Any], goal: tuple[int, float] | None) -> str:
    if goal is None:
        return ""
    number, top = goal
    words = pages[number].get_text_bounded(0, max(0.0, top - 70), 10_000, top + 4)
    if number + 1 < len(pages) and top < 130:
        words += pages[number + 1].get_text_bounded(0, 450, 10_000, 10_000)
    return key(words)


READERS = {"tei": tei, "html": html, "epub": epub, "wikitext": wikitext, "pdf": pdf}
