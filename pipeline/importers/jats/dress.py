"""Dress: what publishers put round the marks of citations (superscripts piece by piece, italics, bold, colours), brought into one form."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.locators import CLOSE, DASH, HAS_YEAR, OPEN, YEAR, inner
from pipeline.importers.jats.saying import said_round
from pipeline.importers.jats.tools import content, fill, is_blank, listed, new, remove, replace, say_before, trim, unwrap
from pipeline.tree import raw_text, text_of

_BETWEEN: Final = rf"\s\u00a0,;\uff0c\u3001\uff1b\u060c\u061b{OPEN}{CLOSE}{DASH}"
_ONLY: Final = re.compile(rf"[\d{_BETWEEN}]*(?:and|&|y|e|to|ndash)?[\d{_BETWEEN}]*")
_SEPARATORS: Final = re.compile(rf"[{_BETWEEN}]*")
_DASH: Final = re.compile(rf"\s*[{DASH}]\s*")
_LISTED: Final = re.compile(rf"[\s\u00a0]*[,;{DASH}][\s\u00a0]*")
_STOP: Final = re.compile(rf"(?<=[^\s])(?:[,;\uff0c\u3001\uff1b\u060c\u061b]|(?<=[\d{CLOSE}])\.|(?<=\d[a-z])\.)$")
_ASIDE: Final = re.compile(  # "[1, Theorem 2.3]"
    rf"([{OPEN}]?\d{{1,4}})([\s\u00a0]*[,:][\s\u00a0]*(?!(?:and|und|et|та)\b)[^\W\d_]{{2,}}[^{OPEN}{CLOSE};\uff1b]*[{CLOSE}]?)"
)
_IN_BRACKETS: Final = re.compile(rf"(?:\({YEAR}\)|\[{YEAR}\])", re.IGNORECASE)
_CLOSES: Final = re.compile(r"[^()\[\]]*[)\]]")
_OWNS: Final = re.compile(rf"(['’]s?)([\s\u00a0]+[{OPEN}])")
_RATED: Final = re.compile(rf"[*•▪■]{{1,3}}(?=\s*[,;{CLOSE}{DASH}])")  # how far an author of a review recommends a work
_PART: Final = re.compile(rf"(?:[a-h]|\([a-h]\))(?=\s*[,;{CLOSE}{DASH}])")  # "[1(a), 2b]"
_UNSEEN: Final = "\u00ad\u200b\u2060\ufeff"
_GONE: Final = str.maketrans("", "", _UNSEEN)
_EMPHASIS: Final = listed("bold italic monospace roman sans-serif sc underline")
_STYLING: Final = listed("styled-content named-content")


def is_call(part: object) -> bool:
    """Whether a part of a text is an `xref` to references."""
    return isinstance(part, etree._Element) and part.tag == "xref" and part.get("ref-type") == "bibr"


def all_calls(element: etree._Element) -> bool:
    """Whether an element holds citations and their separators only."""
    words = (element.text or "") + "".join(child.tail or "" for child in element)
    return len(element) > 0 and all(is_call(child) for child in element) and bool(_ONLY.fullmatch(words))


def seen(parts: list[str | etree._Element]) -> list[str | etree._Element]:
    """Parts of a text without what nobody sees between a citation and the words beside it."""
    found = list(parts)
    for n, part in enumerate(parts):
        if isinstance(part, str) and n and is_call(parts[n - 1]):
            found[n] = part = part.lstrip(_UNSEEN)
        if isinstance(part, str) and is_call(parts[min(n + 1, len(parts) - 1)]):
            found[n] = part.rstrip(_UNSEEN)
    return [part for part in found if part != ""]


def undress(root: etree._Element) -> None:
    """Superscripts that follow each other are one; emphasis round citations is on their labels, where it parts none from another."""
    calls = [xref for xref in root.iter("xref") if is_call(xref)]
    for xref in calls:
        _rate(xref)
        _lettered(xref)
        _bare(xref)
        _unbracketed(xref)
        _own(xref)
        said_round(xref)
    for holder in dict.fromkeys(xref.getparent() for xref in calls):
        while holder is not None and holder.tag in (*_EMPHASIS, *_STYLING) and all_calls(holder) and not _means(holder):
            inside, holder = holder, holder.getparent()
            _unwrap(inside)
    for xref in calls:
        _bracketed(xref)
    for xref in calls:
        _raise(xref)
    for sup in dict.fromkeys(xref.getparent() for xref in calls):
        if sup is not None and sup.tag == "sup":
            _join(sup)


def _rate(xref: etree._Element) -> None:
    """Marks behind a number that recommend the work are of its label: "[1▪▪,2▪]"."""
    if len(xref) or not (xref.text or "").isdecimal():
        return
    raised = xref.getnext() if not xref.tail else None
    if raised is not None and (raised.tag != "sup" or len(raised)):
        raised = None
    words = (xref.tail or "") if raised is None else (raised.text or "") + (raised.tail or "")
    found = _RATED.match(words) if next(xref.iterancestors("table"), None) is None else None  # a star there calls a note
    if found is None or (raised is not None and found[0] != raised.text):
        return
    if raised is not None:
        raised.tail = None
        remove(raised)
    xref.text, xref.tail = f"{xref.text}{found[0]}", words[found.end() :]


def _lettered(xref: etree._Element) -> None:
    """The letter of a work within a reference, right behind the number, is of its label."""
    if not len(xref) and (xref.text or "").strip("[(").isdecimal() and (part := _PART.match(xref.tail or "")):
        xref.text, xref.tail = f"{xref.text}{part[0]}", (xref.tail or "")[part.end() :]


def _bare(xref: etree._Element) -> None:
    """Take out of a label what is the sentence's: spaces and stops at its ends ("Stocker, 2013;"), words behind its number, the unseen."""
    for one in xref.iter():
        one.text = (one.text or "").translate(_GONE) or None
        if one is not xref:
            one.tail = (one.tail or "").translate(_GONE) or None
    before, behind = trim(xref)
    say_before(xref, before)
    xref.tail = _stop(xref) + behind + (xref.tail or "") or None
    aside = _ASIDE.fullmatch(xref.text or "") if not len(xref) else None
    if aside and inner(aside[0], None)[1] is None:
        xref.text, xref.tail = aside[1], aside[2] + (xref.tail or "")


