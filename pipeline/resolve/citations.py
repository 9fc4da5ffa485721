"""Citations: every citation and reference of an article printed once, by the engine, into the tree."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.resolve import csl, references
from pipeline.resolve.clusters import Cluster, clusters, to_pandoc
from pipeline.resolve.engine import EngineFault, engine
from pipeline.resolve.inlines import Held, Inline, citation
from pipeline.resolve.printing import Printer
from pipeline.resolve.style import Style


def resolve_citations(article: Article, style: Style, report: Report) -> None:
    """Print the citations and the references of an article in place; raises Refused if the engine fails."""
    root, held = article.root, Held()
    refs = {str(ref.get("id")): ref for ref in root.iter("ref")}
    found = [cluster for cluster in clusters(root) if _known(cluster, refs, report)]
    if not refs:
        return
    keys = {rid: f"k{n:05d}" for n, rid in enumerate(refs)}
    items = {rid: references.item(ref, keys[rid], held, style, report) for rid, ref in refs.items()}
    answer = _ask(_blocks(found, keys, held, article.language), _meta(style, article.language, list(items.values())), report)
    rids = {key: rid for rid, key in keys.items()}
    order = references.print_entries(answer[-1], root, rids, held)
    printer = Printer(style, article.language, held, rids, order, items)
    for cluster, inlines in zip(found, _cites(answer[:-1]), strict=True):
        printer.put(cluster, inlines, report)


def _known(cluster: Cluster, refs: Mapping[str, etree._Element], report: Report) -> bool:
    for cite in cluster.cites:
        if cite.rid not in refs:
            report("citation-key-exists", f"there is no reference {cite.rid}", cluster.element)
    cluster.cites = [cite for cite in cluster.cites if cite.rid in refs]
    return bool(cluster.cites)


def _blocks(found: list[Cluster], keys: Mapping[str, str], held: Held, language: str) -> list[Inline]:
    """One paragraph a citation; those of one footnote together in a note, so that the engine knows where they stand."""
    blocks: list[Inline] = []
    last: etree._Element | None = None
    for cluster in found:
        cite = to_pandoc(cluster, keys, held, language)
        if cluster.note is None:
            blocks.append({"t": "Para", "c": [cite]})
        elif cluster.note is last:
            blocks[-1]["c"][0]["c"][0]["c"].append(cite)
        else:
            blocks.append({"t": "Para", "c": [{"t": "Note", "c": [{"t": "Para", "c": [cite]}]}]})
        last = cluster.note
    return blocks


def _meta(style: Style, language: str, items: list[csl.Item]) -> dict[str, Any]:
    nocite = {"t": "Cite", "c": [[citation(item["id"]) for item in items], [{"t": "Str", "c": "?"}]]}
    return {
        "csl": _string(_data(style.data, "application/xml")),
        "bibliography": _string(_data(json.dumps(items, ensure_ascii=False).encode(), "application/json")),
        "lang": _string(language),
        "link-citations": {"t": "MetaBool", "c": True},
        "link-bibliography": {"t": "MetaBool", "c": True},
        "nocite": {"t": "MetaInlines", "c": [nocite]},
    }


def _string(text: str) -> dict[str, Any]:
    return {"t": "MetaString", "c": text}


def _data(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _ask(blocks: list[Inline], meta: Mapping[str, Any], report: Report) -> list[Inline]:
    """The engine's answer; a fault is tried once more, with a new process."""
    size = len(blocks) + len(meta["nocite"]["c"][0]["c"][0])
    timeout = 20 + size / 10 + (size / 100) ** 2  # some styles take time that grows with the square of the references
    for attempt in (1, 2):
        try:
            return engine.cite(blocks, meta, timeout)[0]
        except EngineFault as fault:
            if attempt == 2:
                report("citation-resolved", f"the citation engine failed: {fault}")
                raise Refused from fault
    raise AssertionError


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
