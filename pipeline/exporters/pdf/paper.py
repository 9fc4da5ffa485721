"""Paper: the HTML of an article changed for print: formulas drawn, notes at the foot of the page, wide tables made to fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import chain

from lxml import etree

from pipeline.exporters.html import XHTML, Document, h, html
from pipeline.exporters.html.xhtml import flat, local, tagged
from pipeline.schema.words import STACKED

paper = html.extend()
_LONGEST = 2500  # characters of a note at the foot: a longer one may not fit a page
_WHOLE = 1000  # of one that is not parted, as in columns: a longer one leaves the end of a page empty
_KEPT = ("table", "figure", "aside")  # whose notes are not parted, as their lines go on to the next page together
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "img", "small", "span", "strong", "sub", "sup", "time", "u", "s"}
_BLOCKS = ("p", "div", "blockquote", "ul", "ol", "dl", "li", "dt", "dd")
_NOT_INLINE = ("table", "figure", "pre", "aside", "section")  # a note with one of these is printed at the end
_NUMBERS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
APART = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")  # a line may end at each of these
STEPS = ("wide", "wide dense", "turned", "turned packed")  # of a table that is too wide: small, smaller, on a turned page, smallest there
ROOM = (62, 150, 165, 260)  # characters: a table that needs more begins at this step; what is cut all the same goes on from there
FULL = 76  # characters: a table whose cells need no more is as large as others, with all its lines whole
_FEW = 6  # rows: a table with no more has cells of two lines rather than a turned page
_BESIDE, _SENTENCES = 2, 320  # cells and characters of a row: of more, the table is set small and wide
_NUMBER = re.compile(r"\[\d{1,3}\]")
_BRIEF = 24  # characters of a part of an address
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.|10\.[0-9]{4,}/|[^\s@]+@)\S+")
_PARTS = re.compile(r"(?<=[/\u2010-\u2014-])(?=[^\W\d])")  # where a line may end within a word


def footnotes(document: Document, columns: int = 1) -> None:
    """Move each note that can stand there to the place of its first call, for the foot of that page; the others stay at the end."""
    notes = {str(item.get("id")): item for part in document.endnotes for item in tagged(part, "li") if item.get("id")}
    for call in [call for place in document.parts for call in _calls(place) if not _in_endnotes(call)]:
        keys = (call.get("data-rid") or call.get("href", "#")[1:]).split()
        longest = _WHOLE if columns > 1 or next(call.iterancestors(*(f"{{*}}{name}" for name in _KEPT)), None) is not None else _LONGEST
        moved = [key for key in keys if key in notes and _fits(notes[key], longest) and not _states(call, notes[key])]
        if moved and moved == keys:
            _replace(call, [_footnote(notes.pop(key), n) for n, key in enumerate(keys)])


def _calls(part: etree._Element) -> list[etree._Element]:
    return [link for link in tagged(part, "a") if link.get("role") == "doc-noteref"]


def _in_endnotes(call: etree._Element) -> bool:
    return any(node.get("role") == "doc-endnotes" for node in call.iterancestors())


def _fits(note: etree._Element, longest: int) -> bool:
    return next(iter(tagged(note, *_NOT_INLINE)), None) is None and not _calls(note) and len(flat([note])) < longest


def _states(call: etree._Element, note: etree._Element) -> bool:
    """Whether a note under a heading of its own is called by contributors: a statement (interests, contributions) is no footnote.

    Nor is one that is labelled so, for words are no mark.
    """
    under = any("titled" in (node.get("class") or "").split() for node in note.iterancestors())
    worded = any("worded" in (node.get("class") or "").split() for node in tagged(note, "span"))
    return worded or (under and any(local(node) == "header" for node in call.iterancestors()))


def _footnote(note: etree._Element, place: int) -> etree._Element:
    """A note as inline content: blocks at the foot of a page would move their call to another page."""
    label = next((one for one in tagged(note, "span") if "label" in (one.get("class") or "").split()), None)
    mark = flat([label]) if label is not None else "*"
    if label is not None:
        _take_away(label)
    for back in [link for link in tagged(note, "a") if link.get("role") == "doc-backlink"]:
        _take_away(back)
    parts = list(_flat(note))
    while parts and (not isinstance(parts[0], str) or not parts[0].strip(" ")) and not _solid(parts[0]):
        parts.pop(0)
    while parts and not _solid(parts[-1]):
        parts.pop()
    direction = next((one.get("dir") for one in chain([note], note.iterancestors()) if one.get("dir")), None)  # of a translation, too
    if note.getparent() is not None:
        note.getparent().remove(note)  # type: ignore[union-attr]
    attributes = {**{key: note.get(key) for key in ("id", "lang")}, "dir": direction}
    first = {"data-mark": mark, "data-call": f", {mark}" if place else mark}
    return h("span", {**attributes, "class": "footnote", "role": "doc-footnote", **first}, parts)


def _solid(part: str | etree._Element) -> bool:
    return bool(part.strip(" \t\r\n")) if isinstance(part, str) else local(part) != "br"


def _flat(element: etree._Element) -> Iterator[str | etree._Element]:
    """The content of an element with blocks as spans between line breaks."""
    if element.text:
        yield element.text
    for child in element:
        tail, copy = child.tail, child
        if local(child) in _BLOCKS:
            if local(child) == "li" or not _begins_with_block(child):  # else the line is ended twice
                yield h("br")
            if local(child) == "li":
                yield "– "
            kept = {key: child.get(key) for key in ("id", "lang", "dir", "class")}
            inner = list(_flat(child))
            while local(child) == "li" and inner and not _solid(inner[0]):
                inner.pop(0)  # the words follow the dash
            yield h("span", kept, inner)
        else:
            copy = deepcopy(child)
            copy.tail = None
            yield copy
        if tail:
            yield tail


def _begins_with_block(element: etree._Element) -> bool:
    return not (element.text or "").strip() and len(element) > 0 and local(element[0]) in _BLOCKS


def _replace(call: etree._Element, notes: list[etree._Element]) -> None:
    """Put notes in the place of their call, and of the `sup` that holds nothing else."""
    parent = call.getparent()
    assert parent is not None
    alone = local(parent) == "sup" and len(parent) == 1 and not parent.text and call.tail in (None, "", ",")
    old = parent if alone else call
    tail, holder = old.tail, old.getparent()
    assert holder is not None
    place = holder.index(old)
    holder.remove(old)
    holder[place:place] = notes
    notes[-1].tail = tail
    for note in notes:  # notes called one after the other are told apart by a comma
        before = note.getprevious()
        if before is not None and before.get("class") == "footnote" and not before.tail:
            note.set("data-call", f", {note.get('data-mark')}")


def _take_away(element: etree._Element) -> None:
    """Take an element away with the spaces round it; what follows it stays."""
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None
    tail = (element.tail or "").lstrip(" ")
    if before is not None:
        before.tail = (before.tail or "").rstrip(" ") + tail
    else:
        parent.text = (parent.text or "").rstrip(" ") + tail
    parent.remove(element)


def remaining(document: Document) -> tuple[Document, set[str]]:
    """The document without the sections of notes that have none left and a heading that cites nothing, and the ids of these."""
    empty = [part for part in document.endnotes if not list(tagged(part, "li")) and part.find(".//*[@data-rid]") is None]
    for part in empty:
        if part.getparent() is not None:
            part.getparent().remove(part)  # type: ignore[union-attr]
    left = tuple(part for part in document.notes if part not in empty)
    return replace(document, notes=left), {str(part.get("id")) for part in empty}


def fit_tables(part: etree._Element) -> None:
    """Say which tables are wide, which are so wide that they are set smaller or their page is turned, and which would not even fit that."""
    for table in tagged(part, "table"):
        width, holder = width_of(table), table.getparent()
        step = sum(width > room for room in ROOM) or int(_is_prose(table))
        few = "few" if len(list(tagged(table, "tr"))) <= _FEW else None
        if step and holder is not None and (step > 1 or _is_prose(table) or _in_full(table) > FULL):
            holder.set("class", " ".join(filter(None, (holder.get("class"), STEPS[step - 1], few))))


def _is_prose(table: etree._Element) -> bool:
    """Whether a table has sentences side by side, which want all the room that there is."""
    return any(len(row) > _BESIDE and len(flat([row])) > _SENTENCES for row in tagged(table, "tr"))


def name_addresses(part: etree._Element) -> None:
    """Say which links show an address: it is parted without a hyphen, and where all its parts are brief only between them."""
    for link in tagged(part, "a"):
        if _ADDRESS.fullmatch(shown := flat([link]).strip()):
            name = "address brief" if max(map(len, re.split("(?<=[/-])", shown))) <= _BRIEF else "address"
            link.set("class", " ".join(filter(None, (link.get("class"), name))))


def number_lists(part: etree._Element) -> None:
    """Say in style how ordered lists are numbered: WeasyPrint does not read `type`."""
    for ordered in tagged(part, "ol"):
        if (kind := _NUMBERS.get(ordered.get("type") or "")) and not ordered.get("class"):
            ordered.set("style", f"list-style-type: {kind}")


def width_of(table: etree._Element) -> int:
    """A table's least width in characters: in each column the longest word, and some air."""
    columns: dict[int, int] = {}
    for place, cell in placed(table):
        if (cell.get("colspan") or "1") == "1":
            columns[place] = max(columns.get(place, 1), _longest(cell))
    return sum(columns.values()) + 3 * len(columns)


