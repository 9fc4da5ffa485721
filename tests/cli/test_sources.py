"""Sources that cannot be built: one clear line each, status 1, earlier output untouched."""

import os
import subprocess
import sys

import pytest

from pipeline import source
from tests.cli.conftest import ARTICLE

BAD = {
    "empty": (b"", "source-readable", 0),
    "blank": (b" \n\n ", "source-readable", 0),
    "binary": (bytes(range(256)), "source-known", 0),
    "text": ("Nothing of a known form.\n".encode("utf-16"), "source-known", 0),
    "not JATS": (b"<html><body/></html>", "source-known", 0),
    "not closed": (b"<article>\n<front>\n</article>", "source-well-formed", 3),
    "no root": (b"<?xml version='1.0'?>\n<", "source-well-formed", 2),
    "invalid": (ARTICLE.replace("<p>Words", "<p><verse/>Words").encode(), "profile-valid", 11),
    "dangling": (ARTICLE.replace('rid="r1"/>', 'rid="r9"/>').encode(), "citation-key-exists", 11),
}


def before(folder):
    """Earlier output, which must stay as it is."""
    kept = folder / "output" / "small" / "small.wiki"
    kept.parent.mkdir(parents=True)
    kept.write_text("earlier", "utf-8")
    return kept


@pytest.mark.parametrize("name", BAD)
def test_a_bad_source_is_one_clear_line(folder, pipeline, name):
    data, code, line = BAD[name]
    source = folder / "source" / "small.xml"
    kept = before(folder)
    source.write_bytes(data)
    done = pipeline("build", "source/small.xml", "--to", "wikitext")
    assert done.status == 1
    assert done.err.startswith(f"source/small.xml:{line}: error[{code}]: ")
    assert len(done.err.splitlines()) == 1
    assert kept.read_text("utf-8") == "earlier"
    assert os.listdir(kept.parent) == ["small.wiki"]


def test_a_source_that_is_not_there(folder, pipeline):
    done = pipeline("build", "source/none.xml")
    assert (done.status, done.err) == (1, "source/none.xml:0: error[source-readable]: no such file or directory\n")


def test_a_source_that_may_not_be_read(folder, pipeline, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    done = pipeline("build", "source/small.xml")
    assert (done.status, done.err) == (1, "source/small.xml:0: error[source-readable]: permission denied\n")


def test_a_source_over_the_limit(folder, pipeline, monkeypatch):
    monkeypatch.setattr(source, "LIMIT", 100)
    done = pipeline("build", "source/small.xml")
    assert (done.status, done.codes) == (1, ["source-readable"])


def test_a_folder_without_sources_is_wrong_usage(folder, pipeline):
    (folder / "empty").mkdir()
    done = pipeline("build", "empty")
    assert done.status == 2
    assert "empty has no source in it" in done.err


def test_damaged_xml_in_a_folder_is_not_passed_over(folder, pipeline):
    (folder / "source" / "broken.xml").write_bytes(b"")
    (folder / "source" / "picture.png").write_bytes(b"\x89PNG")
    done = pipeline("check", "source")
    assert (done.status, done.err) == (1, "source/broken.xml:0: error[source-readable]: it is empty\n")


def test_two_sources_with_one_name_are_wrong_usage(folder, pipeline):
    (folder / "other").mkdir()
    (folder / "other" / "small.xml").write_text(ARTICLE, "utf-8")
    done = pipeline("build", "source/small.xml", "other/small.xml")
    assert done.status == 2
    assert "source/small.xml and other/small.xml would both be built as small" in done.err


def test_a_failing_article_stops_no_other(folder, pipeline):
    (folder / "source" / "bad.xml").write_bytes(b"<article>")
    done = pipeline("build", "source", "--to", "jats", "--jobs", "1")
    assert done.status == 1
    assert done.codes == ["source-well-formed"]
    assert (folder / "output" / "small" / "small.jats.xml").is_file()
    assert not (folder / "output" / "bad").exists()


def test_an_output_that_cannot_be_written(folder, pipeline):
    (folder / "output").write_text("a file", "utf-8")
    done = pipeline("build", "source/small.xml", "--to", "jats")
    assert (done.status, done.codes) == (1, ["output-writable"])


def test_an_importer_can_be_named(folder, pipeline):
    done = pipeline("check", "source/small.xml", "--from", "jats")
    assert (done.status, done.err) == (0, "")
    done = pipeline("check", "source/small.xml", "--from", "telex")
    assert done.status == 2
    assert "There is no importer telex" in done.err


def test_looking_for_sources_in_a_folder_loads_no_importer(tmp_path):
    (tmp_path / "small.xml").write_text(ARTICLE, "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "entry.txt").write_text("= Title =\n\nWords.\n", "utf-8")
    names = "import sys; from pathlib import Path; from pipeline.sources import expanded"
    look = "print(len(expanded([Path(sys.argv[1])], Path()).found))"
    heavy = "print(sorted(one for one in sys.modules if one in ('pipeline.importers.jats', 'pipeline.importers.plain', 'langcodes')))"
    done = subprocess.run([sys.executable, "-c", f"{names}; {look}; {heavy}", str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["2", "[]"]
