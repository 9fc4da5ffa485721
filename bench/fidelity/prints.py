"""Prints: what a tagged PDF has, read from its structure tree: which words stand in which construct, and where its links lead."""

# pikepdf and pypdfium2 have no types.
# ruff: noqa: ANN401

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from bench.fidelity.seen import Link, Seen
from bench.fidelity.text import key

Place: TypeAlias = tuple[int, float]  # page, and height on it
HEADS = {"/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
ITEMS = {"/LI", "/Note", "/FENote", "/BibEntry"}
LINE = 16  # points between the goal of a link and the head of the first letter there, at most


@dataclass
class _Print:
    """A file being read: its marked content, the goals of its links, its items with the places where they begin."""

    seen: Seen
    words: dict[tuple[int, int], str]
    tops: dict[tuple[int, int], float]
    goals: dict[str, Place]
    pages: dict[Any, int]
    texts: list[Any]
    items: list[tuple[Place, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # words, name of the goal


def pdf(path: Path) -> Seen:
    """A print: its words by their tags, its links, its goals."""
    import pikepdf
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        texts = [page.get_textpage() for page in document]
        words, tops = _marked(texts)
        with pikepdf.open(path) as file:
            pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
            found = _Print(Seen(), words, tops, _goals(file, pages), pages, texts)
            if (tree := file.Root.get("/StructTreeRoot")) is not None:
                found.seen.words = key("".join(words[mark] for mark in _read(tree, 0, found)))
        found.seen.links = [_lands(said, found.goals.get(name), found) for said, name in _whole(found.links)]
    finally:
        document.close()
    return found.seen


def _marked(texts: list[Any]) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], float]]:
    """The words of each piece of marked content, and how high on its page it begins."""
    from pypdfium2 import raw

    words: dict[tuple[int, int], list[str]] = {}
    tops: dict[tuple[int, int], float] = {}
    for number, text in enumerate(texts):
        for at in range(text.count_chars()):
            holder = raw.FPDFText_GetTextObject(text.raw, at)
            if not holder or (mark := raw.FPDFPageObj_GetMarkedContentID(holder)) < 0:
                continue
            letter = chr(raw.FPDFText_GetUnicode(text.raw, at))
            words.setdefault((number, mark), []).append(letter)
            if (number, mark) not in tops and letter.strip():
                tops[number, mark] = text.get_charbox(at)[3]
    return {mark: _paired("".join(letters)) for mark, letters in words.items()}, tops


def _paired(letters: str) -> str:
    """Letters beyond the first plane, which PDFium gives in halves."""
    return letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _goals(file: Any, pages: dict[Any, int]) -> dict[str, Place]:
    import pikepdf

    tree = file.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    found = {}
    for name, goal in pikepdf.NameTree(tree).items() if tree is not None else ():
        place = goal.get("/D") if isinstance(goal, pikepdf.Dictionary) else goal
        if isinstance(place, pikepdf.Array) and len(place) > 3 and place[0].objgen in pages:
            found[str(name)] = (pages[place[0].objgen], float(place[3]))
    return found


def _read(element: Any, page: int, found: _Print) -> list[tuple[int, int]]:
    """The marked content below an element, in order; what the element is goes down on the way back."""
    import pikepdf

    page = found.pages.get(element.Pg.objgen, page) if "/Pg" in element else page
    marks: list[tuple[int, int]] = []
    names, captions = [], False
    before = len(found.seen.figures)
    inside = element.get("/K")
    for child in inside.as_list() if isinstance(inside, pikepdf.Array) else [] if inside is None else [inside]:
        if isinstance(child, int):
            marks.append((page, int(child)))
        elif child.get("/Type") == "/MCR":
            marks.append((found.pages.get(child.Pg.objgen, page) if "/Pg" in child else page, int(child.MCID)))
        elif child.get("/Type") == "/OBJR":
            names.append(str(child.Obj.get("/Dest", "")))
        elif "/S" in child:
            captions |= child.S == "/Caption"
            marks += _read(child, page, found)
    marks = [mark for mark in marks if mark in found.words]
    if captions:
        del found.seen.figures[before:]  # the pictures of this figure
    _tagged(element, marks, captions, found)
    found.links += [(key("".join(found.words[mark] for mark in marks)), name) for name in dict.fromkeys(names) if name]
    return marks


def _tagged(element: Any, marks: list[tuple[int, int]], captions: bool, found: _Print) -> None:
    kind, seen = str(element.get("/S", "")), found.seen
    if not (captions or kind in HEADS | ITEMS | {"/TH", "/TD", "/Table", "/Figure", "/Formula"}):
        return
    words = key("".join(found.words[mark] for mark in marks))
    if kind in HEADS:
        seen.headings.append(words)
    elif kind in ("/TH", "/TD"):
        seen.cell(words, *_spans(element))
    elif kind == "/Table":
        seen.tables.append(words)
    elif kind == "/Formula":
        seen.formulas += 1
    elif captions or kind == "/Figure":
        seen.figures.append(words)
    elif kind in ITEMS:
        seen.entries += [words] if kind in ("/LI", "/BibEntry") else []
        seen.notes += [words] if kind != "/BibEntry" else []  # those that do not stand at a foot are a list
        begins = next(((mark[0], found.tops[mark]) for mark in marks if mark in found.tops), None)
        found.items += [(begins, words)] if begins else []


def _spans(cell: Any) -> tuple[str, str]:
    import pikepdf

    said = cell.get("/A")
    across = down = "1"
    for one in said.as_list() if isinstance(said, pikepdf.Array) else [] if said is None else [said]:
        across, down = str(one.get("/ColSpan", across)), str(one.get("/RowSpan", down))
    return across, down


def _whole(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The links, and pairs of pieces that lead to one place: a link that a line breaks."""
    return links + [(one + two, goal) for (one, goal), (two, same) in pairwise(links) if goal == same]


def _lands(words: str, goal: Place | None, found: _Print) -> Link:
    if goal is None:
        return Link(words, "", "")
    number, top = goal
    near = [(top - height, item) for (page, height), item in found.items if page == number and -2 <= top - height <= LINE]
    return Link(words, min(near)[1] if near else "", _below(number, top, found))


def _below(number: int, top: float, found: _Print) -> str:
    """The words on a page from a height down, and at the head of the next."""
    words = found.texts[number].get_text_bounded(0, 0, 10_000, top + 4)
    if number + 1 < len(found.texts):
        words += found.texts[number + 1].get_text_range()[:600]
    return key(words) or "a place"
