"""Lines of nothing but text: prints are the same to the byte, and most such lines are laid out at once."""

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
    "an endless word": f"<p>{'word' * 300} {WORDS * 3}</p>",
}


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("body", BODY.values(), ids=BODY)
def test_prints_are_the_same_without_it(tmp_path, body, columns):
    source = replace(article(tmp_path, body), settings=Settings(columns=columns))
    with instead(press, plain_lines=nullcontext):
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
