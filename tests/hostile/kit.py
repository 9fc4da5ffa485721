"""What the hostile tests share: an article round a fragment, its build in all formats, a look into the outputs."""

from __future__ import annotations

import io
import zipfile

from bench.fuzz.laws import broken
from pipeline.article import Settings
from pipeline.build import build
from pipeline.job import Job

ALL = ("html", "epub", "tei", "wikitext", "jats", "pdf")
LINE = 4  # on which the fragment of an article begins
CANARY = "canary-4f1d9c"  # stands in every file outside, and must stand in no output
_NAMES = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"'


def article(body="<p>Words.</p>", doctype="", front="", back="", title="A title"):
    """An article in the canonical form, its fragments as they are given."""
    return (
        f'{doctype}<article {_NAMES} article-type="other" dtd-version="1.3" xml:lang="en">\n'
        "<front><journal-meta><journal-id/><issn/></journal-meta>\n"
        f"<article-meta><title-group><article-title>{title}</article-title></title-group>{front}</article-meta></front>\n"
        f"<body>{body}</body><back>{back}</back></article>"
    ).encode()


def picture(href):
    """A picture with this address."""
    return f'<graphic xlink:href="{href}"><alt-text>A picture</alt-text></graphic>'


def drawing(inside, head="", size='width="90" height="90"'):
    """An SVG."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {spaces} viewBox="0 0 9 9" {size}>{inside}</svg>'.encode()


def bomb(element, names=9):
    """A document type whose entity `l9` is a thousand million times a word."""
    grown = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, names + 1))
    return f'<!DOCTYPE {element} [<!ENTITY l0 "lol">{grown}]>'


def built(folder, data, beside=None, formats=ALL, name="case.xml", **settings):
    """The outcome of a build of a source with these files beside it; no law of the fuzz is broken by it."""
    inside = folder / "in"
    inside.mkdir(exist_ok=True)
    for one, content in (beside or {}).items():
        (inside / one).parent.mkdir(parents=True, exist_ok=True)
        (inside / one).write_bytes(content)
    (inside / name).write_bytes(data)
    outcome = build(Job(inside / name, formats, folder / "out", Settings(**settings), audit=True))
    assert [one for one in broken(outcome, True) if not one.startswith("[limits-kept]")] == []
    assert CANARY.encode() not in b"".join(opened(path) for path in outcome.files)
    return outcome


def opened(path):
    """The bytes of a file, or of all files in a book."""
    if path.suffix != ".epub":
        return path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def codes(outcome):
    """The codes of the findings with their lines; not those of an audit that had nothing to compare."""
    return [(one.code, one.line) for one in outcome.diagnostics if one.code != "citations-known"]


def text(outcome, suffix):
    """An output as text."""
    return next(opened(path) for path in outcome.files if path.name.endswith(suffix)).decode("utf-8", "replace")
