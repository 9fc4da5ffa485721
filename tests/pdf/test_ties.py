"""Ties: signs after a space do not begin a line, names of rows are not parted."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf.export import on_paper, prepared
from pipeline.exporters.pdf.ties import run_on, tie_cells, tie_parts, tie_signs, tie_words
from tests.pdf.articles import WORDS, article, printed
from tests.pdf.test_breaks import lines, rightmost


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("La soie : d\u2019o\u00f9 vient-elle ?", "La soie_: d\u2019o\u00f9 vient-elle_?"),
        ("Il dit : \u00ab La soie \u00bb ; et rien.", "Il dit_: \u00ab_La soie_\u00bb_; et rien."),
        ("\u0930\u0947\u0936\u092e \u0939\u0948 \u0964", "\u0930\u0947\u0936\u092e \u0939\u0948_\u0964"),
        ("\u0631\u06cc\u0634\u0645 \u06d4", "\u0631\u06cc\u0634\u0645_\u06d4"),
        ("a ?b and :c", "a ?b and :c"),
        ("Silk; wool", "Silk; wool"),
    ],
)
def test_the_space_before_a_sign_ends_no_line(text, tied):
    part = h("p", parts=[text, h("b", parts=[text]), text])
    tie_signs(part)
    assert "".join(part.itertext()).replace("\u00a0", "_") == tied * 3


@pytest.mark.parametrize(
    ("language", "text", "tied"),
    [
        ("pl", "Jedwab i len w domu, a z nimi (w worku) 5 z 7", "Jedwab i_len w_domu, a_z_nimi (w_worku) 5 z_7"),
        ("cs", "V domě s hedvábím", "V_domě s_hedvábím"),
        ("ru", "Шёлк и нить в доме", "Шёлк и_нить в_доме"),
        ("en", "Silk is a thread I spin", "Silk is a thread I spin"),
        ("pl", "Jan W. i ja", "Jan W. i_ja"),
    ],
)
def test_a_word_of_one_letter_ends_no_line(language, text, tied):
    part = h("div", parts=[h("p", parts=[text, h("b", parts=[text]), text]), h("p", {"lang": "en"}, [text])])
    tie_words(part, language)
    first, second = ("".join(one.itertext()).replace("\u00a0", "_") for one in part)
    assert (first, second) == (tied * 3, text)


def test_headings_and_cells_part_no_korean_word():
    words = "\ube44\ub2e8 \uc2e4"
    part = h(
        "section",
        parts=[h("h2", parts=[words]), h("p", parts=[words]), h("table", parts=[h("tr", parts=[h("td", parts=[h("b", parts=[words])])])])],
    )
    tie_words(part, "ko")
    assert ["".join(one.itertext()) for one in part] == ["\ube44\u2060\ub2e8 \uc2e4", words, "\ube44\u2060\ub2e8 \uc2e4"]


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("Of G-quadruplexes in silk", ["G-quadruplexes"]),
        ("The enzyme (I/D) of B-Z looms", ["(I/D)", "B-Z"]),
        ("Of glucose-6-phosphate and tail-slaps", ["glucose-6-phosphate"]),
        ("Of well-known silk - and more, 1990-1994", []),
        (f"Of N-{'silk' * 9}", []),
    ],
)
def test_a_heading_parts_no_letter_from_its_word(words, whole):
    part = h("section", parts=[h("h2", parts=[words, h("i", parts=["N"]), "-linked silk"]), h("p", parts=[words])])
    tie_parts(part)
    assert [span.text for span in part.iter("{*}span")] == [*whole, "-linked"]
    assert "".join(part.itertext()) == f"{words}N-linked silk{words}"


def test_the_spaces_of_code_stay(tmp_path):
    part = h("p", parts=[h("code", parts=["a ? b : c ;"])])
    tie_signs(part)
    assert "".join(part.itertext()) == "a ? b : c ;"


@pytest.mark.parametrize(
    ("cells", "others", "kinds"),
    [
        (("Part 1", "Part 20"), WORDS, ["whole", "whole"]),
        (("16/25, 64%", "2/3, 66%"), "Silk", ["whole", "whole"]),
        (("1.5\u20132.5", "10.0\u201312.5"), WORDS, ["whole", "whole"]),
        (("Part 1", "The silks of the towns"), WORDS, [None, None]),
        (("one", "two"), WORDS, [None, None]),
        (("Part 1", "Part 2"), "A" * 51, [None, None]),
    ],
)
def test_short_cells_are_not_parted_if_that_makes_their_table_no_wider(tmp_path, cells, others, kinds):
    rows = "".join(f"<tr><td>{others}</td><td>{cell}</td></tr>" for cell in cells)
    table = f"<table><thead><tr><th>Silk</th><th>The names of the parts</th></tr></thead><tbody>{rows}</tbody></table>"
    (lead,) = prepared(article(tmp_path, f"<table-wrap>{table}</table-wrap>"), Report(tmp_path)).sections
    assert [row[1].get("class") for row in lead.iter("{*}tr")] == [None, *kinds]


@pytest.mark.parametrize("more", ["", ', <xref ref-type="bibr" rid="r1">[12]</xref>'])
def test_the_number_of_a_reference_stays_with_its_word(tmp_path, more):
    body = "".join(f'<p>Silk {"i" * n} <xref ref-type="bibr" rid="r1">[12]</xref>{more}</p>' for n in range(40, 70))
    cited = '<ref-list><ref id="r1"><label>[12]</label><mixed-citation>On silk</mixed-citation></ref></ref-list>'
    assert not [line for line in lines(printed(article(tmp_path, body, cited))) if line == f"[12]{', [12]' if more else ''}"]


def test_dots_end_with_their_line_and_what_they_lead_to_stands_beside_them(tmp_path):
    keys = "".join(
        f"<p>{n} Silk of the {'i' * n}s, light, strong{'.' * 90} <italic>Bombyx mori</italic> 1.</p><p>{WORDS} {'.' * n * 9}{n} b</p>"
        for n in range(1, 12)
    )
    data = printed(article(tmp_path, keys))
    found = [line for line in lines(data) if ".." in line]
    assert rightmost(data) < -30
    assert [line.partition("..")[2].strip(". ").replace("\u00a0", " ") for line in found] == [
        end for n in range(1, 12) for end in ("Bombyx mori 1", f"{n} b")
    ]


def test_dots_that_are_no_leader_stay(tmp_path):
    said = "Silk... and wool, " + "." * 7 + " and " + "." * 9
    (lead,) = prepared(article(tmp_path, f"<p>{said}</p>"), Report(tmp_path)).sections
    assert "".join(lead.itertext()) == said


@pytest.mark.parametrize(
    "block", ["<p>{}</p>", '<sec id="s1"><title>{}</title><p/></sec>', "<verse-group><verse-line>{}</verse-line></verse-group>"]
)
def test_a_word_without_an_end_is_not_cut_at_the_margin(tmp_path, block):
    assert rightmost(printed(article(tmp_path, block.format("Silk " + "1" * 150)))) < -30


def table_of(*rows):
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return etree.fromstring(f'<div xmlns="http://www.w3.org/1999/xhtml"><table>{"".join(f"<tr>{row}</tr>" for row in cells)}</table></div>')


def test_a_range_with_words_beside_it_is_not_parted():
    part = table_of(["35.2 (29.2\u201337.5)", "1990\u20132005", "mills 1\u20132 and more"], ["a", "b", "c"])
    tie_cells(part)
    assert [one.text for one in part.iterfind(".//{*}span[@class='tied']")] == ["(29.2\u201337.5)", "1\u20132"]
    assert "35.2 (29.2\u201337.5)" in "".join(part.itertext())


def test_a_sum_with_words_beside_it_is_not_parted():
    part = table_of(["<b>Silk (n = 20)</b>", "Wool<br/>N\u200a=\u200a1,204 cases", "a = b", "p &lt; 0.05"], ["1", "2", "3", "<b>P</b> = 4"])
    tie_cells(part)
    assert [one.text for one in part.iterfind(".//{*}span[@class='tied']")] == ["(n = 20)", "N\u200a=\u200a1,204", "p < 0.05"]


@pytest.mark.parametrize(
    ("cells", "whole"),
    [
        (["Silk", "Ergot and Sericin (2000)<br/>Carberry (2016)", "12<br/>3"], [False, True, True]),
        (["Silk", "<p>Ergot and Sericin (2000)</p> <p>Carberry (2016)</p>", "12<br/>3"], [False, True, True]),
        (["Silk", "Ergot and Sericin (2000)<br/>Carberry (2016)", "12"], [False, False, False]),
        (["Silk", f"Ergot (2000)<br/>{'Carberry ' * 4}", "12<br/>3"], [False, False, True]),
    ],
)
def test_lines_that_stand_side_by_side_are_not_parted(cells, whole):
    part = table_of(cells, ["Wool of the northern towns", "-", "-"])
    tie_cells(part)
    assert ["whole" in (cell.get("class") or "") for cell in part[0][0]] == whole


LINE = "the town lies on the southern slope where the rivers leave their gorges"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([LINE, "|\n  and spread"], f"{LINE} and spread"),
        ([LINE, "|", h("i", parts=["and"]), " spread"], f"{LINE} and spread"),
        ([LINE[:30], h("i", parts=[LINE[30:]]), "\n|and", f" {LINE}|so"], f"{LINE} and {LINE} so"),
        ([LINE, "|and|so"], f"{LINE} and|so"),
        ([LINE, "|Spread"], f"{LINE}|Spread"),
        ([f"{LINE};", "|and"], f"{LINE};|and"),
        ([LINE[:40], "|and"], f"{LINE[:40]}|and"),
    ],
)
def test_a_sentence_in_a_cell_goes_on_where_a_page_has_ended_its_line(parts, said):
    split = []
    for one in parts:
        words = one.split("|") if isinstance(one, str) else [one]
        split += [piece for n, word in enumerate(words) for piece in ([h("br")] if n else []) + [word]]
    cell = h("td", parts=split)
    run_on(h("table", parts=[h("tr", parts=[cell])]))
    for line_end in cell.iter("{*}br"):
        line_end.tail = f"|{line_end.tail or ''}"
    assert "".join(cell.itertext()) == said


TEXTS = (
    "Silk",
    "35.2 (29.2–37.5) of",
    "Cases (n = 20)",
    "G-quadruplexes a",
    " I/D: ",
    "12, ",
    "et ",
    "où ?",
    " ",
    "",
    "1–2",
    "xi [3]",
    "ريشم ",
    "한국어 글",
)
PIECE = st.sampled_from(TEXTS)


@st.composite
def inlines(draw, depth=2):
    """Words and elements with words in them."""
    parts = [draw(PIECE)]
    for _ in range(draw(st.integers(0, 3))):
        tag = draw(st.sampled_from(["i", "b", "a", "span", "sup", "code", "br"]))
        inside = draw(inlines(depth - 1)) if depth and tag != "br" else []
        parts += [h(tag, parts=inside), draw(PIECE)]
    return parts


@st.composite
def on_pages(draw):
    """A part of a page: a heading, a paragraph, a table."""
    rows = [h("tr", parts=[h("td", parts=draw(inlines())) for _ in range(2)]) for _ in range(draw(st.integers(1, 3)))]
    table = h("div", {"class": "table-wrap"}, [h("table", parts=[h("tbody", parts=rows)])])
    return h("section", parts=[h("h2", parts=draw(inlines())), h("p", parts=draw(inlines())), table])


@given(part=on_pages(), language=st.sampled_from(["en", "pl", "ko", "ar", "fr"]))
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost_or_changes_its_place(part, language):
    said = "".join(part.itertext())
    on_paper(part, language, "rtl" if language == "ar" else "ltr")
    assert re.sub(r"[\s\u2060]", "", "".join(part.itertext())) == re.sub(r"\s", "", said)
