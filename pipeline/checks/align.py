"""Align: what a file without marks for its citations says, cut as the article's other files cut it; what moves, put back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, groupby, pairwise
from unicodedata import normalize

from pipeline.checks.facts import Citation, Entry, Facts, Knows, Label, Place, Run, label_of, with_silent

_TURNED = re.compile("[\u202a-\u202e\u2066-\u2068]")  # marks of direction; a print shows what they do
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_UNSET = "\ufffd"
_TELLING = 4  # letters beside a label on one side that tell it from another
_NEAR = 80  # letters beside a label that may stand in its line
_SHARED = str.maketrans(
    "\u06d5\u06c1\u06be\u0649\u064a\u06a9", "\u0647\u0647\u0647\u06cc\u06cc\u0643"
)  # drawn alike in some places of a word
_BRACKETS = {
    letter: pair for pair in ("()", "[]", "{}", "<>", "«»", "“”", "‘’", "‹›") for letter in pair
}  # mirrored in such a line, or not


@dataclass(frozen=True)
class Stream:
    """The words of one part of a file, with the key and the place of each character, and the numbers of those that links begin with."""

    label: Label
    places: tuple[Place, ...]
    begins: frozenset[int] = frozenset()

    def cut(self, start: int, end: int) -> Label:
        """The words from one character to another."""
        return Label(self.label.text[start:end], self.label.keys[start:end], self.label.text[start:end])

    def linked(self, start: int) -> int:
        """The number of the next character that is a link to a reference, or -1."""
        return next((n for n in range(start, len(self.label)) if self.label.keys[n]), -1)


def stream(runs: Sequence[Run], keys: set[str], exact: bool) -> Stream:
    """Runs as one stream; links to what is no reference are words only."""
    labels = [_read(label_of([(run.text, run.key if run.key in keys else "")]), exact) for run in runs]
    text = "".join(label.text for label in labels)
    linked = tuple(key for label in labels for key in label.keys)
    places = tuple(run.place for label, run in zip(labels, runs, strict=True) for _ in label.text)
    starts = accumulate(map(len, labels), initial=0)
    new = (run.link != before.link for before, run in pairwise([Run(""), *runs]))
    return Stream(Label(text, linked, text), places, frozenset(at for at, begins in zip(starts, new, strict=False) if begins))


def cut(runs: Iterable[Run], guide: Facts, knows: Knows) -> Facts:
    """The facts in a file whose citations are not marked, cut as those of the guide are."""
    notes, keys = dict.fromkeys(one.part for one in guide.citations if one.part), set(guide.by_key)
    parts: dict[str, list[Run]] = {"": []}
    for run in runs:
        parts.setdefault(run.part if run.part in notes or run.part in keys else "", []).append(run)
    citations: list[Citation] = []
    for part in [one for one in ["", *notes] if one in parts]:
        there = [one for one in guide.citations if one.part == part]
        said = [one for one in there if any(one.label.keys)]
        citations += with_silent(list(_cut(stream(parts[part], keys, exact=knows.exact), said, part, knows.exact)), there)
    entries = [_entry(key, parts[key], guide, knows.exact) for key in parts if key in keys]
    return Facts(tuple(citations), tuple(entries), knows)


def _read(label: Label, exact: bool) -> Label:
    """A label without the hyphens that lines may end with, where these cannot be told from others."""
    if exact or "-" not in label.text:
        return label
    kept = [n for n, letter in enumerate(label.text) if letter != "-"]
    return Label("".join(label.text[n] for n in kept), tuple(label.keys[n] for n in kept), label.words)


def _cut(words: Stream, expected: list[Citation], part: str, exact: bool) -> Iterator[Citation]:
    """The citations of a stream, in its order: each is cut as the next expected one, else as any other, else as the next is long."""
    end, waiting = 0, list(expected)
    while (start := words.linked(end)) >= 0:
        if found := _found(words, start, end, waiting, exact):
            one, at = found
            end = at + len(_read(one.label, exact))
            waiting = _after(waiting, one)
            around = _around(words, at, end, one, exact)
            label = one.label if around == (at, end) else words.cut(*around)
            yield replace(one, label=label, part=part, place=words.places[start], locators=None, moves="")
        else:
            guess = _read(waiting[0].label, exact) if waiting else Label("")
            at, end = _window(words, start, end, guess)
            if waiting and set(words.label.keys[at:end]) & set(guess.keys) - {""}:
                waiting.pop(0)
            keys = tuple(dict.fromkeys(filter(None, words.label.keys[at:end])))
            yield Citation(keys, words.cut(at, end), None, words.places[start], part)


def _found(words: Stream, start: int, least: int, waiting: Sequence[Citation], exact: bool) -> tuple[Citation, int] | None:
    """The first of the citations that stands here, and from where; the words beside it tell it from others alike.

    Where nothing tells, it is the one that comes next, or else the one of which most is here.
    """
    first = next(iter(waiting), None)
    bare: tuple[Citation, int] | None = None  # beside which are no words, or none that can be read surely
    other: tuple[Citation, int] | None = None  # beside which are others
    within: tuple[Citation, int] | None = None  # whose last link runs on
    for one in waiting:
        label, beside = _read(one.label, exact), "".join(one.beside)
        telling = all(one.beside) or len(beside) >= _TELLING
        longer = bare is not None and len(one.label) > len(bare[0].label)
        if bare and one.label != bare[0].label and not (longer and (telling or bare[0] is not first)):
            continue
        if (at := _at(words, start, least, label, exact)) < 0:
            continue
        here = (at, at + len(label))
        if label.keys[-1] and words.label.keys[here[1] : here[1] + 1] == label.keys[-1:] and here[1] not in words.begins:
            within = within or (one, at)
        elif _beside(words, *here, one, exact) == here:
            if telling or (bare is None and beside):
                return one, at
            bare = (one, at) if longer else bare or (one, at)
        elif _sure(words, *here, exact) or not _RIGHT_TO_LEFT.search(beside):
            other = other or (one, at)
        else:
            bare = bare or (one, at)
    return bare or other or within


def _around(words: Stream, start: int, end: int, one: Citation, exact: bool) -> tuple[int, int]:
    """From where to where a citation goes that stands there: with the words beside it if they are not those of the guide."""
    return _beside(words, start, end, one, exact) if _sure(words, start, end, exact) else (start, end)


def _sure(words: Stream, start: int, end: int, exact: bool) -> bool:
    """Whether the order of the words round a citation is known: nothing near it is read from right to left."""
    return exact or not _RIGHT_TO_LEFT.search(words.label.text[max(0, start - _NEAR) : end + _NEAR])


def _beside(words: Stream, start: int, end: int, one: Citation, exact: bool) -> tuple[int, int]:
    before, after = (text if exact else text.replace("-", "") for text in one.beside)
    text = words.label.text
    least, last = max(0, start - len(before)), min(len(text), end + len(after))
    return start if _alike(text[least:start], before) else least, end if _alike(text[end:last], after) else last


def _alike(found: str, expected: str) -> bool:
    """Whether these are the words; a letter that no font has stands in a print as U+FFFD."""
    if found == expected or _UNSET not in found or len(found) != len(expected):
        return found == expected
    return all(letter in (_UNSET, other) for letter, other in zip(found, expected, strict=True))


def _after(waiting: list[Citation], one: Citation) -> list[Citation]:
    """The citations still to come: those after this one first, then those left out."""
    number = next(n for n, other in enumerate(waiting) if other is one)
    return waiting[number + 1 :] + waiting[:number]


def _at(words: Stream, start: int, least: int, label: Label, exact: bool) -> int:
    """Where a label stands whose first link begins here, or -1."""
    at = start - next(n for n, key in enumerate(label.keys) if key)
    here = words.cut(at, at + len(label))
    if at >= least and here.keys == label.keys and _alike(here.text, label.text):
        return at
    if not _sure(words, start, start + len(label), exact):
        span = range(max(least, start - len(label) + 1), start + 1)
        return next((at for at in span if _letters(words.cut(at, at + len(label))) == _letters(label)), -1)
    return -1


def _letters(label: Label) -> tuple[list[tuple[str, str]], list[str]]:
    """What of a label can be read surely beside words from right to left: its letters in no order, and how many brackets there are."""
    letters = [(letter, key) for letter, key in zip(label.text.translate(_SHARED), label.keys, strict=True) if letter not in _BRACKETS]
    brackets = sorted(_BRACKETS[letter] for letter in label.text if letter in _BRACKETS)
    return sorted(letters), brackets


def _window(words: Stream, start: int, least: int, guess: Label) -> tuple[int, int]:
    """From where to where a citation goes that none of the expected ones is: its links, and as much round them as there should be."""
    before = next((n for n, key in enumerate(guess.keys) if key), 0)
    after = next((n for n, key in enumerate(reversed(guess.keys)) if key), 0)
    linked = [key for key, _ in groupby(guess.keys) if key] or [""]
    end = start
    for number, key in enumerate(linked):
        begin = words.linked(end)
        if begin < 0 or (number and words.label.keys[begin] != key):
            break
        end = begin
        while end < len(words.label) and words.label.keys[end] == words.label.keys[begin]:
            end += 1
    at = max(least, start - before)
    stop = words.linked(end)
    return at, min(end + after, stop if stop >= 0 else len(words.label))


def _entry(key: str, runs: list[Run], guide: Facts, exact: bool) -> Entry:
    """A reference as the file prints it; where its letters are right but some of them cannot be read surely, as the guide has it."""
    label, expected = label_of([(run.text, "") for run in runs]), guide.by_key[key]
    turned = bool(_TURNED.search(expected.words))
    if not exact and (_readable(label, turned) == _readable(expected, turned) or _alike(_bare(label), _bare(expected))):
        return replace(expected, years=(), place=runs[0].place)
    return Entry(key, label.text, expected.list, (), label.words, runs[0].place)


def _bare(one: Label | Entry) -> str:
    return one.text.replace("-", "")


def _readable(one: Label | Entry, turned: bool) -> object:
    """The letters of a reference, in order where that is sure: not from right to left, nor where marks turn the words."""
    bare = _bare(one)
    if not turned and not _RIGHT_TO_LEFT.search(bare):
        return bare
    return Counter(_BRACKETS.get(letter, letter) for letter in normalize("NFD", bare).translate(_SHARED))


def settled(found: Sequence[Citation], guide: Sequence[Citation], movable: set[str]) -> tuple[Citation, ...]:
    """Citations with those that may stand elsewhere put where the guide has them, and notes in the order of the guide's."""
    front = any(one.moves == "front" for one in found)  # then it says which of its citations are front matter
    fixed = [n for n, one in enumerate(guide) if one.moves not in movable]
    kept = _kept([(_mark(one, front), one.locators) for one in found], [(_mark(guide[n], front), guide[n].locators) for n in fixed])
    if len(kept) < len(fixed):  # locators that are not known, or not the same
        kept = _kept([_mark(one, front) for one in found], [_mark(guide[n], front) for n in fixed])
    spare = {n: _mark(one, front) for n, one in enumerate(found) if n not in kept}
    places: dict[int, tuple[float, int]] = {n: (fixed[at], 0) for n, at in kept.items()}
    for n, one in enumerate(guide):
        if one.moves in movable and (alike := [m for m, mark in spare.items() if mark == _mark(one, front)]):
            same = min(alike, key=lambda m: found[m].locators != one.locators)
            places[same] = (n, 0)
            del spare[same]
    for n in spare:
        places[n] = (places.get(n - 1, (-1, 0))[0], n)
    return tuple(found[n] for n in sorted(places, key=places.__getitem__))


