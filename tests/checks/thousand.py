"""A thousand mutations, planted by lot in finished articles: are all caught, and is nothing said of what is clean?

`python -m tests.checks.thousand [HOW MANY] [ARTICLE…]` says which are not.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from lxml import etree

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.checks.audit import audited
from pipeline.checks.facts import Unreadable
from tests.checks import mutations
from tests.laws.articles import ROOT, SOURCES

EVERYWHERE = ROOT / "tests/checks/everywhere.xml"
STYLES = ("ieee", "nature", "apa", "chicago-notes-bibliography")
SUFFIXES = {"jats": ".jats.xml", "tei": ".tei.xml", "html": ".html", "epub": ".epub", "wikitext": ".wiki", "pdf": ".pdf"}
TREES = {
    ".jats.xml": (mutations.of_tree, mutations.JATS),
    ".tei.xml": (mutations.of_tree, mutations.TEI),
    ".html": (mutations.of_tree, mutations.HTML),
    ".epub": (mutations.of_book, mutations.HTML),
}


def made(path, style, folder, formats=tuple(SUFFIXES), profile="resolved"):
    """The finished files of an article, by their suffix."""
    build(Job(path, formats, folder, Settings(style=style, profile=profile)))
    return {SUFFIXES[name]: (folder / path.stem / f"{path.stem}{SUFFIXES[name]}").read_bytes() for name in formats}


def changes(data, templates):
    """Every mutation that these files may have: format, name, and the function that plants it by lot."""
    keys = [ref.get("id") for ref in etree.fromstring(data[".jats.xml"]).iter("ref")]
    for suffix, (how, form) in TREES.items() if not templates else ():
        kinds = mutations.TREE + (mutations.FIELDS if form in (mutations.JATS, mutations.TEI) else ())
        yield from ((suffix, one.__name__, partial(how, data[suffix], form, one)) for one in kinds if suffix in data)
    for one in mutations.TEMPLATES if templates else mutations.WIKI:
        yield ".wiki", one.__name__, partial(mutations.of_text, data[".wiki"], one)
    for one in mutations.PDF + mutations.PDF_LONG if ".pdf" in data else ():
        yield ".pdf", one.__name__, partial(mutations.of_pdf, data[".pdf"], keys, one)


def verdict(data, suffix, change, lot):
    """Whether a mutation is caught; None if there is no place for it."""
    try:
        new = change(lot)
    except (mutations.NoPlace, Unreadable):
        return None
    return not audited(Path("article"), {**data, suffix: new}).consistent


def run(count, paths, folder):
    """Plant so many mutations, each kind of each format in turn; false alarms, then (kind, caught) of each."""
    sets = [(path, style, False, made(path, style, folder / style)) for path in paths for style in STYLES]
    marks = ("jats", "tei", "wikitext")
    sets += [(path, "ieee", True, made(path, "ieee", folder / "templates", marks, "wikipedia")) for path in paths]
    alarms = [f"{path.stem} in {style}" for path, style, _, data in sets if not audited(Path("article"), data).consistent]
    kinds = [(path, style, data, *one) for path, style, templates, data in sets for one in changes(data, templates)]
    found = []
    for seed in range(count * 10):
        path, style, data, suffix, name, change = random.Random(f"{seed}").choice(kinds)
        if (caught := verdict(data, suffix, change, random.Random(seed))) is not None:
            found.append((f"{suffix} {name} in {path.stem}, {style}, seed {seed}", caught))
        if len(found) == count:
            break
    return alarms, found


def main():
    """Plant the mutations and print what came of them."""
    count, paths = int(sys.argv[1]) if sys.argv[1:] else 1000, [Path(one) for one in sys.argv[2:]] or [EVERYWHERE, *SOURCES]
    with tempfile.TemporaryDirectory() as folder:
        alarms, found = run(count, paths, Path(folder))
    for name, caught in found:
        if not caught:
            print(f"not caught: {name}")
    for one in alarms:
        print(f"false alarm: {one}")
    formats = Counter(name.partition(" ")[0] for name, _ in found)
    print(f"{sum(caught for _, caught in found)} of {len(found)} caught, {len(alarms)} false alarms; {dict(formats)}")
    sys.exit(any(not caught for _, caught in found) or bool(alarms))


if __name__ == "__main__":
    main()
