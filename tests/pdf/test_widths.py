"""The widths of columns: names beside prose have two lines each, prose has its room."""

import pytest

from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.export import serialised
from pipeline.exporters.pdf.widths import _half, eased
from tests.pdf.articles import WORDS
from tests.pdf.test_flow import PAGE

NAMES = ["War of the Ten Towns", "Jan van der Ast", "Per Olof Sund"]


def cells(tmp_path, rows, css=PAGE, **attributes):
    """How wide each cell of the body of a table is, and how many lines it has, by its first word."""
    table = h("table", parts=[h("tbody", parts=[h("tr", parts=[h("td", parts=[cell]) for cell in row]) for row in rows])])
    page = h("html", parts=[h("body", parts=[h("div", {"class": "flow"}, [h("div", attributes, [table])])])])
    (tmp_path / "page.css").write_text(css, "utf-8")
    done = press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path))
    found = [box for one in done.pages for box in one._page_box.descendants() if type(box).__name__ == "TableCellBox"]
    return [(box.width, sum(type(one).__name__ == "LineBox" for one in box.descendants())) for box in found]


def test_names_beside_prose_have_no_more_than_two_lines(tmp_path):
    found = cells(tmp_path, [(name, WORDS * 2) for name in NAMES])
    assert max(lines for _, lines in found[::2]) == 2
    assert found[1][0] > 250


@pytest.mark.parametrize(
    ("widths", "prose", "wants", "found"),
    [
        ([60, 340], [None, 66], [80, 0], [80, 320]),
        ([60, 340], [None, 66], [180, 0], [128, 272]),  # a fifth of the prose, no more
        ([60, 70, 270], [None, None, 240], [80, 90, 0], [75, 85, 240]),  # nor what it needs
        ([90, 310], [None, 66], [80, 0], [90, 310]),
        ([60, 60], [None, 66], [80, 0], [60, 60]),
        ([60, 340], [None, None], [80, 0], [60, 340]),
    ],
)
def test_what_names_want_comes_from_prose(widths, prose, wants, found):
    assert eased(widths, prose, wants) == found


@pytest.mark.parametrize(("words", "part"), [("War of the Ten Towns", 10 / 20), ("Per Olof Sund", 8 / 13), ("Silk", 1), ("", 0)])
def test_a_name_is_divided_as_evenly_as_can_be(words, part):
    assert _half(words.split()) == part


def test_names_in_chinese_have_two_lines_too(tmp_path):
    found = cells(tmp_path, [("\u7d19\u306f" * 6, WORDS * 4)] * 3)
    assert 70 < found[0][0] < 100
    assert found[0][1] == 2


@pytest.mark.parametrize(("beside", "over"), [("Ann", False), ("Konstantinopolskaya", True)])
def test_a_table_that_leaves_prose_too_little_of_a_column_goes_over_both(beside, over, tmp_path):
    css = PAGE + " .flow { columns: 2; column-gap: 20px } table { width: 100% }"
    found = cells(tmp_path, [(beside, WORDS * 2)] * 3, css)
    assert (found[0][0] + found[1][0] > 200) == over
