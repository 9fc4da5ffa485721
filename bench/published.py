"""Builds articles as published and counts how many of their own labels and reference texts each format has unchanged.

`python -m bench.published [FILE or FOLDER …]`; without any the shared corpus. Below the table: the ten worst articles, with what they lack.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from bench.fidelity import outputs
from bench.fidelity.__main__ import CORPUS, SUFFIXES
from bench.fidelity.count import Score
from bench.fidelity.seen import Seen
from bench.fidelity.source import parsed
from bench.fidelity.text import all_text, key
from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.resolve.published import NAME

KINDS = ("label", "reference text")
LABELS = "//xref[@ref-type='bibr'][not(ancestor::ref)]"
TEXTS = "//ref//mixed-citation"


def kept(root: etree._Element, seen: Seen) -> dict[str, Score]:
    """How many of the labels and of the texts of a source are in an output, letter by letter."""
    found = {kind: Score() for kind in KINDS}
    links = Counter(link.words for link in seen.links)
    for words, number in Counter(key(all_text(xref)) for xref in root.xpath(LABELS)).items():
        if words:
            found["label"].add(min(number, links[words]), number, words)
    for text in root.xpath(TEXTS):
        for label in text.findall("label"):
            label.text = ""  # it stands in the margin
        for others in text.iter("etal"):
            others.text = all_text(others) or "et al"  # an empty one is printed so
        if words := key(all_text(text)):
            found["reference text"].add(int(any(words in entry for entry in seen.entries)), 1, words)
    return found


def measured(path: Path, formats: tuple[str, ...], output: Path) -> dict[str, dict[str, Score]]:
    """What each format of an article keeps; a format that is not made keeps nothing."""
    build(Job(path, formats, output, Settings(style=NAME)))
    made = {name: output / path.stem / f"{path.stem}{SUFFIXES[name]}" for name in formats}
    return {name: kept(parsed(path), outputs.READERS[name](file) if file.exists() else Seen()) for name, file in made.items()}


def articles(asked: list[Path]) -> Iterator[Path]:
    """The files that are asked for, and those in folders."""
    for one in asked:
        yield from sorted(one.glob("**/*.*ml")) if one.is_dir() else [one]


def main() -> None:
    """Print the table and the worst articles."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sources", nargs="*", type=Path, default=[CORPUS])
    options.add_argument("--formats", default="html,epub,tei,wikitext")
    chosen = options.parse_args()
    formats = tuple(chosen.formats.split(","))
    total = {(name, kind): Score() for name in formats for kind in KINDS}
    lost: list[tuple[int, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for path in articles(chosen.sources):
            for name, scores in measured(path, formats, Path(folder)).items():
                for kind, score in scores.items():
                    total[name, kind].add(score.kept, score.all)
                    lost.append((score.all - score.kept, f"{path.name} {name}, {kind}: {score.kept} of {score.all}; {score.lost[:3]}"))
    for (name, kind), score in total.items():
        print(f"{name:10}{kind:16}{score.kept:7} of {score.all:7}")
    for missing, said in sorted(lost, reverse=True)[:10]:
        if missing:
            print(said[:400])


if __name__ == "__main__":
    main()
