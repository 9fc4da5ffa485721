"""Kept: after all stages, whether every word of the source is still there; what is not, and was not told, is told here."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, TypeAlias

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.tree import name

Words: TypeAlias = "Counter[str]"
_WORD: Final = re.compile(r"\w+")
_ANEW: Final = re.compile(r"\d{1,2}|\d{4}[a-z]|\d{5,}|[^\W\d]{1,2}|https?|doi|org|www|dx")  # numbers of months, heads of addresses
_WRITTEN_ANEW: Final = frozenset({"month", "string-date", "pub-id", "license_ref"})
_SHOWN: Final = 20


def words(root: etree._Element) -> Words:
    """Every word of an article, as often as it stands there; without those that are written anew, as the names of months."""
    texts = (text for one in root.iter("{*}*") for text in (one.text if name(one) not in _WRITTEN_ANEW else None, one.tail) if text)
    return Counter(_WORD.findall("\n".join(texts)))


def check(before: Words, root: etree._Element, report: Report) -> None:
    """Tell the words that the article had and has no more."""
    missing = before - Counter(_WORD.findall("\n".join(map(str, root.itertext()))))
    if not missing:
        return
    whole = "".join(map(str, root.itertext()))
    told = " ".join(one.message for one in report if one.code == "import-lossless")
    lost = [word for word in missing if not _ANEW.fullmatch(word) and whole.count(word) < before[word] and word not in told]
    if lost:
        more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        report("import-lossless", f"words have no place: {' '.join(lost[:_SHOWN])}{more}", root)
