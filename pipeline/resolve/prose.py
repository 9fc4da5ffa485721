"""Prose: who made the work of a reference that marks nothing, and when, as far as its words show; a citation names it by that."""

from __future__ import annotations

import re
from typing import Any, Final

_UPPER: Final = r"[^\W\d_a-zß-öø-ÿ]"  # a capital, or a letter of a script without case
_FAMILY: Final = rf"(?:(?:[a-z]{{1,4}}[ ’']){{1,3}})?{_UPPER}[\w’'‐-]+(?:[ -]{_UPPER}[\w’'‐-]+){{0,2}}"
_BETWEEN: Final = r"(?:[,;]? ?(?:and|&|y|e|et|und|и) |[,;] | – )"
_OTHERS: Final = r"[,;]? (?:et al|and others|e outros|y otros|u\. ?a)\b"
_STOPS: Final = r"\s*(?:[.,:;(“\"]|$)"  # else it is a word with a letter behind it, as "hepatitis B is"
_ENDS: Final = re.compile(_STOPS)
_BEHIND: Final = r"(?: (?:d[aeiou]s?|de l[ao]s?|v[ao]n(?: de[nr]?)?|la|le)(?![\w’']))?"  # "Stocker T de la"
_INITIALS: Final = rf"{_UPPER}\.?(?:[ -]?{_UPPER}\.?){{0,3}}{_BEHIND}(?:(?<=\.)|(?![\w’'])(?={_STOPS}|{_BETWEEN}|{_OTHERS}))"
_INITIAL: Final = rf"{_UPPER}\.(?:-?{_UPPER}\.)*"
_GIVEN: Final = rf"(?:{_INITIAL}|{_UPPER}[\w’'-]*)"
# "Stocker, T. F., and Wu, B." · "Stocker TF, Wu B." · "T. F. Stocker, B. Wu" · "Stocker, Tom, and Bing Wu" · "STOCKER, Tom; WU, Bing."
_NAMES: Final = [
    re.compile(form)
    for form in (
        rf"(?P<family>{_FAMILY}), {_INITIALS}",
        rf"(?P<family>{_FAMILY}) {_INITIALS}",
        rf"{_UPPER}\.(?:[ -]?{_UPPER}\.){{0,3}} ?(?P<family>{_FAMILY})",
        rf"(?P<family>{_FAMILY}), {_UPPER}[\w’'-]+(?: {_INITIAL})*(?!;)(?={_BETWEEN}|{_OTHERS})",
        rf"(?P<family>{_FAMILY}), {_GIVEN}(?: (?:{_GIVEN}|d[aeo]s?|v[ao]n)){{0,3}}(?:\.|(?=\W|$))",
    )
]
_SORTED: Final = _NAMES[3]
_AS_SPOKEN: Final = re.compile(
    rf"{_GIVEN}(?: {_GIVEN}){{0,2}}? (?P<family>(?:(?:[a-z]{{1,4}}[ ’']){{1,3}})?{_UPPER}[\w’'‐-]+)(?={_STOPS}|{_BETWEEN}|{_OTHERS})"
)
_JOIN: Final = re.compile(_BETWEEN)
_ET_AL: Final = re.compile(rf"{_OTHERS}\.?")
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_YEARS: Final = [re.compile(rf"\(({_YEAR}[a-z]?)\)"), re.compile(rf"(?<![\w/.:–-])({_YEAR}[a-z]?)(?=[.,;:)]|$)")]
_SEEN: Final = re.compile(  # the day on which somebody looked is not that of the work
    r"\b(?:accessed|retrieved|visited|viewed|last seen|cited|consult(?:ed|ado|ada|a|é)|acess(?:ado|o)|abgerufen|zugriff|обращения)\b.*",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(rf", (?:[“‘«„\"]|{_UPPER})")  # behind a name comes a title
_ORIGINAL: Final = re.compile(
    rf"\b(?:zuerst|erstmals|erstausgabe|originally(?: published)?|first (?:published|edition)|original work published|orig(?:inal)?\.?"
    rf"|édition originale|publicado originalmente)(?: (?:in|en))?:? {_YEAR}",
    re.IGNORECASE,
)
_BODY: Final = re.compile(rf"([^\W\d_][^.,:;()]{{2,80}}?)\.? \({_YEAR}[a-z]?\)")
_BODY_FIRST: Final = re.compile(rf"({_UPPER}[^.,:;()\d]{{1,80}}?)[.,] {_YEAR}[a-z]?\. ?(?=\w)")  # "WHO, 2009. Report"
_BODY_QUOTED: Final = re.compile(rf"({_UPPER}[^.,:;()\d“]{{1,60}}?), [“«„]")
_SMALL: Final = r"(?:of|for|the|and|on|in|de|del|da|do|das|dos|la|las|los|e|y|et|des?|du|pour|und|für|der|&)"
_KIND: Final = (  # words that only the name of a body has, in a name written with capitals
    r"(?:Organi[sz]ation|Organiza[cç](?:ión|ão)|Team|Consortium|Collaboration|Ministry|Minist[eéè]ri?[eo]|Institut[eo]?|Association|Associa[cç][ãi][oó]n?"
    r"|Society|Sociedade?|Société|Gesellschaft|Commission|Committee|Council|Agency|Ag[eê]ncia|Department|Nations|Foundation|Federation|Academy|Centers|Bureau|Group)"
)
_WORD: Final = rf"(?:{_UPPER}[\w’'-]*|{_SMALL})"
_BODY_NAMED: Final = re.compile(rf"((?:{_WORD} ){{0,6}}{_KIND}(?: {_WORD}){{0,6}})(?: \([A-Z]+\))?\. (?=\w)")
_ALONE: Final = re.compile(rf"\s*({_UPPER}[^.,:;()\d]{{5,80}}?)\.\s*")
_WIDE: Final = str.maketrans({"\uff08": " (", "\uff09": ")", "\uff0c": ", ", "\uff0e": ". ", "\u3000": " ", "\u3001": ", "})
_BEFORE_TITLE: Final = re.compile(rf"(?: \([A-Z]+\))?[\s.,:;]*(?:\(eds?\.?\))?[\s.,:;]*(?:\(?{_YEAR}[a-z]?\)?)?", re.IGNORECASE)
_MOST: Final = 300  # characters at the beginning in which people are looked for
_SHORT: Final = 60  # characters of what has no end that could be a title's


def stand_in(words: str, before: str = "") -> dict[str, Any]:
    """The CSL variables by which a citation names a work: title; author and issued as far as its words and those before it show them."""
    words = re.sub(r" (?=[,.;:])", "", words.translate(_WIDE))
    names, end = _names(words[:_MOST])
    if not names:
        names, end = _body(words, before)
    behind = _BEFORE_TITLE.match(words, end) if end else None
    found: dict[str, Any] = {"title": _title(words[behind.end() :], r".:;?!") if behind else _title(words)}
    if names:
        found["author"] = names
    if year := _year(words):
        found["issued"] = lettered(year)
    return found


def _title(words: str, stops: str = r".:;?!,") -> str:
    """The first words, up to one of these stops, as a title that fits into a citation."""
    found = re.match(rf"[^\w«“\"]*(.{{3,80}}?)(?:[{stops}](?:\s|$)|[”»\"]|$)", words)
    if found:
        return found[1]
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rpartition(' ')[0].rstrip(' ,;:')}…"


