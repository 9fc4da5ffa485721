"""Hosted: what PMC keeps of an article for its own programs is left out; what its pages say in sections is the metadata that it was."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import dates
from pipeline.importers.jats.tools import content, new, part, remove
from pipeline.tree import find_all, fold, text_of

_PROGRAMS: Final = (  # where it says what only its programs need
    "//journal-id[starts-with(@journal-id-type, 'pmc-domain')]"
    " | //article-id[@pub-id-type='pmcaid' or @pub-id-type='pmcaiid' or @pub-id-type='pmcid-ver']"
    " | //issue-id[@pub-id-type='pmc-issue-id'] | //article-version[@article-version-type='pmc-version']"
    " | //event[@event-type='pmc-live' or @event-type='pmc-last-change']"
)
_SETTING: Final = re.compile(r"pmc-.*|is-.*|status|display-pdf|source-schema-version-number|details-of-publishers-convertor")
_SAID: Final = re.compile(r"(?P<what>Received|Revised|Accepted|Issue date|Collection date) (?P<day>\d{4}(?: \w+(?: \d+)?)?)")
_CODE: Final = re.compile(r"grid\.\d[\w.]+|(?:\d{4} ?){3}\d{3}[\dX]|\d{3,7}")  # of GRID, ISNI, Ringgold
_ISNI: Final = 16
_NUMBER: Final = re.compile(r"(?=.*\d)[\w-]+")
_WOS: Final = "https://www.webofscience.com/wos/author/rid/"
_PERSONS: Final = {
    "scopus": "https://www.scopus.com/authid/detail.uri?authorId=",
    "lattes": "http://lattes.cnpq.br/",
    "research": _WOS,
    "researcher": _WOS,
    "publons": _WOS,
    "isni": "https://isni.org/isni/",
    "mrauth": "https://mathscinet.ams.org/mathscinet/MRAuthorID/",
}
_BETWEEN_NAMES: Final = {"et", "al", "and", "others", "und", "og"}
_EVENTS: Final = {"Received": "received", "Revised": "rev-recd", "Accepted": "accepted"}
_BETWEEN: Final = re.compile(r"(?:\s*,\s+|\s*;\s*)(?![^()]*\))")  # but not within brackets


def hosted(root: etree._Element, report: Report) -> None:
    """An article as PMC hands it out; others have none of this."""
    if not find_all(root, "//journal-id[starts-with(@journal-id-type, 'pmc-domain')]"):
        return
    _settings(root, report)
    for sec in find_all(root, "//article-meta/abstract//sec[@sec-type='kwd-group']"):
        _keywords(sec)
    for sec in find_all(root, "//notes[@notes-type='article-notes']/sec[@sec-type='history']"):
        _history(sec)
    for sec in find_all(root, "//body//sec[@sec-type='ref-list']"):
        _references(sec)


def for_lists(root: etree._Element, report: Report) -> None:
    """What programs that make lists of contents read, people behind a title or a title in plain letters, is said in the article itself."""
    found = find_all(root, "//alt-title[contains(@alt-title-type, 'author') or @alt-title-type='ascii']")
    found += find_all(root, "//author-comment[@content-type='short-author-list']")
    people = _words(" ".join(text_of(part) for part in find_all(root, "//contrib//name/* | //contrib//collab | //contrib//string-name")))
    found += [one for one in root.iter("alt-title") if one not in found and _words(text_of(one)) <= people | _BETWEEN_NAMES]
    for one in found:
        remove(one)
    if found:
        report("import-simplified", f"people and titles said again for lists of contents are left out ({len(found)})", found[0])


def _words(said: str) -> set[str]:
    """The words that a text is made of, without initials."""
    return {word.lower() for word in re.findall(r"\w{2,}", said)}


def registered(root: etree._Element, report: Report) -> None:
    """Codes by which a register knows an institution are no words of an affiliation: an ISNI is an address, if there is no other."""
    codes = [one for one in root.iter("institution-id") if _CODE.fullmatch(text_of(one))]
    for code in codes:
        number = text_of(code).replace(" ", "")
        beside = [one for one in code.getparent().iterchildren("institution-id") if one is not code]  # type: ignore[union-attr]
        if len(number) < _ISNI or any("ror.org" in text_of(one) or "isni.org" in text_of(one) for one in beside):
            remove(code)
        else:
            code.text = f"https://isni.org/isni/{number}"
    _persons(root, report)
    if codes:
        told = f"codes of institutions in registers (GRID, ISNI, Ringgold) are addresses or left out ({len(codes)})"
        report("import-simplified", told, codes[0])


def _persons(root: etree._Element, report: Report) -> None:
    """Numbers by which a register knows a person are the addresses to which they lead."""
    kinds = {one: re.sub(r"[\W_]|(?:author)?[\W_]*id$", "", (one.get("contrib-id-type") or "").lower()) for one in root.iter("contrib-id")}
    found = [one for one, kind in kinds.items() if kind in _PERSONS and _NUMBER.fullmatch(text_of(one))]
    for one in found:
        one.text = _PERSONS[kinds[one]] + text_of(one)
    if found:
        report("import-simplified", f"numbers of people in registers (Scopus, Lattes …) are addresses ({len(found)})", found[0])


def _settings(root: etree._Element, report: Report) -> None:
    found = find_all(root, _PROGRAMS)
    found += [one for one in root.iter("custom-meta") if _SETTING.fullmatch(text_of(one.find("meta-name")))]
    found += [
        one for one in root.iter("page-range") if text_of(one) in [text_of(first) for first in one.itersiblings("fpage", preceding=True)]
    ]
    report("import-simplified", f"what PMC keeps of the article for its own programs is left out ({len(found)})", found[0])
    for one in found:
        remove(one)
    for group in [one for one in root.iter("custom-meta-group", "pub-history") if not len(one)]:
        remove(group)


def _keywords(sec: etree._Element) -> None:
    """Keywords in one paragraph of the abstract, behind a word in bold that says what they are."""
    for p in sec.findall("p"):
        parts = content(p)
        head = next((one for one in parts if not isinstance(one, str) or one.strip()), "")
        group = new("kwd-group", p)
        if not isinstance(head, str) and head.tag == "bold":
            parts = parts[parts.index(head) + 1 :]
            group.append(new("title", p, None, [text_of(head).strip(" :")]))
        group.extend(new("kwd", p, None, words) for words in _apart(parts))
        next(sec.iterancestors("article-meta")).append(group)
    remove(sec)


def _apart(parts: list[str | etree._Element]) -> list[list[str | etree._Element]]:
    """What stands between commas and semicolons, without what is blank."""
    words: list[list[str | etree._Element]] = [[]]
    for one in parts:
        first, *others = _BETWEEN.split(one) if isinstance(one, str) else [one]
        words[-1].append(first if words[-1] or not isinstance(first, str) else first.lstrip())
        words += [[other] for other in others]
    return [word for word in words if any(not isinstance(one, str) or one.strip() for one in word)]


def _history(sec: etree._Element) -> None:
    """The history in one sentence ("Received 2026 Jan 20; Accepted 2026 May 25."), where all of it is understood."""
    notes, meta = sec.getparent(), find_all(sec, "/article/front/article-meta")
    said = [_SAID.fullmatch(fold(words)) for words in text_of(sec).rstrip(". ").split(";")]
    if not all(said) or notes is None or not meta:
        return
    history = meta[0].find("history")
    if history is None:
        meta[0].append(history := new("history", sec))
    for one in filter(None, said):
        named = _EVENTS.get(one["what"])
        (history if named else meta[0]).append(_dated(sec, one["day"], named))
    remove(sec)
    if not len(notes):
        remove(notes)


def _dated(like: etree._Element, words: str, event: str | None) -> etree._Element:
    """A date as "2026 Jan 20": one of the history, or that of the issue."""
    year, month, day, *_ = [*words.split(), "", ""]
    date = new("date" if event else "pub-date", like, {"date-type": event or "collection"})
    for tag, value in (("day", day), ("month", dates.month(month) if month else ""), ("year", year)):
        if value:
            date.append(new(tag, like, None, [value]))
    return date


def _references(sec: etree._Element) -> None:
    """A section that holds nothing but a list of references is that list, in the back matter."""
    lists = list(sec.iter("ref-list"))
    others = [one for one in sec.iter("p", "fig", "table-wrap", "list") if not any(one in found.iter() for found in lists)]
    if not lists or others:
        return
    title, document = sec.find("title"), next(sec.iterancestors("article", "sub-article", "response"))
    if title is not None and lists[0].find("title") is None:
        lists[0].insert(0, title)
    for found in lists:
        found.tail = None
        part(document, "back").append(found)
    remove(sec)
