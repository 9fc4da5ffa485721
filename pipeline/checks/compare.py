"""Compare: where two files of one article cite otherwise than each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import TypeVar

from pipeline.checks.facts import Citation, Entry, Facts, Label, Place, squeezed

T = TypeVar("T")
_LONG = 80  # letters of a text that are said in a message


@dataclass(frozen=True)
class Difference:
    """What one file says and another says otherwise, in words, with the place in each."""

    what: str  # `citation 3`, `reference r1`
    here: str
    there: str
    place: Place
    other: Place

    @property
    def kind(self) -> str:
        """What is otherwise: a citation, a call, a reference …"""
        return self.what.partition(" ")[0]

    def turned(self) -> Difference:
        """The same difference, seen from the other file."""
        return Difference(self.what, self.there, self.here, self.other, self.place)


def differences(here: Facts, there: Facts) -> Iterator[Difference]:
    """The first difference between the citations of two files, between the calls of their notes, and between their references."""
    for found in (_citations(here, there), _calls(here, there), _references(here, there)):
        if (first := next(found, None)) is not None:
            yield first


def _citations(here: Facts, there: Facts) -> Iterator[Difference]:
    if not (here.knows.order and there.knows.order):
        known = all(one.knows.order or one.citations for one in (here, there))
        yield from _goals(here, there) if known else ()
        return
    cited = (here.citations, there.citations)
    if not (here.knows.citations and there.knows.citations):
        cited = (_links(here), _links(there))
    labels = here.knows.labels and there.knows.labels
    locators = all(one.locators is not None for side in cited for one in side)
    front = here.knows.front and there.knows.front
    yield from _sequences(cited, lambda one: mark(one, labels, locators, front), "citation", lambda one: _said(one, labels, locators))


def _calls(here: Facts, there: Facts) -> Iterator[Difference]:
    """The calls of the notes that cite: the same, in the same order; in a wiki, which may have several for one, the same words."""
    if not (here.knows.calls and there.knows.calls):
        return
    if here.knows.front and there.knows.front:
        yield from _sequences(
            (here.calls, there.calls), lambda one: (one.keys, one.part, one.label.text), "call", lambda one: _said(one, True, False)
        )
        return
    for key in dict.fromkeys(one.keys[0] for one in here.calls):
        left, right = _unpaired(here.calls, there.calls, key), _unpaired(there.calls, here.calls, key)
        if left and right:
            yield Difference(f"call of {key}", f"“{left[0].label.words}”", f"“{right[0].label.words}”", left[0].place, right[0].place)
    for key in sorted({one.keys[0] for one in here.calls} - {one.keys[0] for one in there.calls}):
        if not there.knows.front:
            yield Difference(f"call of {key}", "there", "missing", Place(), Place())


def _unpaired(calls: Sequence[Citation], others: Sequence[Citation], key: str) -> list[Citation]:
    """The calls of a note with words that none of the others has: a wiki may link to a note where nothing calls it."""
    said = {one.label.text for one in others if one.keys[0] == key}
    return [one for one in calls if one.keys[0] == key and one.label.text not in said]


def mark(one: Citation, labels: bool = True, locators: bool = False, front: bool = False) -> Hashable:
    """What of a citation is compared."""
    return one.keys, one.part, one.label if labels else None, one.locators if locators else None, front and one.moves == "front"


def _said(one: Citation, labels: bool, locators: bool) -> str:
    words = [f"“{_short(one.label.words)}”"] if labels else []
    words += [f"to {', '.join(one.keys)}"]
    words += [f"at {', '.join(one.locators)}"] if locators and one.locators else []
    return " ".join(words)


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[: _LONG // 2].rstrip()} … {words[-_LONG // 2 :].lstrip()}"


def _excerpts(one: Entry, other: Entry) -> tuple[str, str]:
    """Two references from shortly before the place where they part."""
    alike = next((n for n, (a, b) in enumerate(zip(one.text, other.text, strict=False)) if a != b), min(len(one.text), len(other.text)))
    at = max(0, alike - _LONG // 3)
    return _excerpt(one.words, at), _excerpt(other.words, at)


def _excerpt(words: str, at: int) -> str:
    """Some words from the letter of this number, spaces not counted."""
    letters = [n for n, letter in enumerate(words) if squeezed(letter)]
    start = letters[at] if 0 < at < len(letters) else 0
    end = start + _LONG
    return f"“{'… ' if start else ''}{words[start:end]}{' …' if end < len(words) else ''}”"


def _links(facts: Facts) -> tuple[Citation, ...]:
    """Each link as a citation of its own: what is known where citations are not marked."""
    return tuple(
        replace(one, keys=(key,), label=Label(words, (key,) * len(words), words), part="", locators=None)
        for one in facts.citations
        for key, letters in groupby(zip(one.label.keys, one.label.text, strict=True), key=lambda pair: pair[0])
        if key and (words := "".join(letter for _, letter in letters))
    )


def _goals(here: Facts, there: Facts) -> Iterator[Difference]:
    """Where the order is not known: to which references there are links, each at least as often as there are citations of it."""
    one, other = (_count(facts) for facts in (here, there))
    for key in dict.fromkeys([*other, *one]):
        fewer = (one[key] < other[key] and not here.knows.order) or (other[key] < one[key] and not there.knows.order)
        if fewer or not (one[key] and other[key]):
            yield Difference(f"the number of links to {key}", str(one[key]), str(other[key]), Place(), Place())


def _count(facts: Facts) -> Counter[str]:
    return Counter(key for one in (facts.citations if not facts.knows.order else _links(facts)) for key in one.keys)


def _references(here: Facts, there: Facts) -> Iterator[Difference]:
    if here.knows.entries and there.knows.entries:
        yield from _sequences((here.entries, there.entries), lambda one: (one.key, one.list), "reference", lambda one: one.key)
    elif here.entries and there.entries:
        yield from _sequences((_sorted(here), _sorted(there)), lambda one: one.key, "reference", lambda one: one.key)
    for one in here.entries:
        other = there.by_key.get(one.key)
        if other and here.knows.words and there.knows.words and one.text != other.text:
            yield Difference(f"reference {one.key}", *_excerpts(one, other), one.place, other.place)
        if other and not same_years(one, other):
            yield Difference(f"year of {one.key}", " ".join(one.years), " ".join(other.years), one.place, other.place)


def same_years(one: Entry, other: Entry) -> bool:
    """Whether the fields of a reference have the same years; a format may lack some, as the day of a visit."""
    years, others = Counter(one.years), Counter(other.years)
    return not years or not others or years <= others or others <= years


def _sorted(facts: Facts) -> list[Entry]:
    """The references by their keys, where their order is not known."""
    return sorted(facts.entries, key=lambda entry: entry.key)


def _sequences(
    sides: tuple[Sequence[T], Sequence[T]], key: Callable[[T], Hashable], what: str, said: Callable[[T], str]
) -> Iterator[Difference]:
    """The places at which two sequences part."""
    here, there = sides
    matcher = SequenceMatcher(None, [key(one) for one in here], [key(one) for one in there], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            one, other = (here[a] if a < b else None), (there[c] if c < d else None)
            number = (a if one is not None else c) + 1
            yield Difference(f"{what} {number}", _or_missing(one, said), _or_missing(other, said), _place(one), _place(other))


def _or_missing(one: T | None, said: Callable[[T], str]) -> str:
    return "missing" if one is None else said(one)


def _place(one: object) -> Place:
    return one.place if isinstance(one, (Citation, Entry)) else Place()
