"""What TEI cannot hold: said, not hidden."""

from __future__ import annotations

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.tree import find_all


def report_losses(article: Article, report: Report) -> None:
    """Report what of the article has no place in the TEI."""
    for column in find_all(article.root, "//col[@width or @align or @valign] | //colgroup[@width]"):
        report("format-holds", "TEI has no place for the width or the alignment of table columns", column)
