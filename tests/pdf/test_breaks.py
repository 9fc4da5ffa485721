"""Lines are full: none ends after its first word where more words fit."""

import pypdfium2
import pytest

from pipeline.article import Settings
from pipeline.exporters.pdf.breaks import whole_lines
from tests.visual.articles import article, printed


def test_no_line_of_a_paragraph_has_one_word_where_more_fit():
    page = pypdfium2.PdfDocument(printed(article("he"), Settings(theme="plain", paper="a5")))[0]
    assert "הנייר" not in [line.strip() for line in page.get_textpage().get_text_range().splitlines()]


@pytest.mark.parametrize(
    ("words", "rest", "width", "tries"), [("one", 4, 20, 2), ("one two", 8, 40, 1), ("one", None, 20, 1), ("one", 4, 90, 1)]
)
def test_only_a_short_line_of_one_word_of_more_is_tried_again(monkeypatch, words, rest, width, tries):
    from weasyprint.layout import inline

    asked = []

    def split(text, style, context, room, *others):
        asked.append(room)
        return (None, len(words), rest, width, 0, 0) if len(asked) == 1 else (None, 13, 14, 80, 0, 0)

    monkeypatch.setattr(inline, "split_first_line", split)
    with whole_lines():
        inline.split_first_line("one two three four", {"font_size": 12}, None, 100)
    assert asked == [100, 94][:tries]
