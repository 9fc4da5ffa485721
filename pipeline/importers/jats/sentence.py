"""Sentence: labels of citations that are a part of it, and names in it as they are compared."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from pipeline.importers.jats.locators import CLOSE, HAS_YEAR, OPEN, YEAR

_NARRATIVE: Final = re.compile(rf".*[^\W\d_]{{2,}}.*\s?[{OPEN}]{YEAR}[^{CLOSE}]*[{CLOSE}]?", re.IGNORECASE)
NAMED_NUMBER: Final = re.compile(rf".*[^\W\d_]{{2,}}.*\s?[{OPEN}]\d{{1,4}}[{CLOSE}]?")
_NUMBER: Final = re.compile(rf"[{OPEN}]?\s*\d{{1,4}}[*•▪■]{{0,3}}\s*[{CLOSE}.,]?")


def narrative(label: str) -> bool:
    """Whether a label names people and, in brackets, a year: "Stocker (2013)"."""
    return bool(_NARRATIVE.fullmatch(label)) and not _NUMBER.fullmatch(label)


def bare(words: str) -> str:
    """Words in small letters without their accents, letter for letter."""
    return "".join(normalize("NFD", letter)[0].lower()[:1] for letter in words)


def people(label: str) -> bool:
    """Whether a label has words and no number."""
    return bool(re.search(r"[^\W\d_]{2,}", label)) and not re.search(r"\d", label)


def names_year(label: str) -> bool:
    """Whether a label has words and a year."""
    return bool(re.search(r"[^\W\d_]{2,}", label)) and bool(HAS_YEAR.search(label))
