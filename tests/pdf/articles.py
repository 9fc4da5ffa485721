"""Resolved articles for the tests of print, and what the finished files say of themselves."""

from __future__ import annotations

import io

import pikepdf
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
    (artifact,) = export(made, report or Report(made.path))
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


def elements(data):
    """The structure elements of a PDF in their order: role, number of the page, element."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        return list(_walk(pdf.Root.StructTreeRoot.K[0], pages))


def _walk(element, pages):
    kids = element.get("/K", [])
    said = {key: str(element[key]) for key in ("/Lang", "/Alt", "/ID") if key in element}
    links = [str(kid.Obj.get("/Dest", "")) for kid in _list(kids) if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
    scope = str(element["/A"].get("/Scope", "")) if "/A" in element and isinstance(element["/A"], pikepdf.Dictionary) else ""
    yield str(element.S)[1:], pages[element.Pg.objgen] if "/Pg" in element else None, {**said, "links": links, "scope": scope}
    for kid in _list(kids):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _walk(kid, pages)


def _list(kids):
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
