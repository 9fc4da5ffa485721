"""An article of the size of the largest: whole, accepted and consistent in every format, in memory that grows no faster than it."""

import os
import subprocess
import sys

import pikepdf
import pytest
from lxml import etree

from tests import judges
from tests.laws.large import COLUMNS, PEOPLE, REFERENCES, ROWS, large

FORMATS = "pdf,epub,tei,wikitext,html,jats"


def built(folder, part):
    """Build the article in a process of its own; the folder of what came out, and the most memory that a process of it took, in bytes."""
    source = folder / "large.xml"
    source.write_text(large(part), "utf-8")
    words = [
        sys.executable,
        "-m",
        "pipeline",
        "build",
        str(source),
        "--output",
        str(folder),
        "--to",
        FORMATS,
        "--audit",
        "--fail-on",
        "warning",
    ]
    with subprocess.Popen(words) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return folder / "large", used.ru_maxrss << 10


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return built(tmp_path_factory.mktemp("whole"), 1)


def test_every_reference_person_and_cell_is_in_the_page(whole):
    page = etree.parse(str(whole[0] / "large.html"), etree.HTMLParser(huge_tree=True))
    assert len(page.xpath("//table//tr")) == ROWS + 1
    assert len(page.xpath("//table//td | //table//th")) == (ROWS + 1) * COLUMNS
    assert len(page.xpath("//*[@role='doc-bibliography']//li")) == REFERENCES
    assert len(page.xpath("//*[contains(@class, 'contributors')]/li")) == PEOPLE


def test_the_print_has_a_book_of_pages(whole):
    with pikepdf.open(whole[0] / "large.pdf") as print_:
        assert len(print_.pages) > 60


@pytest.mark.parametrize(("kind", "suffix"), [("pdf", "pdf"), ("epub", "epub"), ("tei", "tei.xml"), ("jats", "jats.xml"), ("wiki", "wiki")])
def test_the_judges_accept_it(kind, suffix, whole):
    file = whole[0] / f"large.{suffix}"
    assert judges.problems(kind, [file]) == {str(file): []}


def test_memory_grows_no_faster_than_the_article(whole, tmp_path):
    _, little = built(tmp_path, 0.1)
    assert whole[1] / little < len(large(1)) / len(large(0.1))
