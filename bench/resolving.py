"""What resolving an article of 100 references costs beside the citation engine alone: the same questions, asked of it without us.

`python -m bench.resolving [STYLE…]`
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from lxml import etree

from bench.growth import article
from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.resolve import resolve
from pipeline.resolve.engine import Engine, engine

STYLES = ("ieee", "apa", "chicago-author-date", "chicago-notes-bibliography", "nature")
ROUNDS = 9


class Listening:
    """Keeps what the engine is asked, and how long it takes to answer."""

    def __init__(self, ask: object) -> None:
        self.ask, self.asked, self.seconds = ask, 0, 0.0

    def __call__(self, verb: str, payload: bytes, timeout: float) -> tuple[bytes, list[str]]:
        """Ask the engine."""
        started = perf_counter()
        try:
            return self.ask(verb, payload, timeout)  # type: ignore[operator, no-any-return]
        finally:
            self.asked, self.seconds = self.asked + 1, self.seconds + perf_counter() - started


def ratios(style: str, references: int = 100) -> list[float]:
    """The time of resolving by that of the engine in it, round by round."""
    root = etree.fromstring(article(references, references))
    found = []
    for n in range(ROUNDS + 1):
        listening = Listening(Engine._ask.__get__(engine))
        engine._ask = listening  # type: ignore[assignment, method-assign]
        started = perf_counter()
        resolve(Article(Path("article.xml"), root, Settings(style=style)), Report(Path("article.xml")))
        if n:  # the first loads the style
            found.append((perf_counter() - started) / listening.seconds)
    return found


def main() -> None:
    """Print the median ratio of each style, the least and the most."""
    for style in sys.argv[1:] or STYLES:
        found = ratios(style)
        print(f"{style:34}{median(found):6.2f}  ({min(found):.2f}–{max(found):.2f})", flush=True)


if __name__ == "__main__":
    main()
