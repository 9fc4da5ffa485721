"""Infoboxes: none reaches into the notes of its page."""

import pypdfium2
import pytest

from pipeline.article import Article, Settings
from tests.pdf.articles import WORDS, article, call, note, printed

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" fill="#cca"/></svg>'
FACTS = "<def-list>" + "".join(f"<def-item><term>Fact {n}</term><def><p>Silk</p></def></def-item>" for n in range(4)) + "</def-list>"
PICTURE = '<fig><graphic xlink:href="silk.svg"><alt-text>Silk</alt-text></graphic></fig>'
BOX = f'<boxed-text content-type="infobox"><caption><title>Of silk</title></caption>{PICTURE}{FACTS}</boxed-text>'


@pytest.mark.parametrize("before", [4, 6, 8])
def test_an_infobox_does_not_reach_into_the_notes_that_are_called_beside_it(tmp_path, before):
    (tmp_path / "silk.svg").write_text(SVG, "utf-8")
    body = f"{f'<p>{WORDS}</p>' * before}{BOX}<p>{WORDS} Silk{call(1)}</p><p>{WORDS * 9}</p>"
    made = article(tmp_path, body, f"<fn-group>{note(1, f'<p>Of old: {WORDS * 9}</p>')}</fn-group>")
    data = printed(Article(made.path, made.root, Settings(theme="encyclopedia", paper="a5")))
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(data)]
    (noted,) = [page for page in pages if "Of old" in page.get_text_range()]
    words = noted.get_text_range()
    assert noted.get_charbox(words.index("Fact 3"))[1] > noted.get_charbox(words.index("Of old"))[3]
    assert "Silk1" in words


@pytest.mark.parametrize(("before", "heads"), [(5, 5), (9, 5), (9, 0)])
def test_an_infobox_that_its_page_has_no_room_for_stands_whole_on_the_next_while_the_text_goes_on(tmp_path, before, heads):
    (tmp_path / "silk.svg").write_text(SVG, "utf-8")
    parts = "".join(f'<sec id="s{n}"><title>Part {n}</title><p>{WORDS * 12}</p></sec>' for n in range(heads))
    made = article(tmp_path, f"{f'<p>{WORDS}</p>' * before}{BOX}<p>{WORDS}</p>{parts}")
    data = printed(Article(made.path, made.root, Settings(theme="encyclopedia", paper="a5")))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    assert [(page.count("Of silk"), page.count("Fact 3")) for page in pages[:2]] == [(0, 0), (1, 1)]
    assert sum(page.count("Fact 3") for page in pages) == 1
