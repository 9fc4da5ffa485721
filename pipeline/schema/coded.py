"""Coded: checks an article against the grammar, then against the rules that a grammar cannot say: one function a code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.schema import addresses, citing, dates, directions, explain, identifiers, language, links, pictures, references, words

Finding: TypeAlias = tuple[etree._Element, str]  # where, and what is wrong there
Check: TypeAlias = Callable[[Article], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "profile-valid": explain.profile_valid,
    "id-unique": links.id_unique,
    "xref-target-exists": links.xref_target_exists,
    "xref-type-matches": links.xref_type_matches,
    "citation-key-exists": citing.citation_key_exists,
    "citation-shape": citing.citation_shape,
    "locator-valid": citing.locator_valid,
    "language-tag-valid": language.language_tag_valid,
    "terms-known": language.terms_known,
    "script-has-language": language.script_has_language,
    "address-safe": addresses.address_safe,
    "date-valid": dates.date_valid,
    "calendar-agrees": dates.calendar_agrees,
    "isbn-valid": identifiers.isbn_valid,
    "issn-valid": identifiers.issn_valid,
    "doi-valid": identifiers.doi_valid,
    "orcid-valid": identifiers.orcid_valid,
    "reference-complete": references.reference_complete,
    "reference-unique": references.reference_unique,
    "reference-alike": references.reference_alike,
    "heading-not-empty": words.heading_not_empty,
    "text-not-control": words.text_not_control,
    "direction-closed": directions.direction_closed,
    "alt-text-given": pictures.alt_text_given,
    "picture-inside": pictures.picture_inside,
    "picture-found": pictures.picture_found,
    "picture-local": pictures.picture_local,
}


def check(article: Article, report: Report) -> None:
    """Report everything that the profile has against an article."""
    for code, findings in CHECKS.items():
        for where, message in findings(article):
            report(code, message, where)
