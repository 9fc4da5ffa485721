"""Blocks: what JATS sets inside paragraphs comes to stand between them, and words between blocks become paragraphs."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import captions, rare
from pipeline.importers.jats.tools import (
    BLOCKS,
    content,
    fill,
    has_words,
    is_blank,
    is_empty,
    listed,
    new,
    remove,
    rename,
    replace,
    runs,
    said,
    take,
    unwrap,
)
from pipeline.tree import find_all, text_of

HOMES: Final = frozenset(["body", "sec", "app", "boxed-text", "notes", "disp-quote"])  # where blocks stand by themselves
_HOLDERS: Final = frozenset(
    listed(
        """
    list-item def fn statement speech ack bio abstract trans-abstract glossary caption table-wrap-foot
    """
    )
)
_CELLS: Final = ("td", "th")
_LISTS: Final = {
    "ordered": "order",
    "unordered": "bullet",
    "number": "order",
    "numbered": "order",
    "arabic": "order",
    "none": "simple",
    "dash": "bullet",
    "unlabelled": "simple",
}
_LIST_TYPES: Final = frozenset(listed("bullet order alpha-lower alpha-upper roman-lower roman-upper simple"))


# ---- blocks --------------------------------------------------------------------------------------


def blocks(root: etree._Element, report: Report) -> None:
    """All blocks of the file."""
    rare.rare(root, report)
    for element in list(root.iter("def-list")):
        _counted(element, report)
    for element in list(root.iter("list")):
        _list(element)
    for box in [one for one in root.iter("boxed-text") if len(one) == 1 and one[0].tag in ("table-wrap", "fig") and not has_words(one)]:
        box[0].set("id", box[0].get("id") or box.get("id") or "") if box.get("id") else None
        unwrap(box)
    captions.captions(root, report)
    for picture in list(root.iter("graphic", "inline-graphic")):
        for child in list(picture):
            if child.tag in ("attrib", "permissions", "label", "caption", "object-id"):
                _lift(child, picture)
    for picture in list(root.iter("fig", "fig-group", "supplementary-material", "media", "boxed-text", "graphic", "inline-graphic")):
        _picture(picture)
    moved: dict[str, str] = {}
    for p in list(root.iter("p")):
        _split(p, moved)
    for holder in list(root.iter(*_HOLDERS)):
        _hold(holder)
    for inner in [p for figure in root.iter("fig") for p in find_all(figure, "./p[@content-type='block']")]:
        unwrap(inner)
    for quote in root.iter("disp-quote"):
        _quote(quote)
    for home in list(root.iter(*HOMES)):
        _home(home)
    for xref in root.iter("xref") if moved else ():
        xref.set("rid", " ".join(moved.get(key, key) for key in (xref.get("rid") or "").split()))


def _counted(element: etree._Element, report: Report) -> None:
    """A list of definitions whose terms are all marks or counts defines nothing: it is a list."""
    items = element.findall("def-item")
    terms = [term for item in items for term in item.findall("term")]
    marked = len(terms) == len(items) == len(element.findall("def-item/def")) and all(_COUNT.fullmatch(text_of(term)) for term in terms)
    if not items or not marked or element.find("..").tag == "glossary":  # type: ignore[union-attr]
        return
    report("import-simplified", "a list of definitions whose terms are marks or counts is a list", element)
    for item in items:
        for definition in item.findall("def"):
            unwrap(definition)
        for term in item.findall("term"):
            rename(term, "label")
        rename(item, "list-item")
    rename(element, "list")


_COUNT: Final = re.compile(r"[•●▪■◦○–—*‣·-]|\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)|(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]", re.IGNORECASE)


def _list(element: etree._Element) -> None:
    kind = (element.get("list-type") or "").lower()
    element.set(
        "list-type", kind if kind in _LIST_TYPES else _LISTS.get(kind, "bullet" if element.find("list-item/label") is None else "simple")
    )
    dots = element.findall("list-item/label")
    if dots and len(dots) == len(element.findall("list-item")) and all(text_of(dot) in _DOTS for dot in dots):
        element.set("list-type", "bullet")
        for dot in dots:
            remove(dot)
    if prefix := take(element, "prefix-word"):
        for n, item in enumerate(element.findall("list-item"), 1):
            if item.find("label") is None:
                item.insert(0, new("label", item, None, [f"{prefix} {n}"]))
    for label in element.findall("label"):
        rename(label, "title") if element.find("title") is None else unwrap(label)
    for item in element.findall("list-item"):
        for title in item.findall("title"):
            holder = new("p", title)
            replace(title, holder)
            holder.append(rename(title, "bold"))
        if has_words(item) or any(child.tag not in ("label", "p", "list", "def-list", *BLOCKS) for child in item):
            runs(item, {"label", "p", "list", "def-list", *BLOCKS})


_DOTS: Final = tuple("•●▪■◦○")
_FIRST: Final = ("object-id", "label", "caption", "alt-text", "long-desc")
_LAST: Final = ("attrib", "permissions")


def _picture(picture: etree._Element) -> None:
    """Label and caption first, credits last; what stands in a `graphic` beside its description stands behind it."""
    if picture.tag in ("graphic", "inline-graphic", "media"):
        order: tuple[str, ...] = ("object-id", "alt-text", "long-desc", "label", "caption")
    else:
        order = _FIRST
        _described(picture)
    if picture.tag != "boxed-text":  # whose words become a paragraph
        picture.text = None
    rank = {tag: n for n, tag in enumerate(order)} | {tag: 90 + n for n, tag in enumerate(_LAST)}
    picture[:] = sorted(picture, key=lambda child: rank.get(str(child.tag), 50))


def _described(picture: etree._Element) -> None:
    """The descriptions of a figure, a short and a long one, are those of its one picture."""
    pictures = picture.findall("graphic")
    for description in [*picture.findall("alt-text"), *picture.findall("long-desc")]:
        if len(pictures) == 1 and pictures[0].find(str(description.tag)) is None:
            picture.remove(description)
            description.tail = None
            pictures[0].insert(0, description)


def _lift(child: etree._Element, picture: etree._Element) -> None:
    """A label, caption or credit of a graphic is that of its figure; a lone graphic becomes a figure."""
    parent = picture.getparent()
    if parent is None or picture.tag != "graphic":
        unwrap(child)
        return
    if parent.tag not in ("fig", "table-wrap", "supplementary-material", "boxed-text"):
        replace(picture, fig := new("fig", picture))
        fig.append(picture)
        if picture.get("id"):
            fig.set("id", picture.attrib.pop("id"))
        parent = fig
    child.tail = None
    if child.tag in _LAST and parent.tag != "table-wrap":
        parent.append(child)
    else:
        parent.insert(0, child)


# ---- paragraphs ----------------------------------------------------------------------------------


def _split(p: etree._Element, moved: dict[str, str]) -> None:
    """A paragraph with blocks in it: its words, the blocks, the rest of its words."""
    inner = [block for block in p.iter(*BLOCKS, "p", "break") if block is not p and _own(block, p)]
    if not inner:
        p.attrib.pop("content-type", "") if p.get("content-type") == "block" else None  # of words, whoever calls it so
        return
    for block in inner:
        _raise(block, p)
    parent = p.getparent()
    alone = parent is not None and parent.tag in HOMES
    pieces: list[etree._Element] = []
    for child in content(p):
        if not isinstance(child, str) and child.tag in (*BLOCKS, "p"):
            pieces.append(child if alone or child.tag == "p" else new("p", child, {"content-type": "block"}, [child]))
        elif not isinstance(child, str) and child.tag == "break":
            pieces.append(new("p", child, {"content-type": "continued"}))
        else:
            _add(pieces, child, p)
    _finish(p, pieces, moved)


def _own(block: etree._Element, p: etree._Element) -> bool:
    """Whether a block belongs to this paragraph, not to a block or a formula in it."""
    for ancestor in block.iterancestors():
        if ancestor is p:
            return True
        if ancestor.tag in BLOCKS or ancestor.tag in ("p", "inline-formula", "table-wrap", "inline-graphic"):
            return False
    return False


def _raise(block: etree._Element, p: etree._Element) -> None:
    """Split the inline mark-up round a block, so that the block stands in the paragraph itself."""
    while (wrapper := block.getparent()) is not None and wrapper is not p:
        rest = new(str(wrapper.tag), wrapper, {str(key): str(value) for key, value in wrapper.attrib.items() if key != "id"})
        rest.text, block.tail = block.tail, None
        rest.extend(list(wrapper)[wrapper.index(block) + 1 :])
        if len(rest) or not is_blank(rest.text):
            rest.tail, wrapper.tail = wrapper.tail, None
            wrapper.addnext(rest)
        else:  # a block ends its mark-up
            block.tail, wrapper.tail = (rest.text or "") + (wrapper.tail or "") or None, None
        wrapper.addnext(block)
        if not len(wrapper) and is_blank(wrapper.text) and not wrapper.get("id"):
            unwrap(wrapper)


def _add(pieces: list[etree._Element], child: str | etree._Element, p: etree._Element) -> None:
    """Put words at the end of the paragraph before, or begin its continuation."""
    open_p = bool(pieces) and pieces[-1].tag == "p" and pieces[-1].get("content-type") != "block" and pieces[-1].getparent() is None
    if not open_p:
        if isinstance(child, str) and is_blank(child):
            return
        pieces.append(new("p", p, {"content-type": "continued"} if pieces else {}))
    fill(pieces[-1], [child])


def _finish(p: etree._Element, pieces: list[etree._Element], moved: dict[str, str]) -> None:
    kept = [piece for piece in pieces if piece.tag != "p" or not is_empty(piece)]
    first = next((piece for piece in kept if piece.tag == "p"), None)
    if first is not None and first is kept[0] and first.get("content-type") == "continued":
        del first.attrib["content-type"]
    for key, value in p.attrib.items():
        if first is not None and key != "content-type":
            first.set(key, value)
    if (old := p.get("id")) and first is None and kept:
        if kept[0].get("id"):
            moved[old] = str(kept[0].get("id"))
        else:
            kept[0].set("id", old)
    replace(p, *kept)


def _hold(holder: etree._Element) -> None:
    """Blocks in notes, items, definitions and the like stand in paragraphs of their own."""
    if holder.find("sec") is not None:
        _behind(holder)
    direct = {"list", "def-list"} if holder.tag == "list-item" else {"def-list"} if holder.tag == "glossary" else set[str]()
    for child in list(holder):
        if child.tag in BLOCKS and child.tag not in direct:
            replace(child, p := new("p", child, {"content-type": "block"}))
            p.append(child)


def _quote(quote: etree._Element) -> None:
    """The number of a quotation begins its title or its words; whose it is stands last."""
    label, head = quote.find("label"), next(quote.iterchildren("title", "p"), None)
    if label is not None and head is not None:
        label.tail = None
        quote.remove(label)
        fill(head, [*content(label), " ", *content(head)])
    for rights in quote.findall("permissions"):
        quote.append(new("attrib", rights, None, [said(rights)]))
        remove(rights)


def _home(home: etree._Element) -> None:
    """In a place of blocks: words become paragraphs, blocks stand before sections; sections that come too early keep what follows."""
    if has_words(home):
        runs(home, {*BLOCKS, "p", "sec", "title", "label", "caption", "object-id", "attrib", "permissions"})
    for p in find_all(home, "./p[@content-type='block']"):
        unwrap(p)
    if home.tag in ("sec", "app") and home.find("title") is None and home.find("label") is None:
        home.insert(0, new("title", home))  # JATS demands one; an empty one prints nothing
    _behind(home)


def _behind(home: etree._Element) -> None:
    """Blocks behind sections stand in a section without a title."""
    made: etree._Element | None = None
    seen = False
    for child in list(home):
        if child.tag == "sec":
            seen = True
        elif seen and (child.tag in BLOCKS or child.tag == "p"):
            if made is None or child.getprevious() is not made:
                replace(child, made := new("sec", child, None, [new("title", child)]))
            made.append(child)