def _names(words: str) -> tuple[list[dict[str, str]], int]:
    """The people at the beginning, in the first way of writing in which somebody stands there, and where they end."""
    for name in _NAMES:
        people, end, found = [], 0, name.match(words)
        while found:
            people.append({"family": found["family"]})
            end = found.end()
            joined = _JOIN.match(words, end)
            found = _next(name, words, joined) if joined else None
        if people and (others := _ET_AL.match(words, end)):
            return [*people, {"literal": "others"}], others.end()
        alone = len(people) == 1 and words[end : end + 1] == "," and not (name is _NAMES[2] and _TITLED.match(words, end))
        if people and (words[end - 1] == "." or _ENDS.match(words, end)) and not alone:
            return people, end
    return [], 0


def people_at(words: str, *, first: bool = False) -> str:
    """The people at the beginning of a reference as it writes them; or the first of them alone."""
    people, end = _names(words[:_MOST])
    if first and people:
        return next(found[0] for name in _NAMES if (found := name.match(words)))
    return words[: end or _body(words, "")[1]]


def _next(name: re.Pattern[str], words: str, joined: re.Match[str]) -> re.Match[str] | None:
    """The name behind another: in its form, or as it is spoken, as names are behind a first that is sorted: "Stocker, T. F., B. Wu"."""
    if name is _SORTED:
        return _AS_SPOKEN.match(words, joined.end())
    found = name.match(words, joined.end())
    return found or (_NAMES[2].match(words, joined.end()) if name is _NAMES[0] else None)


def _body(words: str, before: str) -> tuple[list[dict[str, str]], int]:
    """The body of people whose name stands before a year, and that before a title, or is that of a body; where it ends."""
    found = (
        _BODY.match(words) or _BODY_FIRST.match(words) or _BODY_QUOTED.match(words) or _BODY_NAMED.match(words) or _ALONE.fullmatch(before)
    )
    return ([{"literal": found[1]}], found.end(1)) if found else ([], 0)


def lettered(year: str) -> dict[str, Any]:
    """The date of a year with the letter that tells it from another: a reference printed as given has it already."""
    date: dict[str, Any] = {"date-parts": [[int(year[:4])]]}
    return date | {"literal": year} if year[4:] else date


def _year(words: str) -> str:
    """The year in brackets, else the last one that stands alone; not that in which the work came out first, if there is another."""
    words = _SEEN.sub("", words)
    for said in (_ORIGINAL.sub("", words), words):
        in_brackets = _YEARS[0].search(said)
        alone = [match[1] for match in _YEARS[1].finditer(said)]
        if in_brackets or alone:
            return in_brackets[1] if in_brackets else alone[-1]
    return ""