def placed(table: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a table, each with the number of its column, as if no other reached down to its row."""
    for row in tagged(table, "tr"):
        place = 0
        for cell in row:
            yield place, cell
            place += int(cell.get("colspan") or 1)


def _in_full(table: etree._Element) -> int:
    """A table's width in characters where no line of a cell ends."""
    columns: dict[int, int] = {}
    for place, cell in placed(table):
        if (cell.get("colspan") or "1") == "1":
            columns[place] = max(columns.get(place, 1), len(flat([cell]).strip()))
    return sum(columns.values()) + 2 * len(columns)


def lines(cell: etree._Element) -> list[str]:
    """The lines that a cell has of itself."""
    said = []
    for event, node in etree.iterwalk(cell, ("start", "end")):
        if event == "start":
            said += ["\0" if local(node) in ("br", "p", "li", "div") else "", node.text or ""]
        elif node is not cell:
            said.append(node.tail or "")
    return [" ".join(line.split()) for line in "".join(said).strip("\0 \t\r\n").split("\0")]


def _longest(cell: etree._Element) -> int:
    """The length of the longest word of a cell; of one that is not parted, of all of it."""
    if "whole" in (cell.get("class") or "").split():
        return max(map(len, lines(cell)))
    words = [one for word in APART.sub(" \\g<0> ", flat([cell])).split() for one in _PARTS.split(word)]
    return max(map(len, words), default=1)


def part_marks(part: etree._Element) -> None:
    """Give marks that are piled over one letter a letter of their own, every so many."""
    for element in part.iter("{*}*"):
        element.text = STACKED.sub("\\g<0>\u25cc", element.text) if element.text else element.text
        element.tail = STACKED.sub("\\g<0>\u25cc", element.tail) if element.tail else element.tail


def part_spaces(part: etree._Element) -> None:
    """Put the space between text and an inline element into a span of its own; before the number of a reference no line ends.

    WeasyPrint 70 breaks a text after its first word when it fits a line but the space at its end does not.
    """
    for element in list(part.iter(f"{{{XHTML}}}*")):
        if local(element) in _INLINE and not any(local(node) == "pre" for node in element.iterancestors()):
            before, parent = element.getprevious(), element.getparent()
            text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
            words = text.rstrip(" \t\r\n")  # with the ends of lines of the source
            if words and words != text:
                space = h("span", parts=["\u00a0" if _NUMBER.match(flat([element])) and words[-1] not in ",;" else " "])
                if before is not None:
                    before.tail = words
                elif parent is not None:
                    parent.text = words
                element.addprevious(space)
