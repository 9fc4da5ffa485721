"""The flow of blocks: figures that do not fit let text go first, tables that are cut are set smaller, the first page has the facts."""

import pytest
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf import press, proof
from pipeline.exporters.pdf.anew import loosen, shrink, turn
from pipeline.exporters.pdf.body import flow, flow_letters, gather_turned
from pipeline.exporters.pdf.export import prepared, serialised, theme
from tests.pdf.articles import FRONT, NAMESPACES, WORDS, article, printed

PAGE = """@page { size: 400px 300px; margin: 20px } html { font: 12px/20px serif } body, p, figure, h2 { margin: 0 }
figure { break-inside: avoid }"""


def laid(tmp_path, *blocks, css=PAGE):
    """The first words of the blocks of each page."""
    sheet = tmp_path / "page.css"
    sheet.write_text(css, "utf-8")
    page = h("html", parts=[h("body", parts=[h("div", {"class": "flow"}, blocks)])])
    done = press.laid_out(serialised(page), {}, [sheet], press.ARCHIVE, Report(tmp_path))
    return done, [[_first(box) for box in _blocks(page._page_box)] for page in done.pages]


def _blocks(page):
    found = next(box for box in page.descendants() if box.element_tag == "div")
    return found.children


def _first(box):
    return next((one.text.split()[0] for one in box.descendants() if hasattr(one, "text")), box.element_tag)


def text(name, lines):
    return h("p", parts=[part for n in range(lines) for part in (f"{name} {n}", h("br"))])


def figure(name, lines):
    return h("figure", parts=[text(name, lines)])


def test_text_goes_before_a_figure_that_does_not_fit(tmp_path):
    _, pages = laid(tmp_path, text("one", 6), figure("figure", 8), text("two", 10), text("three", 2))
    assert pages == [["one", "two"], ["figure", "two", "three"]]


def test_text_that_is_parted_goes_on_below_the_figure_with_its_next_line(tmp_path):
    done, _ = laid(tmp_path, text("one", 6), figure("figure", 8), text("two", 10))
    lines = [[one.text.strip() for one in page._page_box.descendants() if hasattr(one, "text")] for page in done.pages]
    assert [line for line in lines[0] if line.startswith("two")] == [f"two {n}" for n in range(7)]
    assert lines[1] == [*(f"figure {n}" for n in range(8)), *(f"two {n}" for n in range(7, 10))]


def test_text_that_two_figures_part_is_told_once(tmp_path):
    done, pages = laid(tmp_path, text("one", 6), figure("first", 8), figure("second", 11), text("two", 20))
    assert pages == [["one", "two"], ["first", "two"], ["second", "two"], ["two"]]
    words = [one.text.strip() for page in done.pages for one in page._page_box.descendants() if hasattr(one, "text")]
    assert [word for word in words if word.startswith("two")] == [f"two {n}" for n in range(20)]


def test_text_fills_the_page_before_a_table_that_has_a_turned_page(tmp_path):
    css = PAGE + " @page turned { size: 300px 400px } .turned { page: turned; break-after: page }"
    turned = [
        h("div", {"class": "table-wrap turned"}, [h("table", parts=[h("tr", parts=[h("td", parts=[name])])])]) for name in ("wide", "wider")
    ]
    done, pages = laid(tmp_path, text("one", 6), *turned, text("two", 10), css=css)
    assert pages == [["one", "two"], ["wide"], ["wider"], ["two"]]
    assert [page.width for page in done.pages] == [400, 300, 300, 400]


def test_a_table_that_is_all_there_is_has_its_turned_page(tmp_path):
    css = PAGE + " @page turned { size: 300px 400px } .turned { page: turned; break-after: page }"
    done, _ = laid(tmp_path, text("one", 6), h("div", {"class": "table-wrap turned"}, [h("p", parts=["wide"])]), css=css)
    assert [page.width for page in done.pages] == [400, 300]


def test_a_figure_that_fits_stays_where_it_is(tmp_path):
    _, pages = laid(tmp_path, text("one", 4), figure("figure", 8), text("two", 4))
    assert pages == [["one", "figure"], ["two"]]


def test_figures_keep_their_order(tmp_path):
    _, pages = laid(tmp_path, text("one", 8), figure("first", 8), figure("second", 2), text("two", 8))
    assert pages == [["one", "two"], ["first", "second", "two"]]


