"""Drawings: their letters are drawn whole and read; what is not drawn is told."""

import io

import pikepdf

from pipeline.diagnostics import Report
from tests.pdf.articles import article, printed

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text x="9" y="9">Silk</text>
<text x="45" y="30" text-anchor="middle">Silk</text><text x="45" y="60" text-anchor="end" opacity="0.5">Silk</text></svg>"""


def test_only_what_is_transparent_is_in_a_group_for_transparency(tmp_path):
    (tmp_path / "a.svg").write_text(DRAWING, "utf-8")
    data = printed(article(tmp_path, '<p><inline-graphic xlink:href="a.svg"><alt-text>Silk</alt-text></inline-graphic></p>'))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
        assert sorted("/Group" in one for one in forms) == [False, False, True]


def test_a_letter_of_private_use_says_what_is_read_for_it(tmp_path):
    (tmp_path / "a.svg").write_text(DRAWING.replace("Silk", "S\ue001k", 1), "utf-8")
    data = printed(article(tmp_path, '<p><inline-graphic xlink:href="a.svg"><alt-text>Silk</alt-text></inline-graphic></p>'))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
        drawn = [one for part in [*pdf.pages, *forms] for one in pikepdf.parse_content_stream(part)]
        said = [str(one.operands[1].ActualText) for one in drawn if str(one.operator) == "BDC" and "/ActualText" in one.operands[1]]
    assert said == ["S\ue001k"]


def test_effects_that_are_not_drawn_are_told(tmp_path):
    blur = '<filter id="f"><feGaussianBlur stdDeviation="3"/><feOffset/></filter><circle r="9" style="mix-blend-mode:darken"/>'
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">{blur}</svg>', "utf-8")
    report = Report(tmp_path)
    printed(article(tmp_path, '<graphic xlink:href="a.svg"><alt-text>A circle</alt-text></graphic>'), report)
    assert [one.message for one in report] == ["a.svg is printed without its effects (GaussianBlur, mix-blend-mode)"]
