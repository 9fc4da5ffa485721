"""Kinds: of what type a cited work is, as its publisher says it or its fields show it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import listed, take
from pipeline.tree import text_of

_SAID: Final = {  # publication-type of the profile → what publishers write for it
    "website": "web webpage web-page weblink url online internet post post-weblog",
    "confproc": "conf-proc conf-proceedings conference proceedings proc confpaper paper-conference",
    "thesis": "dissertation",
    "data": "database dataset",
    "journal": "periodical journal-article article article-journal",
    "book": "book-chapter chapter book-edited-url edited-book monograph ebook bookchapter",
    "other": "collab clinicaltrial legal-doc commun",
    "report": "technical-report tech-report gov working-paper discussion guideline working_paper",
    "newspaper": "news article-newspaper",
    "magazine": "article-magazine",
    "software": "program computer-program",
    "encyclopedia": "encyclopaedia entry-encyclopedia entry-dictionary",
    "preprint": "eprint arxiv",
}
_SERVER: Final = re.compile(r"\w{1,8}r[xχ]iv\.?|research square\.?", re.IGNORECASE)  # of preprints
_TYPES: Final = {word: kind for kind, words in _SAID.items() for word in words.split()}
_KNOWN: Final = listed(
    """
    journal magazine newspaper preprint book encyclopedia confproc thesis report website data software patent standard other
    """
)


def kind(citation: etree._Element) -> None:
    """Set the type of a citation under the name of the profile; what else was said of it is kept."""
    said = take(citation, "citation-type") or citation.get("publication-type") or take(citation, "publication-format") or ""
    found = said.strip().lower().replace(" ", "-")
    found = found if found in _KNOWN else _TYPES.get(found, "")
    if not found or (found == "other" and _SERVER.fullmatch(text_of(citation.find("source")))):
        found = _guessed(citation)
        if said and said != "other" and found != said:
            citation.set("specific-use", said)
    citation.set("publication-type", _shown(citation, found))
    for key in [key for key in citation.attrib if str(key).startswith("{http://www.w3.org/1999/xlink")]:
        del citation.attrib[key]


def _shown(citation: etree._Element, said: str) -> str:
    """The type, but a work that a publisher has, and no journal, is no article; one in a volume of a work that has none is one."""
    has = {str(child.tag) for child in citation}
    published = bool({"publisher-name", "publisher-loc"} & has)
    if said == "journal" and published and "source" in has and not {"article-title", "volume", "issue", "fpage", "elocation-id"} & has:
        return "book"
    if said == "other" and not published and {"source", "volume"} <= has and {"fpage", "elocation-id"} & has and "chapter-title" not in has:
        return "journal"
    return said


def _guessed(citation: etree._Element) -> str:
    """The type of a work that does not say it, by its fields."""
    has = {str(child.tag) for child in citation}
    if "patent" in has:
        return "patent"
    if any(_SERVER.fullmatch(text_of(citation.find(tag))) for tag in ("source", "publisher-name")):
        return "preprint"
    if {"conf-name", "conf-date"} & has:
        return "confproc"
    if {"chapter-title", "publisher-name", "publisher-loc", "isbn", "edition"} & has:
        return "book"
    return "journal" if {"article-title", "source"} <= has and {"volume", "issue", "fpage"} & has else "other"
