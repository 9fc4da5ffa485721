"""Labels: what the printed label of a citation, and the words round it, say of how it is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from pipeline.importers.jats.authors import ABBREVIATED, PEOPLE, YEARS, take_names, with_authors, without_others
from pipeline.importers.jats.call import Call
from pipeline.importers.jats.locators import AGAIN, CLOSE, DASH, HAS_YEAR, NUMBER_HEAD, OPEN, YEAR, Locator, behind
from pipeline.importers.jats.sentence import NAMED_NUMBER, bare, names_year, narrative, people
from pipeline.importers.jats.tools import content, fill
from pipeline.importers.jats.wording import inner, named_before, names_of, page_alone, people_end

_RATED: Final = r"[*•▪■]{0,3}"  # how far an author of a review recommends a work
_NUMBER: Final = re.compile(rf"[{OPEN}]?\s*(\d{{1,4}}){_RATED}\s*[{CLOSE}.,]?")
_NUMBERS: Final = re.compile(rf"[{OPEN}]?\s*\d{{1,4}}(?:(?:\s*[,;\uff0c\u3001\uff1b\u060c\u061b{DASH}]\s*|\s)\d{{1,4}})+\s*[{CLOSE}.]?")
_PARTED: Final = re.compile(r"[,;\uff0c\u3001\uff1b\u060c\u061b]|(?<=\d)\s(?=\d)")  # "4, 5", or "4 5" as some raise them
_QUOTED: Final = r"(?:apud|(?:as )?(?:cited|quoted) (?:in|by|from|after)|citad[oa] (?:por|em|en)|zit(?:iert|\.)? nach|citée? (?:dans|par))"
LEAD_IN: Final = (
    r"(?:(?:but|and|also|aber|und|mais|et|pero|mas|y|e) )?"
    r"(?:not|contra|see(?:,? for (?:example|instance|a review|review|reviews))?(?: also)?,?|e\.\s?g\.,?|i\.\s?e\.,?|cf\.?|c\.f\.,?"
    r"|for (?:a )?reviews?,? see|reviewed (?:in|by)|also"
    rf"|according to|adapted from|modified from|from|after|in|as in|{_QUOTED}|data from"
    r"|ver|véase|vid\.|por ejemplo,?|por exemplo,?|siehe|vgl\.|z\.\s?B\.|voir|par exemple,?"
    r"|refs?\.?|references?|citations?)"
)
_OPEN: Final = re.compile(rf"(?P<bracket>[{OPEN}])[\s\u00a0]*+(?P<lead>(?:{LEAD_IN}(?:[\s\u00a0]+|$))*)$", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    rf"[\s\u00a0]*+(?:[,;\uff0c\uff1b\u060c\u061b]|(?:and|&|y|e|et|und)(?=\s)|(?<=[\s\u00a0])(?={_QUOTED}[\s\u00a0]))[\s\u00a0]*+"
    rf"(?P<lead>(?:{LEAD_IN}[\s\u00a0]+)*)",
    re.IGNORECASE,
)
_ASIDE: Final = rf"[^{OPEN}{CLOSE};\uff1b\u061b]{{0,50}}"
_TWO: Final = re.compile(rf"(?P<suffix>{_ASIDE})[;\uff1b\u061b][\s\u00a0]*+(?P<prefix>{_ASIDE})")
_OWNER: Final = re.compile(rf"(?P<names>.*[^\W\d_]['’]s?)(?:\s+(?=[{OPEN}])|$)")
_SAID_APART: Final = re.compile(r"[\s\u00a0]*+[;,\uff0c\uff1b\u060c\u061b][\s\u00a0]*+(?=[^\W\d_])")
_LONG: Final = 40  # characters of a label
_MOST: Final = 100  # and of one that lists numbers
_MANY: Final = 4  # words in it that are no names
_DATED: Final = re.compile(rf"[,{OPEN}][\s\u00a0]?{YEAR}[{CLOSE}]?$", re.IGNORECASE)  # ends a label with many people
_HEAD: Final = re.compile(rf"(?P<bracket>[{OPEN}])(?P<lead>[^{OPEN}{CLOSE}]{{0,60}})$")
_NAMED_HEAD: Final = re.compile(rf"(?P<bracket>[{OPEN}])(?P<lead>[^{OPEN}{CLOSE}]{{0,60}}(?:{ABBREVIATED}[^{OPEN}{CLOSE}]{{0,20}})?)$")
_CLOSE: Final = {"(": ")", "[": "]", "\uff08": "\uff09", "\uff3b": "\uff3d", "\u3014": "\u3015"}
_BRACKETS: Final = re.compile(rf"[{OPEN}{CLOSE}]")
_BY_OTHERS: Final = re.compile(rf"[\s\u00a0]*+[,;\uff1b][\s\u00a0]*+(?P<prefix>{PEOPLE})")
_YEAR_AFTER: Final = re.compile(
    rf",?[\s\u00a0]*+(?:{YEAR}(?!\w)|[{OPEN}]{YEAR}(?:[{CLOSE}]|(?=[,;:](?![\s\u00a0]*+{YEAR})[^{OPEN}{CLOSE}]{{1,60}}[{CLOSE}])))",
    re.IGNORECASE,
)


def number(label: str) -> int | None:
    """The number that a label is, if it is one."""
    found = _NUMBER.fullmatch(label)
    return int(found[1]) if found else None


def leading(label: str) -> int | None:
    """The number with which the label of a reference begins: "1", "(1)", "1a"."""
    found = NUMBER_HEAD.match(label)
    return int(found[1]) if found else None


def numbers(label: str) -> list[int]:
    """The numbers that a label lists, in brackets or not: "[3–5, 8]"; none if it says anything else."""
    if len(label) > _MOST or not _NUMBERS.fullmatch(label):
        return []
    ends = [list(map(int, re.findall(r"\d+", part))) for part in _PARTED.split(label)]
    return [number for one in ends for number in (one if len(one) > 2 else range(one[0], one[-1] + 1))]


def speaks(call: Call, refs: Mapping[str, etree._Element]) -> bool:
    """Whether a label is part of the sentence: "Stocker (2013)", or "Stocker [1]" if that is who made the work."""
    people = [name for key in call.keys[:1] if key in refs for name in names_of(refs[key])[:1]]
    return narrative(call.label) or (
        bool(NAMED_NUMBER.fullmatch(call.label)) and any(name.lower() in call.label.lower() for name in people)
    )


def goes_on(label: str, following: str) -> bool:
    """Whether the year behind it stands in the bracket that a label leaves open: "Stocker (2013a" and "b"."""
    return bool(opened(label)) and _is_year(following)


def closes_pair(run: Sequence[Call], between: str) -> bool:
    """Whether words close the bracket in which the year of people stands that a link before it names: "Stocker" (“2013”), "Wu"."""
    if len(run) < 2 or run[-1].keys != run[-2].keys or not _is_year(run[-1].label) or re.search(r"\d", run[-2].label):
        return False
    return run[-1].lead.strip() in tuple(OPEN) and between.lstrip()[:1] == _CLOSE.get(run[-1].lead.strip())


def _is_year(label: str) -> bool:
    """Whether a label is a year, or the letter of one."""
    return bool(YEARS.fullmatch(label) or re.fullmatch("[a-z]", label))


def same_people(first: Call, second: Call, refs: Mapping[str, etree._Element], said: str = "") -> bool:
    """Whether two calls are to works of the same first author, as far as their fields tell, or these words name that of the second."""
    cited = [refs.get(call.keys[0]) if call.keys else None for call in (first, second)]
    names = [names_of(ref)[0] if ref is not None else "" for ref in cited]
    return "" not in names and (names[0] == names[1] or names[1] in said)


def prose(label: str, refs: Sequence[etree._Element]) -> bool:
    """Whether a label is words of the sentence: it names nobody of the reference and no year, or says much more than that."""
    words = people(label) and not HAS_YEAR.search(label) and not AGAIN.fullmatch(label)
    asked = refs if words or len(label) > _LONG else ()  # most labels are a number or a year
    names = [name.lower() for ref in asked for name in names_of(ref)]
    if len(label) > _LONG and len(_other_words(label, names)) >= _MANY:
        return not (_DATED.search(label) and label.lower().lstrip(OPEN).startswith(tuple(names)))
    return words and not any(name in label.lower() or label.lower() in name for name in names)


def _other_words(label: str, names: Sequence[str]) -> list[str]:
    """The words of a label that are no part of a name of the reference."""
    known = set(re.findall(r"\w+", " ".join(names))) | {"et", "al", "and", "e", "y", "und"}
    return [word for word in re.findall(r"[^\W\d_]{2,}", label.lower()) if word not in known]


def opened(words: str) -> str:
    """The bracket that is open at the end of some words."""
    stack: list[str] = []
    for mark in _BRACKETS.findall(words[-400:]):
        if mark in _CLOSE:
            stack.append(mark)
        elif stack:
            stack.pop()
    return stack[-1] if stack else ""


def turns(words: str) -> bool:
    """Whether words close a bracket and open one of another kind."""
    marks = _BRACKETS.findall(words)
    return len(marks) == 2 and marks[0] not in _CLOSE and _CLOSE.get(marks[1]) != marks[0]


def between(words: str, label: str, following: str) -> tuple[Locator | None, str, str, str] | None:
    """Locator and suffix of the call before, prefix of the call behind, what parts them, between these labels: if words say no more."""
    locator, suffix, rest = behind(words, label)
    if found := _BETWEEN.fullmatch(rest):
        return locator, suffix, found["lead"], rest[: found.start("lead")]
    if aside := _TWO.fullmatch(rest):
        return locator, suffix + aside["suffix"], aside["prefix"], rest[aside.end("suffix") : aside.start("prefix")]
    if YEARS.fullmatch(following) and (others := _BY_OTHERS.fullmatch(rest)):
        return locator, suffix, others["prefix"], rest[: others.start("prefix")]
    return None


def surroundings(run: list[Call], before: str, after: str, opened_by: str, refs: Mapping[str, etree._Element]) -> tuple[str, str]:
    """Take brackets, names, prefix, locator from the words before and behind a run; returns what is left of them."""
    first, last = run[0], run[-1]
    for call in run:
        without_others(call, cited := [refs[key] for key in call.keys if key in refs])
        call.label, call.locator = inner(call.label, call.locator, cited)
    said, cited = first.label, [refs[key] for key in first.keys if key in refs]
    if len(run) == 1 and (page := page_alone(first.label, before, cited)):
        first.label, first.locator, first.mode = "", page, "suppress-author"
    if len({*map(tuple, (call.keys for call in run))}) == 1:
        said += "".join(call.lead + call.label for call in run[1:])
    spoken = narrative(said) or (len(run) > 1 and NAMED_NUMBER.fullmatch(said)) or (not opened_by and len(run) == 1 and speaks(first, refs))
    if spoken and not first.told and not prose(first.label, cited):
        first.mode = "author-in-text"
        before += _possessive(first)
        if first.mode == "suppress-author" and not first.label:  # "Stocker's" and " (2013)"
            run[1].lead = run[1].lead.lstrip()
        return before, _closed(last, "".join(call.lead + call.label for call in run), after)
    for call in run[1:]:
        take_names(call, refs)
    before = with_authors(first, before, refs, opened_by)
    after = _with_year(last, after)
    if first.told and not any(bare(name) in bare(first.label) for ref in cited for name in names_of(ref)):
        first.mode = "suppress-author" if named_before(before, cited) else ""
    enclosed, before, after = (False, before, after) if not first.told and prose(first.label, cited) else _enclosed(run, before, after)
    if first.mode == "suppress-author" and not enclosed and not opened_by and not first.told:
        first.mode = ""
    alone = not enclosed and not opened_by and len({tuple(call.keys) for call in run}) == 1 and not _in_brackets(first.label)
    if alone and not first.mode and ((len(run) == 1 and names_year(first.label)) or _names_only(first.label, cited) or first.told):
        first.mode = "author-in-text"
        before += _possessive(first)
    if len(run) == len(first.keys) == 1 and not (first.mode or first.prefix) and number(first.label) and people_end(before, cited):
        first.mode = "suppress-author"  # "Stocker et al. [3]"
    for call in run[1:]:
        if first.mode == "suppress-author" and _is_year(call.label) and same_people(first, call, refs, before[-2 * _LONG :]):
            call.mode = first.mode
    return before, after


def _in_brackets(label: str) -> bool:
    """Whether brackets are round a label as a whole."""
    return label[-1:] != "" and label[-1] == _CLOSE.get(label[0]) and opened(label[:-1]) == label[0]


def _possessive(call: Call) -> str:
    """Names that own something ("Stocker's (2013)") stay in the sentence, which no style could say; the call has the year alone."""
    found = _OWNER.match(call.label)
    if not found:
        return ""
    call.mode, call.label = "suppress-author", call.label[found.end() :]
    content(call.xref)
    call.xref.text = call.label or None
    return found["names"] + " "


def _closed(call: Call, label: str, after: str) -> str:
    """Close the bracket that a label leaves open, with the locator before it: "Krenak (2015" and ", p. 27)"."""
    close = _CLOSE.get(opened(label), "")
    locator, suffix, rest = behind(after, call.label)
    if not close or not (end := _end(rest, close, aside=True)):
        return after
    call.locator, call.suffix, call.trail = locator or call.locator, suffix + rest[: end[0]], close
    return rest[end[1] :]


def _enclosed(run: list[Call], before: str, after: str) -> tuple[bool, str, str]:
    """Take the brackets round a run away, with the words in them that say something of its citations."""
    first, last = run[0], run[-1]
    head = _OPEN.search(before)
    locator, suffix, rest = behind(after, last.label)
    numeric = number(first.label) is not None and not YEARS.fullmatch(first.label)
    if not head and (not numeric or "[" in before or "\uff3b" in before):
        head = (_HEAD if numeric else _NAMED_HEAD).search(before)
    close = _CLOSE[head["bracket"]] if head else ""
    if head and not opened(head["bracket"] + "".join(call.lead + call.label for call in run)):  # "(1)–(3)": a label closes it
        first.prefix, first.xref.text = head["lead"], head["bracket"] + (first.xref.text or "")
        return True, before[: head.start()], after
    if not head or not (end := _end(rest, close, aside=not numeric or head["bracket"] in "[\uff3b" or bool(_SAID_APART.match(rest)))):
        return False, before, after
    last.locator = last.locator or locator
    said = rest[: end[0]].rstrip(" \u00a0")
    last.suffix = suffix + (said if re.search(r"\w", said) else "") or last.suffix
    first.prefix = head["lead"] + first.prefix
    first.xref.text = head["bracket"] + (first.xref.text or "")
    last.trail += close
    if YEARS.fullmatch(first.label) and not first.mode and re.search(r"\w\W*$", before[: head.start()] + head["lead"]):
        first.mode = "suppress-author"
    stop = "." if rest[: end[0]].rstrip().endswith(".") and not suffix and len(rest[: end[0]].strip()) == 1 else ""
    return True, before[: head.start()], stop + rest[end[1] :]


def _end(rest: str, close: str, *, aside: bool) -> tuple[int, int] | None:
    """Where the bracket closes: at once, or behind a few words that are said of the citation."""
    found = re.match(rf"([\s\u00a0.;,]*){re.escape(close)}", rest) or (
        re.match(rf"([^{OPEN}{CLOSE}]{{0,60}}){re.escape(close)}", rest) if aside else None
    )
    return (found.end(1), found.end()) if found else None


def _names_only(label: str, cited: Sequence[etree._Element]) -> bool:
    """Whether a label is people of the reference and no more: "Stocker and colleagues"."""
    return people(label) and bool(cited) and not prose(label, cited)


def _with_year(call: Call, after: str) -> str:
    """A label that is only names takes the year behind it."""
    if not people(call.label):
        return after
    found = _YEAR_AFTER.match(after)
    if not found:
        return after
    call.label += found[0]
    fill(call.xref, [found[0]])
    if re.search(f"[{OPEN}]", found[0]):
        call.mode = "author-in-text"
    return _closed(call, call.label, after[found.end() :])