def test_a_heading_does_not_go_without_its_text(tmp_path):
    heading = h("h2", {"style": "font-size: 12px; line-height: 20px; break-after: avoid"}, ["heading"])
    _, pages = laid(tmp_path, text("one", 11), figure("figure", 8), heading, text("two", 8))
    assert pages == [["one"], ["figure", "heading", "two"], ["two"]]


def test_nor_does_it_come_back_between_figures_that_wait(tmp_path):
    heading = h("h2", {"style": "font-size: 12px; line-height: 20px; break-after: avoid"}, ["heading"])
    _, pages = laid(tmp_path, text("one", 11), figure("first", 5), figure("second", 8), heading, text("two", 4))
    assert pages == [["one"], ["first", "second"], ["heading", "two"]]


def test_a_section_of_figures_alone_keeps_them(tmp_path):
    shown = [h("h2", parts=["Figures"]), figure("first", 5), figure("second", 8)]
    _, pages = laid(tmp_path, text("one", 2), *shown, h("h2", parts=["Next"]), text("two", 2))
    assert pages == [["one", "Figures", "first"], ["second", "Next", "two"]]


def test_the_caption_of_a_narrow_table_is_wider_than_it(tmp_path):
    table = h("table", parts=[h("caption", parts=["Table 1. Of wax and ale in towns"]), h("tr", parts=[h("td", parts=["1"])])])
    done, _ = laid(tmp_path, text("one", 2), table)
    boxes = [one for one in done.pages[0]._page_box.descendants() if one.element_tag in ("table", "caption", "td")]
    places = {one.element_tag: (one.position_x, one.width) for one in boxes if one.width}
    assert places["caption"][0] == 20
    assert 100 < places["caption"][1] <= 360 * 0.6
    assert places["td"][1] < 20


def test_nothing_is_lost_or_told_twice(tmp_path):
    blocks = [one for n in range(30) for one in (text(f"p{n}", n % 7 + 1), figure(f"f{n}", n % 11 + 1))]
    done, _ = laid(tmp_path, *blocks)
    words = [one.text for page in done.pages for one in page._page_box.descendants() if hasattr(one, "text") and one.text.strip()]
    wanted = [part for block in blocks for part in block.itertext() if part.strip()]
    assert sorted(words) == sorted(wanted)


def test_a_figure_of_more_than_a_page_waits_for_one_page_and_not_for_the_end(tmp_path):
    blocks = [text("one", 6), figure("figure", 20), *(text(name, 9) for name in ("two", "three", "four", "five", "six"))]
    _, pages = laid(tmp_path, *blocks)
    assert pages[:4] == [["one", "two"], ["figure"], ["figure", "two", "three"], ["three", "four"]]


def test_a_note_of_text_that_is_not_put_first_stands_once_on_the_page_of_its_call(tmp_path):
    css = PAGE + " span { float: footnote }"
    called = h("p", parts=["called 0", h("span", parts=["note"]), *(part for n in range(1, 9) for part in (h("br"), f"called {n}"))])
    done, pages = laid(tmp_path, text("one", 6), figure("figure", 20), text("two", 12), called, text("last", 2), css=css)
    words = [[one.text for one in page._page_box.descendants() if hasattr(one, "text")] for page in done.pages]
    calls = [n for n, some in enumerate(words) if any(word.startswith("called 0") for word in some)]
    assert [n for n, some in enumerate(words) if "note" in some] == calls
    assert pages.index(["figure"]) < calls[0]


COLUMNS = PAGE + ".flow { columns: 2; column-gap: 0; column-fill: auto }"


def test_text_goes_before_a_figure_that_does_not_fit_a_column(tmp_path):
    done, _ = laid(tmp_path, text("one", 6), figure("figure", 8), text("two", 10), text("three", 2), css=COLUMNS)
    assert _columns(done) == [[["one", "two"], ["figure", "two", "three"]]]
    lines = [one.text.strip() for one in done.pages[0]._page_box.descendants() if hasattr(one, "text")]
    assert [line for line in lines if line.startswith("two")] == [f"two {n}" for n in range(10)]


