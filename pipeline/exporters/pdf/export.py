"""Export: the pages of an article, from its HTML to the finished file."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from lxml import etree

from pipeline import __version__
from pipeline.article import Article, Artifact
from pipeline.diagnostics import OverLimit, Report
from pipeline.exporters.html import Document, h, render, serialise, text_blocks
from pipeline.exporters.html.back import section_id, word
from pipeline.exporters.html.blocks import INNER
from pipeline.exporters.html.people import people
from pipeline.exporters.html.xhtml import tagged
from pipeline.exporters.pdf.anew import loosen, lower, shrink, tighten, turn
from pipeline.exporters.pdf.body import flow, flow_letters, gather_turned, keep_tables, part_long
from pipeline.exporters.pdf.drawings import effects
from pipeline.exporters.pdf.facts import facts
from pipeline.exporters.pdf.lists import lists
from pipeline.exporters.pdf.paper import (
    fit_tables,
    footnotes,
    name_addresses,
    number_lists,
    paper,
    part_marks,
    part_spaces,
    remaining,
)
from pipeline.exporters.pdf.running import run
from pipeline.exporters.pdf.runs import mark_latin, part_runs
from pipeline.exporters.pdf.thumbnail import NAME, thumbnail
from pipeline.exporters.pdf.ties import lead, part_endless, run_on, tie_cells, tie_parts, tie_signs, tie_words
from pipeline.metadata import moment
from pipeline.schema import validator
from pipeline.serialize import serialize
from pipeline.tree import find_all, text_of

_TRIES = 6  # layouts anew to bring stray notes to the pages of their calls, and tables that are cut into theirs
_REPLACEMENT = "\ufffd"


def _instead(missing: str) -> str:
    """What is printed for a character that no font has: nothing for one that steers, as other formats show it."""
    return "" if unicodedata.category(missing) == "Cc" else _REPLACEMENT


def export(article: Article, report: Report) -> Iterable[Artifact]:
    """The article as a printable and archival PDF."""
    from pipeline.exporters.pdf import archive, pages, press, proof, shop  # WeasyPrint takes a second to import: only for prints

    document = prepared(article, report)
    source = _source(article)
    when = moment(article.metadata.published, os.environ.get("SOURCE_DATE_EPOCH"))
    page = _page(article, document, source, when)
    styles = press.sheets(theme(article), article.settings)
    variant = press.SHOP if article.settings.output_intent else press.ARCHIVE
    laid = press.laid_out(serialised(page), document.pictures, styles, variant, report)
    for _ in range(_TRIES):
        found = proof.listed(laid)
        tables = [shrink(page, proof.cut(found)), tighten(page, proof.remnants(found)), loosen(page, proof.lonely(found))]
        if not any([*tables, turn(page, proof.astray(found)), lower(page, proof.crowds(found))]):
            break
        if article.settings.columns > 1:
            gather_turned(page)
        laid = press.laid_out(serialised(page), document.pictures, styles, variant, report)
    if len(laid.pages) > article.settings.pages:
        raise OverLimit(f"it has {len(laid.pages)} pages; {article.settings.pages} are allowed")
    attached = (f"{article.id}.xml", source)
    data, missing = press.drawn(laid, attached, when, variant, report)
    if missing:  # an archive may not have the sign for a missing glyph; it may have the character that says so
        plain = serialised(page).decode("utf-8").translate({ord(one): _instead(one) for one in missing}).encode("utf-8")
        laid = press.laid_out(plain, document.pictures, styles, variant, report)
        data, _ = press.drawn(laid, attached, when, variant, report)
    if variant == press.ARCHIVE:
        finished = archive.archival(data, article, pages.starts(laid.pages))
    else:
        report("format-holds", "a file for a press has no links, no tags and no source inside", article.root)
        finished = shop.exchanged(data, Path(article.settings.output_intent))
    yield Artifact(f"{article.id}.pdf", finished)
    yield Artifact(NAME, thumbnail(finished))


def theme(article: Article) -> str:
    """The theme of the print: the one chosen, else that of an encyclopedia for an article with an infobox, of a journal for all others."""
    if article.settings.theme != "auto":
        return article.settings.theme
    return "encyclopedia" if find_all(article.root, "body/boxed-text[@content-type='infobox']") else "journal"


def prepared(article: Article, report: Report) -> Document:
    """The article's HTML made ready for paper."""
    document = render(article, report, paper)
    for number, block in enumerate(text_blocks(document)):  # before any is moved: where the pages begin is told by these
        block.set("data-block", str(number))
    footnotes(document, article.settings.columns)
    document, emptied = remaining(document)
    if inner := [one for one in article.root.iter("object-id") if one.get("pub-id-type") in INNER]:
        report("format-holds", f"identifiers that only a publisher can look up are not printed ({len(inner)} in this article)", inner[0])
    for title in find_all(article.root, "//fn-group/title"):
        if section_id(title.getparent()) not in emptied:  # type: ignore[arg-type]
            continue
        report("format-holds", f"the notes stand at the foot of the pages, without their heading {text_of(title)}", title)
    effects(article, document.pictures, report)
    people(document, word(article.root, "notes"))
    facts(document)
    for part in document.parts:
        on_paper(part, document.lang, document.dir)
    return document


