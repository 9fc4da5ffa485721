"""The plain form of an encyclopedia entry, read whole."""

import re
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.diagnostics import Refused, Report
from pipeline.importers import gost, plain, prose
from pipeline.importers.prose import inline
from pipeline.markup import build
from pipeline.schema.coded import check
from pipeline.schema.dates import day_number
from pipeline.tree import LANG

HERE = Path(__file__).parent
SEED = HERE / "shamkhor-massacre.txt"
MANY = HERE.parents[2] / "shared/corpus/plain/wikitext2/valid.txt"


def imported(text, folder):
    path = folder / "entry.txt"
    path.write_text(text, "utf-8")
    report = Report(path)
    return plain.read(path, report), report


def words(root):
    return " ".join(" ".join(root.itertext()).split())


def runs(text):
    return re.findall(r"\w+", text)


def test_the_seed_keeps_every_line_in_its_place():
    root = plain.read(SEED, Report(SEED)).root
    lines = [line.strip("= -") for line in SEED.read_text("utf-8").splitlines() if line.strip() and line != "Infobox"]
    said = ["".join(e.itertext()) for e in root.iter("p", "title", "term", "article-title")]
    for line in lines[:-1]:  # the last is the book, which becomes fields
        key, colon, value = line.partition(": ")
        assert line in said or (colon and value in said and (key in said or key == "Title")), line


def test_the_seed_has_its_names_dates_and_book_as_data():
    root = plain.read(SEED, Report(SEED)).root
    assert [(e.get(LANG), e.text) for e in root.iter("styled-content")] == [
        ("az", "Şəmkir"),
        ("ru", "Шамхорская резня"),
        ("az", "Şamxor hadisəsi"),
    ]
    julian = root.findall(".//named-content[@vocab='julian']")
    assert [(d.get("vocab-term"), d.get("vocab-term-identifier")) for d in julian] == [
        ("1918-01-09/1918-01-12", "1918-01-22/1918-01-25")
    ] * 2
    book = root.find(".//element-citation")
    assert [(e.tag, e.text) for e in book.iter() if len(e) == 0] == [
        ("surname", "Hovhannisian"),
        ("given-names", "R. G."),
        ("source", "Armenia on the Road to Independence, 1918"),
        ("publisher-loc", "Berkeley"),
        ("publisher-loc", "Los Angeles"),
        ("publisher-name", "University of California Press"),
        ("year", "1967"),
        ("size", "376"),
        ("isbn", "978-0-520-00574-7"),
    ]
    assert not root.findall(".//xref")  # nobody cites it


def test_the_seed_follows_the_profile():
    report = Report(SEED)
    check(plain.read(SEED, report), report)
    assert {d.code for d in report} == {"import-guess"}


def test_guesses_are_told_with_their_line():
    report = Report(SEED)
    plain.read(SEED, report)
    assert [d.line for d in report] == [5, 12, 12]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (
            "Иванов И. И., Петров П. П. История города. — М.: Наука, 1988. — 240 с.",
            {"surname": "Иванов", "source": "История города", "size": "240"},
        ),
        (
            "A History of Ink. — London; New York: Faber, 2001. — 12 p.",
            {"source": "A History of Ink", "year": "2001", "publisher-name": "Faber"},
        ),
    ],
)
def test_book_lines(line, fields):
    book = gost.book(line)
    assert {tag: book.findtext(f".//{tag}") for tag in fields} == fields


@pytest.mark.parametrize("line", ["Just a note about something.", "See the archive — box 4", "Smith J. A book without imprint"])
def test_lines_that_are_not_books(line):
    assert gost.book(line) is None


def test_a_section_of_other_items_stays_a_list(tmp_path):
    article, _ = imported("= T =\n\n== Sights ==\n- The tower\n- The bridge\n", tmp_path)
    assert [e.findtext("p") for e in article.root.iter("list-item")] == ["The tower", "The bridge"]


def test_sections_nest_by_level_even_where_one_is_skipped(tmp_path):
    article, _ = imported("= T =\nlead\n== A ==\na\n==== B ====\nb\n== C ==\nc\n", tmp_path)
    assert [s.findtext("title") for s in article.root.findall("body/sec")] == ["A", "C"]
    assert article.root.findtext("body/sec/sec/title") == "B"