def test_in_columns_a_section_of_figures_alone_keeps_them_where_one_spans_all(tmp_path):
    shown = [h("h2", parts=["Figures"]), figure("first", 8), figure("second", 8)]
    css = COLUMNS + "figure.wide { column-span: all }"
    wide = h("figure", {"class": "wide"}, [text("wide", 8)])
    done, _ = laid(tmp_path, text("one", 8), wide, *shown, h("h2", parts=["Next"]), text("two", 2), css=css)
    words = [one.text.split()[0] for page in done.pages for one in page._page_box.descendants() if hasattr(one, "text")]
    assert list(dict.fromkeys(words)) == ["one", "wide", "Figures", "first", "second", "Next", "two"]


def test_text_that_the_last_column_of_a_page_parts_goes_on_below_the_figure_on_the_next(tmp_path):
    done, _ = laid(tmp_path, text("one", 19), figure("figure", 8), text("two", 10), css=COLUMNS)
    assert [page[-1][-2:] for page in _columns(done)] == [["one", "two"], ["figure", "two"]]
    lines = [one.text.strip() for page in done.pages for one in page._page_box.descendants() if hasattr(one, "text")]
    assert [line for line in lines if line.startswith("two")] == [f"two {n}" for n in range(10)]


def test_columns_begin_at_one_height_whatever_is_above_their_first_block(tmp_path):
    heading = h("h2", parts=["Heading"])
    done, _ = laid(tmp_path, heading, text("one", 24), css=COLUMNS + " h2 { margin-top: 20px }")
    tops = [[next(box.position_y for box in column.descendants() if hasattr(box, "text")) for column in _blocks(done.pages[0]._page_box)]]
    assert [round(top[0] - top[1]) for top in tops] == [0]


def test_what_follows_in_the_columns_of_the_next_page_is_what_is_left(tmp_path):
    blocks = [one for n in range(40) for one in (text(f"p{n}", n % 7 + 1), figure(f"f{n}", n % 11 + 1))]
    done, _ = laid(tmp_path, *blocks, css=COLUMNS)
    words = [one.text for page in done.pages for one in page._page_box.descendants() if hasattr(one, "text") and one.text.strip()]
    assert sorted(words) == sorted(part for block in blocks for part in block.itertext() if part.strip())
    figures = [word.split()[0] for word in words if word.startswith("f") and word.endswith(" 0")]
    assert figures == [f"f{n}" for n in range(40)]


def _columns(done):
    return [[[_first(box) for box in column.children] for column in _blocks(page._page_box)] for page in done.pages]


def test_sections_lie_open_and_links_to_them_lead_to_their_headings(tmp_path):
    made = article(tmp_path, f'<sec id="s1"><title>Silk</title><p>{WORDS}</p><sec id="s2"><title>Thread</title><p>{WORDS}</p></sec></sec>')
    opened = flow(prepared(made, Report(tmp_path)))
    assert [(block.tag.rpartition("}")[2], block.get("id")) for block in opened] == [("h2", "s1"), ("p", None), ("h3", "s2"), ("p", None)]


def test_a_section_in_another_language_stays_whole(tmp_path):
    made = article(tmp_path, '<sec id="s1" xml:lang="fr"><title>Soie</title><p>Bref.</p></sec>')
    assert [block.get("lang") for block in flow(prepared(made, Report(tmp_path)))] == ["fr"]


def test_the_figures_of_a_group_lie_open_and_the_link_to_it_leads_to_the_first(tmp_path):
    group = '<fig-group id="g"><fig id="f1"><p>One.</p></fig><fig id="f2"><p>Two.</p></fig></fig-group>'
    made = article(tmp_path, f"<sec><title>Silk</title>{group}</sec>")
    blocks = [block for block in flow(prepared(made, Report(tmp_path))) if block.tag.endswith("figure")]
    assert [block.get("id") for block in blocks] == ["f1", "f2"]
    assert [node.text for node in blocks[0].iter() if node.get("id") == "g"] == ["One."]


def test_the_text_of_a_sub_article_flows_too(tmp_path):
    text = '<sec id="s1"><title>Silk</title><p>Words.</p></sec>'
    reply = '<sub-article article-type="reply" id="b"><front-stub/><body><p>Thanks.</p></body></sub-article>'
    letter = f'<sub-article article-type="reply" id="a"><front-stub/><body>{text}</body>{reply}</sub-article>'
    made = article(tmp_path, "<p>Words.</p>")
    made.root.append(etree.fromstring(letter))
    document = prepared(made, Report(tmp_path))
    flow_letters(document)
    holders = [div for div in document.letters[0].iter("{*}div") if div.get("class") == "flow"]
    assert [[block.get("id") or block.text for block in holder] for holder in holders] == [["s1", "Words."], ["Thanks."]]


