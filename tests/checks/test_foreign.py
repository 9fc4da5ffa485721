"""Files of other makers: what cannot be known of them is said; broken ones are an error, never a crash."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.checks.audit import audit, audited
from tests.laws.articles import ROOT

EVERYWHERE = ROOT / "tests/checks/everywhere.xml"
SUFFIXES = (".jats.xml", ".html", ".epub", ".tei.xml", ".wiki", ".pdf")
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>Words.</p></body></text></TEI>'
PAGE = '<html><body><p>Words<br>and <a href="#r1">a link</a></body></html>'
WIKI = "'''Words''' in a page<ref>Somebody, 1999</ref> and {{sfn|Somebody|1999}}."
JATS = '<article><body><p>Words<xref ref-type="bibr" rid="b1">1</xref></p></body></article>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of an article in all formats."""
    output = tmp_path_factory.mktemp("output")
    build(Job(EVERYWHERE, ("jats", "html", "epub", "tei", "wikitext", "pdf"), output, Settings()))
    return output / "everywhere"


def found(folder, **changed):
    """The findings in the folder with some files changed, the file's suffix before each."""
    data = {suffix: (folder / f"everywhere{suffix}").read_bytes() for suffix in SUFFIXES}
    done = audited(folder, data | {key.replace("_", "."): value for key, value in changed.items()})
    return [(one.path.removeprefix(str(folder / "everywhere")), one.code) for one in done.diagnostics()]


def book(pages):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in pages.items():
            file.writestr(name, text)
    return made.getvalue()


FOREIGN_BOOK = book(
    {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
        "a.opf": '<package><manifest><item id="a" href="a.html"/></manifest><spine><itemref idref="a"/></spine></package>',
        "a.html": PAGE,
    }
)


def untagged():
    made = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(made)
    return made.getvalue()


FOREIGN = {".epub": FOREIGN_BOOK, ".tei.xml": TEI.encode(), ".html": PAGE.encode(), ".wiki": WIKI.encode(), ".pdf": untagged()}


@pytest.mark.parametrize("suffix", FOREIGN)
def test_of_a_foreign_file_it_is_said_what_cannot_be_known(folder, suffix):
    lines = found(folder, **{suffix: FOREIGN[suffix]})
    assert lines == [(suffix, "citations-known")]


def test_an_article_that_is_not_resolved_is_no_guide(folder):
    lines = found(folder, **{".jats.xml": JATS.encode()})
    assert lines == [(".jats.xml", "citations-known")]


BROKEN = [(suffix, data) for suffix in SUFFIXES for data in (b"", b"\x00\xff\xfe not it", b"PK\x03\x04 cut off", b"%PDF-1.7\n%%EOF")]


@pytest.mark.parametrize(("suffix", "data"), BROKEN)
def test_a_broken_file_is_an_error_that_names_it(folder, suffix, data):
    lines = found(folder, **{suffix: data})
    assert {name for name, _ in lines} == {suffix}
    assert "output-readable" in [code for _, code in lines] or suffix in (".html", ".wiki")


def test_a_file_that_was_made_and_is_not_there_is_missed(folder, tmp_path):
    copy = Path(shutil.copytree(folder, tmp_path / "everywhere"))
    (copy / "everywhere.tei.xml").unlink()
    done = audit(copy)
    assert [(Path(one.path).name, one.code) for one in done.diagnostics()] == [("everywhere.tei.xml", "output-readable")]
    assert not done.consistent


@pytest.mark.parametrize("manifest", [b"", b"{", b"[]", b"{}", b'{"artifacts": 1}', b'{"artifacts": [1, {"name": ["x"]}]}', b"\xff"])
def test_a_manifest_that_cannot_be_read_says_nothing(folder, tmp_path, manifest):
    copy = Path(shutil.copytree(folder, tmp_path / "everywhere"))
    (copy / "manifest.json").write_bytes(manifest)
    (copy / "everywhere.tei.xml").unlink()
    assert audit(copy).consistent


def test_what_is_said_of_a_broken_print_is_the_same_each_time(folder):
    said = {one.message for _ in range(2) for one in audited(folder, {".pdf": b"x" * 99}).diagnostics()}
    assert len(said) == 1
    assert "0x" not in said.pop()


@pytest.mark.parametrize("suffix", [".epub", ".pdf"])
def test_half_a_file_is_an_error_that_names_it(folder, suffix):
    data = (folder / f"everywhere{suffix}").read_bytes()
    assert (suffix, "output-readable") in found(folder, **{suffix: data[: len(data) // 2]})


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_damage_is_a_crash(folder, suffix):
    data = (folder / f"everywhere{suffix}").read_bytes()
    for seed in range(15):
        lot = random.Random(seed)
        damaged = bytearray(data)
        for _ in range(lot.choice((3, 30, 300))):
            at = lot.randrange(len(damaged))
            if seed % 2:
                damaged[at] = lot.randrange(256)
            else:
                del damaged[at : at + lot.randrange(9)]
        assert {name for name, _ in found(folder, **{suffix: bytes(damaged)})} <= {suffix}
