"""The end of a print: a few lines of the colophon do not stand alone on the last page, if smaller letters bring them back."""

import pytest

from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.export import serialised

PAGE = """@page { size: 400px 300px; margin: 20px } html { font: 12px/20px serif } body, p, dl, dd { margin: 0 } dt, dd { display: inline }
.made { font: 8px/10px serif } dd::after { content: "\\A"; white-space: pre }"""


@pytest.mark.parametrize(("lines", "pages", "smaller"), [(11, 1, False), (12, 1, True), (18, 2, False)])
def test_the_last_lines_of_a_colophon_do_not_stand_alone_on_a_page(tmp_path, lines, pages, smaller):
    sheet = tmp_path / "page.css"
    sheet.write_text(PAGE, "utf-8")
    rows = [part for n in range(lines) for part in (h("dt", parts=["Row"]), h("dd", parts=[f" {n}"]))]
    colophon = h("section", {"class": "colophon"}, [h("dl", parts=rows)])
    body = h("body", parts=[h("p", parts=["Text"]), colophon, h("p", {"class": "made"}, ["Made"])])
    done = press.laid_out(serialised(h("html", parts=[body])), {}, [sheet], press.ARCHIVE, Report(tmp_path))
    words = [one for page in done.pages for one in page._page_box.descendants() if hasattr(one, "text") and one.text == "Row"]
    assert (len(done.pages), len(words), {one.style["font_size"] < 12 for one in words}) == (pages, lines, {smaller})
