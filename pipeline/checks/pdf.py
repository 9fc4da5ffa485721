"""PDF read back: the facts of a tagged print, from its structure tree, the words under it, its links and their goals."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from ctypes import addressof, c_ubyte, c_ulong
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Any, NamedTuple, TypeAlias, cast

import pikepdf
import pypdfium2
from pypdfium2 import raw

from pipeline.checks.align import cut
from pipeline.checks.facts import Citation, Facts, Knows, Label, Place, Run, Unreadable

Words: TypeAlias = Mapping[tuple[int, int], str]  # by page and marked content
Point: TypeAlias = tuple[float, float]  # from the left, from the foot of the page
Starts: TypeAlias = Mapping[tuple[int, int], Point]
Names: TypeAlias = Mapping[str, tuple[int, Point]]
_NO_TAGS = "it has no tags: its citations, their order and its references cannot be known; only where its links lead is compared"
_NO_NAMES = "it has no tags, or its links have no names: nothing of its citations can be known"
_ASTRAY = (AttributeError, LookupError, RecursionError, TypeError, ValueError)  # an object is not of the kind that it should be
_ACTUAL = b"ActualText"
_HALVES = re.compile("[\\ud800-\\udbff][\\udc00-\\udfff]|([\\udc00-\\udfff])([\\ud800-\\udbff])")
_ITEMS = ("/LI", "/Note")
_COLUMN = 200  # points; the least width of a column of references
_ASIDE = 0.01  # of a point up or down for a point aside: a list in the margin may stand higher by less than a line
_LINE = 40  # points between the top of an item and that of its first letter, at most: a picture may stand before it


class Item(NamedTuple):
    """An entry of a list or a note at the foot; with the name that the file gives it, if any."""

    kind: str
    number: int
    name: str = ""


def pdf(data: bytes, guide: Facts) -> Facts:
    """The facts of a print, its citations cut as those of the guide are."""
    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            names = _names(file)
            if not file.Root.get("/StructTreeRoot") or not names:
                return _untagged(file, guide)
            known = {*guide.by_key, *(one.part for one in guide.citations)}
            names = {name: goal for name, goal in names.items() if name in known}
            runs = _with_drawn(list(_runs(file, data, names)), names, guide)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *_ASTRAY) as fault:
        why = re.sub(r"^stream <.*?>: ", "", str(fault))
        raise Unreadable(f"it is not a whole PDF: {why}") from fault
    return cut(runs, guide, Knows(exact=False))


def _with_drawn(runs: list[Run], names: Names, guide: Facts) -> list[Run]:
    """The words with a place for each reference that is drawn and has none: before the first whose goal stands behind its goal."""
    for name, (page, point) in names.items():
        if name in guide.by_key and not guide.by_key[name].text:
            behind = (n for n, run in enumerate(runs) if run.part in guide.by_key and _reading(*names[run.part]) > _reading(page, point))
            runs.insert(next(behind, len(runs)), Run("", "", name, Place(page=page + 1)))
    return runs


def _reading(page: int, point: Point) -> tuple[float, ...]:
    left, height = point
    return page, left // _COLUMN, -height


def _words(data: bytes) -> tuple[Words, Starts]:
    """The words of each piece of marked content, and where on its page it begins."""
    words: dict[tuple[int, int], list[str]] = {}
    starts: dict[tuple[int, int], Point] = {}
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for mark, letters, at in _letters(text):
                words.setdefault((number, mark), []).append(letters)
                if letters.strip() and (number, mark) not in starts:
                    left, _, _, top = text.get_charbox(at)
                    starts[number, mark] = left, top
    finally:
        document.close()
    return {key: _whole("".join(letters)) for key, letters in words.items()}, starts


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, str, int]]:
    """The letters of a page, each with the number of its marked content and its own; words that stand for what is drawn come whole."""
    last, marked, done = 0, -1, set[int]()
    spoken: Any = None
    for at in range(text.count_chars()):
        holder = raw.FPDFText_GetTextObject(text.raw, at)
        if not holder:
            continue
        if addressof(holder.contents) != last:
            last, marked, spoken = addressof(holder.contents), raw.FPDFPageObj_GetMarkedContentID(holder), _spoken(holder)
        if marked >= 0 and spoken is None:
            yield marked, chr(raw.FPDFText_GetUnicode(text.raw, at)), at
        elif marked >= 0 and addressof(spoken.contents) not in done:
            done.add(addressof(spoken.contents))
            yield marked, _actual(spoken), at


def _spoken(holder: Any) -> Any:  # noqa: ANN401  PDFium's objects have no types
    """The mark round some text that says how it is read, if there is one."""
    marks = (raw.FPDFPageObj_GetMark(holder, n) for n in range(raw.FPDFPageObj_CountMarks(holder)))
    return next((mark for mark in marks if raw.FPDFPageObjMark_GetParamValueType(mark, _ACTUAL) == raw.FPDF_OBJECT_STRING), None)


def _actual(mark: Any) -> str:  # noqa: ANN401
    """The words that a mark says."""
    size = c_ulong()
    raw.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL, None, 0, size)
    words = (c_ubyte * size.value)()
    raw.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL, words, size.value, size)
    return str(pikepdf.String(bytes(words)))


def _whole(text: str) -> str:
    """Text with the halves of rare letters put together: PDFium gives UTF-16 (ISO 10646), the halves turned round from right to left."""
    ordered = _HALVES.sub(lambda pair: pair[0] if pair[1] is None else pair[2] + pair[1], text)
    return ordered.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _names(file: pikepdf.Pdf) -> dict[str, tuple[int, Point]]:
    """The named goals of links: page, and place on it."""
    pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
    tree = file.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    found = {}
    for name, goal in pikepdf.NameTree(tree).items() if tree is not None else ():
        place = goal.get("/D") if isinstance(goal, pikepdf.Dictionary) else goal
        if isinstance(place, pikepdf.Array) and len(place) > 3 and place[0].objgen in pages:
            found[str(name)] = (pages[place[0].objgen], (float(place[2]), float(place[3])))
    return found


def _goal(note: pikepdf.Object) -> str:
    """The name that a link leads to."""
    goal = note.get("/Dest") or (note["/A"].get("/D") if "/A" in note else None)
    return str(goal) if isinstance(goal, pikepdf.String) else ""


def _untagged(file: pikepdf.Pdf, guide: Facts) -> Facts:
    """What the links of a print without tags say: where they lead to."""
    goals = [(_goal(note), n) for n, page in enumerate(file.pages, 1) for note in _notes(page)]
    found = [Citation((key,), Label(""), None, Place(page=n)) for key, n in goals if key in guide.by_key]
    knows = Knows(citations=False, labels=False, order=False, entries=False, words=False, exact=False)
    return Facts(tuple(found), (), knows, (_NO_TAGS,) if found else (_NO_NAMES,))


@dataclass(frozen=True)
class Mark:
    """A piece of marked content: its page and number, the key that it links to, and the items that it stands in, the innermost first."""

    page: int
    number: int
    key: str = ""
    items: tuple[Item, ...] = ()
    head: int = 0  # the table whose head it is
    link: int = 0  # the link that it is a piece of


def _runs(file: pikepdf.Pdf, data: bytes, names: Names) -> Iterator[Run]:
    """The words in the order of the tags; an item that goes on at the head of a page goes on with its name."""
    words, starts = _words(data)
    marks = list(_once([mark for mark in _Tags(file).marks() if words.get((mark.page, mark.number), "").strip()], words))
    middles = [float(page.mediabox[2]) / 2 for page in file.pages]
    parts = _parts(marks, starts, names, middles)
    whole = any(item.name in names for item in parts)  # else an item may be as many as the pages on which it stands
    page, part = -1, ""
    for mark in marks:
        item = next(iter(mark.items), None)
        if item is None or item.kind != "/Note":
            if mark.page != page and item is not None and part and not whole:
                parts.setdefault(item, part)
            page, part = mark.page, _part(mark, parts)
        yield Run(words[mark.page, mark.number], mark.key, _part(mark, parts), Place(page=mark.page + 1), mark.link)


def _part(mark: Mark, parts: Mapping[Item, str]) -> str:
    """The name of the entry or the note in which something stands; a note is no part of the entry that calls it."""
    around = takewhile(lambda one: one in parts or one.kind != "/Note", mark.items)
    return next((parts[one] for one in around if one in parts), "")


def _once(marks: list[Mark], words: Words) -> Iterator[Mark]:
    """Marked content without the heads of tables that go on over a page, which stand there again."""
    last: tuple[int, list[tuple[str, str]]] = (-1, [])
    for head, group in groupby(marks, key=lambda mark: mark.head):
        some = list(group)
        said = [(words[mark.page, mark.number], mark.key) for mark in some]
        if head > 0 and last == (some[0].page - 1, said):
            last = (some[0].page, said)
            continue
        last = (some[0].page, said) if head > 0 else (-1, []) if head < 0 else last
        yield from some


def _parts(marks: list[Mark], starts: Starts, names: Names, middles: Sequence[float]) -> dict[Item, str]:
    """The name of each item: that of the goal at its first line, and on its half of the page, where there are two columns."""
    first: dict[Item, tuple[int, Point]] = {}
    for mark in marks:
        for item in mark.items:
            x, top = starts[mark.page, mark.number]
            page, (left, height) = first.setdefault(item, (mark.page, (x, top)))
            if mark.page == page:  # the words may begin behind something drawn, in the other half of the line
                first[item] = page, (min(left, x), height)
    found: dict[Item, tuple[float, str]] = {}
    halved = {page for page, (left, _) in names.values() if left > middles[page]}  # else a short line from the right is in no other column
    for name, (page, (left, height)) in names.items():
        near = [
            (
                item.name != name,  # what the file calls it, where its goal is there
                page in halved and (left > middles[page]) != (x > middles[page]),
                round(height - top + abs(left - x) * _ASIDE),
                abs(left - x),
                height - top,
                item,
            )
            for item, (on, (x, top)) in first.items()
            if on == page and -2 <= height - top <= _LINE
        ]
        if near:
            *_, gap, item = min(near)
            found[item] = min(found.get(item, (gap, name)), (gap, name))
    return {item: name for item, (_, name) in found.items()}


class _Tags:
    """The structure tree of a print."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self.root = file.Root.StructTreeRoot
        self.pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        self.links = {note.objgen for page in file.pages for note in _notes(page)}
        self.items = self.heads = self.anchors = 0

    def marks(self) -> Iterator[Mark]:
        """The marked content in the order of the tags."""
        return self._below(self.root, Mark(-1, -1))

    def _below(self, element: pikepdf.Object, within: Mark) -> Iterator[Mark]:
        kind, children = element.get("/S"), _children(element)
        if kind in ("/Formula", "/Figure"):  # their words are no words of a text, in no format
            return
        here = replace(within, page=self._page(element, within))
        if kind in ("/Link", "/Reference"):
            goals = dict.fromkeys(goal for one in children if (goal := self._goal(one)))  # one for each line of a link
            self.anchors += bool(goals)
            here = replace(here, key=" ".join(goals) or here.key, link=self.anchors)  # where they differ, it leads to no reference
        elif kind in _ITEMS:
            self.items += 1
            here = replace(here, items=(Item(str(kind), self.items, _called(element)), *here.items))
        elif kind in ("/THead", "/Caption"):
            self.heads += kind == "/THead"
            here = replace(here, head=self.heads if kind == "/THead" else -1)
        for child in children:
            if isinstance(child, int):
                yield replace(here, number=child)
            elif child.get("/Type") == "/MCR":
                yield replace(here, number=int(child.MCID), page=self._page(child, here))
            elif "/S" in child:
                yield from self._below(child, here)

    def _page(self, element: pikepdf.Object, within: Mark) -> int:
        return self.pages.get(element.Pg.objgen, within.page) if "/Pg" in element else within.page

    def _goal(self, child: pikepdf.Object | int) -> str:
        """The goal of a link's annotation, if that is on its page still."""
        if isinstance(child, int) or child.get("/Type") != "/OBJR" or child.Obj.objgen not in self.links:
            return ""
        return _goal(child.Obj)


def _called(element: pikepdf.Object) -> str:
    """The name of an item: what links call it, behind the word that parts it from other names."""
    name = element.get("/ID")
    return str(name).partition(".")[2] if isinstance(name, pikepdf.String) else ""


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    inside = element.get("/K")
    return list(cast("list[pikepdf.Object]", inside)) if isinstance(inside, pikepdf.Array) else [] if inside is None else [inside]


def _notes(page: pikepdf.Page) -> list[pikepdf.Object]:
    return list(cast("list[pikepdf.Object]", page.get("/Annots", [])))
