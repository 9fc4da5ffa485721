"""Columns: what is too wide for one goes over both, text goes before it where it waits, and they come to one height in few steps."""

import base64
import io
import random

import pypdfium2
import pytest
from PIL import Image

from pipeline.article import Article, Settings
from pipeline.exporters.html import h
from pipeline.exporters.pdf import proof
from tests.pdf.articles import WORDS, article, printed
from tests.pdf.test_flow import PAGE, figure, laid, text

COLUMNS = (
    PAGE + ".flow { columns: 2; column-gap: 0 } td { padding: 0 } img { max-width: 100%; max-height: 200px } .whole { break-inside: avoid }"
)


def table(columns, rows=1, words="salt and silk"):
    return h("div", {"class": "table-wrap"}, [_grid(columns, rows, words)])


def _grid(columns, rows, words):
    return h("table", parts=[h("tr", parts=[h("td", parts=[f"{n} {words}"]) for _ in range(columns)]) for n in range(rows)])


def span(lines):
    """A block of this height that is not parted."""
    return h("div", {"class": "whole", "style": "column-span: all"}, [text("span", lines)])


def picture(width, height):
    file = io.BytesIO()
    Image.new("L", (width, height)).save(file, "PNG")
    return h("figure", parts=[h("img", {"src": "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()})])


def _spans(done):
    """The tags of what stands across the columns of the first page."""
    return [box.element_tag for box in _flow(done.pages[0]).children if not box.is_column]


def _flow(page):
    return next(box for box in page._page_box.descendants() if box.element_tag == "div")


@pytest.mark.parametrize(("block", "spans"), [
    (table(2), []),
    (table(5), ["div"]),
    (table(2, words="prose " * 9), []),
    (table(1, words="w" * 40), ["div"]),
    (picture(600, 300), ["figure"]),
    (picture(600, 600), []),
    (picture(1800, 1300), ["figure"]),
    (picture(160, 60), []),
])  # fmt: skip
def test_what_is_too_wide_for_a_column_goes_over_both(block, spans, tmp_path):
    done, _ = laid(tmp_path, text("one", 2), block, text("two", 2), css=COLUMNS)
    assert _spans(done) == spans


def _lines(page):
    return [one.text.strip() for one in page._page_box.descendants() if hasattr(one, "text") and one.text.strip()]


def test_text_goes_before_a_span_that_waits_for_the_next_page_and_goes_on_below_it(tmp_path):
    done, _ = laid(tmp_path, text("one", 6), span(11), text("two", 60), text("three", 2), css=COLUMNS)
    first, second, *others = [_lines(page) for page in done.pages]
    assert first == [*(f"one {n}" for n in range(6)), *(f"two {n}" for n in range(20))]
    assert second == [*(f"span {n}" for n in range(11)), *(f"two {n}" for n in range(20, 24))]
    assert [line for page in others for line in page] == [*(f"two {n}" for n in range(24, 60)), "three 0", "three 1"]


def test_a_heading_does_not_go_before_a_span_without_its_text(tmp_path):
    heading = h("h2", {"style": "font-size: 12px; line-height: 20px"}, ["heading"])
    done, _ = laid(tmp_path, text("one", 6), span(11), heading, h("div", parts=[text("other", 3)]), text("two", 9), css=COLUMNS)
    words = [one.text.split()[0] for one in done.pages[0]._page_box.descendants() if hasattr(one, "text") and one.text.strip()]
    assert words == ["one"] * 6


def test_text_goes_before_all_that_waits_and_what_waits_keeps_its_order(tmp_path):
    done, _ = laid(tmp_path, text("one", 6), span(11), text("two", 4), figure("figure", 2), text("three", 16), css=COLUMNS)
    first, second = [_lines(page) for page in done.pages]
    assert first == [*(f"one {n}" for n in range(6)), *(f"two {n}" for n in range(4)), *(f"three {n}" for n in range(16))]
    assert second == [*(f"span {n}" for n in range(11)), *(f"figure {n}" for n in range(2))]


def test_of_text_that_goes_on_only_what_is_left_fills_a_page(tmp_path):
    done, _ = laid(tmp_path, text("one", 12), span(8), span(8), text("two worms that eat leaves", 15), text("three", 20), css=COLUMNS)
    _, second, *_ = [_lines(page) for page in done.pages]
    assert second == [
        *(f"span {n}" for n in range(8)),
        "two worms that eat leaves 13",
        "two worms that eat leaves 14",
        *(f"three {n}" for n in range(8)),
    ]


def test_a_span_that_is_parted_goes_on_where_it_ended(tmp_path):
    whole = h("figure", {"class": "table-wrap", "style": "break-inside: auto"}, [h("p", parts=["caption"]), _grid(5, 40, "salt and silk")])
    done, _ = laid(tmp_path, text("one", 2), whole, text("two", 2), css=COLUMNS)
    words = [
        one.text.split()[0] for page in done.pages for one in page._page_box.descendants() if hasattr(one, "text") and one.text.strip()
    ]
    assert [word for word in words if word.isdigit()] == [str(n) for n in range(40) for _ in range(5)]
    assert words[-1] == "two"


def test_columns_grow_by_the_block_that_they_are_too_short_for(tmp_path, monkeypatch):
    from weasyprint.layout import block

    calls, real = [], block.block_box_layout
    monkeypatch.setattr(
        block, "block_box_layout", lambda context, box, *given, **named: calls.append(box) or real(context, box, *given, **named)
    )
    laid(tmp_path, figure("figure", 10), table(5), css=COLUMNS)
    assert len([box for box in calls if box.is_column]) < 12


def _noted(name, lines):
    return h("p", parts=[part for n in range(lines) for part in (f"{name} {n}", h("span", parts=[f"note{name} 0"]), h("br"))])


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_where_spans_and_notes_meet(seed, tmp_path):
    dice = random.Random(seed)
    blocks = [
        block
        for n in range(16)
        for block in (
            text(f"t{n}", dice.randint(1, 12)),
            dice.choice([span, lambda lines: figure("f", lines)])(dice.randint(2, 9)),
            _noted(f"n{n}", 2),
        )
    ]
    done, _ = laid(tmp_path, *blocks, css=COLUMNS + " span { float: footnote }")
    words = sorted(line for page in done.pages for line in _lines(page) if not line.isdigit() and line.strip("0123456789. "))
    assert words == sorted(part for block in blocks for part in block.itertext() if part.strip())


@pytest.mark.parametrize(("kind", "found"), [("", {"0"}), ("dense", set())])
def test_a_table_in_a_list_that_stands_out_of_its_column_is_seen(kind, found, tmp_path):
    inner = h("div", {"class": f"table-wrap {kind}"}, [_grid(9, 1, "salt")])
    inner[0].set("data-table", "0")
    done, _ = laid(tmp_path, h("ul", parts=[h("li", parts=[inner])]), text("two", 9), css=COLUMNS + " td { padding: 0 6px }")
    assert proof.cut(proof.listed(done)) == found


def test_a_table_in_a_list_leaves_no_page_empty_however_wide_it_is(tmp_path):
    cells = "".join(f"<td>alluvial{n}</td>" for n in range(14))
    table = f"<table-wrap><table><tbody>{f'<tr>{cells}</tr>' * 5}</tbody></table></table-wrap>"
    body = f'<p>{WORDS * 9}</p><list list-type="bullet"><list-item><p>One.</p>{table}</list-item></list><p>{WORDS * 9}</p>'
    made = article(tmp_path, body)
    data = printed(Article(made.path, made.root, settings=Settings(columns=2)))
    assert len(pypdfium2.PdfDocument(data)) == 1
