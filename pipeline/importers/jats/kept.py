"""Kept: after all stages, whether every word of the source is still there; what is not, and was not told, is told here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Final, TypeAlias, cast

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.visits import when
from pipeline.tree import raw_text

Texts: TypeAlias = "Counter[str]"
_WORD: Final = re.compile(r"\w+")
_ANEW: Final = re.compile(
    r"\d{1,2}|\d{4}[a-z]|\d{5,}|[^\W\d]{1,2}|https?|(?i:doi|pmid|pmcid|pubmed)|org|www|dx"
)  # numbers of months, heads of addresses and identifiers
_WRITTEN_ANEW: Final = frozenset({"month", "day", "string-date", "pub-id", "license_ref"})
_SHOWN: Final = 20
_TEXTS: Final = etree.XPath("descendant::text()", smart_strings=False)


def texts(root: etree._Element) -> Texts:
    """The texts of an article, as often as each stands there; without those that are written anew, as the names of months."""
    found = Counter(cast("list[str]", _TEXTS(root)))
    anew = [one for one in root.iter(*(f"{{*}}{tag}" for tag in _WRITTEN_ANEW)) if one.text]
    anew += [role for group in root.iter("{*}person-group") for role in group.iterchildren("{*}role") if role.text]  # a style says it
    anew += [season for season in root.iter("{*}season") if re.search(r"\D\d{4}$", season.text or "")]  # with the year
    found.subtract(one.text for one in anew if one.text)
    seen = [one for one in root.iter("{*}comment") if _when(one)]  # what is left of it is the day
    found.subtract(words for one in seen for words in (one.text, *(child.tail for child in one)) if words)
    twice = [text for forms in root.iter("{*}citation-alternatives") for text in _again(forms)]
    found.subtract(twice)
    return +found if anew or seen or twice else found


def _when(remark: etree._Element) -> bool:
    """Whether a remark says when a work was read, by itself or behind its address."""
    return bool(when(raw_text(remark))[1] or (len(remark) == 1 and when(remark[0].tail or "")[1]))


def _again(forms: etree._Element) -> Iterator[str]:
    """What forms of a reference say as the first form of their kind does: the year, the volume."""
    first: dict[str, set[str]] = {}
    for form in forms:
        said = set(map(str, form.itertext()))
        yield from said & first.get(str(form.tag), set())
        first.setdefault(str(form.tag), said)


def check(before: Texts, root: etree._Element, report: Report) -> None:
    """Tell the words that the article had and has no more; only texts that are not as they were can have lost any."""
    after = Counter(cast("list[str]", _TEXTS(root)))
    missing = _words(_more(before, after)) - _words(_more(after, before))
    told = " ".join(one.message for one in report if one.code == "import-lossless")
    lost = [word for word in missing if not _ANEW.fullmatch(word) and word not in told]
    if not lost:
        return
    meanings = [str(one.get("alt")) for one in root.iter("abbrev") if one.get("alt")]
    old, whole = "\n".join(before.elements()), "\n".join([raw_text(root), *meanings])
    lost = [word for word in lost if whole.count(word) < old.count(word)]  # as a part of others too: few are left to be looked for
    had = Counter(_WORD.findall(old)) if lost else Counter[str]()
    lost = [word for word in lost if whole.count(word) < had[word]]
    lost = [word for word in lost if " ".join(f"{letter}." for letter in word) not in whole]  # initials are set apart
    if lost:
        more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        report("import-lossless", f"words have no place: {' '.join(lost[:_SHOWN])}{more}", root)


def _more(some: Texts, others: Texts) -> Iterator[str]:
    """The texts that stand more often in one article than in another, as often."""
    for text, count in some.items():
        yield from repeat(text, count - others.get(text, 0))


def _words(some: Iterable[str]) -> Counter[str]:
    return Counter(_WORD.findall("\n".join(some)))