def _unbracketed(xref: etree._Element) -> None:
    """Brackets round a year are the sentence's, and so is one that a label opens or closes alone: "(2013", "; p. 3)"."""
    words = raw_text(xref)
    year, whole = bool(HAS_YEAR.search(words)), bool(_IN_BRACKETS.fullmatch(words))
    opens = words[:1] in tuple("([") and not re.search(r"[)\]]", words[1:]) and (year or bool(_CLOSES.match(xref.tail or "")))
    closes = year and words[-1:] in tuple(")]") and not re.search(r"[(\[]", words)
    if (whole or opens) and (xref.text or "")[:1] == words[0]:
        say_before(xref, words[0])
        xref.text = str(xref.text)[1:]
    last = (xref[-1].tail if len(xref) else xref.text) or ""
    if (whole or closes) and last[-1:] == words[-1]:
        xref.tail = words[-1] + (xref.tail or "")
        if len(xref):
            xref[-1].tail = last[:-1]
        else:
            xref.text = last[:-1]


def _own(xref: etree._Element) -> None:
    """What people own is theirs within the link, before the year of the same work: "Stocker" and "'s (2013)"."""
    following = xref.getnext()
    owns = _OWNS.fullmatch(xref.tail or "")
    if owns and is_call(following) and following.get("rid") == xref.get("rid") and re.fullmatch(r"\D+", xref.text or "") and not len(xref):  # type: ignore[union-attr]
        xref.text, xref.tail = f"{xref.text}{owns[1]}", owns[2]


def _stop(label: etree._Element) -> str:
    """Take the stop at the end of a label away, which may stand in its emphasis: what it was."""
    if len(label) and not label[-1].tail:
        return _stop(label[-1]) if label[-1].tag in _EMPHASIS else ""
    words = (label[-1].tail if len(label) else label.text) or ""
    stop = _STOP.search(words)
    kept = words[: stop.start()] if stop else words
    if len(label):
        label[-1].tail = kept
    else:
        label.text = kept or None
    return words[len(kept) :]