def test_a_text_without_a_title_is_refused(tmp_path):
    with pytest.raises(Refused):
        imported("no title\n", tmp_path)


def test_a_second_article_is_told(tmp_path):
    _, report = imported("= One =\ntext\n= Two =\nmore\n", tmp_path)
    assert [(d.code, d.line) for d in report] == [("import-lossless", 3)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on 3 March 1921 it", "1921-03-03"),
        ("in March 1921 it", "1921-03"),
        ("1–3 March 1921", "1921-03-01/1921-03-03"),
        ("14 January [O.S. 1 January] 1900", None),  # 1 January Old Style was 13 January then
        ("13 January [O.S. 1 January] 1900", "1900-01-13"),
        ("40 March 1921", None),
        ("31 February 1918", None),
        ("29 February 1900", None),
        ("25–22 January 1918", None),
        ("14 March [O.S. 1 March] 1900", "1900-03-14"),
        ("13 March [O.S. 29 February] 1900", "1900-03-13"),
    ],
)
def test_dates_in_prose(text, value):
    marked = build("p", None, inline(text, lambda *_: None))
    found = marked.find("named-content")
    assert (found.get("vocab-term-identifier") if found is not None else None) == value
    assert "".join(marked.itertext()) == text


def test_julian_days_are_counted_as_gregorian_ones_are():
    for number in range(2086302, 2488434, 1009):  # 1000 to 2100, some days of each month
        gregorian = (date(1, 1, 1) + timedelta(number - 1721426)).timetuple()[:3]
        year, month, day = prose._to_julian(*gregorian)
        assert day_number((str(year), str(month), str(day)), julian=True) == number


def test_only_the_first_title_of_an_infobox_heads_it(tmp_path):
    article, _ = imported("= One =\nInfobox\n- Title: Two\n- Title: Three\n", tmp_path)
    assert [e.text for e in article.root.findall("body/boxed-text//title")] == ["Two"]
    assert [e.text for e in article.root.findall(".//def/p")] == ["Three"]


def test_a_control_character_becomes_a_space_and_is_told(tmp_path):
    article, report = imported("= One =\na\x00b\x0bc\nlast\x85 line\n", tmp_path)
    assert [p.text for p in article.root.iter("p")] == ["a b c", "last line"]
    assert [(d.code, d.line) for d in report] == [("import-lossless", 2), ("import-lossless", 3)]


LINES = [
    "= T =",
    "== A ==",
    "=== B ===",
    "== ==",
    "== ! ==",
    "= = X = =",
    "Infobox",
    "- Title: Other",
    "- Key: value",
    "- no key",
    "- : v",
    "-",
]
LINES += [
    "- Smith J. A book. — X: Y, 1967. — ISBN 1",
    "- A. — B: C, 19",
    "text",
    "",
    "* star",
    "31 February 1918",
    "1 (1) May 900",
    "Şəm Шам",
    "<&>",
    "\x00",
]


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_any_lines_make_an_article_that_the_profile_accepts(lines):
    with TemporaryDirectory() as folder:
        article, report = imported("\n".join(["= Title =", *lines]), Path(folder))
    check(article, report)
    assert [d for d in report if d.severity == 3] == []


@given(st.text(st.sampled_from("abc Шяə ğ აბ, 19 January 1918–()[].:"), max_size=60))
def test_marking_changes_no_character(text):
    assert "".join(build("p", None, inline(text, lambda *_: None)).itertext()) == text


def articles():
    text = "\n" + MANY.read_text("utf-8")
    return [f" = {part}" for part in re.split(r"\n = (?=[^=])", text)[1:]]


@pytest.mark.skipif(not MANY.exists(), reason="shared/corpus/plain/wikitext2/valid.txt is not there")
def test_sixty_raw_articles_lose_no_word(tmp_path):
    found = articles()
    assert len(found) >= 50
    for n, text in enumerate(found):
        article, report = imported(text, tmp_path)
        check(article, report)
        assert not [d for d in report if d.severity == 3], (n, [str(d) for d in report])
        assert runs(words(article.root)) == runs(text), n
        etree.tostring(article.root)
