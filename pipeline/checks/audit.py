"""Audit: reads the finished files of an article back and asks whether they cite alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.checks.facts import Facts, differences
from pipeline.checks.pdf import pdf
from pipeline.checks.trees import book, jats, page, tei
from pipeline.checks.wikitext import wikitext
from pipeline.diagnostics import Report

# In the order of preference: the first that is there is what the others are held against.
FORMATS: Mapping[str, Callable[[bytes, Facts], Facts]] = {
    ".jats.xml": lambda data, _: jats(data),
    ".html": lambda data, _: page(data),
    ".epub": lambda data, _: book(data),
    ".tei.xml": lambda data, _: tei(data),
    ".wiki": lambda data, expected: wikitext(data, set(expected.references)),
    ".pdf": pdf,
}
UNORDERED = {".pdf"}  # its notes stand at the foot of their pages


def files(folder: Path) -> dict[str, Path]:
    """The finished files in the folder of an article, by format."""
    return {suffix: path for suffix in FORMATS if (path := folder / f"{folder.name}{suffix}").is_file()}


def articles(folder: Path) -> list[Path]:
    """The folders of articles that are meant by a folder: itself, or those in it."""
    if files(folder):
        return [folder]
    return sorted(inner for inner in folder.iterdir() if inner.is_dir() and files(inner)) if folder.is_dir() else []


def audit(folder: Path, report: Report) -> tuple[Path, ...]:
    """Report where the files of an article cite otherwise than the first of them; returns the files that were compared."""
    found = files(folder)
    first = next(iter(found))
    expected = FORMATS[first](found[first].read_bytes(), Facts((), {}))
    for suffix, path in list(found.items())[1:]:
        facts = FORMATS[suffix](path.read_bytes(), expected)
        for difference in differences(facts, expected, ordered=suffix not in UNORDERED):
            report("citations-agree", f"{path.name}: {difference}, as in {found[first].name}")
    return tuple(found.values())
