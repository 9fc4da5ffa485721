"""Resolved articles for the tests of print."""

from __future__ import annotations

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.exporters.pdf import export

FRONT = (
    "<front><journal-meta><journal-id/><issn/></journal-meta>"
    "<article-meta><title-group><article-title>On silk</article-title></title-group>"
    "<pub-date><day>5</day><month>1</month><year>2026</year></pub-date></article-meta></front>"
)
NAMESPACES = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"'
WORDS = "The town lies on the southern slope where the rivers leave their gorges and spread over a broad alluvial fan. "


def article(folder, body, back="", language="en"):
    text = (
        f'<article {NAMESPACES} article-type="other" dtd-version="1.3" xml:lang="{language}" specific-use="resolved">{FRONT}'
        f"<body>{body}</body><back>{back}</back></article>"
    )
    return Article(folder / "silk.xml", etree.fromstring(text))


def printed(made, report=None):
    artifact, _thumbnail = export(made, report or Report(made.path))
    assert artifact.name == "silk.pdf"
    return artifact.data


def call(number):
    return f'<xref ref-type="fn" rid="fn{number}">{number}</xref>'


def note(number, text):
    return f'<fn id="fn{number}"><label>{number}</label>{text}</fn>'


def noted(count):
    """A body and a back with many notes, some of several paragraphs."""
    body = "".join(f"<p>{WORDS * 2}Silk{call(n)} was {WORDS}</p>" for n in range(1, count + 1))
    notes = "".join(
        note(n, f"<p>Note {n}: {WORDS * (n % 4)}</p>" + ("<p>And more.</p>" if n % 5 == 0 else "")) for n in range(1, count + 1)
    )
    return body, f"<fn-group>{notes}</fn-group>"
