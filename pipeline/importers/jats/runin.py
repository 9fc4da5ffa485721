"""Run in: bold words that begin a paragraph, or end like a sentence, and raised citations have a gap before the words that follow."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import is_blank
from pipeline.tree import raw_text

_WORD: Final = re.compile(r"[^\W\d_]{3}(?: \d{1,2})?\Z")
_SENTENCE: Final = re.compile(r"[^\W\d_]{3}(?: \d{1,2})?[.:?!]\Z")
_RAISED: Final = re.compile(r"[^\W\d_]")
_FOLLOWING: Final = re.compile(r"[A-Z](?:[a-z]|\s)")


def apart(root: etree._Element, report: Report) -> None:
    """All in paragraphs: a gap that a typesetter draws is none in the file."""
    mended = []
    for bold in [one for one in root.iter("bold") if _FOLLOWING.match(one.tail or "")]:
        parent, words = bold.getparent(), raw_text(bold)
        if parent is None or parent.tag not in ("p", "license-p"):
            continue
        begins = parent[0] is bold and is_blank(parent.text)
        if _SENTENCE.search(words) or (begins and _WORD.search(words)):
            bold.tail = f" {bold.tail}"
            mended.append(bold)
    for sup in root.iter("sup"):
        if len(sup) and sup[-1].get("ref-type") == "bibr" and is_blank(sup[-1].tail) and _RAISED.match(sup.tail or ""):
            sup.tail = f" {sup.tail}"
            mended.append(sup)
    if mended:
        report(
            "import-repaired",
            f"words in bold, or raised citations, that run into those behind them are set apart ({len(mended)})",
            mended[0],
        )