def _turned(number):
    return h("div", {"class": "table-wrap turned"}, [h("table", {"data-table": number})])


def test_in_columns_tables_on_turned_pages_stand_behind_the_text_in_their_order():
    blocks = [_turned("0"), h("p", parts=["Words."]), h("div", {"class": "table-wrap"}, [h("table", {"data-table": "1"})]), _turned("2")]
    ends = [h("section", {"class": "colophon"}), h("section", {"class": "sub-article"}), h("p", {"class": "made"})]
    page = h("article", parts=[h("div", {"class": "flow"}, blocks), *ends])
    gather_turned(page)
    page[0][1].set("class", "table-wrap turned")  # it was cut
    gather_turned(page)
    assert [table.get("data-table") for table in page.iter("{*}table")] == ["0", "1", "2"]
    kinds = [part.get("class") for part in page]
    assert kinds == ["flow", *["table-wrap turned"] * 3, "colophon", "sub-article", "made"]


@pytest.mark.parametrize(
    ("places", "kinds"), [((0,), ["flow", "table-wrap turned", "flow"]), ((1,), ["flow", "table-wrap turned"]), ((), ["flow"])]
)
def test_in_columns_what_is_at_the_back_has_its_own_behind_the_turned_tables_of_the_text(places, kinds):
    parts = [[h("p", parts=["Words."])], [h("h2", {"data-part": "back"}, ["References"]), h("ol")]]
    for place in places:
        parts[place].append(_turned("0"))
    page = h("article", parts=[h("div", {"class": "flow"}, [*parts[0], *parts[1]]), h("section", {"class": "colophon"})])
    gather_turned(page)
    gather_turned(page)
    assert [part.get("class") for part in page] == [*kinds, "colophon"]


def test_the_back_matter_of_an_article_is_known(tmp_path):
    notes = "<ack><title>Thanks</title><p>To silk.</p></ack>"
    blocks = list(flow(prepared(article(tmp_path, "<sec><title>Silk</title><p>Words.</p></sec>", notes), Report(tmp_path))))
    assert [(block.text, block.get("data-part")) for block in blocks if block.tag.endswith("h2")] == [("Silk", None), ("Thanks", "back")]


def test_a_table_that_is_cut_at_the_margin_is_set_smaller_step_by_step():
    page = h("div", parts=[h("div", {"class": "table-wrap short"}, [h("table", {"data-table": "0"})])])
    steps = []
    while shrink(page, {"0"}):
        steps.append(page[0].get("class"))
    assert steps == [f"table-wrap short {step}" for step in ("wide", "wide dense", "turned", "turned packed")]
    assert not shrink(page, {"1"})


def test_no_heading_has_a_page_alone_before_a_table_that_was_thought_short(tmp_path):
    css = PAGE + " h2 { margin: 0; break-after: avoid } .short { break-inside: avoid }"
    rows = [h("tr", parts=[h("td", parts=[f"row {n}"])]) for n in range(14)]
    table = h("div", {"class": "table-wrap short"}, [h("table", {"data-table": "0"}, rows)])
    done, _ = laid(tmp_path, text("one", 6), h("h2", parts=["Heading"]), table, css=css)
    assert proof.lonely(proof.listed(done)) == {"0"}
    assert loosen(table, {"0"})
    assert table.get("class") == "table-wrap"
    assert not loosen(table, {"0"})
    done, _ = laid(tmp_path, text("one", 6), h("h2", parts=["Heading"]), table, css=css)
    assert not proof.lonely(proof.listed(done))


@pytest.mark.parametrize(("lines", "apart"), [(3, True), (8, False)])
def test_a_page_is_not_left_half_empty_for_a_table_that_was_thought_short(lines, apart, tmp_path):
    css = PAGE + " .short { break-inside: avoid }"
    rows = [h("tr", parts=[h("td", parts=[f"row {n}"])]) for n in range(9)]
    table = h("div", {"class": "table-wrap short"}, [h("table", {"data-table": "0"}, rows)])
    done, _ = laid(tmp_path, text("one", lines), table, text("two", 3), css=css)
    assert len(done.pages) == 2
    assert proof.lonely(proof.listed(done)) == ({"0"} if apart else set())