def _bracketed(xref: etree._Element) -> None:
    """Raised labels in brackets that are raised by themselves are raised with these and with the commas between them."""
    opening, run = xref.getprevious(), [xref]
    if opening is None or opening.tag != "sup" or opening.tail or (opening.text or "")[-1:] not in tuple(OPEN) or not _raised(xref):
        return
    while _LISTED.fullmatch(run[-1].tail or "") and (following := run[-1].getnext()) is not None and is_call(following):
        if not _raised(following):
            return
        run.append(following)
    closing = run[-1].getnext()
    if len(run) == 1 or run[-1].tail or closing is None or closing.tag != "sup" or (closing.text or "")[:1] not in tuple(CLOSE):
        return
    for one in run:
        between = one.tail
        unwrap(one[0])
        opening.append(one)
        one.tail = between


def _raised(xref: etree._Element) -> bool:
    """Whether a label is raised within its link."""
    return not xref.text and len(xref) == 1 and xref[0].tag == "sup" and not xref[0].tail


def _raise(xref: etree._Element) -> None:
    """A label that is raised within its link beside separators raised by themselves, or stands between such, is raised with its link.

    So is one at an end of a range whose dash is not raised.
    """
    inside = _raised(xref)
    previous, following = xref.getprevious(), xref.getnext()
    before = previous is not None and _separates(previous) and _touches(previous)
    behind = following is not None and _separates(following) and not xref.tail
    ranged = inside and (_ranges(previous, following=xref) or _ranges(xref, following))
    if (before or behind or ranged) if inside else (before and behind):
        inner = content(xref[0] if inside else xref)
        content(xref)
        sup = new("sup", xref)
        replace(xref, sup)
        fill(sup, [fill(xref, inner)])


def _ranges(first: etree._Element | None, following: etree._Element | None) -> bool:
    """Whether a dash that is not raised stands between two citations, each alone or in a superscript."""
    if first is None or following is None or not _DASH.fullmatch(first.tail or ""):
        return False
    return all(is_call(one) or (one.tag == "sup" and all_calls(one)) for one in (first, following))


def _separates(element: etree._Element) -> bool:
    """Whether an element is a superscript of separators alone, or of a citation that was raised before."""
    words = (element.text or "") + "".join(child.tail or "" for child in element)
    return element.tag == "sup" and all(is_call(child) for child in element) and bool(_SEPARATORS.fullmatch(words))


def _join(sup: etree._Element) -> None:
    """Superscripts that follow each other without a gap are one, and those of a range whose dash is not raised."""
    while (previous := sup.getprevious()) is not None and _separates(previous) and _near(previous, sup):
        sup = _joined(previous, sup)
    while (following := sup.getnext()) is not None and following.tag == "sup" and _near(sup, following):
        sup = _joined(sup, following)


def _touches(sup: etree._Element) -> bool:
    """Whether nothing stands behind a superscript, or a space behind its comma."""
    return not sup.tail or (is_blank(sup.tail) and text_of(sup).endswith((",", ";")))


def _near(first: etree._Element, second: etree._Element) -> bool:
    """Whether nothing stands between two superscripts, or the dash between two citations."""
    ends = is_call(next(first.iterchildren(reversed=True), None)) and is_call(next(iter(second), None))
    return _touches(first) or (ends and bool(_DASH.fullmatch(first.tail or "")))


def _joined(first: etree._Element, second: etree._Element) -> etree._Element:
    """Two superscripts as one, with what stands between them."""
    inner, between, tail = content(second), first.tail, second.tail
    second.getparent().remove(second)  # type: ignore[union-attr]
    first.tail = tail
    return fill(first, [*([between] if between else []), *inner])


def _means(holder: etree._Element) -> bool:
    """Whether an element says more than how its words look."""
    return bool(holder.get("id")) or (holder.tag == "named-content" and holder.get("content-type") not in (None, "citation"))


def _unwrap(holder: etree._Element) -> None:
    if holder.tag in _EMPHASIS:
        for xref in list(holder):
            if xref.text or len(xref):
                fill(xref, [new(str(holder.tag), xref, None, content(xref))])
    unwrap(holder)
