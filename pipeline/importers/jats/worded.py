"""Worded: words in a place that has no element for what they are become paragraphs there, and stay apart from those beside them."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.allowed import INLINE, content_of
from pipeline.importers.jats.tools import BLOCKS, content, has_words, is_blank, is_empty, listed, new, rename, replace, runs, unwrap
from pipeline.schema import models
from pipeline.tree import find_all, text_of

_PROSE: Final = frozenset(listed("p fn def list-item disp-quote statement speech td th caption table-wrap-foot"))


def lowered(sec: etree._Element, report: Report) -> None:
    """A section in a note, an item, a quotation or other prose is its heading, in bold type, and its blocks."""
    parent = sec.getparent()
    if parent is None or parent.tag not in _PROSE:
        return
    report("import-simplified", f"<sec> may not stand in <{parent.tag}>; its words stay", sec)
    if has_words(sec):
        runs(sec, {str(child.tag) for child in sec if child.tag not in INLINE})
    heads = [one for one in sec if one.tag in ("label", "title") and not is_empty(one)]
    words = [part for one in heads for part in (" ", *content(one))][1:]
    heading = new("p", sec, {"id": str(sec.get("id"))} if sec.get("id") else None, [new("bold", sec, None, words)])
    replace(sec, *([heading] if words else []), *[one for one in sec if one.tag not in ("label", "title")])


def as_p(child: etree._Element) -> None:
    """A heading, a credit or another block of words is a paragraph."""
    for inner in list(child):
        if inner.tag in ("p", "title"):
            space_round(inner)
            unwrap(inner)
    rename(child, "p")
    child.attrib.clear()


def gather_p(child: etree._Element) -> None:
    """Words and inline elements that follow each other in a place of blocks make one paragraph."""
    parent = child.getparent()
    assert parent is not None
    p = new("p", child)
    child.addprevious(p)
    previous = p.getprevious()
    if previous is None and not is_blank(parent.text):
        p.text, parent.text = parent.text, None
    elif previous is not None and not is_blank(previous.tail):
        p.text, previous.tail = previous.tail, None
    following: etree._Element | None = child
    while following is not None and following.tag in INLINE:
        after = following.getnext()
        p.append(following)
        following = after


def space_round(child: etree._Element) -> None:
    """Keep words apart that mark-up kept apart."""
    if child.tag in INLINE or str(child.tag).startswith("{"):
        return
    previous, parent = child.getprevious(), child.getparent()
    before = (previous.tail if previous is not None else getattr(parent, "text", "")) or ""
    beside = previous is not None and not before and bool(text_of(previous))
    if beside or (before[-1:].isalnum() and text_of(child)[:1].isalnum()):
        child.text = " " + (child.text or "")
    if child.getnext() is not None and is_blank(child.tail) and not child.tail:
        child.tail = " "


def as_words(element: etree._Element) -> bool:
    """Make a paragraph of the words of a block, where there may be one."""
    parent = element.getparent()
    block = parent if parent is not None and parent.tag == "p" and len(parent) == 1 and not has_words(parent) else element
    home = block.getparent()
    if home is None or "p" not in models.names(content_of(home)) or next(element.iter("graphic", "media"), None) is not None:
        return False
    for inner in [one for one in find_all(element, "descendant::*[not(ancestor::inline-formula)]") if one.tag not in INLINE]:
        space_round(inner)
        unwrap(inner)
    rename(element, "p").attrib.clear()
    if block is not element:
        replace(block, element)
    return True


def paragraphs(block: etree._Element) -> list[etree._Element]:
    """A block; of a section its heading and its blocks, of keywords and subjects the words."""
    if block.tag in BLOCKS or block.tag == "p":
        return [block]
    if block.tag in ("kwd-group", "subj-group"):
        words = [text_of(one) for one in block.iter("label", "title", "kwd", "subject", "unstructured-kwd-group") if not is_empty(one)]
        return [new("p", block, None, [", ".join(words)])]
    if block.tag in ("title", "label"):
        return [new("p", block, None, [rename(block, "bold")])]
    if has_words(block):
        return [new("p", block, None, content(block))]
    made = [one for child in list(block) for one in paragraphs(child)]
    for one in made:
        one.tail = None
    return [one for one in made if not is_empty(one)]
