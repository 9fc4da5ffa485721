"""Citations: every citation and reference of an article printed once, by the engine, into the tree."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.resolve import csl, references
from pipeline.resolve.asking import in_order
from pipeline.resolve.clusters import Cluster, clusters
from pipeline.resolve.given import settle_letters
from pipeline.resolve.inlines import Held
from pipeline.resolve.numerals import marked, own_digits, write_numbers
from pipeline.resolve.portions import Question, key_of
from pipeline.resolve.printing import Printer
from pipeline.resolve.question import ask
from pipeline.resolve.reach import printable
from pipeline.resolve.style import Style, load
from pipeline.resolve.tongues import asked


def resolve_citations(article: Article, style: Style, report: Report) -> None:
    """Print the citations and the references of an article in place; raises Refused if the engine fails."""
    root, held, language = article.root, Held(), article.language
    refs = {str(ref.get("id")): ref for ref in root.iter("ref")}
    found = [cluster for cluster in clusters(root, made=style.note) if _known(cluster, refs, report)]
    if not refs:
        return
    style = marked(style, own := own_digits(root))
    keys = {rid: f"k{n:05d}" for n, rid in enumerate(refs)}
    items = {rid: references.item(ref, keys[rid], held, style, report) for rid, ref in refs.items()}
    settle_letters(items.values(), style)
    if style.arranges and b"citation-number" not in style.data:
        for cluster in found:
            cluster.cites = in_order(cluster.cites, items)
    by_key = {item["id"]: item for item in items.values()}
    as_given = {keys[rid] for rid, ref in refs.items() if next(ref.iter("element-citation"), None) is None}
    answer = asked(Question(found, by_key, keys, held, style, language, report), as_given)
    rids = {key: rid for rid, key in keys.items()}
    order, empty = references.print_entries(answer.entries, root, rids, held, labels=style.labels)
    empty += [rid for rid in order if rid not in empty and not printable(style, items[rid])]  # words of the style's own are none
    if empty:
        _print_otherwise([items[rid] for rid in empty], {rid: refs[rid] for rid in empty}, held, language, report)
    printer = Printer(style, language, held, rids, order, items)
    for cluster, inlines in zip(found, answer.cited, strict=True):
        printer.put(cluster, inlines, report)
    write_numbers(root, style, own)


def _print_otherwise(items: list[csl.Item], refs: Mapping[str, etree._Element], held: Held, language: str, report: Report) -> None:
    """Print the references for which the style has no words (it does not know their kind) in the default style."""
    default = load(Settings().style, report)
    entries = {key_of(entry): entry for entry in ask([], default.data, language, items, report).entries}
    for item, ref in zip(items, refs.values(), strict=True):
        report("reference-restyled", f"the style prints nothing for {ref.get('id')}; it is set in {default.id}", ref)
        references.print_entry(entries[item["id"]], ref, held)


def _known(cluster: Cluster, refs: Mapping[str, etree._Element], report: Report) -> bool:
    for cite in cluster.cites:
        if cite.rid not in refs:
            report("citation-key-exists", f"there is no reference {cite.rid}", cluster.element)
    cluster.cites = [cite for cite in cluster.cites if cite.rid in refs]
    return bool(cluster.cites)
