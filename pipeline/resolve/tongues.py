"""Tongues: in an article of another script, works in Latin letters are referred to in words of their language: "and", "et al."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from pipeline.resolve.csl import Item
from pipeline.resolve.inlines import Inline
from pipeline.resolve.portions import Question, answered, key_of
from pipeline.resolve.question import Answer
from pipeline.resolve.quotes import settle, settle_blocks
from pipeline.resolve.titles import is_latin
from pipeline.schema.language import scripts

_SAID: Final = ("author", "editor", "title-short", "title", "container-title")
_ELSE: Final = "en"


def spoken(item: Item, language: str) -> str:
    """The language in whose words a work is referred to, in an article of a language."""
    if "Latn" in scripts(language) or not is_latin("".join(_words(item))):
        return language
    own = str(item.get("language", "")) or _ELSE
    return own if "Latn" in scripts(own) else language


def _words(item: Item) -> Iterator[str]:
    for variable in _SAID:
        value = item.get(variable, "")
        if isinstance(value, list):
            yield from (str(name.get("family") or name.get("literal", "")) for name in value)
        elif variable != "title" or "title-short" not in item:  # behind it stands the translation
            yield str(value)


def asked(question: Question, fixed: set[str]) -> Answer:
    """The engine's answer, asked anew for each language of works in Latin letters; `fixed`: keys of what is printed as given."""
    answer = _settled(question)
    by_key = {key: spoken(item, question.language) for key, item in question.items.items()}
    changed = (by_key.keys() - fixed) if question.style.numeric else by_key.keys()  # a number has no words
    for language in sorted({by_key[key] for key in changed} - {question.language}):
        # The engine sets titles of that language in title case: only what says that it is of it
        items = {key: {"language": question.language} | item for key, item in question.items.items()}
        other = _settled(replace(question, language=language, items=items))
        answer = _with(answer, other, question, {key for key, own in by_key.items() if own == language})
    return answer


def _settled(question: Question) -> Answer:
    """The engine's answer in one language."""
    answer = answered(question)
    settle_blocks(answer.entries, question.style, question.language)
    for printed in answer.cited:
        settle(printed, question.style, question.language)
    return answer


def _with(answer: Answer, other: Answer, question: Question, keys: set[str]) -> Answer:
    """An answer with what another says of some works, where it is of no others; order and labels stay."""
    own = {key_of(entry): entry for entry in other.entries}
    entries = [_labelled(own[key], entry) if (key := key_of(entry)) in keys else entry for entry in answer.entries]
    if question.style.numeric:
        return Answer(answer.cited, entries)
    places = [keys.issuperset(question.named(cluster)) for cluster in question.found]
    return Answer([b if own else a for a, b, own in zip(answer.cited, other.cited, places, strict=True)], entries)


def _labelled(entry: Inline, before: Inline) -> Inline:
    """An entry with the label of another."""
    for span, other in zip(_margins(entry), _margins(before), strict=False):
        span["c"][1] = other["c"][1]
    return entry


def _margins(node: Any) -> Iterator[Inline]:  # noqa: ANN401  pandoc's JSON has every shape
    """The spans of an entry that stand in its margin."""
    if isinstance(node, list):
        for child in node:
            yield from _margins(child)
    elif isinstance(node, dict) and node.get("t") == "Span" and "csl-left-margin" in node["c"][0][1]:
        yield node
    elif isinstance(node, dict):
        yield from _margins(node.get("c"))
