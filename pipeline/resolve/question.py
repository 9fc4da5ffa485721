"""Question: what the engine is asked, as one document of citations, references and a style; and what it answers."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pipeline.diagnostics import Refused, Report
from pipeline.resolve import collation, dated, eras, fallbacks, keys, trigraphs
from pipeline.resolve.csl import Item
from pipeline.resolve.engine import EngineFault, engine
from pipeline.resolve.inlines import Inline, citation

_TODAY: Final = {"no": "nb-NO", "iw": "he-IL", "in": "id-ID"}  # codes whose language the engine knows by another


@dataclass(frozen=True)
class Answer:
    """The printed citations, in the order in which they were asked for, and the entries of the bibliography, in its order."""

    cited: list[list[Inline]]
    entries: list[Inline]


def ask(blocks: list[Inline], style: bytes, language: str, items: list[Item], report: Report) -> Answer:
    """The engine's answer; a fault is tried once more, with a new process, then the article is refused."""
    if not items:
        return Answer([], [])  # all references are of families: the engine answers no list to no question
    size = len(blocks) + len(items)
    timeout = 20 + size / 10 + (size / 100) ** 2  # some styles take time that grows with the square of the references
    for attempt in (1, 2):
        try:
            answer = engine.cite(blocks, _meta(style, language, items), timeout)[0]
            return Answer(list(_cites(answer[:-1])), answer[-1]["c"][1])
        except EngineFault as fault:
            if attempt == 2:
                report("citation-resolved", f"the citation engine failed: {fault}")
                raise Refused from fault
    raise AssertionError


def _meta(style: bytes, language: str, items: list[Item]) -> dict[str, Any]:
    if b'demote-non-dropping-particle="never"' in style:
        items = [{variable: _whole(value) for variable, value in item.items()} for item in items]
    items = fallbacks.present(style, trigraphs.labelled(style, list(map(_of_one_case, items))))
    style, items = collation.ranked(style, items, language)
    style = eras.spaced(style, items, language, _eras)
    style, items = dated.ready(*keys.demoted(style, items))
    nocite = {"t": "Cite", "c": [[citation(item["id"]) for item in items], [{"t": "Str", "c": "?"}]]}
    return {
        "csl": _string(_data(style, "application/xml")),
        "bibliography": _string(_data(json.dumps(items, ensure_ascii=False).encode(), "application/json")),
        "lang": _string(_TODAY.get(language.lower(), language)),
        "link-citations": {"t": "MetaBool", "c": True},
        "link-bibliography": {"t": "MetaBool", "c": True},
        "nocite": {"t": "MetaInlines", "c": [nocite]},
    }


@cache
def _eras(language: str) -> list[Inline]:
    """What the engine prints for the words of eras in a language."""
    answer: list[Inline] = engine.cite([], _meta(eras.ASKING, language, [{"id": "k", "type": "book", "title": "T"}]), 20)[0]
    return answer


def _of_one_case(item: Item) -> Item:
    """An item without variables that are others in other letters: the engine takes "iD" for "id"."""
    return {name: value for name, value in item.items() if name == name.lower() or name.lower() not in item}


def _whole(value: Any) -> Any:  # noqa: ANN401  a variable has text, names or a date
    """Names whose particle belongs to the family name everywhere are given whole, else "dos Santos" would be taken for a "Santos"."""
    if not isinstance(value, list):
        return value
    return [_quoted(name) if isinstance(name, dict) and name.get("family") else name for name in value]


def _quoted(name: dict[str, Any]) -> dict[str, Any]:
    """The name with a family name in quotation marks, in which the engine looks for no particle."""
    particle, family = str(name.get("non-dropping-particle", "")), str(name["family"])
    if not particle and not (family[:1].islower() and " " in family):
        return name
    space = "" if not particle or particle[-1:] in "’'-" else " "
    return {key: part for key, part in name.items() if key != "non-dropping-particle"} | {"family": f'"{particle}{space}{family}"'}


def _string(text: str) -> dict[str, Any]:
    return {"t": "MetaString", "c": text}


def _data(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _cites(node: Any) -> Iterator[list[Inline]]:  # noqa: ANN401  pandoc's JSON has every shape
    """The printed inlines of every Cite of the answer, in order."""
    if isinstance(node, list):
        for child in node:
            yield from _cites(child)
    elif isinstance(node, dict):
        if node.get("t") == "Cite":
            yield node["c"][1]
        else:
            yield from _cites(node.get("c", []))
