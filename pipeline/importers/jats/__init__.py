"""JATS: reads the JATS and NLM articles of any publisher, and makes them canonical; canonical JATS stays as it is.

Each stage mends one kind of thing in the tree; the last one holds what is left against the grammar of the profile.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.importers.jats import (
    affiliations,
    alone,
    arrows,
    astray,
    back,
    blocks,
    calls,
    capitals,
    captions,
    cells,
    choices,
    clean,
    contributors,
    dashes,
    escaped,
    exported,
    floats,
    formulas,
    front,
    generated,
    glosses,
    halves,
    hosted,
    hypertext,
    ids,
    journal,
    kept,
    layout,
    mailboxes,
    missed,
    names,
    natbib,
    notes,
    numbers,
    once,
    poems,
    printed,
    references,
    repair,
    runin,
    secmeta,
    sections,
    strays,
    tables,
    taxpub,
    touching,
    uncalled,
    unlinked,
    webpage,
)
from pipeline.schema import explain, validator
from pipeline.source import parsed, source_bytes

Stages: TypeAlias = tuple[Callable[[etree._Element, Report], None], ...]
TELLING: Final[Stages] = (
    taxpub.treatments,
    exported.exported,
    webpage.webpage,
    hypertext.hypertext,
    clean.clean,
    journal.replies,
    secmeta.metas,
    hosted.hosted,
    hosted.registered,
    hosted.for_lists,
    strays.strays,
    generated.generated,
    cells.lined,
    glosses.glosses,
    poems.poems,
    poems.typescripts,
    poems.speeches,
    layout.layout,
    escaped.escaped,
    affiliations.anchored,
    ids.unique,
    ids.typed,
    astray.astray,
    touching.touching,
    uncalled.uncalled,
    choices.choose,
    formulas.formulas,
    natbib.natbib,
    numbers.margins,
    sections.sections,
    runin.apart,
    dashes.dashes,
    alone.alone,
    unlinked.unlinked,
    missed.missed,
    halves.halves,
    numbers.numbers,
    arrows.arrows,
    printed.codes,
    captions.labels_once,
    once.printed,
    once.repeated,
    once.names,
    once.joined,
    once.copyrights,
    once.lists,
    mailboxes.alone,
)  # they tell themselves what they leave out
_MANY: Final = 20  # faults of one author; a publisher's article differs from the profile in more
STAGES: Final[Stages] = (
    contributors.contributors,
    front.front,
    notes.notes,
    tables.tables,
    references.references,
    back.back,
    ids.linked,
    calls.calls,
    floats.floats,
    blocks.blocks,
    repair.repair,
    repair.again,
)


def read(path: Path, report: Report) -> Article:
    """Read an article in JATS or NLM; raises Refused for what cannot be one."""
    root = parsed(source_bytes(path, report), report, instructions=True)
    articles = clean.articles(root)
    if len(articles) != 1:
        report("source-known", _is_none(root, len(articles)), root)
        raise Refused
    article = articles[0]
    clean.instructions(article, report)
    if not explain.head_fits(article) or not validator().validate(article):
        if _means_canonical(article):
            return Article(path, article)  # what is wrong is the author's to mend
        for stage in TELLING:
            stage(article, report)
        texts = kept.texts(article)
        for stage in STAGES:
            stage(article, report)
        kept.check(texts, article, report)
        capitals.capitals(article, report)  # no word is another thereby
    return Article(path, article)


def _is_none(root: etree._Element, articles: int) -> str:
    """Why a file is no article."""
    if articles:
        return f"it holds {articles} articles; a source is one"
    tag = etree.QName(root)
    return "its <article> has neither front nor body" if tag.localname == "article" else f"its root element is <{root.tag}>, not <article>"


def _means_canonical(article: etree._Element) -> bool:
    """Whether an invalid article is an author's, who meant it to be canonical: it has what JATS does not know, and is no publisher's."""
    return names.claims_canonical(article) and names.foreign(article) and len(explain.problems(article)) <= _MANY
