"""Cited: names before a link that is a year alone, linked or not, are of the citation, which an output writes anew."""

from __future__ import annotations

import re

from lxml import etree

from bench.fidelity.text import all_text

_YEAR = re.compile(r"\W*(?:1[5-9]|20)\d\d[a-z]?\W*")
_FARTHEST = 160  # letters from the first name to the year
_TO_YEAR = re.compile(r"[^;()\[\]]*[(\[]?\s*")  # "Abel, Baker, and Cole (", "Abel et al., "


def set_apart(root: etree._Element) -> None:
    """Wrap such names, which stand in the sentence by the source's mark-up, in an `x`; only what a reference names first is a name."""
    people = {str(ref.get("id")): _people(ref) for ref in root.iter("ref")}
    for xref in [one for one in root.iter("xref") if _YEAR.fullmatch(all_text(one))]:
        keys = (xref.get("rid") or "").split()
        names = [name for key in keys[:1] for name in people.get(key, ())]
        emphasis = xref.getprevious()
        if emphasis is not None and re.fullmatch(r"\W*(et al|and others|and|&)\W*", all_text(emphasis), re.I) and _near(emphasis.tail):
            _wrap(emphasis, names, [emphasis, xref])
        else:
            _wrap(xref, names, [xref])


def names_of_next(xref: etree._Element) -> bool:
    """Whether a link is the names of a citation whose year is the link straight behind it."""
    following = xref.getnext()
    if following is None or following.tag != "xref" or following.get("rid") != xref.get("rid") or re.search(r"\w", xref.tail or ""):
        return False
    return not re.search(r"\d", all_text(xref)) and bool(_YEAR.fullmatch(all_text(following)))


def _people(ref: etree._Element) -> list[str]:
    """The family, or the body, that a reference names first."""
    first = next(ref.iter("surname", "collab"), None)
    if first is None:
        first = next(ref.iter("string-name"), None)
    words = " ".join(all_text(first).split()) if first is not None else ""
    return [words] if words else []


def _near(words: str | None) -> bool:
    return bool(re.fullmatch(r"[\s,.(\[]*", words or ""))


def _wrap(first: etree._Element, names: list[str], until: list[etree._Element]) -> None:
    """Put the words from a name to the first of these elements, and what stands between these, into an `x`."""
    previous, parent = first.getprevious(), first.getparent()
    before = (previous.tail if previous is not None else getattr(parent, "text", "")) or ""
    start = max((before.lower().rfind(name.lower()) for name in names), default=-1)
    if start < 0 or len(before) - start > _FARTHEST or not _TO_YEAR.fullmatch(before[start:]) or parent is None:
        return
    wrapper = etree.Element("x")
    wrapper.text = before[start:]
    if previous is not None:
        previous.tail = before[:start]
    else:
        parent.text = before[:start]
    parent.insert(parent.index(first), wrapper)
    for inner in until[:-1]:
        wrapper.append(inner)
