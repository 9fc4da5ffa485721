"""The wikitext exporter: a page for MediaWiki, in the profile `resolved` (no template needed) or `wikipedia`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Report
from pipeline.exporters.wikitext import blocks, formulas, front, infobox, inline, lists, notes, people, pictures, tables
from pipeline.exporters.wikitext.base import Table, wiki
from pipeline.exporters.wikitext.losses import report_losses
from pipeline.exporters.wikitext.prepare import gathered, linked
from pipeline.exporters.wikitext.wikipedia import wikipedia
from pipeline.pictures import artifacts

__all__ = ["blocks", "export", "formulas", "front", "infobox", "inline", "lists", "notes", "page", "people", "pictures", "tables"]
RULES: dict[str, Table] = {"resolved": wiki, "wikipedia": wikipedia}


def export(article: Article, report: Report) -> Iterator[Artifact]:
    """The article as `<id>.wiki`, and its pictures."""
    report_losses(article, report)
    yield Artifact(f"{article.id}.wiki", page(article).encode())
    yield from artifacts(article, report)


def page(article: Article) -> str:
    """The article as wikitext."""
    prepare = gathered if article.settings.profile == "wikipedia" else linked
    text = RULES[article.settings.profile].render(prepare(article.root)).strip("\n") + "\n"
    return text.replace("\x7f", "")  # no character, and MediaWiki's own mark for what it has put aside
