"""Strays: what stands outside the part or the group that holds its like is put into one."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.allowed import INLINE, block_children
from pipeline.importers.jats.captions import HEADS
from pipeline.importers.jats.tools import is_blank, listed, new, part, remove
from pipeline.tree import find_all, raw_text, text_of

_DOCUMENTS: Final = ("article", "sub-article", "response")
_OF_BACK: Final = frozenset(listed("ack app app-group bio fn-group glossary notes ref ref-list"))

_OF_META: Final = listed(
    """
    article-id article-categories title-group contrib-group aff author-notes pub-date volume issue fpage lpage page-range elocation-id
    history permissions self-uri related-article abstract trans-abstract kwd-group funding-group counts custom-meta-group
    """
)
_META: Final = listed("article-meta front-stub")
_TABLED: Final = (*_DOCUMENTS, *listed("body sec app p boxed-text disp-quote list-item ack notes"))
_CAPTION: Final = 400  # letters; a longer paragraph speaks of the table
_GROUPS: Final = {  # its members, where they stand without it
    "front": (listed("journal-meta article-meta"), ("article",)),
    "article-meta": (_OF_META, ("front",)),
    "title-group": (listed("article-title subtitle trans-title-group alt-title"), _META),
    "contrib-group": (("contrib",), _META),
    "kwd-group": (("kwd",), _META),
    "ref-list": (("ref",), (*_DOCUMENTS, "back", "sec")),
    "fn-group": (("fn",), (*_DOCUMENTS, "back")),
}


def strays(root: etree._Element, report: Report) -> None:
    """Members without a group, and what may not stand in a document itself."""
    for group, (members, places) in _GROUPS.items():
        _gather(group, [one for one in root.iter(*members) if _around(one) in places], report)
    for table in [one for one in root.iter("table") if _around(one) in _TABLED]:
        _gather("table-wrap", [table], report)
        _headed(table)
    _place(root, report)


def _gather(group: str, members: list[etree._Element], report: Report) -> None:
    """Put members that follow each other into a group."""
    made = None
    for member in members:
        if made is None or member.getprevious() is not made:
            report("import-repaired", f"<{member.tag}> stands in <{_around(member)}> itself; it is put into <{group}>", member)
            made = new(group, member)
            member.addprevious(made)
        tail, member.tail = member.tail, None
        made.append(member)
        made.tail = (made.tail or "") + (tail or "") or None


def _headed(table: etree._Element) -> None:
    """A paragraph before a table that begins with the number of one is its caption."""
    wrap = table.getparent()
    before = wrap.getprevious() if wrap is not None else None
    if wrap is None or before is None or before.tag != "p" or len(text_of(before)) > _CAPTION:
        return
    if HEADS["table-wrap"].match(raw_text(before)) and is_blank(before.tail):
        remove(before)
        wrap.insert(0, new("caption", before, None, [before]))


def _around(element: etree._Element) -> str:
    return str(getattr(element.getparent(), "tag", ""))


def _place(root: etree._Element, report: Report) -> None:
    """Put text and back matter that stand in a document itself into its parts; text before the body begins the body."""
    of_body = block_children() | INLINE | {"p", "sec"}
    for document in root.iter(*_DOCUMENTS):
        lead = 0
        for child in [one for one in find_all(document, "./*") if one.tag in of_body | _OF_BACK]:
            place = "back" if child.tag in _OF_BACK else "body"
            report("import-repaired", f"<{child.tag}> stands in <{document.tag}> itself; it is put into the {place}", child)
            early = place == "body" and next(child.itersiblings("body"), None) is not None
            home = part(document, place)
            home.insert(lead if early else len(home), child)
            lead += early
