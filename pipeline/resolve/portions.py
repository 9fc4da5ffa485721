"""Portions: an article of many references asked in portions of whole families, which need not know of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.diagnostics import Report
from pipeline.resolve import families
from pipeline.resolve.asking import blocks
from pipeline.resolve.clusters import Cluster
from pipeline.resolve.csl import Item
from pipeline.resolve.inlines import Held, Inline, citation
from pipeline.resolve.question import Answer, ask
from pipeline.resolve.reach import knows_others
from pipeline.resolve.style import Style


@dataclass(frozen=True)
class Question:
    """All that the engine is asked about an article."""

    found: list[Cluster]
    items: Mapping[str, Item]  # by the key of the engine
    keys: Mapping[str, str]  # id of the ref → key of the engine
    held: Held
    style: Style
    language: str
    report: Report

    def whole(self) -> Answer:
        """The engine's answer about all."""
        return self._ask([], self.found, list(self.items), self.style.data)

    def portion(self, clusters: list[Cluster], some: list[str], style: bytes) -> Answer:
        """The engine's answer about some; a first citation names all, for what is alike is told apart and ordered as it is cited."""
        ordered = sorted(some, key=lambda key: self.rank[key])
        named = [{"t": "Para", "c": [{"t": "Cite", "c": [[citation(key)], [{"t": "Str", "c": "?"}]]}]} for key in ordered]
        answer = self._ask(named, clusters, sorted(some), style)  # keys are numbers in order
        return Answer(answer.cited[len(named) :], answer.entries)

    def _ask(self, first: list[Inline], clusters: list[Cluster], some: list[str], style: bytes) -> Answer:
        asked = first + blocks(clusters, self.keys, self.held, self.style, self.language)
        return ask(asked, style, self.language, [self.items[key] for key in some], self.report)

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The references as they are first cited, then those that nobody cites."""
        cited = [key for cluster in self.found for key in self.named(cluster)]
        return {key: n for n, key in enumerate(dict.fromkeys([*cited, *self.items]))}

    def named(self, cluster: Cluster) -> list[str]:
        """The references of a citation."""
        return [self.keys[cite.rid] for cite in cluster.cites]


def answered(question: Question) -> Answer:
    """The engine's answer, asked at once or, where that takes long and changes nothing, in portions."""
    kind, items = families.kind(question.style), question.items
    if kind.compares and len(items) > families.PORTION and not knows_others(question.style, items.values()):
        return _in_portions(question, families.families(items.values(), all_names=kind.all_names))
    return question.whole()


def _in_portions(question: Question, every: list[list[str]]) -> Answer:
    """What need not be compared asked at once, without comparing; then each family that must be, and the order of all."""
    groups = [group for group in every if families.compared(group, question.items)]
    members = {key for group in groups for key in group}
    named = [question.named(cluster) for cluster in question.found]
    anew = [n for n, some in enumerate(named) if members & set(some)]
    others = [n for n in range(len(named)) if n not in set(anew)]
    bare = [key for key in question.items if key not in members]

    rest = question.portion([question.found[n] for n in others], bare, families.plain(question.style))
    cited = dict(zip(others, rest.cited, strict=True))
    own: dict[str, Inline] = {}
    for places, some in _portions(anew, named, every, groups):
        answer = question.portion([question.found[n] for n in places], some, question.style.data)
        cited |= zip(places, answer.cited, strict=True)
        own |= {key: entry for entry in answer.entries if (key := key_of(entry)) in members}
    order = question.portion([], list(question.items), families.sorting(question.style)).entries if members else rest.entries
    ordered = families.ordered([key_of(entry) for entry in order], groups, {key: n for n, key in enumerate(own)})
    entries = {key_of(entry): entry for entry in rest.entries} | own
    return Answer([cited[n] for n in range(len(named))], [entries[key] for key in ordered])


def _portions(
    anew: list[int], named: list[list[str]], every: list[list[str]], groups: list[list[str]]
) -> Iterator[tuple[list[int], list[str]]]:
    """The citations of each portion, by their places, with the references of their families; then families that nobody cites."""
    family = {key: n for n, group in enumerate(every) for key in group}
    # Citations of one family beside each other: in the order of the text, every portion would compare most families again
    together = sorted(anew, key=lambda n: sorted(family[key] for key in named[n]))
    asked = set[str]()
    for run, some in families.portions([named[n] for n in together], every):
        yield [together[place] for place in run], some
        asked |= set(some)
    left = [group for group in groups if group[0] not in asked]
    for _, some in families.portions(left, left):
        yield [], some


def key_of(entry: Inline) -> str:
    """The key of the engine that an entry of a bibliography is of."""
    return str(entry["c"][0][0]).removeprefix("ref-")