def on_paper(part: etree._Element, language: str, direction: str) -> None:
    """Say in a part what of it stays together, what may be parted, and how it is drawn: its words and their order stay."""
    run_on(part)
    fit_tables(part)
    name_addresses(part)
    keep_tables(part)
    part_long(part)
    part_marks(part)
    part_endless(part)
    lead(part)
    tie_signs(part)
    tie_words(part, language)
    tie_parts(part)
    tie_cells(part)
    if direction == "rtl":
        part_runs(part)
        mark_latin(part)
    part_spaces(part)
    number_lists(part)


def _source(article: Article) -> bytes:
    """The canonical article: its file, or what an importer made of it."""
    try:
        data = article.path.read_bytes() if article.path.suffix == ".xml" else b""
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
        if validator().validate(root):
            data.decode("utf-8")
            return data
    except (OSError, ValueError, etree.XMLSyntaxError):
        pass
    return serialize(article.root)


def _page(article: Article, document: Document, source: bytes, when: datetime) -> etree._Element:
    """The whole page that is printed."""
    run(article, document)
    ends = [part for part in (document.colophon, *document.letters) if part is not None]
    flow_letters(document)
    inside = h("article", parts=[document.header, *lists(article, document), flow(document), *ends, _made(article, source, document.dir)])
    for number, table in enumerate(tagged(inside, "table")):
        table.set("data-table", str(number))
    if article.settings.columns > 1:
        gather_turned(inside)
    _page_words(inside, word(article.root, "page").lower())
    body = h("body", parts=[h("main", parts=[inside])])
    return h("html", document.said, [_head(article, document, when), body])


def serialised(page: etree._Element) -> bytes:
    """The page as bytes."""
    return b"<!DOCTYPE html>\n" + serialise(page)


def _head(article: Article, document: Document, when: datetime) -> etree._Element:
    """The metadata that the PDF takes over."""
    meta = article.metadata
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    authors = [("author", one.display) for one in meta.people if one.kind == "author"]
    pairs = [
        *authors,
        ("description", meta.abstract),
        ("keywords", ", ".join(meta.keywords)),
        ("generator", f"article-pipeline {__version__}"),
    ]
    pairs += [("dcterms.created", stamp), ("dcterms.modified", stamp)]
    tags = [h("meta", {"name": name, "content": value}) for name, value in pairs if value]
    return h("head", parts=[h("meta", {"charset": "utf-8"}), h("title", parts=[document.title or article.id]), *tags])


def _made(article: Article, source: bytes, direction: str) -> etree._Element:
    """What the print was made of and by what."""
    digest = hashlib.sha256(source).hexdigest()
    words = f"{article.id}.xml, SHA-256 {digest}; {article.settings.style}; article-pipeline {__version__}"
    return h("p", {"class": "made", "dir": "ltr" if direction == "rtl" else None}, [words])


def _page_words(inside: etree._Element, page: str) -> None:
    """Give the references to sections the word before their page number; within a citation they have none, as its label is printed."""
    for link in inside.iter("{*}a"):
        cited = any(one.get("data-rid") for one in link.iterancestors("{*}span"))
        if link.get("class") in ("xref-sec", "xref-app") and not cited:
            link.set("data-page", page)