def test_a_page_is_turned_before_the_heading_of_its_first_paragraph():
    called = h("p", parts=["Silk.", h("span", {"class": "footnote", "id": "n"})])
    heads = [h("h2", parts=["Looms"]), h("h3", parts=["Of wood"])]
    page = h("body", parts=[h("div", {"class": "flow"}, [h("p", parts=["Of old."]), *heads, called])])
    assert turn(page, {"n"})
    assert [one.get("class") for one in page[0]] == [None, "turn", None, None]


@pytest.mark.parametrize(("columns", "cut"), [(2, set()), (40, {"0"})])
def test_a_cut_table_is_seen(tmp_path, columns, cut):
    row = h("tr", parts=[h("td", parts=["alluvial"]) for _ in range(columns)])
    done, _ = laid(tmp_path, h("table", {"data-table": "0"}, [row]))
    assert proof.cut(proof.listed(done)) == cut


@pytest.mark.parametrize(("body", "chosen"), [("<p/>", "journal"), ('<boxed-text content-type="infobox"/>', "encyclopedia")])
def test_the_theme_follows_the_article_unless_it_is_chosen(tmp_path, body, chosen):
    made = article(tmp_path, body)
    assert theme(made) == chosen
    assert theme(Article(made.path, made.root, Settings(theme="plain"))) == "plain"


def test_the_facts_of_an_article_of_a_journal_stand_in_its_header(tmp_path):
    head = FRONT.replace("<journal-id/>", "<journal-title-group><journal-title>Silk</journal-title></journal-title-group>")
    root = etree.fromstring(f'<article {NAMESPACES} xml:lang="en">{head}<body><p>Words.</p></body></article>')
    document = prepared(Article(tmp_path / "silk.xml", root), Report(tmp_path))
    (facts,) = document.header.iter("{*}dl")
    assert [one.text or one[0].text for one in facts] == ["Published", "2026-01-05"]
    assert document.colophon is None or "2026-01-05" not in "".join(document.colophon.itertext())


@pytest.mark.parametrize(
    ("name", "dates", "said"),
    [
        ("<journal-id journal-id-type='own'>silk-j</journal-id>", '<pub-date date-type="collection"><year>2026</year></pub-date>', 1),
        ("", '<pub-date date-type="pub" publication-format="print"><month>1</month><year>2026</year></pub-date>', 1),
        ("", '<pub-date date-type="pub" publication-format="print"><month>2</month><year>2026</year></pub-date>', 2),
    ],
)
def test_the_facts_leave_the_journal_and_the_month_of_a_day_to_the_colophon(name, dates, said, tmp_path):
    journal = f"{name}<journal-title-group><journal-title>Silk</journal-title></journal-title-group>"
    head = FRONT.replace("<journal-id/>", journal).replace("</pub-date>", "</pub-date>" + dates)
    root = etree.fromstring(f'<article {NAMESPACES} xml:lang="en">{head}<body><p>Words.</p></body></article>')
    (facts,) = prepared(Article(tmp_path / "silk.xml", root), Report(tmp_path)).header.iter("{*}dl")
    assert [one.text for one in facts.iter("{*}dt")] == ["Published"] * said


def test_a_line_of_a_cell_may_end_at_each_chinese_sign(tmp_path):
    rows = "".join(f"<tr><td>{'纸比记忆更久地保存文字' * 8}</td></tr>" for _ in range(2))
    made = article(tmp_path, f"<table-wrap><table><tbody>{rows}</tbody></table></table-wrap>", language="zh")
    (holder,) = [one for one in prepared(made, Report(tmp_path)).sections[0].iter("{*}*") if "table-wrap" in (one.get("class") or "")]
    assert holder.get("class") == "table-wrap short"


def test_a_group_of_figures_in_which_all_have_names_stays_a_group(tmp_path):
    figure = '<fig id="f1"><graphic id="g1" xlink:href="picture.png"/></fig>'
    made = article(tmp_path, f'<p><xref ref-type="fig" rid="f0">F</xref></p><fig-group id="f0">{figure}</fig-group>')
    page = prepared(made, Report(made.path))
    flow(page)
    groups = [one for one in page.parts for one in one.iter("{*}figure") if "group" in (one.get("class") or "")]
    assert printed(made).startswith(b"%PDF")
    assert all(one.get("id") == "f0" for one in groups)
