"""The jats exporter: the resolved article itself, for other publishing systems, validators and archives."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Report
from pipeline.pictures import files, pictures
from pipeline.serialize import DOCTYPE, serialize


def export(article: Article, report: Report) -> Iterator[Artifact]:
    """The resolved article as `<id>.jats.xml`, with the document type of JATS 1.3 Publishing, and its pictures."""
    yield Artifact(f"{article.id}.jats.xml", serialize(article.root, DOCTYPE))
    for picture in (*pictures(article, report).values(), *files(article, report).values()):
        yield Artifact(picture.href, picture.data)
