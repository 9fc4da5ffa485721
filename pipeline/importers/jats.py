"""JATS: reads canonical JATS XML."""

from __future__ import annotations

from pathlib import Path

from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.source import parsed, source_bytes


def read(path: Path, report: Report) -> Article:
    """Read an article in canonical JATS; raises Refused for what cannot be one."""
    root = parsed(source_bytes(path, report), report)
    if root.tag != "article":
        report("source-known", f"its root element is <{root.tag}>, not <article>", root)
        raise Refused
    return Article(path, root)
