"""A book in a real reader: every file renders, nothing is wider than the page, notes and pictures are there, by day and by night."""

import pytest

from tests import judges
from tests.epub.reader import reading
from tests.epub.test_epub import TYPE, XHTML
from tests.epub.test_parts import spine
from tests.laws.articles import ROOT, SOURCES, source

BOOKS = [ROOT / "source/on-citation.xml", ROOT / "tests/samples/letters.xml"]
SMALL = {"width": 360, "height": 560}
PAPER = (
    "() => { const root = document.querySelector('iframe').contentDocument; return getComputedStyle(root.querySelector('p, h1')).color }"
)


def book(path):
    return source(path, "pdf", "epub").files["epub"]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_file_renders_and_nothing_is_wider_than_a_telephone(path):
    data = book(path)
    with reading(data, viewport=SMALL) as reader:
        files = reader.open()
        assert files == list(spine(data))
        for href in files:
            said = reader.show(href)
            assert len(said["words"]) > 20 or href == "cover.xhtml"
            assert (href, said["wide"], said["scroll"], said["pictures"]) == (href, [], 0, True)
        assert reader.wrong == []


def test_notes_and_pages_are_found_by_the_reader():
    data = book(BOOKS[0])
    pages = spine(data)
    with reading(data, viewport=SMALL) as reader:
        reader.open()
        kinds = ("noteref", "biblioref")
        links = [(name, a.get("href")) for name, page in pages.items() for a in page.iter(f"{XHTML}a") if a.get(TYPE) in kinds]
        assert len(links) > 40
        tried = dict.fromkeys(links[::7])
        assert [one for one in tried if not reader.lands(*one)] == []
        assert reader.page.evaluate("book.navigation.landmarks.length") == 4
        listed = reader.page.evaluate("book.pageList.pages")
        assert listed == list(range(1, len(listed) + 1))


@pytest.mark.parametrize(("scheme", "light"), [("light", False), ("dark", True)])
def test_the_letters_take_the_colour_of_the_hour(scheme, light):
    with reading(book(BOOKS[0]), viewport=SMALL, color_scheme=scheme) as reader:
        reader.open()
        reader.show("section1.xhtml")
        colour = reader.page.evaluate(PAPER)
    assert (int(colour.removeprefix("rgb(").partition(",")[0]) > 128) is light


def test_the_number_of_a_note_hangs_before_its_lines_and_a_heading_is_not_parted():
    style = """name => {
      const found = getComputedStyle(document.querySelector('iframe').contentDocument.querySelector(name));
      return [found.textIndent, found.breakInside];
    }"""
    with reading(book(BOOKS[0]), viewport=SMALL) as reader:
        reader.open()
        reader.show("section2.xhtml")
        assert reader.page.evaluate(style, "ol.notes aside > p")[0].startswith("-")
        assert reader.page.evaluate(style, "h2")[1] == "avoid"


def test_the_contents_have_no_numbers_of_their_own():
    style = "getComputedStyle(document.querySelector('iframe').contentDocument.querySelector('nav ol')).listStyleType"
    with reading(book(BOOKS[0]), viewport=SMALL) as reader:
        reader.open()
        reader.show("nav.xhtml")
        assert reader.page.evaluate(style) == "none"


def test_the_cover_fills_the_page():
    with reading(book(BOOKS[0]), viewport=SMALL) as reader:
        reader.open()
        reader.show("cover.xhtml")
        width = reader.page.evaluate("document.querySelector('iframe').contentDocument.images[0].getBoundingClientRect().width")
    assert width > 0.7 * SMALL["width"]


def test_the_judge_of_accessible_books_accepts(tmp_path):
    paths = []
    for path in SOURCES:
        paths.append(tmp_path / f"{path.stem}.epub")
        paths[-1].write_bytes(book(path))
    assert {name: found for name, found in judges.problems("ace", paths).items() if found} == {}
