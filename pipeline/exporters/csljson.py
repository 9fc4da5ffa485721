"""The csljson exporter: the references of an article as CSL-JSON, for reference managers and other citation processors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Report
from pipeline.resolve import csl
from pipeline.resolve.inlines import Held
from pipeline.tree import text_of


def export(article: Article, report: Report) -> Iterator[Artifact]:
    """The references as `<id>.csl.json`, in the order of the article; the id of each is its key there."""
    items = [_item(ref, report) for ref in article.root.iter("ref")]
    yield Artifact(f"{article.id}.csl.json", (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode())


def _item(ref: etree._Element, report: Report) -> csl.Item:
    """One reference; prose that marks no title goes whole as title, since an item cannot be prose."""
    fields, prose, held = ref.find(".//element-citation"), ref.find(".//mixed-citation"), Held()
    citation = fields if fields is not None else prose
    made = csl.item(citation, str(ref.get("id")), held) if citation is not None else {"id": str(ref.get("id")), "type": "document"}
    if fields is None and "title" not in made:
        report("format-holds", "a reference in prose has no fields for CSL-JSON; its words go as its title", ref)
        made["title"] = csl.literal(text_of(citation if citation is not None else ref))
    restored: csl.Item = _restored(made, held)
    return restored


def _restored(value: Any, held: Held) -> Any:  # noqa: ANN401  items hold text, names and dates
    """The item without the characters that stand for something else on the way to the engine."""
    if isinstance(value, dict):
        return {key: _restored(one, held) for key, one in value.items()}
    if isinstance(value, list):
        return [_restored(one, held) for one in value]
    return "".join(p if isinstance(p, str) else text_of(p) for p in held.restore(value)) if isinstance(value, str) else value
