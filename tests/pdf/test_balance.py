"""Headings of several lines: none ends with a line of one word, none has a line more than it needs."""

import pypdfium2
import pytest

from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.export import serialised
from tests.pdf import articles as silk

PAGE = """@page { size: 300px 400px; margin: 20px } body { font: 14px/20px "Source Serif 4"; margin: 0 }
    h1, h2, .large { font: bold 20px/26px "Source Serif 4" } .mid { text-align: center }"""
TITLE = "Why silk was carried over the mountains for many centuries"


def lines(tmp_path, *blocks):
    """The words of each line of the first page."""
    (tmp_path / "page.css").write_text(PAGE, "utf-8")
    page = h("html", parts=[h("body", parts=blocks)])
    (done,) = press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path)).pages
    boxes = [box for box in done._page_box.descendants() if type(box).__name__ == "LineBox"]
    return ["".join(one.text for one in box.descendants() if hasattr(one, "text")).strip() for box in boxes]


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_the_lines_of_a_heading_are_about_as_long_as_each_other(tmp_path, tag):
    plain, made = lines(tmp_path, h("p", {"class": "large"}, [TITLE])), lines(tmp_path, h(tag, parts=[TITLE]))
    assert len(made) == len(plain)
    assert min(map(len, plain)) < max(map(len, plain)) * 0.5
    assert min(map(len, made)) > max(map(len, made)) * 0.7
    assert " ".join(made) == TITLE


def test_no_word_of_a_heading_is_broken_for_balance(tmp_path):
    words = "Constitutionalisation of it all"
    made = lines(tmp_path, h("h1", {"style": "overflow-wrap: break-word"}, [words]))
    assert len(made) == 2
    assert " ".join(made) == words


def test_a_heading_that_is_read_from_the_right_stands_on_the_right(tmp_path):
    (tmp_path / "page.css").write_text(PAGE, "utf-8")
    words = "\u05e0\u05d9\u05d9\u05e8 \u05e9\u05d5\u05de\u05e8 \u05de\u05d9\u05dc\u05d9\u05dd " * 4
    page = h("html", parts=[h("body", parts=[h("h1", {"dir": "rtl"}, [words.strip()])])])
    (done,) = press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path)).pages
    boxes = [box for box in done._page_box.descendants() if type(box).__name__ == "LineBox"]
    assert len(boxes) > 1
    assert [round(box.position_x + box.width) for box in boxes] == [280] * len(boxes)
    assert min(box.width for box in boxes) > max(box.width for box in boxes) * 0.7


def test_a_heading_of_one_line_and_one_in_the_middle_stay_as_they_are(tmp_path):
    assert lines(tmp_path, h("h1", parts=["Silk"])) == ["Silk"]
    plain = lines(tmp_path, h("h1", {"class": "mid"}, [TITLE]))
    assert len(plain[0]) > len(plain[-1])


def test_a_heading_that_calls_a_note_is_balanced_and_its_note_stands_on_its_page(tmp_path):
    note = '<xref ref-type="fn" rid="fn1"><sup>1</sup></xref>'
    title = "Why silk was carried over the mountains for many centuries, and what has come of it later"
    back = silk.noted(1)[1]
    data = silk.printed(silk.article(tmp_path, f'<sec id="s1"><title>{title}{note}</title><p>{silk.WORDS * 3}</p></sec>', back))
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    read = [line.strip() for line in page.get_text_range().splitlines()]
    heading = [line for line in read if len(line) > 2 and line.rstrip("1").lower() in title.lower()]
    assert " ".join(heading).rstrip("1").lower() == title.lower()
    assert min(map(len, heading)) > max(map(len, heading)) * 0.7
    assert sum("Note 1" in line for line in read) == 1
