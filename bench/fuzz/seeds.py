"""Seeds: what is mutated: the sources and samples of the project, drawn articles, the shared corpus where it is, styles, pictures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from bench.fuzz import mutate
from pipeline.resolve.style import _folder as styles
from tests.pictures.drawn import lines, photograph, saved
from tests.schema import generate

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "corpus"
_BIGGEST = 60_000  # bytes of a seed: many small runs find more than a few great ones
_KINDS = {".xml": "xml", ".nxml": "xml", ".json": "json", ".txt": "text", ".bib": "text", ".ris": "text"}


@cache
def sources() -> tuple[Path, ...]:
    """The files of all kinds that importers know, small ones."""
    own = [
        *ROOT.glob("source/*.xml"),
        *ROOT.glob("tests/samples/*.xml"),
        *ROOT.glob("tests/checks/*.xml"),
        *ROOT.glob("tests/importers/*.txt"),
    ]
    own += [*ROOT.glob("tests/fidelity/*.xml"), *ROOT.glob("tests/codes/*/*.xml"), *ROOT.glob("tests/importers/**/*.bib")]
    shared = [path for path in SHARED.rglob("*") if path.suffix in _KINDS and "csl-tests" not in path.parts] if SHARED.is_dir() else []
    return tuple(sorted(path for path in (*own, *shared) if path.suffix in _KINDS and path.stat().st_size < _BIGGEST))


def source(draw: random.Random) -> tuple[str, bytes]:
    """A mutated source: its suffix and its bytes."""
    if draw.random() < 0.15:
        return ".xml", mutate.xml(_drawn(draw), _drawn(draw), draw)
    kinds = draw.choice(sorted({path.suffix for path in sources()}))  # each kind as often, however few its files are
    kind = draw.choice((kinds, ".xml"))
    path = draw.choice([one for one in sources() if one.suffix == kind])
    data = path.read_bytes()
    if _KINDS[path.suffix] == "xml":
        other = draw.choice([one for one in sources() if _KINDS[one.suffix] == "xml"]).read_bytes()
        return ".xml", mutate.xml(data, other, draw)
    return path.suffix, mutate.csl_json(data, draw) if _KINDS[path.suffix] == "json" else mutate.text(data, draw)


def _drawn(draw: random.Random) -> bytes:
    return bytes(etree.tostring(generate.article(draw.randrange(1 << 30))))


def style(draw: random.Random) -> bytes:
    """A mutated citation style."""
    found = _styles()
    return mutate.xml(draw.choice(found).read_bytes(), draw.choice(found).read_bytes(), draw)


@cache
def _styles() -> tuple[Path, ...]:
    return tuple(sorted(styles().glob("*.csl")))


def pictures(data: bytes, draw: random.Random) -> Iterator[tuple[str, bytes]]:
    """Mutated pictures under the names that a source gives its pictures, as far as these are plain."""
    for name in _names(data)[:8]:
        kind = draw.choice(("PNG", "JPEG", "GIF", "TIFF", "WEBP", "SVG"))
        image = (lines if draw.random() < 0.5 else photograph)(size=(60, 40))
        whole = (ROOT / "source/on-citation/network.svg").read_bytes() if kind == "SVG" else saved(image, kind)
        yield name, mutate.raw(whole, draw) if draw.random() < 0.7 else whole


def _names(data: bytes) -> list[str]:
    try:
        root = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return []
    found = root.xpath("//@*[local-name()='href']") if root is not None else []
    return [name for name in dict.fromkeys(map(str, found)) if len(name) < 80 and all(sign.isalnum() or sign in "._-" for sign in name)]
