"""Lines are full: none ends after its first word where more words fit, nor within a word."""

import pypdfium2
import pytest

from pipeline.article import Settings
from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.breaks import whole_lines
from pipeline.exporters.pdf.export import serialised
from tests.pdf import articles as silk
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


def test_a_line_that_is_a_hair_too_wide_is_tried_again(monkeypatch):
    from weasyprint.layout import inline

    monkeypatch.setattr(
        inline, "split_first_line", lambda text, style, context, room, *_: (None, 7, 8, 100.25 if room == 100 else 90, 0, 0)
    )
    with whole_lines():
        assert inline.split_first_line("one two three", {"font_size": 12}, None, 100)[3] == 90


def test_a_line_that_would_be_more_holes_than_words_is_not_stretched(tmp_path):
    data = silk.printed(silk.article(tmp_path, f"<p>Silk came from the east by roads of {'1234567890' * 6} and the sea.</p>"))
    letters, line = pypdfium2.PdfDocument(data)[0].get_textpage(), "Silk came from the east by roads of"
    place = letters.get_text_range().index(line)
    ends = [(letters.get_charbox(place + n - 1)[2], letters.get_charbox(place + n + 1)[0]) for n, sign in enumerate(line) if sign == " "]
    assert all(after - before < 6 for before, after in ends)


def lines(data):
    page = pypdfium2.PdfDocument(data)[0]
    return [line.strip() for line in page.get_textpage().get_text_range().splitlines()]


@pytest.mark.parametrize("before", range(1, 12))
def test_no_word_of_an_entry_is_broken_at_the_end_of_a_line(before, tmp_path):
    entry = f"{'Of silk. ' * 18}{'i' * before} “Tuberculosis drug leads,” <italic>Chem Commun</italic> 47, 2011."
    cited = f'<ref-list><ref id="r1"><label>[1]</label><mixed-citation>{entry}</mixed-citation></ref></ref-list>'
    text = " ".join(lines(silk.printed(silk.article(tmp_path, "<p>Silk.</p>", cited)))).replace("\u2010 ", "")  # hyphenated is not broken
    assert "“Tuberculosis drug leads,” Chem Commun 47, 2011." in text


def test_a_word_longer_than_a_line_is_broken_wherever_it_stands(tmp_path):
    address = "https://example.org/" + "a" * 150
    data = silk.printed(silk.article(tmp_path, f'<p>Silk-<ext-link ext-link-type="uri" xlink:href="{address}">{address}</ext-link></p>'))
    assert rightmost(data) < -30


def test_what_follows_the_place_of_a_missing_picture_is_not_cut_at_the_margin(tmp_path):
    missing = f'<inline-graphic xlink:href="silk.png"><alt-text>{silk.WORDS * 2}</alt-text></inline-graphic>'
    assert (
        rightmost(silk.printed(silk.article(tmp_path, f"<p>Of old.</p><p>{missing} In 1937, caterpillars' tabulating {silk.WORDS}</p>")))
        < -30
    )


def rightmost(data):
    """How far the letters of the first page reach beyond its edge."""
    page = pypdfium2.PdfDocument(data)[0]
    letters = page.get_textpage()
    return max(letters.get_charbox(n)[2] for n in range(letters.count_chars())) - page.get_width()


def test_a_line_that_is_too_wide_at_the_end_of_a_citation_ends_within_it(tmp_path):
    calls = ", ".join(f'<xref ref-type="bibr" rid="r{n}">[{n}]</xref>' for n in range(30, 34))
    said = f'and consulted <named-content content-type="citation">{calls}</named-content>.'
    refs = "".join(f'<ref id="r{n}"><mixed-citation>Silk.</mixed-citation></ref>' for n in range(30, 34))
    body = "".join(f"<p>{'i' * n} {silk.WORDS} {said}</p>" for n in range(1, 40))
    found = lines(silk.printed(silk.article(tmp_path, body, f"<ref-list>{refs}</ref-list>")))
    parted = [line for line in found if line.endswith(("con-", "con\u2010", "con\ufffe", "con\x02"))]
    assert [line for line in found if line.endswith(("[31],", "[32],"))]
    assert all(len(line) > 60 for line in parted)


@pytest.mark.parametrize("before", range(1, 9))
def test_raised_numbers_that_are_few_stay_with_their_word(before, tmp_path):
    calls = ",".join(f'<xref ref-type="bibr" rid="r{n}">{n}</xref>' for n in (14, 16, 17, 19))
    raised = f'<named-content content-type="citation"><sup>{calls}</sup></named-content>'
    refs = "".join(f'<ref id="r{n}"><mixed-citation>Silk.</mixed-citation></ref>' for n in (14, 16, 17, 19))
    body = f"<p>{'i' * before} {silk.WORDS}{f'and so it was reported{raised} ' * 30}</p>"
    found = lines(printed(silk.article(tmp_path, body, f"<ref-list>{refs}</ref-list>"), Settings(columns=2)))
    assert not [line for line in found if line[0] in "0123456789," and line != "1"]


@pytest.mark.parametrize(("tag", "end"), [("span", "stood."), ("sup", "stood;"), ("span", "\u9650\u5236\u3002"), ("sup", "\u9650\u5236")])
def test_no_line_begins_with_a_raised_number(tag, end, tmp_path):
    (tmp_path / "page.css").write_text("@page { size: 400px 900px } span { float: footnote } sup { vertical-align: super }", "utf-8")
    before = [f"Silk came from the east by {'l' * n} {end}" for n in range(4, 34)]
    page = h(
        "html", parts=[h("body", parts=[h("p", parts=[words, h(tag, parts=["17 looms" if tag == "span" else "17"])]) for words in before])]
    )
    laid = press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path))
    boxes = [box for one in laid.pages for box in one._page_box.descendants() if type(box).__name__ == "LineBox"]
    found = ["".join(one.text for one in box.descendants() if hasattr(one, "text")).strip() for box in boxes]
    assert sum(end[-1] in line for line in found) >= len(before)
    assert not [line for line in found if line.isdigit()]
