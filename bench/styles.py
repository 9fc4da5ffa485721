"""Runs every independent CSL style over an article that cites everything in every way: nothing fails, every reference is printed.

`python -m bench.styles [FILE] [NAME…]`; without names all of them (some minutes).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Refused, Report
from pipeline.importers import jats
from pipeline.resolve import resolve
from pipeline.resolve.style import names
from pipeline.schema import validator
from pipeline.tree import text_of

CITING = Path(__file__).parents[1] / "tests/samples/citing.xml"
PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]|zq[a-z]+q")  # what stands for something else on the way to the engine


def faults(source: Article, style: str) -> Iterator[str]:
    """What is wrong with an article resolved in a style."""
    report = Report(source.path)
    try:
        root = resolve(replace(source, settings=Settings(style=style)), report).root
    except Refused:
        yield from (finding.message for finding in report)
        return
    if not validator().validate(root):
        yield f"not of the profile: {validator().error_log[0].message}"
    if found := PRIVATE.search("".join(map(str, root.itertext()))):
        yield f"a private sign is printed: {found[0]}"
    yield from _unprinted(root)


def _unprinted(root: etree._Element) -> Iterator[str]:
    keys = {str(ref.get("id")) for ref in root.iter("ref")}
    for ref in root.iter("ref"):
        if not text_of(ref.find(".//mixed-citation")):
            yield f"{ref.get('id')} is not printed"
    for cluster in root.iterfind(".//named-content[@content-type='citation']"):
        named = str(cluster.get("rid")).split()
        linked = [rid for xref in cluster.iter("xref") for rid in str(xref.get("rid")).split()]
        if not text_of(cluster) or sorted(named) != sorted(set(linked)) or not set(named) <= keys:
            yield f"the citation of {named} has the links {linked} and the words {text_of(cluster)!r}"


def main() -> None:
    """Print what fails, style by style, and how many do."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help="styles; all if none is named")
    options.add_argument("--article", type=Path, default=CITING)
    chosen = options.parse_args()
    source = jats.read(chosen.article, Report(chosen.article))
    failed = 0
    asked = chosen.names or names()
    for style in asked:
        found = list(faults(source, style))
        failed += bool(found)
        for fault in found:
            print(f"{style}: {fault}", flush=True)
    print(f"{len(asked)} styles, {failed} with faults")


if __name__ == "__main__":
    main()
