"""Formulas as outlines: they look as WeasyPrint draws them; a drawing that is none of a formula is left to it."""

from __future__ import annotations

import base64
from contextlib import nullcontext

import pypdfium2
import pytest
from lxml import etree
from PIL import ImageChops

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.outlines import formula
from pipeline.instead import instead
from pipeline.math import drawn, mathml_of

TEX = (
    r"\frac{a_{ij}+\sqrt[3]{x^2}}{\left(\sum_{n=1}^{\infty} \hat{b}\right)}",
    r"\left\{\int_0^1 \mathcal{L}\,dx\right\}",
    r"\overline{AB} \to \mathbb{R}",
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10">{}</svg>'
STRANGE = {
    "a colour": '<rect x="0" y="0" width="5" height="5" fill="red"/>',
    "a curve of the third degree": '<symbol id="a" viewBox="0 0 9 9"><path d="M 0 0 C 1 1 2 2 3 3"/></symbol><use href="#a" {}/>'.format(
        'width="9" height="9"'
    ),
    "a place moved": '<rect x="0" y="0" width="5" height="5" transform="scale(2)"/>',
    "words": "<text>a</text>",
    "a letter that is not there": '<use href="#a" width="9" height="9"/>',
    "a letter without height": '<symbol id="a" viewBox="0 0 9 0"><path d="M 1 1 Z"/></symbol><use href="#a" width="9" height="9"/>',
    "a line to nowhere": '<symbol id="a" viewBox="0 0 9 9"><path d="M 1 1 L 2 Z"/></symbol><use href="#a" width="9" height="9"/>',
    "a stroke without end": '<rect x="inf" y="0" width="5" height="5"/>',
    "a letter that is a stroke": '<symbol id="a" viewBox="0 0 9 9"><rect width="5"/></symbol><use href="#a" width="9" height="9"/>',
    "a letter made narrow": '<symbol id="a" viewBox="0 0 9 9"><path d="M 1 1 Z"/></symbol><use href="#a" width="4" height="9"/>',
    "a style": "<style>rect { fill: red }</style>",
}


def read(svg):
    return formula(base64.b64encode(svg).decode())


def page(tmp_path, output):
    """The first page of an article of formulas, as a picture."""
    body = "".join(f"<p>Words <inline-formula><tex-math>{one}</tex-math></inline-formula> words.</p>" for one in TEX)
    source = tmp_path / "wax.xml"
    source.write_text(f'<article xml:lang="en"><front><article-meta/></front><body>{body}</body></article>', "utf-8")
    build(Job(source, ("pdf",), tmp_path / output, Settings()))
    with pypdfium2.PdfDocument(tmp_path / output / "wax/wax.pdf") as file:
        return file[0].render(scale=3).to_pil().convert("L")


def test_formulas_look_as_weasyprint_draws_them(tmp_path):
    ours = page(tmp_path, "ours")
    with instead(press, outlined=nullcontext):
        usual = page(tmp_path, "usual")
    box = ImageChops.difference(ours, usual).point(lambda ink: 255 * (ink > 40)).getbbox()
    assert ours.getextrema() == (0, 255)
    assert box is None or box[1] > ours.height * 0.9  # the folio says when; no formula stands there


@pytest.mark.parametrize("tex", TEX)
def test_every_letter_and_stroke_of_a_formula_is_written(tex):
    svg = drawn(mathml_of(etree.fromstring(f"<tex-math>{tex}</tex-math>"))).svg.encode()
    strokes = [one for one in etree.fromstring(svg) if not one.tag.endswith("symbol")]
    assert len(read(svg).content.split(b"\n")) == len(strokes) > 0


@pytest.mark.parametrize("inside", STRANGE.values(), ids=STRANGE)
def test_what_is_no_formula_is_left_to_weasyprint(inside):
    assert read(SVG.format(inside).encode()) is None
    assert read(SVG.format('<rect x="0" y="0" width="5" height="5" fill="black"/>').encode()) is not None


@pytest.mark.parametrize("data", [b"", b"<svg", base64.b64encode(b"no drawing"), b'<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_what_is_no_drawing_is_left_to_weasyprint(data):
    assert read(data) is None
    assert formula("a" + base64.b64encode(data).decode().rstrip("=")) is None


def test_a_broken_drawing_in_a_style_sheet_ends_no_print(tmp_path):
    (tmp_path / "broken.css").write_text("p { background: url(data:image/svg+xml;base64,abc) }", "utf-8")
    (tmp_path / "wax.xml").write_text('<article xml:lang="en"><front><article-meta/></front><body><p>Wax</p></body></article>', "utf-8")
    done = build(Job(tmp_path / "wax.xml", ("pdf",), tmp_path / "output", Settings(css=(tmp_path / "broken.css",))))
    assert [path.name for path in done.files if path.suffix == ".pdf"] == ["wax.pdf"]
