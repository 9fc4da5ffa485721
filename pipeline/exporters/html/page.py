"""The page: a document as one standalone HTML file with its style sheet inside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Refused, Report
from pipeline.exporters.html.back import word
from pipeline.exporters.html.document import Document, contents, render
from pipeline.exporters.html.people import people
from pipeline.exporters.html.xhtml import h, serialise, tagged
from pipeline.exporters.widths import em
from pipeline.markup import append
from pipeline.pictures import artifacts
from pipeline.styles import folder, sheet
from pipeline.tree import find_all, raw_text

_END = re.compile(" $")
_LONG = 20  # letters of a formula that may not fit
_LINE = 17  # em of a line on a telephone


def export(article: Article, report: Report) -> Iterable[Artifact]:
    """The article as a web page, its pictures and files beside it."""
    document = render(article, report)
    people(document, word(article.root, "notes"))
    yield Artifact(f"{article.id}.html", page(article, document, style_sheet(article, "screen", report)))
    yield from artifacts(article, report)


def style_sheet(article: Article, medium: str, report: Report) -> str:
    """The house style of a medium and the user's own style sheets after it."""
    paths = [folder() / "css" / "base.css", folder() / "css" / f"{medium}.css", *article.settings.css]
    return "\n".join(_sheet(path, report) for path in paths)


def _sheet(path: Path, report: Report) -> str:
    try:
        words = sheet(path)
    except ValueError as fault:
        report("css-readable", f"{path.name}: it cannot be read: {fault}")
        raise Refused from fault
    return words[words.index(";") + 1 :] if words.startswith("@charset") else words  # what goes into a page has that page's encoding


def page(article: Article, document: Document, css: str) -> bytes:
    """The whole page."""
    nav = contents(document, word(article.root, "contents"))
    inside = h("article")
    body = h("body", parts=[h("main", parts=[inside])])
    root = h("html", document.said, [head(article, document), body])
    header, *others = document.parts
    for part in document.parts:
        let_scroll(part)
        tie_back(part)
    append(inside, [header, *([nav] if nav is not None else []), *others])  # last: a tree that is moved is gone through as a whole
    style = css.replace("<", "\\3C ").replace("&", "\\26 ").encode()  # in HTML it is raw text, in XML it is not: `>` alone is both
    return b"<!DOCTYPE html>\n" + serialise(root).replace(b"<style></style>", b"<style>" + style + b"</style>", 1) + b"\n"


def let_scroll(element: etree._Element) -> None:
    """Let a keyboard reach what may be wider than the page, to move it; a formula in the line moves only if it is long."""
    for node in find_all(element, "descendant-or-self::*/@class[contains(., 'math') or contains(., 'table-wrap')]/.."):
        names = (node.get("class") or "").split()
        formula = "math" in names and len(raw_text(node)) > _LONG
        if formula and (around := node.getparent()) is not None and around.get("class") != "equation":
            formula = em(raw_text(node)) > _LINE
            node.set("class", "math long" if formula else "math")
        if formula or ("table-wrap" in names and any(len(row) > 1 for row in tagged(node, "tr"))):
            node.set("tabindex", "0")


def tie_back(element: etree._Element) -> None:
    """Keep the first link back from a note on the line of its last word."""
    for link in [one for one in tagged(element, "a") if one.get("role") == "doc-backlink"]:
        before, around = link.getprevious(), link.getparent()
        if before is not None and before.tail and before.get("role") != "doc-backlink":
            before.tail = _END.sub("\u00a0", before.tail)
        elif before is None and around is not None and around.text:
            around.text = _END.sub("\u00a0", around.text)


def head(article: Article, document: Document) -> etree._Element:
    """The head: title, catalogue data, room for the style."""
    viewport = h("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    return h(
        "head",
        parts=[
            h("meta", {"charset": "utf-8"}),
            viewport,
            h("title", parts=[document.title or article.id]),
            generator(),
            *catalogue(article),
            h("style"),
        ],
    )


def generator() -> etree._Element:
    """Who made the page: by this a reader of files knows what must be marked in it."""
    return h("meta", {"name": "generator", "content": "article-pipeline"})


def catalogue(article: Article) -> list[etree._Element]:
    """What search engines of scholarship read: the Highwire names, and Dublin Core's for the rest."""
    meta = article.metadata
    pairs = [("citation_title", meta.title), *(("citation_author", one.file_as) for one in meta.people if one.kind == "author")]
    pairs += [
        ("citation_doi", meta.identifiers.get("doi", "")),
        ("citation_journal_title", meta.journal),
        ("citation_publisher", meta.publisher),
    ]
    pairs += [
        ("citation_volume", meta.volume),
        ("citation_issue", meta.issue),
        ("citation_publication_date", meta.published.replace("-", "/")),
    ]
    pairs += [
        ("citation_language", meta.language),
        ("description", meta.abstract),
        ("keywords", ", ".join(meta.keywords)),
        ("dcterms.license", meta.licence),
    ]
    return [h("meta", {"name": name, "content": value}) for name, value in pairs if value]
