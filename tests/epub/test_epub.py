"""The book: what is in it, what it says of itself, that it is the same every time."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.article import Settings
from pipeline.diagnostics import Report
from pipeline.exporters.epub import export
from pipeline.importers import jats
from pipeline.resolve import resolve
from tests.browser import browser, opened

SMALL = Path(__file__).parents[1] / "samples/small.xml"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def book(path=SMALL, style="ieee"):
    report = Report(path)
    article = resolve(replace(jats.read(path, report), settings=Settings(style=style)), report)
    (artifact,) = export(article, report)
    return artifact.data


@pytest.fixture(scope="module")
def files():
    with zipfile.ZipFile(io.BytesIO(book())) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def page(files):
    return etree.fromstring(files["EPUB/article.xhtml"])


@pytest.fixture(scope="module")
def package(files):
    return etree.fromstring(files["EPUB/content.opf"])


def test_the_same_article_gives_the_same_bytes():
    assert book() == book()


def test_mimetype_comes_first_and_is_stored():
    with zipfile.ZipFile(io.BytesIO(book())) as file:
        first = file.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_the_picture_and_the_source_are_inside(files):
    assert {"EPUB/square.svg", "EPUB/small.jats.xml", "EPUB/cover.svg"} <= set(files)


def test_text_is_not_laid_out_anew(files):
    assert b"<i>italic</i>, <b>bold</b>, H<sub>2</sub>O" in files["EPUB/article.xhtml"].replace(b"em>", b"i>").replace(b"strong>", b"b>")


def test_a_note_pops_up_and_leads_back(page):
    call = next(a for a in page.iter(f"{XHTML}a") if a.get(TYPE) == "noteref")
    note = next(aside for aside in page.iter(f"{XHTML}aside") if aside.get(TYPE) == "footnote")
    assert call.get("href") == f"#{note.get('id')}"
    assert [a.get("href") for a in note.iter(f"{XHTML}a") if a.get("role") == "doc-backlink"] == [f"#{call.get('id')}"]


def test_every_link_inside_lands(page):
    ids = {e.get("id") for e in page.iter() if e.get("id")}
    inside = [a.get("href")[1:] for a in page.iter(f"{XHTML}a") if (a.get("href") or "").startswith("#")]
    assert inside
    assert set(inside) <= ids


def test_metadata_is_that_of_the_article(package):
    said = [(e.get("property"), e.text) for e in package.iter(f"{OPF}meta")]
    assert ("role", "aut") in said
    assert ("schema:sameAs", "https://orcid.org/0000-0002-1825-0097") in said
    assert ("dcterms:modified", "2026-01-05T00:00:00Z") in said
    assert ("schema:accessibilityFeature", "MathML") in said


def test_the_number_of_a_contributor_stands_in_the_colophon_and_a_mark_that_is_linked_at_the_name(page):
    links = [link for link in page.iter(f"{XHTML}a") if link.get("href") == "https://orcid.org/0000-0002-1825-0097"]
    assert [link.text for link in links] == ["iD", "0000-0002-1825-0097"]
    assert [any(one.get("role") == "doc-colophon" for one in link.iterancestors()) for link in links] == [False, True]


def test_the_manifest_says_what_a_page_holds(package):
    items = {item.get("id"): item.get("properties") for item in package.iter(f"{OPF}item")}
    assert items["article"] == "mathml"
    assert items["cover-image"] == "cover-image"
    assert items["nav"] == "nav"


def test_a_right_to_left_article_turns_its_pages_so(tmp_path):
    path = tmp_path / "rtl.xml"
    path.write_text(SMALL.read_text("utf-8").replace('xml:lang="en"', 'xml:lang="ar"', 1), "utf-8")
    (tmp_path / "square.svg").write_bytes((SMALL.parent / "square.svg").read_bytes())
    with zipfile.ZipFile(io.BytesIO(book(path))) as file:
        spine = etree.fromstring(file.read("EPUB/content.opf")).find(f"{OPF}spine")
        page = etree.fromstring(file.read("EPUB/article.xhtml"))
    assert spine.get("page-progression-direction") == "rtl"
    assert page.get("dir") == "rtl"


def said(data, name):
    """What a book says of its accessibility under this name."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        package = etree.fromstring(file.read("EPUB/content.opf"))
    return [meta.text for meta in package.iter(f"{OPF}meta") if meta.get("property") == name]


def changed(tmp_path, old, new):
    """The book of the sample after a change of its source."""
    text = SMALL.read_text("utf-8")
    assert old in text
    path = tmp_path / "small.xml"
    path.write_text(text.replace(old, new), "utf-8")
    (tmp_path / "square.svg").write_bytes((SMALL.parent / "square.svg").read_bytes())
    return book(path)


def test_lines_of_nastaliq_have_room(tmp_path):
    with zipfile.ZipFile(io.BytesIO(changed(tmp_path, 'xml:lang="en"', 'xml:lang="ur"'))) as file:
        file.extractall(tmp_path)
    with browser() as chromium:
        view = opened(chromium, (tmp_path / "EPUB/article.xhtml").as_uri())
        height, size = (
            view.evaluate(f"parseFloat(getComputedStyle(document.querySelector('p')).{name})") for name in ("lineHeight", "fontSize")
        )
        assert height > 2 * size


def test_described_pictures_are_said_to_be():
    data = book()
    assert said(data, "schema:accessMode") == ["textual", "visual"]
    assert said(data, "schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" in said(data, "schema:accessibilityFeature")
    assert said(data, "dcterms:conformsTo")


def test_pictures_without_words_are_not_said_to_have_any(tmp_path):
    alt = re.search("<alt-text>.*?</alt-text>", SMALL.read_text("utf-8"))[0]
    data = changed(tmp_path, alt, "")
    assert said(data, "schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in said(data, "schema:accessibilityFeature")
    assert said(data, "dcterms:conformsTo") == []


def test_a_book_without_pictures_and_formulas_claims_neither(tmp_path):
    plain = '<article xml:lang="en"><front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>'
    path = tmp_path / "plain.xml"
    path.write_text(f"{plain}<body><p>Words.</p></body></article>", "utf-8")
    data = book(path)
    assert said(data, "schema:accessMode") == ["textual"]
    assert {"alternativeText", "MathML", "longDescription"}.isdisjoint(said(data, "schema:accessibilityFeature"))


def test_a_line_break_in_a_title_keeps_its_words_apart(tmp_path):
    title = re.search("<article-title>", SMALL.read_text("utf-8"))[0]
    data = changed(tmp_path, title, f"{title}One:<break/>")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        name = etree.fromstring(file.read("EPUB/content.opf")).findtext(".//{http://purl.org/dc/elements/1.1/}title")
    assert name.startswith("One: ")
