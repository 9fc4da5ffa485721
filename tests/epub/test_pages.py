"""The pages of the print in the book: the same labels, at the same words, whatever is made first; none if there is no print."""

import io
import re
import zipfile

import pypdfium2
import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.exporters.epub import parts
from pipeline.exporters.epub.pages import mark
from pipeline.exporters.html import h, render, text_blocks
from pipeline.formats import export
from pipeline.pages import Start
from tests.epub.test_epub import XHTML, said
from tests.epub.test_parts import spine
from tests.laws.articles import ROOT, SOURCES, source
from tests.pdf.articles import article, noted

LETTERS = ROOT / "tests/samples/letters.xml"


def built(path, *formats):
    return source(path, *formats).files


def letters(text):
    return re.sub(r"[\W_]+", "", text).lower()


def marks(pages):
    """The label of each mark of a page, the words after it, and where it is."""
    found = []
    for name, page in pages.items():
        for one in page.iter(f"{XHTML}span"):
            if one.get("role") == "doc-pagebreak":
                after = one.xpath("following::text()")[:200]
                found.append((one.get("aria-label"), letters("".join(after)), f"{name}#{one.get('id')}"))
    return found


def listed(pages):
    (nav,) = [one for one in pages["nav.xhtml"].iter(f"{XHTML}nav") if one.get("id") == "pages"]
    return [(link.text, link.get("href")) for link in nav.iter(f"{XHTML}a")]


@pytest.mark.parametrize("path", [*SOURCES, LETTERS], ids=lambda path: path.stem)
def test_each_page_begins_with_the_same_words(path):
    files = built(path, "pdf", "epub")
    print_ = pypdfium2.PdfDocument(files["pdf"])
    found = marks(spine(files["epub"]))
    assert sorted(int(label) for label, *_ in found) == list(range(1, len(print_) + 1))
    for label, after, _ in found:
        page = letters(print_[int(label) - 1].get_textpage().get_text_bounded())
        assert after[:15] in page
        assert label == "1" or page.index(after[:15]) < 120  # the running head stands before; on the first page what is drawn beside


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_list_of_pages_has_the_folios_and_leads_to_them(path):
    pages = spine(built(path, "pdf", "epub")["epub"])
    assert listed(pages) == [(label, place) for label, _, place in marks(pages)]


def test_the_order_of_formats_changes_no_byte():
    assert built(SOURCES[0], "epub", "pdf") == built(SOURCES[0], "pdf", "epub")


def test_without_a_print_there_are_no_pages():
    data = built(SOURCES[0], "epub")["epub"]
    assert marks(spine(data)) == []
    assert b"page-list" not in zipfile.ZipFile(io.BytesIO(data)).read("EPUB/nav.xhtml")
    assert "pageNavigation" not in said(data, "schema:accessibilityFeature")


def test_the_package_tells_of_the_pages():
    data = built(SOURCES[0], "pdf", "epub")["epub"]
    assert {"pageBreakMarkers", "pageNavigation"} <= set(said(data, "schema:accessibilityFeature"))
    assert said(data, "pageBreakSource") == [f"{SOURCES[0].stem}.pdf"]


def test_a_page_that_begins_within_a_paragraph_is_marked_there(tmp_path):
    made = article(tmp_path, *noted(12))
    files = {one.name: one.data for _, one in export(made, ("epub", "pdf"), Report(tmp_path))}
    found = [one for one in spine(files["silk.epub"])["article.xhtml"].iter(f"{XHTML}span") if one.get("role") == "doc-pagebreak"]
    assert len(found) > 1
    assert any((one.getparent().text or "") or one.getprevious() is not None for one in found)


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "<p>|Silk, <i>or</i> the thread.</p>"), (4, "<p>Silk, <i>|or</i> the thread.</p>"), (6, "<p>Silk, <i>or</i> |the thread.</p>")],
)
def test_a_mark_stands_before_the_next_letter(count, expected):
    block = h("p", parts=["Silk, ", h("i", parts=["or"]), " the thread."])
    mark([block], [Start("2", 0, count)])
    text = etree.tostring(block, encoding="unicode").replace(' xmlns="http://www.w3.org/1999/xhtml"', "")
    assert re.sub("<span.*?/>|<span.*?></span>", "|", text) == expected


def test_a_page_that_begins_with_notes_shared_out_begins_where_they_stood(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "LONGEST", 0)
    document = render(article(tmp_path, *noted(12)), Report(tmp_path))
    (notes,) = document.notes
    blocks = text_blocks(document)
    mark(blocks, [Start("2", blocks.index(notes[0]), 0)])
    cut = parts.parts(document)
    assert notes not in [element for part in cut for element in part.elements]
    (found,) = [one for part in cut for element in part.elements for one in element.iter(f"{XHTML}span") if one.get("id") == "page.2"]
    assert (found.tail, found.getnext()) == (None, None)
    assert parts.places(cut)["page.2"] != "colophon.xhtml"
