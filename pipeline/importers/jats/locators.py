"""Locators: where in a work a citation means, as it is said in its label or behind it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

DASH: Final = r"–—−‐‑‒―\uff0d\uff5e\u301c~\-"
OPEN: Final = (
    "(\\[\uff08\uff3b\u3014"  # brackets, those of Chinese and Japanese among them; no raw text, for single characters are looked up in it
)
CLOSE: Final = ")\\]\uff09\uff3d\u3015"
YEAR: Final = r"(?:(?:1[5-9]|20)\d\d[a-z]?|n\.\s?d\.|s\.\s?d\.|in press|forthcoming|no prelo|en prensa)"
AGAIN: Final = re.compile(  # what stands for a work that has just been named
    r"[(\[]?(?:ibid(?:em)?|ibíd|idem|id|op\.? ?cit|loc\.? ?cit|art\.? ?cit|ebd|ebenda|a\. ?a\. ?o|там же|указ\. соч|tamże|同上|同前)"
    r"\.?[)\]]?",
    re.IGNORECASE,
)
HAS_YEAR: Final = re.compile(YEAR, re.IGNORECASE)
FIRST: Final = rf"[\[(]{YEAR}[\])]"  # when a work appeared before
_DATED: Final = re.compile(rf"(?:{FIRST}[\s\u00a0]?)?{YEAR}(?:[\s\u00a0]?{FIRST})?", re.IGNORECASE)
NUMBER_HEAD: Final = re.compile(rf"[{OPEN}]?(\d{{1,4}})(?!\d)")
_LOCATORS: Final = {
    "page": r"pp?\.?|pages?|págs?\.?|pag\.?|ss?\.|str\.|blz\.?|hlm\.?|hal\.|sf\.|сс?\.|стр\.|σσ?\.",
    "chapter": r"chap(?:ter)?s?\.?|chs?\.|cap(?:ítulo)?\.?|Kap\.",
    "figure": r"figs?\.?|figures?|abb\.", "paragraph": r"paras?\.?|paragraphs?|¶+",
    "section": r"sec(?:tion)?s?\.?|§+", "table": r"tables?", "volume": r"vols?\.?|т\.",
    "note": r"nn?\.|notes?", "equation": r"eqs?\.?", "verse": r"v\.",
}  # fmt: skip
_STOP: Final = r"(?:[,:.]|;(?=[\s\u00a0]*+(?:p|с|стр|S)))"  # behind a semicolon a page is the cited work's, a table is not
_LABELS: Final = "|".join(f"(?P<{label}>{words})" for label, words in _LOCATORS.items())
_AND: Final = rf"(?:[\s\u00a0]*+[{DASH},][\s\u00a0]*+|\s(?:e|and|y|und|et|&)\s)"
_AND_MORE: Final = rf"[\s\u00a0]?ff?(?!\w)(?:\.(?=[\s\u00a0]*+[,;{CLOSE}]))?"
_DIGITS: Final = rf"\d+(?:\.\d+)*(?:{_AND_MORE}|[a-z](?!\w))?"  # "3a", "45ff", "2.6"
_ROMAN: Final = r"[ivxlc]+(?!\w)"
_NEITHER: Final = r"(?!s\.[\s\u00a0]?v\.|(?:vol\.?|т\.)[\s\u00a0]*+\d+,[\s\u00a0]*+\d)"  # "s.v. moss"; "vol. 2, 13": a page of it
_LOCATOR: Final = re.compile(
    rf"(?<![\s\u00a0])[\s\u00a0]*+(?:{_STOP}[\s\u00a0]*+)?(?<![^\W\d_]){_NEITHER}(?:{_LABELS})[\s\u00a0]*+"
    rf"(?P<value>{_DIGITS}(?:{_AND}{_DIGITS})*|{_ROMAN}(?:{_AND}(?:{_ROMAN}|{_DIGITS}))*)",
    re.IGNORECASE,
)
_ENCLOSED: Final = re.compile(rf"\(pp?\.?[\s\u00a0]*(?P<value>\d+(?:{_AND}(?:pp?\.?)?\d+)*)\)")  # "3(p12)"
_NO_YEAR: Final = r"(?!(?:1[5-9]|20)\d\d(?!\d))"
_CLOSING: Final = rf"(?=\.?[\s\u00a0]*+[;{CLOSE}\uff1b])"
_ROMANS: Final = rf"{_ROMAN}(?:{_AND}{_ROMAN})*{_CLOSING}"
_COLON: Final = re.compile(
    rf"[\s\u00a0]*+:[\s\u00a0]*+(?P<value>\d+(?:[{DASH}]\d+)?(?:(?:,[\s\u00a0]*+{_NO_YEAR}\d{{1,4}}(?:[{DASH}]\d+)?)+{_CLOSING})?|{_ROMANS})"
)
_LEAF: Final = rf"\d{{1,4}}(?:[A-Ha-hrv](?!\w)|{_AND_MORE})?"  # a page, a column of it ("322F"), the back of a leaf ("12v")
_LEAVES: Final = rf"{_NO_YEAR}{_LEAF}(?:[{DASH}]{_LEAF})?"
_SEVERAL: Final = rf"{_LEAVES}(?:[,;][\s\u00a0]?{_LEAVES})*"
_NUMERAL: Final = rf"(?:[ivx](?!\w)|[ivxlc]{{2,}}(?!\w))(?:[{DASH}]{_ROMAN})?"
_GOES_ON: Final = r"(?=,[\s\u00a0]+[^\W\d_]{2,})"
_BARE: Final = re.compile(  # "(Stocker 2013, 23)", "(Stocker 2013, 23, and others)", but not another year
    rf"[\s\u00a0]*+,[\s\u00a0]*+(?P<value>{_SEVERAL}{_CLOSING}|{_LEAVES}(?:{_CLOSING}|{_GOES_ON})|{_ROMANS})"
)
_END: Final = re.compile(  # "Stocker, On Ice, 12", "Stocker, „On Ice?“ 12", "Stocker, On Ice (2013), 12"
    rf"(?:(?<=[^\W\d_])[.,?!“”«»‹›\"‘’」』)]*|(?<=\d[{CLOSE}])),?[\s\u00a0]+(?P<value>{_NO_YEAR}\d{{1,4}}(?:[{DASH}]\d{{1,4}})?)(?=[{CLOSE}]?$)"
)
COUNTED: Final = (  # what has a number of its own, which is no page
    r"(?:theorem|thm|proposition|prop|lemma|lem|corollary|cor|definition|def|remark|rem|examples?|exercise|conjecture|claim|appendix|line"
    r"|book|part|step|case|item|no|nr|art(?:icle)?)\.?"
)
_PAGED: Final = re.compile(rf"(?<![\d.]){_NO_YEAR}\d{{1,4}}(?!\d)")
_MORE: Final = re.compile(rf"{_PAGED.pattern}|[^\W\d_]{{2}}")  # "2013, Supplementary Table 2", "2013, 12, n. 3"
_ONE_WORD: Final = re.compile(rf"[,;:]?[\s\u00a0]*+(?:\d[\d{DASH}]*+)?[,\s\u00a0]*+[^\W\d_]+\.?[\s\u00a0]*+")
_COUNTED: Final = re.compile(rf"\b{COUNTED}[\s\u00a0]*$", re.IGNORECASE)
_LAST: Final = re.compile(rf"[\s\u00a0]*+,[\s\u00a0]*+(?P<value>{_SEVERAL}|{_NUMERAL})(?=\.?[{CLOSE}]?$)")
_SUFFIX: Final = re.compile(
    r"[\s\u00a0]*+,?[\s\u00a0]*+(?:(?:and|&) references (?:therein|within)|for (?:a )?reviews?"
    r"|and (?:others|elsewhere)|(?:et )?passim|inter alia|among others|entre otros|entre outros)",
    re.IGNORECASE,
)


class Locator(NamedTuple):
    """Where in a work: its CSL label, its value, and how the source says it behind the label of the citation."""

    label: str
    value: str
    said: str


def behind(words: str, label: str) -> tuple[Locator | None, str, str]:
    """What words say of the call with this label before them: its locator, its suffix; and the rest."""
    locator = None
    if found := _LOCATOR.match(words):
        locator = Locator(_label_of(found), found["value"], found[0])
    elif found := _COLON.match(words) or _ENCLOSED.match(words) or (_BARE.match(words) if HAS_YEAR.search(label) else None):
        locator = Locator("page", found["value"], found[0])
    rest = words[found.end() :] if found else words
    suffix = _SUFFIX.match(rest)
    return (locator, suffix[0], rest[suffix.end() :]) if suffix else (locator, "", rest)


def _label_of(found: re.Match[str]) -> str:
    return next(name for name in _LOCATORS if found[name])


def inner(label: str, locator: Locator | None) -> tuple[str, Locator | None]:
    """A label without the locator in it ("Bezerra (2016, p. 163)", "Bezerra 2016, 163", "[5: 10]"), and that locator, or the one it has."""
    if label.isdecimal():  # as most
        return label, locator
    year = _DATED.search(label)
    head = year or NUMBER_HEAD.match(label)
    if not head:
        return label, locator
    named, after_colon = _LOCATOR.search(label, head.end()), _COLON.match(label, head.end())
    found = named or after_colon or (_LAST.match(label, head.end()) if year else None)
    if not found or label[found.end() :].strip(" )].") or (_MORE if year else _PAGED).search(label, head.end(), found.start()):
        return label, locator
    return label[: found.start()] + label[found.end() :], Locator(_label_of(found) if named else "page", found["value"], "")


def at_end(label: str, locator: Locator | None) -> tuple[str, Locator | None]:
    """A label that says no year, without the locator at its end ("Bezerra 163", "Bezerra, ch. 2"), and that locator, or the one it has."""
    if label.isdecimal():
        return label, locator
    named = next((one for one in _LOCATOR.finditer(label) if not label[one.end() :].strip(" )].")), None)
    found = named or _END.search(label)
    if not found or _counts(label, found.start("value"), found.start(), named is not None):
        return label, locator
    start = named.start() if named else found.start("value")
    return label[:start].rstrip(" \u00a0,") + label[found.end() :], Locator(_label_of(named) if named else "page", found["value"], "")


def _counts(label: str, value: int, start: int, named: bool) -> bool:
    """Whether a number is no page ("Bezerra, Theorem 3"), or another stands before it ("Bezerra (2016, 12, n. 3)")."""
    year = _DATED.search(label, 0, start)
    if named:
        return bool(year and label[year.end() : start][:1] == "," and _PAGED.search(label, year.end(), start))
    return bool(_COUNTED.search(label[:value]) or (year and _ONE_WORD.fullmatch(label, year.end(), value)))
