"""Citations: every citation and reference of an article printed once, by the engine, into the tree."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.resolve import csl, families, references
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
    order_of = families.kind(style)
    if order_of.portions and len(items) > families.PORTION:
        cited, entries = _in_portions(found, items, keys, held, style, article.language, report, all_names=order_of.all_names)
    else:
        answer = _ask(_blocks(found, keys, held, article.language), _meta(style.data, article.language, list(items.values())), report)
        cited, entries = list(_cites(answer[:-1])), answer[-1]["c"][1]
    rids = {key: rid for rid, key in keys.items()}
    order = references.print_entries(entries, root, rids, held)
    printer = Printer(style, article.language, held, rids, order, items)
    for cluster, inlines in zip(found, cited, strict=True):
        printer.put(cluster, inlines, report)


def _in_portions(
    found: list[Cluster],
    items: Mapping[str, csl.Item],
    keys: Mapping[str, str],
    held: Held,
    style: Style,
    language: str,
    report: Report,
    *,
    all_names: bool,
) -> tuple[list[list[Inline]], list[Inline]]:
    """The printed citations and the entries of the bibliography, asked in portions that need not know of each other."""
    by_key = {item["id"]: item for item in items.values()}
    every = families.families(items.values(), all_names=all_names)
    groups = [group for group in every if families.compared(group, by_key)]
    members = {key for group in groups for key in group}

    cited_first = dict.fromkeys([keys[cite.rid] for cluster in found for cite in cluster.cites] + list(by_key))
    rank = {key: n for n, key in enumerate(cited_first)}

    def ask(clusters: list[Cluster], some: list[str]) -> tuple[list[list[Inline]], list[Inline]]:
        """The citations and the entries of a portion; a first citation names all, since what is alike is told apart as it is cited."""
        ordered = sorted(some, key=lambda key: rank[key])
        named = {"t": "Para", "c": [{"t": "Cite", "c": [[citation(key) for key in ordered], [{"t": "Str", "c": "?"}]]}]}
        blocks = [named, *_blocks(clusters, keys, held, language)]
        answer = _ask(blocks, _meta(style.data, language, [by_key[key] for key in sorted(some)]), report)  # keys are numbers in order
        return list(_cites(answer[:-1]))[1:], answer[-1]["c"][1]

    whole = _ask(_blocks(found, keys, held, language), _meta(families.plain(style), language, list(by_key.values())), report)
    cited, entries = list(_cites(whole[:-1])), {_key(entry): entry for entry in whole[-1]["c"][1]}
    wanted = {n: [keys[cite.rid] for cite in cluster.cites] for n, cluster in enumerate(found)}
    anew = [n for n, named in wanted.items() if members & set(named)]
    for run, some in families.portions([wanted[n] for n in anew], every) if anew else ():
        for n, printed in zip((anew[place] for place in run), ask([found[anew[place]] for place in run], some)[0], strict=True):
            cited[n] = printed
    own: dict[str, Inline] = {}
    for _, some in families.portions(groups, groups) if groups else ():
        own |= {_key(entry): entry for entry in ask([], some)[1]}
    order = families.ordered(list(entries), groups, {key: n for n, key in enumerate(own)})
    return cited, [own.get(key, entries[key]) for key in order]


def _key(entry: Inline) -> str:
    return str(entry["c"][0][0]).removeprefix("ref-")


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


def _meta(style: bytes, language: str, items: list[csl.Item]) -> dict[str, Any]:
    nocite = {"t": "Cite", "c": [[citation(item["id"]) for item in items], [{"t": "Str", "c": "?"}]]}
    return {
        "csl": _string(_data(style, "application/xml")),
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
