"""Drawings: their letters are drawn whole."""

import io

import pikepdf

from tests.pdf.articles import article, printed

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text x="9" y="9">Silk</text>
<text x="45" y="30" text-anchor="middle">Silk</text><text x="45" y="60" text-anchor="end" opacity="0.5">Silk</text></svg>"""


def test_only_what_is_transparent_is_in_a_group_for_transparency(tmp_path):
    (tmp_path / "a.svg").write_text(DRAWING, "utf-8")
    data = printed(article(tmp_path, '<p><inline-graphic xlink:href="a.svg"><alt-text>Silk</alt-text></inline-graphic></p>'))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
        assert sorted("/Group" in one for one in forms) == [False, False, True]
