"""TEI P5: an archivist's document with a full header, and the pictures beside it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Report
from pipeline.exporters.tei import biblstruct, blocks, fields, figures, front, header, inline, names
from pipeline.exporters.tei.base import ID, Element, new, nodes, tei
from pipeline.exporters.tei.finish import collect_math, file
from pipeline.exporters.tei.losses import report_losses
from pipeline.pictures import artifacts
from pipeline.tree import LANG

RULES = (biblstruct, blocks, fields, figures, front, header, inline, names)  # each adds its rules to the table


def export(article: Article, report: Report) -> Iterable[Artifact]:
    """The TEI document of a resolved article, and the pictures and files that it shows."""
    report_losses(article, report)
    yield Artifact(f"{article.id}.tei.xml", file(document(article)))
    yield from artifacts(article, report, originals=True)


def document(article: Article) -> Element:
    """The TEI tree, its elements still by their bare names."""
    [head, text] = nodes([*tei.each(article.root.findall("front")), *tei.render(article.root)])
    head.insert(1, header.encoding(article))
    for revision in header.revisions(article.root):
        head.append(revision)
    root = new("TEI", [head, text], version="4.8.0", **{ID: article.root.get("id"), LANG: article.root.get(LANG)})
    prefix = "mathml-"
    while any(key.startswith(prefix) for key in article.by_id):
        prefix += "-"
    collect_math(root, head, prefix)
    return root
