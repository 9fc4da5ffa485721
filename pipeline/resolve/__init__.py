"""Resolve: JATS in, JATS out; citations, numbers and labels are printed into the tree, once for all formats."""

from __future__ import annotations

import copy
from dataclasses import replace

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.resolve import published
from pipeline.resolve.citations import resolve_citations
from pipeline.resolve.labels import resolve_labels
from pipeline.resolve.lines import even_ends
from pipeline.resolve.links import end_hidden, name_links, part_links
from pipeline.resolve.mentions import tell_mentions
from pipeline.resolve.references import name_anonymous, name_in_scripts, name_silent, part_names
from pipeline.resolve.style import load


def resolve(article: Article, report: Report) -> Article:
    """The article with everything printed that a reader sees; a resolved article comes back as it is. Raises Refused."""
    if article.root.get("specific-use") == "resolved":
        return article
    resolved = replace(article, root=copy.deepcopy(article.root))
    even_ends(article, resolved.root)
    tell_mentions(resolved.root)
    part_names(resolved.root)
    if article.settings.style == published.NAME:
        published.keep_published(resolved, report)
    else:
        resolve_citations(resolved, load(article.settings.style, report), report)
    name_links(resolved.root)
    name_anonymous(resolved.root)
    name_in_scripts(resolved.root)
    name_silent(resolved.root, report)
    resolve_labels(resolved.root, article.language)
    end_hidden(resolved.root, report)
    part_links(resolved.root)
    resolved.root.set("specific-use", "resolved")
    return resolved
