"""Lines and boxes of nothing but text: prints are the same to the byte, and most of them are laid out and drawn at once."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from pipeline.article import Settings
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.plain import _laid
from pipeline.instead import instead
from tests.pdf.articles import WORDS, article, printed

BODY = {
    "paragraphs": f"<p>{WORDS * 9}</p>" * 4,
    "italics, links and notes": f"<p>{WORDS} <italic>{WORDS}</italic> and <bold>one</bold> {WORDS * 3}</p>" * 4,
    "a float beside them": f'<boxed-text content-type="infobox"><p>{WORDS}</p></boxed-text><p>{WORDS * 20}</p>',
    "a list": f'<list list-type="bullet">{f"<list-item><p>{WORDS * 3}</p></list-item>" * 3}</list>',
    "a table": f"<table-wrap><table><tr>{f'<td>{WORDS}</td>' * 3}</tr></table></table-wrap>",
    "verse and code": "<verse-group><verse-line>A</verse-line></verse-group><preformat>a  b\n c</preformat>",
    "lines from the right": f'<p xml:lang="ar">{"شيء من الكلام " * 40}</p>',
    "boxes in lines": f"<p>{'Of <italic>silk</italic><sup>2</sup>, <monospace>a b</monospace> and <sc>wool</sc>. ' * 30}</p>",
    "boxes that go on": f"<p><bold>{WORDS * 2}</bold>{'<italic>silk </italic><underline>worm</underline> ' * 60}</p>",
    "terms with what is said of them": "<p>A <abbrev>UN</abbrev><ext-link xlink:href='https://example.org/'>there</ext-link>.</p>",
    "an endless word": f"<p>{'word' * 300} {WORDS * 3}</p>",
}


@pytest.mark.parametrize("way", ["plain_lines", "plain_boxes", "plain_ink"])
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("body", BODY.values(), ids=BODY)
def test_prints_are_the_same_without_it(tmp_path, body, columns, way):
    source = replace(article(tmp_path, body), settings=Settings(columns=columns))
    with instead(press, **{way: nullcontext}):
        usual = printed(source)
    assert printed(source) == usual


def test_lines_of_text_need_no_more(tmp_path, monkeypatch):
    from weasyprint.layout import inline

    from pipeline.exporters.pdf import plain

    laid, asked = [], []
    split = inline.split_inline_box
    monkeypatch.setattr(plain, "_laid", lambda *words: laid.append(_laid(*words)) or laid[-1])
    monkeypatch.setattr(inline, "split_inline_box", lambda *words: asked.append(words) or split(*words))
    printed(article(tmp_path, BODY["paragraphs"]))
    assert len([one for one in laid if one]) > len(asked) > 0


def test_boxes_of_text_that_have_room_need_no_more(tmp_path, monkeypatch):
    from weasyprint import draw
    from weasyprint.formatting_structure.boxes import InlineBox
    from weasyprint.layout import inline

    laid, drawn, split, ink = [], [], inline.split_inline_box, draw.draw_inline_level
    monkeypatch.setattr(inline, "split_inline_box", lambda context, box, *words: laid.append(box) or split(context, box, *words))
    monkeypatch.setattr(draw, "draw_inline_level", lambda stream, page, box, *words: drawn.append(box) or ink(stream, page, box, *words))
    printed(article(tmp_path, BODY["boxes in lines"]))
    assert len([box for box in laid if isinstance(box, InlineBox) and box.element_tag == "i"]) < 5  # those that a line ends in
    assert not [box for box in drawn if isinstance(box, InlineBox) and box.element_tag == "i"]
