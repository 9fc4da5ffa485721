"""Lines of signs end at the margin; English of no country is hyphenated by sounds."""

from itertools import pairwise

import pytest

from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.export import serialised

PAGE = "@page { size: 345px 400px; margin: 20px } p { font: 14px/20px %s; margin: 0; text-align: justify; hyphens: auto }"
ZH, JA = "\u4e1d\u7ef8\u6bd4\u7eb8\u66f4\u8f7b\u3002" * 12, "\u7d39\u306f\u7d19\u3088\u308a\u3082\u8efd\u3044\u3002" * 10
TH = (
    "\u0e44\u0e2b\u0e21\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48\u0e40\u0e1a\u0e32\u0e01\u0e27\u0e48\u0e32\u0e01\u0e23\u0e30\u0e14\u0e32\u0e29 "
    * 12
)


def lines(tmp_path, language, face, parts):
    (tmp_path / "page.css").write_text(PAGE % face, "utf-8")
    page = h("html", {"lang": language}, [h("body", {"style": "margin: 0"}, [h("p", parts=parts)])])
    done = press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path))
    return [box for box in done.pages[0]._page_box.descendants() if type(box).__name__ == "LineBox"]


@pytest.mark.parametrize(
    ("language", "face", "words"), [("zh", '"Noto Serif CJK SC"', ZH), ("ja", '"Noto Serif CJK JP"', JA), ("th", '"Noto Serif Thai"', TH)]
)
def test_lines_of_signs_end_at_the_margin(tmp_path, language, face, words):
    *full, _last = lines(tmp_path, language, face, [words, h("a", {"href": "#silk"}, ["[1]"]), words])
    assert len(full) > 4
    for line in full:
        texts = [box for box in line.descendants() if hasattr(box, "text")]
        last = max(texts, key=lambda one: one.position_x)
        assert last.position_x + last.width == pytest.approx(325, abs=1.5)
        ends = [(one.position_x, one.position_x + one.width) for one in texts]
        assert all(end == pytest.approx(begin, abs=0.1) for (_, end), (begin, _) in pairwise(ends))


@pytest.mark.parametrize(("language", "first"), [("en", "photogra\u2010"), ("en-GB", "photo\u2010")])
def test_english_is_hyphenated_as_in_its_country_and_else_by_sounds(tmp_path, language, first):
    spaced = h("span", {"style": "letter-spacing: 16px"}, ["The photography"])
    line, *_ = lines(tmp_path, language, '"Source Serif 4"', [spaced])
    assert "".join(box.text for box in line.descendants() if hasattr(box, "text")).endswith(first)