def noted(found: Sequence[Citation], guide: Sequence[Citation]) -> tuple[Citation, ...]:
    """Citations with those of notes in the order in which the guide has the notes."""
    order = {part: n for n, part in enumerate(dict.fromkeys(["", *(one.part for one in guide)]))}
    return tuple(sorted(found, key=lambda one: order.get(one.part, len(order))))


def _mark(one: Citation, front: bool) -> Hashable:
    return one.keys, one.label, one.part, front and one.moves == "front"


def _kept(found: Sequence[Hashable], fixed: Sequence[Hashable]) -> dict[int, int]:
    """Which found thing is which fixed one, in order: as they come if all are there, else as many as match."""
    came, at = {}, 0
    for n, mark in enumerate(found):
        if at < len(fixed) and mark == fixed[at]:
            came[n] = at
            at += 1
    if at == len(fixed):
        return came
    blocks = SequenceMatcher(None, found, fixed, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def numbered(found: Sequence[Citation], guide: Facts) -> Iterator[Citation]:
    """Citations of one reference each, in the order of reading, put together as the guide's are, and in its order."""
    # A citation of a note goes where the note is called; notes that nothing calls stand at the end of a page, after those of its letters
    called = {call.keys[0]: call.moves for call in reversed(guide.calls)}
    single = [
        (n, Citation((key,), Label(""), said, one.place, moves=called.get(one.part, "list") if one.part else one.moves))
        for n in guide.reading
        for one in [guide.citations[n]]
        for key, said in _single(one)
    ]
    came = settled(found, [one for _, one in single], {"front", "list"})  # MediaWiki cites nothing after its list
    slots: dict[float, list[Citation]] = {}
    last = -1.0
    for one, at in _paired([one.keys for one in came], [one.keys for _, one in single]):
        last = last + 1e-6 if at is None else single[at][0]
        slots.setdefault(last, []).append(came[one])
    for n, parts in sorted(slots.items()):
        keys = tuple(dict.fromkeys(key for one in parts for key in one.keys))
        locators = tuple(said for one in parts for said in one.locators or ())
        part = guide.citations[int(n)].part if n == int(n) >= 0 else ""
        yield Citation(keys, Label(""), locators, parts[0].place, part)


def _single(one: Citation) -> list[tuple[str, tuple[str, ...] | None]]:
    """The references of a citation with its locators; one that it has two links to counts as two, in the order of the links."""
    pairs: list[tuple[str, tuple[str, ...] | None]] = [(key, said) for keys, said in one.links for key in keys]
    pairs = pairs or [(key, one.locators) for key, _ in groupby(one.label.keys) if key]
    links = [key for key, _ in pairs]
    if len(links) == len(set(links)):
        return [(key, one.locators) for key in one.keys]
    return [*pairs, *((key, one.locators) for key in one.keys if key not in links)]


def _paired(came: Sequence[Hashable], expected: Sequence[Hashable]) -> Iterator[tuple[int, int | None]]:
    """Each thing that came with the number of the expected one that it is or stands for; those too many with none."""
    for _, a, b, c, d in SequenceMatcher(None, came, expected, autojunk=False).get_opcodes():
        for n in range(a, b):
            yield n, c + n - a if c + n - a < d else None
