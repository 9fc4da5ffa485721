"""Several works in one printed reference, "(a) Abel, J. Silk 2001, 12; (b) Baker, J. Silk 2002, 13": each becomes a citation."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import fill, new, replace, take, unwrap
from pipeline.tree import text_of

_PEOPLE: Final = ("name", "name-alternatives", "string-name", "collab", "person-group")
_ONCE: Final = ("source", "volume", "fpage", "page-range", "elocation-id")  # that a work has once
_LETTER: Final = r"[(\[]?(?P<letter>[a-z])[)\].]\s*"
_FIRST: Final = re.compile(rf"\s*{_LETTER}|(?P<words>.*\S)\s*[(\[](?P<bracketed>[a-z])[)\]]\s*", re.DOTALL)
_NEXT: Final = re.compile(rf"\s*(?:[.,]?\s*;\s*(?:(?:and|und|et|y|e)\s+)?(?:{_LETTER})?|[.,]*\s*[(\[](?P<bracketed>[a-z])[)\]]\s*)")


def repeats(prose: etree._Element) -> bool:
    """Whether a reference marks fields twice that one work has once: its fields would be those of two works."""
    years, *others = ({text_of(one) for one in prose.findall(tag)} for tag in ("year", *_ONCE))
    return len(years) > 1 and any(len(found) > 1 for found in others)


def parted(prose: etree._Element) -> None:
    """Part a reference that names people, source and year of several works; nothing where it is not clear where each begins."""
    if not repeats(prose) or (parent := prose.getparent()) is None or parent.tag != "ref":
        return
    _plain_letters(prose)
    starts = _starts(prose)
    if len(starts) < 2:
        return
    children, kind = list(prose), {"publication-type": take(prose, "publication-type") or "journal"}
    heads = [_head(prose, children[first]) for first in starts]
    works = [new("mixed-citation", children[first], kind) for first in starts]
    for work, (letter, before), first, following in zip(works, heads, starts, [*starts[1:], len(children)], strict=True):
        fill(work, [new("label", work, None, [letter]), before] if letter else [before])
        work.extend(children[n] for n in range(first, following))
    replace(prose, *works)
    for work in works[:-1]:
        work[-1].tail = ";"  # see `printed.ended`


def _plain_letters(prose: etree._Element) -> None:
    """Letters of works are not emphasised."""
    for child in list(prose):
        if child.tag in ("bold", "italic") and re.fullmatch(r"[(\[]?[a-z][)\]]?", text_of(child)):
            unwrap(child)


def _starts(prose: etree._Element) -> list[int]:
    """Where works begin: with people, behind a semicolon or a letter; each has a source and a year."""
    children = list(prose)
    starts = [n for n, one in enumerate(children) if one.tag in _PEOPLE and (not n or _NEXT.fullmatch(children[n - 1].tail or ""))]
    tags = [{one.tag for one in children[first:end]} for first, end in zip(starts, [*starts[1:], None], strict=True)]
    return starts if starts[:1] == [0] and all({"source", "year"} <= found for found in tags) else []


def _head(prose: etree._Element, first: etree._Element) -> tuple[str, str]:
    """The letter before a work, and what else is said there before the first."""
    previous = first.getprevious()
    said = (prose.text if previous is None else previous.tail) or ""
    if not (found := (_FIRST if previous is None else _NEXT).fullmatch(said)):
        return "", said
    return found["letter"] or found["bracketed"] or "", f"{words} " if previous is None and (words := found["words"]) else ""
