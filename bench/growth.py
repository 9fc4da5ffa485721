"""Times articles of one size and of ten times that size: every format, and the resolution of references in several styles."""

from __future__ import annotations

import argparse
import copy
import gc
import random
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.compare import seconds
from pipeline.article import Settings
from pipeline.build import Job, read, resolved
from pipeline.diagnostics import Report, Severity
from pipeline.formats import export

FORMATS = ("html", "tei", "wikitext", "epub", "jats")
STYLES = (
    "apa",
    "chicago-author-date",
    "harvard-cite-them-right",
    "modern-language-association",
    "elsevier-harvard",
    "ieee",
    "nature",
    "american-medical-association",
    "chicago-notes-bibliography",
    "oscola",
)
ROUNDS = 3
ROW = "{:34}{:>9}{:>9}{:>8}"
PARTS = ("ba", "den", "ko", "lis", "mar", "nu", "per", "ro", "sten", "tov", "ul", "wy")


def article(references: int, text: int) -> str:
    """An article with so many references, each cited twice by people whose names partly collide, and paragraphs; each time the same."""
    dice = random.Random(references)
    keys = [f"r{n}" for n in range(references)] * 2
    dice.shuffle(keys)
    calls = [keys[n::text] for n in range(text)]
    blocks = [_paragraph(n, called, dice) for n, called in enumerate(calls)]
    sections = "".join(f"<sec><title>Part {n}</title>{''.join(blocks[n : n + 10])}</sec>" for n in range(0, text, 10))
    listed = "".join(_reference(n, dice) for n in range(references))
    title = "<title-group><article-title>Growth</article-title></title-group>"
    return (
        f'<article xml:lang="en"><front><article-meta>{title}</article-meta></front>'
        f"<body>{sections}</body><back><ref-list>{listed}</ref-list></back></article>"
    )


def _paragraph(number: int, called: list[str], dice: random.Random) -> str:
    """A paragraph that cites; every sixth has a note, and every tenth is followed by a table."""
    words = " ".join(dice.choices(PARTS, k=60))
    cites = "".join(f' {words[:30]} <xref ref-type="bibr" rid="{rid}"/>' for rid in called)
    note = f"<fn id='n{number}'><p>On <italic>{words[:40]}</italic></p></fn>" if number % 6 == 0 else ""
    table = ""
    if number % 10 == 0:
        rows = "".join(f"<tr><td>{row}</td><td>{words[:20]}</td></tr>" for row in range(8))
        table = f"<table-wrap id='t{number}'><caption><p>A table</p></caption><table><tbody>{rows}</tbody></table></table-wrap>"
    return f"<p>{words}{cites}{note}.</p>{table}"


def _reference(number: int, dice: random.Random) -> str:
    """An article in a journal by one to five people: half of the names are common, half are rare."""
    people = "".join(
        f"<name><surname>{_surname(dice)}</surname><given-names>{dice.choice('ABCDEFGH')}. {dice.choice('KLMN')}.</given-names></name>"
        for _ in range(dice.randint(1, 5))
    )
    return (
        f'<ref id="r{number}"><element-citation publication-type="journal"><person-group person-group-type="author">{people}</person-group>'
        f"<article-title>Of {' '.join(dice.choices(PARTS, k=6))}</article-title><source>Journal of {dice.choice(PARTS)}</source>"
        f"<year>{dice.randint(1990, 2020)}</year><volume>{dice.randint(1, 90)}</volume><fpage>{number}</fpage></element-citation></ref>"
    )


def _surname(dice: random.Random) -> str:
    return "".join(dice.choices(PARTS, k=1 if dice.random() < 0.2 else 3)).capitalize()


def _resolving(source: Path, style: str) -> float:
    def work() -> None:
        report = Report(source)
        job = Job(source, (), source.parent, Settings(style=style))
        resolved(read(job, report), report)

    return min(seconds(work, 1) for _ in range(ROUNDS))


def _exporting(source: Path, name: str) -> float:
    report = Report(source)
    ready = resolved(read(Job(source, (name,), source.parent), report), report)
    anew = [replace(ready, root=copy.deepcopy(ready.root)) for _ in range(ROUNDS)]  # what was made of an article is remembered
    least = min(seconds(partial(export, article, (name,), report), 1) for article in anew)
    assert not any(one.severity is Severity.ERROR for one in report.found), report.found
    return least


def _row(name: str, small: float, large: float) -> None:
    print(ROW.format(name, f"{small:.2f}", f"{large:.2f}", f"{large / small:.1f}"), flush=True)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--references", type=int, default=100, help="of the smaller article")
    parser.add_argument("--styles", nargs="*", default=STYLES)
    parser.add_argument("--formats", nargs="*", default=FORMATS, help="pdf takes minutes")
    asked = parser.parse_args()
    count = asked.references
    gc.set_threshold(50_000, 20, 50)  # as in the command
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.xml"), Path(folder, "large.xml")
        for path, size in ((small, count), (large, 10 * count)):
            path.write_text(article(size, size), "utf-8")
        print(f"articles of {count} and {10 * count} references, twice as many citations; processor seconds, children's included\n")
        print(ROW.format("read, validated and resolved in", count, 10 * count, "ratio"))
        for style in asked.styles:
            _resolving(small, style)  # what the first time loads is not counted
            _row(style, _resolving(small, style), _resolving(large, style))
        print("\n" + ROW.format("written as", "×1", "×10", "ratio"))
        for name in asked.formats:
            _exporting(small, name)
            _row(name, _exporting(small, name), _exporting(large, name))


if __name__ == "__main__":
    main()
