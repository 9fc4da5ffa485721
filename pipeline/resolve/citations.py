"""Citations: every citation and reference of an article printed once, by the engine, into the tree."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.resolve import csl, families, references
from pipeline.resolve.asking import blocks, in_order
from pipeline.resolve.clusters import Cluster, clusters
from pipeline.resolve.inlines import Held, Inline, citation
from pipeline.resolve.printing import Printer
from pipeline.resolve.question import Answer, ask
from pipeline.resolve.quotes import settle, settle_blocks
from pipeline.resolve.style import Style, load


def resolve_citations(article: Article, style: Style, report: Report) -> None:
    """Print the citations and the references of an article in place; raises Refused if the engine fails."""
    root, held, language = article.root, Held(), article.language
    refs = {str(ref.get("id")): ref for ref in root.iter("ref")}
    found = [cluster for cluster in clusters(root, made=style.note) if _known(cluster, refs, report)]
    if not refs:
        return
    keys = {rid: f"k{n:05d}" for n, rid in enumerate(refs)}
    items = {rid: references.item(ref, keys[rid], held, style, report) for rid, ref in refs.items()}
    if style.arranges and b"citation-number" not in style.data:
        for cluster in found:
            cluster.cites = in_order(cluster.cites, items)
    order_of = families.kind(style)
    if order_of.portions and len(items) > families.PORTION:
        answer = _in_portions(found, items, keys, held, style, language, report, all_names=order_of.all_names)
    else:
        asked = blocks(found, keys, held, style, language)
        answer = ask(asked, style.data, language, list(items.values()), report)
    rids = {key: rid for rid, key in keys.items()}
    settle_blocks(answer.entries, style, language)
    for printed in answer.cited:
        settle(printed, style, language)
    order, empty = references.print_entries(answer.entries, root, rids, held, labels=style.labels)
    if empty:
        _print_otherwise([items[rid] for rid in empty], {rid: refs[rid] for rid in empty}, held, language, report)
    printer = Printer(style, language, held, rids, order, items)
    for cluster, inlines in zip(found, answer.cited, strict=True):
        printer.put(cluster, inlines, report)


def _print_otherwise(items: list[csl.Item], refs: Mapping[str, etree._Element], held: Held, language: str, report: Report) -> None:
    """Print the references for which the style has no words (it does not know their kind) in the default style."""
    default = load(Settings().style, report)
    entries = {_key(entry): entry for entry in ask([], default.data, language, items, report).entries}
    for item, ref in zip(items, refs.values(), strict=True):
        report("reference-restyled", f"the style prints nothing for {ref.get('id')}; it is set in {default.id}", ref)
        references.print_entry(entries[item["id"]], ref, held)


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
) -> Answer:
    """The answer of an engine that is asked in portions which need not know of each other."""
    by_key = {item["id"]: item for item in items.values()}
    every = families.families(items.values(), all_names=all_names)
    groups = [group for group in every if families.compared(group, by_key)]
    members = {key for group in groups for key in group}

    cited_first = dict.fromkeys([keys[cite.rid] for cluster in found for cite in cluster.cites] + list(by_key))
    rank = {key: n for n, key in enumerate(cited_first)}

    def portion(clusters: list[Cluster], some: list[str]) -> Answer:
        """The answer for a portion; a first citation names all, since what is alike is told apart as it is cited."""
        ordered = sorted(some, key=lambda key: rank[key])
        named = {"t": "Para", "c": [{"t": "Cite", "c": [[citation(key) for key in ordered], [{"t": "Str", "c": "?"}]]}]}
        asked = [named, *blocks(clusters, keys, held, style, language)]
        answer = ask(asked, style.data, language, [by_key[key] for key in sorted(some)], report)  # keys are numbers in order
        return Answer(answer.cited[1:], answer.entries)

    whole = ask(blocks(found, keys, held, style, language), families.plain(style), language, list(by_key.values()), report)
    cited, entries = whole.cited, {_key(entry): entry for entry in whole.entries}
    wanted = {n: [keys[cite.rid] for cite in cluster.cites] for n, cluster in enumerate(found)}
    # Citations of one family beside each other: in the order of the text, every portion would compare most families again
    family = {key: n for n, group in enumerate(every) for key in group}
    anew = sorted((n for n, named in wanted.items() if members & set(named)), key=lambda n: sorted(family[key] for key in wanted[n]))
    for run, some in families.portions([wanted[n] for n in anew], every) if anew else ():
        for n, printed in zip((anew[place] for place in run), portion([found[anew[place]] for place in run], some).cited, strict=True):
            cited[n] = printed
    own: dict[str, Inline] = {}
    for _, some in families.portions(groups, groups) if groups else ():
        own |= {_key(entry): entry for entry in portion([], some).entries}
    order = families.ordered(list(entries), groups, {key: n for n, key in enumerate(own)})
    return Answer(cited, [own.get(key, entries[key]) for key in order])


def _key(entry: Inline) -> str:
    return str(entry["c"][0][0]).removeprefix("ref-")


def _known(cluster: Cluster, refs: Mapping[str, etree._Element], report: Report) -> bool:
    for cite in cluster.cites:
        if cite.rid not in refs:
            report("citation-key-exists", f"there is no reference {cite.rid}", cluster.element)
    cluster.cites = [cite for cite in cluster.cites if cite.rid in refs]
    return bool(cluster.cites)
