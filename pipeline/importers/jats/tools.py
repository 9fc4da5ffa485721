"""Tools: the small moves that all stages make in a tree; no move loses a word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from lxml import etree

from pipeline.markup import append, build
from pipeline.tree import raw_text, text_of

_SPACE: Final = " \t\r\n"
_DOCUMENTS: Final = ("article", "sub-article")
CITATIONS: Final = ("element-citation", "mixed-citation", "citation", "citation-alternatives")  # "citation" is of NLM 2


def listed(words: str) -> tuple[str, ...]:
    """Names written one after the other."""
    return tuple(words.split())


def take(element: etree._Element, key: str) -> str:
    """The value of an attribute, which the element has no more; empty if it had none."""
    return str(element.attrib.pop(key, ""))


def unwrap(element: etree._Element) -> None:
    """Take an element away; its text and children stay in its place."""
    text, element.text = element.text, None
    say_before(element, text)
    replace(element, *element)


def remove(element: etree._Element) -> None:
    """Take an element with all in it away; what stands behind it stays."""
    replace(element)


def replace(element: etree._Element, *new: etree._Element) -> None:
    """Put elements in the place of one; what stands behind it stays behind them. Takes as long however many stand beside it."""
    parent = element.getparent()
    if parent is None:
        return
    tail, element.tail = element.tail, None
    last = element
    for one in new:
        after, one.tail = one.tail, None
        last.addnext(one)
        one.tail = after
        last = one
    if new:
        last.tail = ((last.tail or "") + (tail or "")) or None
    else:
        say_before(element, tail)
    parent.remove(element)


def say_before(element: etree._Element, text: str | None) -> None:
    """Add text before an element."""
    if not text:
        return
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def trim(element: etree._Element) -> tuple[str, str]:
    """Take the white space at the ends of an element's words away; what it was, before and behind them."""
    text = element.text or ""
    element.text = text.lstrip(_SPACE) or None
    before = text[: len(text) - len(element.text or "")]
    last = (element[-1].tail if len(element) else element.text) or ""
    kept = last.rstrip(_SPACE)
    if len(element):
        element[-1].tail = kept or None
    else:
        element.text = kept or None
    return before, last[len(kept) :]


def upright(element: etree._Element) -> None:
    """An element that is italic or bold as a whole only looks as its publisher has such look."""
    while len(element) == 1 and element[0].tag in ("italic", "bold") and is_blank(element.text) and is_blank(element[0].tail):
        element.text = None
        element[0].tail = None
        unwrap(element[0])


def rename(element: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """The element under another name, with more attributes (an underscore stands for a hyphen)."""
    element.tag = tag
    for key, value in attributes.items():
        element.set(key.replace("_", "-"), value)
    return element


def new(
    tag: str, like: etree._Element, attributes: dict[str, str] | None = None, parts: Iterable[str | etree._Element] = ()
) -> etree._Element:
    """A new element that stands at the line of another."""
    element = build(tag, attributes, parts)
    if like.sourceline is not None:
        element.sourceline = like.sourceline
    return element


def content(element: etree._Element) -> list[str | etree._Element]:
    """The texts and children of an element, taken out of it, in order."""
    parts: list[str | etree._Element] = [element.text] if element.text else []
    element.text = None
    for child in list(element):
        tail, child.tail = child.tail, None
        element.remove(child)
        parts += [child, *([tail] if tail else [])]
    return parts


def fill(element: etree._Element, parts: Iterable[str | etree._Element]) -> etree._Element:
    """The element with this content added."""
    append(element, parts)
    return element


def said(element: etree._Element) -> str:
    """The words of an element, apart where only mark-up parts them."""
    return text_of(element) if has_words(element) or not len(element) else " ".join(filter(None, map(said, element)))


def is_blank(text: str | None) -> bool:
    """Whether text is white space only, as XML has it."""
    return not (text or "").strip(" \t\r\n")


def has_words(element: etree._Element) -> bool:
    """Whether an element has text of its own, outside its children."""
    return not is_blank(element.text) or any(not is_blank(child.tail) for child in element)


def is_empty(element: etree._Element) -> bool:
    """Whether an element has neither words nor anything that shows."""
    return is_blank(raw_text(element)) and next(element.iter(*SHOWING), None) is None


BLOCKS = frozenset(
    listed(
        """
    list def-list disp-quote verse-group preformat code boxed-text fig fig-group table-wrap disp-formula statement speech
    supplementary-material media graphic
    """
    )
)
SHOWING = listed("graphic inline-graphic media supplementary-material {*}math tex-math xref ext-link")


def documents(root: etree._Element) -> Iterator[etree._Element]:
    """The article and its sub-articles, in document order."""
    yield from root.iter(*_DOCUMENTS)


def document_of(element: etree._Element) -> etree._Element:
    """The article or sub-article that an element stands in."""
    return element if element.tag in _DOCUMENTS else next(element.iterancestors(*_DOCUMENTS), element)


def part(document: etree._Element, tag: str) -> etree._Element:
    """The body or back of a document; made, in its place, if there is none."""
    found = document.find(tag)
    if found is None:
        found = new(tag, document)
        before = [child for child in document if child.tag in ("front", "front-stub", *(("body",) if tag == "back" else ()))]
        document.insert(document.index(before[-1]) + 1 if before else 0, found)
    return found


def runs(holder: etree._Element, blocks: Collection[str]) -> None:
    """Words between blocks become paragraphs."""
    run: list[str | etree._Element] = []
    for child in [*content(holder), None]:
        if isinstance(child, str) or (child is not None and child.tag not in blocks):
            run.append(child)
            continue
        if any(not isinstance(one, str) or not is_blank(one) for one in run):
            holder.append(fill(new("p", holder), run))
        run = []
        if child is not None:
            holder.append(child)


def link_words(holder: etree._Element, before: etree._Element | None, start: int, end: int, key: str) -> None:
    """Make some words a citation: of the text at the start of an element, or of that behind another."""
    text = (holder.text if before is None else before.tail) or ""
    xref = new("xref", holder, {"ref-type": "bibr", "rid": key}, [text[start:end]])
    if before is None:
        holder.text = text[:start]
        holder.insert(0, xref)
    else:
        before.tail = text[:start]
        before.addnext(xref)
    xref.tail = text[end:]
