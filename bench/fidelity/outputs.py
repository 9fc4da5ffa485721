"""Outputs: what a finished file has, whoever made it: here TEI, (X)HTML, EPUB; READERS has all."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from lxml import etree

from bench.fidelity.prints import pdf
from bench.fidelity.seen import Link, Seen
from bench.fidelity.text import all_text, key, local
from bench.fidelity.wiki import wikitext

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_CELLS = {"td", "th", "cell"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "head"}
_CAPTIONED = {"figure", "table", "list"}  # in TEI their heads are no headings
_GOAL = 6000  # characters of a goal: an entry, a figure


def xml(roots: list[tuple[str, etree._Element]]) -> Seen:
    """A file of XML or XHTML, or several that are one book."""
    seen = Seen()
    goals: dict[str, str] = {}
    for name, root in roots:
        for element in root.iter("{*}*"):
            if name_of := element.get("id") or element.get(_ID):
                goals[f"{name}#{name_of}"] = key(all_text(element)[:_GOAL]) or key(all_text(element.getparent())[:_GOAL])  # type: ignore[arg-type]
    seen.words = key("".join(_body(root) for _, root in roots))
    for name, root in roots:
        for element in root.iter("{*}*"):
            _element(element, seen)
            seen.links += _links(element, name, goals)
    seen.entries += list(goals.values())
    return seen


def _body(root: etree._Element) -> str:
    for extra in list(root.iter("{*}style", "{*}script")):
        extra.text = ""
    return all_text(root)


def _element(element: etree._Element, seen: Seen) -> None:
    tag, said = local(element), " ".join(element.get(key) or "" for key in ("class", "role", "type"))
    if tag in _HEADINGS and local(element.getparent()) not in _CAPTIONED:  # type: ignore[arg-type]
        seen.headings.append(key(all_text(element)))
    elif tag in _CELLS:
        across, down = element.get("colspan") or element.get("cols"), element.get("rowspan") or element.get("rows")
        seen.cell(key(all_text(element)), across or "1", down or "1")
    elif tag == "table":
        seen.tables.append(key(all_text(_wrapper(element))))
    elif tag == "figure" and "table" not in said:
        seen.figures.append(key(all_text(element)))
    elif tag == "figure" and next(element.iter("{*}table"), None) is None:
        seen.tables.append(key(all_text(element)))  # of a table that is only a picture
    elif tag in ("li", "bibl", "biblStruct"):
        seen.entries.append(key(all_text(element)[:_GOAL]))
    elif tag in ("formula", "math"):
        seen.formulas += not any(local(one) in ("formula", "math") for one in element.iterancestors())
    elif tag == "img":
        seen.formulas += any("math" in (one.get("class") or "") for one in (element, *element.iterancestors()))
    if tag in ("note", "aside") or "note" in said or "fn" in said.split():
        seen.notes.append(key(all_text(element)))


def _links(element: etree._Element, file: str, goals: dict[str, str]) -> list[Link]:
    tag = local(element)
    target = element.get("href") if tag == "a" else element.get("target") if tag == "ref" else None
    inner = [one for one in (target or "").split() if "#" in one and "://" not in one]
    found = [goals.get((file + one if one.startswith("#") else one).split("/")[-1], "") for one in inner]
    return [Link(key(all_text(element)), goal, goal) for goal in found]


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


READERS = {"tei": tei, "html": html, "epub": epub, "wikitext": wikitext, "pdf": pdf}
