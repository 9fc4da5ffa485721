"""Alone: fields that hold a reference in one piece are prose that nobody has taken apart; identifiers alone stand behind its words."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.printed import IDENTIFIERS, SAID_BEFORE
from pipeline.importers.jats.tools import has_words, is_empty, listed, remove, say_before, trim, unwrap
from pipeline.tree import text_of

_LONG: Final = 8  # words
_REMARKS: Final = listed("comment styled-content")
_WHOLE: Final = (*_REMARKS, "article-title")


def alone(root: etree._Element, _report: Report) -> None:
    """All references of the file."""
    for fields in [one for ref in root.iter("ref") for one in ref.iter("element-citation", "citation")]:
        if not has_words(fields):
            _alone(fields)


def _alone(fields: etree._Element) -> None:
    """An `element-citation` of a remark or a title alone, or of a long remark beside identifiers, is prose that nobody has taken apart."""
    there = [child for child in fields if not is_empty(child)]
    whole = [child for child in there if child.tag not in IDENTIFIERS]
    if len(whole) != 1 or whole[0].tag not in (_WHOLE if len(there) == 1 else _REMARKS) or (len(there) > 1 and not _is_long(whole[0])):
        return
    fields.tag = "mixed-citation"
    fields.text = None
    for empty in [child for child in fields if child not in there]:
        remove(empty)
    fields.insert(0, whole[0])
    trim(whole[0])
    for child in fields:
        child.tail = None
    unwrap(whole[0])


def _is_long(words: etree._Element) -> bool:
    return len(text_of(words).split()) >= _LONG


def identifiers_beside(prose: etree._Element, fields: etree._Element) -> bool:
    """Whether fields beside prose are identifiers alone; those that it does not say stand behind its words."""
    if any(child.tag not in IDENTIFIERS for child in fields):
        return False
    words = text_of(prose).lower()
    for number in list(fields):
        if text_of(number).lower() not in words:
            if len(prose):
                prose[-1].tail = (prose[-1].tail or "").rstrip() + " "
            else:
                prose.text = (prose.text or "").rstrip() + " "
            number.tail = None
            prose.append(number)
            say_before(number, SAID_BEFORE.get(number.get("pub-id-type") or "", ""))
    return True
