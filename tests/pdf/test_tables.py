"""Tables that want more room than the page has, and the addresses in them."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from pipeline.article import Settings
from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf import press, proof
from pipeline.exporters.pdf.anew import tighten
from pipeline.exporters.pdf.body import keep_tables
from pipeline.exporters.pdf.export import _page, prepared, serialised
from pipeline.exporters.pdf.paper import fit_tables, name_addresses
from tests.pdf.articles import article, printed

PAGE = """@page { size: 300px 200px; margin: 20px 40px } @page turned { size: 300px 200px; margin: 20px 40px }
    body { font: 10px/14px "Source Serif 4"; margin: 0 } table { border-collapse: collapse; width: 100% } td { padding: 0 }
    .turned { page: turned } .tight { line-height: 11px }"""


def laid(tmp_path, *blocks):
    (tmp_path / "page.css").write_text(PAGE, "utf-8")
    page = h("html", parts=[h("body", parts=[h("div", {"class": "flow"}, blocks)])])
    return page, press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path))


def table(kind, rows, columns=1):
    lines = [h("tr", parts=[h("td", parts=["alluvial"]) for _ in range(columns)]) for _ in range(rows)]
    return h("div", {"class": f"table-wrap {kind}"}, [h("table", {"data-table": "0"}, lines)])


@pytest.mark.parametrize(("columns", "squeezed"), [(3, set()), (7, {"0"})])
def test_a_table_that_is_wider_than_the_room_that_it_is_given_is_seen_though_the_page_has_more(tmp_path, columns, squeezed):
    _, done = laid(tmp_path, table("wide", 1, columns))
    assert proof.cut(proof.listed(done)) == squeezed


def test_a_turned_table_of_which_little_is_left_for_a_page_is_set_tighter(tmp_path):
    page, done = laid(tmp_path, table("turned", 12))
    assert len(done.pages) == 2
    assert proof.remnants(proof.listed(done)) == {"0"}
    assert tighten(page, {"0"})
    done = press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path))
    assert len(done.pages) == 1
    assert not proof.remnants(proof.listed(done))


def test_a_turned_table_that_fills_half_of_its_last_page_stays_as_it_is(tmp_path):
    assert proof.remnants(proof.listed(laid(tmp_path, table("turned", 17))[1])) == set()


def test_the_head_that_stands_on_each_page_of_a_turned_table_is_not_counted_as_left(tmp_path):
    turned = table("turned", 12)
    turned[0].insert(0, h("thead", parts=[h("tr", parts=[h("th", parts=["alluvial"])]) for _ in range(2)]))
    page, done = laid(tmp_path, turned)
    assert len(done.pages) == 2
    assert proof.remnants(proof.listed(done)) == {"0"}
    tighten(page, {"0"})
    assert len(press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path)).pages) == 1


def test_a_turned_table_of_few_high_rows_begins_below_its_caption(tmp_path):
    signs = "\u7d19\u306f\u7d19\u3088\u308a\u3082\u8efd\u3044\u3001" * 2
    row = f"<tr>{f'<td>{signs}</td>' * 14}</tr>"
    words = f"<table-wrap><caption><p>Sheets</p></caption><table><thead>{row}</thead><tbody>{row * 4}</tbody></table></table-wrap>"
    made = article(tmp_path, words, language="ja")
    data = printed(type(made)(made.path, made.root, settings=Settings(paper="a5")))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    assert [page.count("\u8efd") > 28 for page in pages if "Sheets" in page] == [True]


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ("https://silk.example/a-long-way/to", "address brief"),
        ("https://silk.example/one_name_that_has_no_parts_at_all", "address"),
        ("a.weaver@silk.example", "address brief"),
        ("10.5555/silk", "address brief"),
        ("The silk road", None),
        ("https://silk.example and others", None),
    ],
)
def test_a_link_that_shows_an_address_is_parted_without_hyphens(shown, kind):
    link = h("a", {"href": "https://silk.example/"}, [shown])
    name_addresses(h("p", parts=[link]))
    assert link.get("class") == kind


def test_an_address_in_the_text_is_named_so(tmp_path):
    text = '<p><ext-link xlink:href="https://silk.example/a">https://silk.example/a</ext-link></p>'
    (lead,) = prepared(article(tmp_path, text), Report(tmp_path)).sections
    assert [link.get("class") for link in lead.iter("{*}a")] == ["address brief"]


@pytest.mark.parametrize(
    ("cells", "rows", "kind"),
    [
        (["alluvial"] * 6, 9, "table-wrap"),
        (["alluvial fan"] * 6, 9, "table-wrap wide"),
        (["alluvial"] * 11, 9, "table-wrap wide"),
        (["alluvial"] * 11, 6, "table-wrap wide few"),
    ],
)
def test_a_table_is_set_small_where_its_lines_would_not_be_whole(cells, rows, kind):
    lines = [h("tr", parts=[h("td", parts=[cell]) for cell in cells]) for _ in range(rows)]
    page = h("div", parts=[h("div", {"class": "table-wrap"}, [h("table", parts=lines)])])
    fit_tables(page)
    assert page[0].get("class") == kind


def _styles(tmp_path, theme, settings):
    """The styles of the first box of each element of an article with headings and a table in small letters."""
    made = article(tmp_path, "<sec><title>Silk</title><sec><title>Wool</title><p>Of it.</p></sec></sec>")
    page = _page(made, prepared(made, Report(tmp_path)), b"", datetime(2026, 1, 5, tzinfo=UTC))
    page.append(h("div", {"class": "table-wrap wide dense"}, [h("table", parts=[h("tr", parts=[h("td", parts=["Silk"])])])]))
    done = press.laid_out(serialised(page), {}, press.sheets(theme, settings), press.ARCHIVE, Report(tmp_path))
    return {box.element_tag: box.style for one in done.pages for box in one._page_box.descendants() if box.element is not None}


@pytest.mark.parametrize("theme", ["encyclopedia", "journal", "plain"])
@pytest.mark.parametrize("settings", [Settings(paper="a5"), Settings(columns=2), Settings(paper="b5"), Settings()])
def test_headings_have_room_in_their_lines_and_in_small_letters_few_words_are_parted(tmp_path, theme, settings):
    styles = _styles(tmp_path, theme, settings)
    for heading in ("h2", "h3"):
        assert styles[heading]["font_size"] <= 0.92 * styles[heading]["line_height"].value
    assert styles["td"]["hyphenate_limit_chars"] == (12, 4, 4)


def test_a_row_of_which_the_first_cell_alone_speaks_stays_with_the_row_below_it():
    said = [("Silk", ""), ("a", "1"), ("Wool", ""), ("Linen", ""), ("b", "2"), ("", "3"), ("Last", "")]
    rows = [h("tr", parts=[h("td", parts=[cell]) for cell in row]) for row in said]
    part = h("div", parts=[h("div", {"class": "table-wrap"}, [h("table", parts=rows)])])
    keep_tables(part)
    assert [row[0].text for row in rows if row.get("class") == "over"] == ["Silk", "Linen"]
