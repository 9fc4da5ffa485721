"""Lists: the contents of a print."""

import pytest
from pypdfium2 import PdfDocument

from pipeline.article import Settings
from pipeline.diagnostics import Report
from pipeline.exporters.html.xhtml import tagged
from pipeline.exporters.pdf.export import prepared
from pipeline.exporters.pdf.lists import lists
from tests.pdf.articles import WORDS, article
from tests.pdf.test_breaks import lines
from tests.visual.articles import printed


def test_no_page_number_of_an_entry_stands_on_a_line_alone(tmp_path):
    titles = [f"Silk of the towns beyond the {'i' * 2 * n}s on the rivers of the eastern plain" for n in range(4, 18)]
    body = "".join(f'<sec id="s{n}"><title>{title}</title><p>{WORDS * 36}</p></sec>' for n, title in enumerate(titles))
    found = lines(printed(article(tmp_path, body), Settings(paper="a5")))
    assert sum(line.rstrip("0123456789 ").endswith("..") for line in found) >= len(titles)
    assert not [line for line in found if line.startswith(".")]


@pytest.mark.parametrize(
    ("entry", "words"),
    [("On silk", "On |silk"), ("\u7d72\u7db2\u4e4b\u8def", "\u7d72\u7db2|\u4e4b\u8def"), ("Silk " + "i" * 40, "Silk " + "i" * 40 + "|")],
)
def test_the_number_is_tied_to_the_last_word_or_the_last_letters_of_a_script_without_spaces(tmp_path, entry, words):
    sections = [f'<sec id="s{n}"><title>{entry}</title><p>{WORDS * 30}</p></sec>' for n in range(8)]
    made = article(tmp_path, "".join(sections))
    (nav,) = lists(made, prepared(made, Report(tmp_path)))
    link = next(tagged(nav, "a"))
    assert f"{link.text}|{''.join(link[0].itertext())}" == words


@pytest.mark.parametrize(("paper", "kind"), [("auto", "contents"), ("a5", "contents long")])
def test_contents_of_some_length_may_be_parted_on_small_paper(tmp_path, paper, kind):
    made = article(tmp_path, "".join(f'<sec id="s{n}"><title>Silk</title><p>{WORDS * 30}</p></sec>' for n in range(9)))
    made = type(made)(made.path, made.root, settings=Settings(paper=paper))
    assert [nav.get("class") for nav in lists(made, prepared(made, Report(tmp_path)))] == [kind]


def test_short_terms_stand_on_the_line_of_what_they_mean_and_none_below_a_page_alone(tmp_path):
    items = "".join(f"<def-item><term>Q{n}</term><def><p>{WORDS * (n % 3)}Meaning.</p></def></def-item>" for n in range(90))
    made = article(tmp_path, f"<def-list>{items}<def-item><term>Z</term></def-item></def-list>")
    pages = PdfDocument(printed(made, Settings(paper="a5")))
    found = [line for page in pages for line in page.get_textpage().get_text_range().splitlines()]
    terms = [line for line in found if line.startswith("Q")]
    assert len(terms) == 90
    assert all(len(line) > 4 for line in terms)
    assert "Z" in found


def test_terms_of_some_length_stand_above_what_they_mean_in_columns(tmp_path):
    items = "".join(f"<def-item><term>Raw silk {n}</term><def><p>Meaning.</p></def></def-item>" for n in range(9))
    laid = PdfDocument(printed(article(tmp_path, f"<def-list>{items}</def-list>"), Settings(columns=2)))
    found = laid[0].get_textpage().get_text_range().splitlines()
    assert found.count("Meaning.") == len([line for line in found if line.startswith("Raw silk")]) == 9
