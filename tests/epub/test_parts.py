"""A long article is cut into files: all of it, in order, with links that land and notes where they are called."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from posixpath import basename

import pytest
from lxml import etree

from pipeline.exporters.epub import parts
from tests.epub.test_epub import OPF, SMALL, TYPE, XHTML, book

LETTERS = Path(__file__).parents[1] / "samples/letters.xml"


def spine(data):
    """The files of a book in the order of its spine, as trees."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        package = etree.fromstring(file.read("EPUB/content.opf"))
        items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
        names = [items[ref.get("idref")] for ref in package.iter(f"{OPF}itemref")]
        return {name: etree.fromstring(file.read(f"EPUB/{name}")) for name in names}


@pytest.fixture
def cut(monkeypatch):
    monkeypatch.setattr(parts, "LONGEST", 0)
    return spine(book(LETTERS))


def letters(pages):
    """How often each letter stands there, but for the headings of notes, of which each file has its own."""
    chapters = [page for name, page in pages.items() if name not in ("nav.xhtml", "cover.xhtml")]
    words = "".join("".join(page.find(f"{XHTML}body").itertext()) for page in chapters)
    return Counter("".join(words.replace("Notes", "").split()))


def test_a_short_article_is_one_file():
    assert list(spine(book(LETTERS))) == ["cover.xhtml", "article.xhtml", "nav.xhtml"]


def test_a_long_article_has_a_file_for_each_of_its_parts(cut):
    assert list(cut)[:4] == ["cover.xhtml", "nav.xhtml", "front.xhtml", "section1.xhtml"]
    kinds = [re.sub(r"\d*\.xhtml", "", name) for name in cut]
    assert list(dict.fromkeys(kinds)) == ["cover", "nav", "front", "section", "back", "references", "colophon", "letter"]


def test_no_word_is_lost_by_cutting(cut, monkeypatch):
    monkeypatch.undo()
    assert letters(cut) == letters(spine(book(LETTERS)))


def test_every_link_between_files_lands(cut):
    ids = {(name, node.get("id")) for name, page in cut.items() for node in page.iter() if node.get("id")}
    crossing = 0
    for name, page in cut.items():
        for link in page.iter(f"{XHTML}a"):
            target, mark, key = link.get("href").partition("#")
            if ":" not in target and mark:
                assert (target or name, key) in ids
                crossing += bool(target)
            elif ":" not in target:
                assert target in cut
    assert crossing > 5


def test_a_note_stands_in_the_file_that_calls_it(cut):
    calls = [(page, link) for page in cut.values() for link in page.iter(f"{XHTML}a") if link.get(TYPE) == "noteref"]
    assert len(calls) == 3
    for page, link in calls:
        (note,) = [aside for aside in page.iter(f"{XHTML}aside") if aside.get("id") == link.get("href")[1:]]
        assert note.get(TYPE) == "footnote"
        assert [back.get("href") for back in note.iter(f"{XHTML}a") if back.get("role") == "doc-backlink"] == [f"#{link.get('id')}"]


def test_a_note_that_none_calls_keeps_a_file(monkeypatch, tmp_path):
    monkeypatch.setattr(parts, "LONGEST", 0)
    path = tmp_path / "notes.xml"
    words = LETTERS.read_text("utf-8").replace('<fn id="n1">', '<fn id="n0"><p>Uncalled.</p></fn><fn id="n1">')
    path.write_text(words, "utf-8")
    (tmp_path / "slate.svg").write_bytes((LETTERS.parent / "slate.svg").read_bytes())
    pages = spine(book(path))
    assert "Uncalled." in "".join(pages["notes.xhtml"].itertext())
    assert "Mostly at night." not in "".join(pages["notes.xhtml"].itertext())


def test_each_file_says_what_it_is(cut):
    titles = [page.findtext(f"{XHTML}head/{XHTML}title") for page in cut.values()]
    assert all(
        title.endswith("Rain on old roofs") for name, title in zip(cut, titles, strict=True) if name not in ("cover.xhtml", "nav.xhtml")
    )
    assert [cut[name].find(f"{XHTML}body").get(TYPE) for name in ("front.xhtml", "section1.xhtml", "letter1.xhtml")] == [
        "frontmatter",
        "bodymatter",
        "backmatter",
    ]


def test_the_contents_are_nested_and_in_the_order_of_the_spine(cut):
    toc, landmarks = cut["nav.xhtml"].iter(f"{XHTML}nav")
    files = [basename(link.get("href").partition("#")[0]) for link in toc.iter(f"{XHTML}a")]
    order = list(cut)
    assert [order.index(name) for name in files] == sorted(order.index(name) for name in files)
    assert files[0] == "front.xhtml"
    assert toc.find(f"{XHTML}ol/{XHTML}li/{XHTML}ol/{XHTML}li") is not None
    assert [link.get(TYPE) for link in landmarks.iter(f"{XHTML}a")] == ["cover", "toc", "bodymatter", "bibliography"]


def test_landmarks_of_one_kind_have_names_of_their_own(cut):
    for page in cut.values():
        named = [node.get("aria-label") for node in page.iter(f"{XHTML}section") if node.get("role") == "doc-colophon"]
        assert len(named) < 2 or (all(named) and len(set(named)) == len(named))


def test_a_cut_book_is_the_same_every_time(monkeypatch):
    monkeypatch.setattr(parts, "LONGEST", 0)
    assert book(SMALL) == book(SMALL)
