"""The jats exporter: the resolved article itself, for other publishing systems, validators and archives."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Report
from pipeline.pictures import artifacts
from pipeline.serialize import DOCTYPE, serialize


def export(article: Article, report: Report) -> Iterator[Artifact]:
    """The resolved article as `<id>.jats.xml`, with the document type of JATS 1.3 Publishing, and its pictures."""
    yield Artifact(f"{article.id}.jats.xml", serialize(article.root, DOCTYPE))
    yield from artifacts(article, report, originals=True)
