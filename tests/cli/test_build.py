"""One article: what is written, what a failing exporter costs, what the manifest says."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from pipeline import plugins
from pipeline.article import Artifact


def works(article, report):
    yield Artifact(f"{article.id}.works", b"works")
    yield Artifact("pictures/a.png", b"picture")


def also(article, report):
    yield Artifact(f"{article.id}.also", b"also")
    yield Artifact("pictures/a.png", b"picture")


def other(article, report):
    yield Artifact("pictures/a.png", b"another picture")


def crashes(article, report):
    yield Artifact(f"{article.id}.crashes", b"half")
    raise ZeroDivisionError("as asked")


def lacks(article, report):
    import no_such_library  # noqa: F401

    return []


def escapes(article, report):
    return [Artifact("../out.txt", b""), Artifact("/out.txt", b"")]


@pytest.fixture
def formats(monkeypatch):
    """Exporters of these tests beside the installed ones."""
    own = {one.__name__: one for one in (works, also, other, crashes, lacks, escapes)}
    installed = dict(plugins.installed(plugins.EXPORTERS))
    both = installed | dict.fromkeys(own, installed["jats"])
    usual = plugins.installed
    monkeypatch.setattr(plugins, "installed", lambda group: both if group == plugins.EXPORTERS else usual(group))
    monkeypatch.setattr(plugins, "exporter", own.__getitem__)


def tree(folder):
    """Every file below a folder, but the page of all articles, which tells the time that each took."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / "index.html"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.usefixtures("formats")
def test_formats_share_a_picture_and_the_manifest_names_all(folder, pipeline):
    done = pipeline("build", "source/small.xml", "--to", "works,also", "--style", "apa")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [f"output/small/{name}" for name in ("small.works", "pictures/a.png", "small.also", "manifest.json")]
    files = tree(folder / "output" / "small")
    record = json.loads(files.pop("manifest.json"))
    assert files == {"small.works": b"works", "small.also": b"also", "pictures/a.png": b"picture"}
    assert record["id"] == "small"
    assert record["source"]["name"] == "small.xml"
    assert record["source"]["sha256"] == sha256((folder / "source/small.xml").read_bytes()).hexdigest()
    assert record["settings"]["style"] == "apa"
    assert {"pipeline", "lxml", "weasyprint", "pypandoc_binary"} <= set(record["versions"])
    assert {one["name"]: (one["sha256"], one["size"]) for one in record["artifacts"]} == {
        name: (sha256(data).hexdigest(), len(data)) for name, data in files.items()
    }
    assert [one["exporter"] for one in record["artifacts"]] == ["works", "works", "also"]


@pytest.mark.usefixtures("formats")
@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("crashes", "export-works", "crashes: ZeroDivisionError: as asked"),
        ("lacks", "export-known", "No module named 'no_such_library'"),
        ("escapes", "export-works", "'../out.txt' is not the name of a file below the output folder"),
        ("other", "export-works", "pictures/a.png is also made by works, with other content"),
    ],
)
def test_a_failing_format_stops_no_other(folder, pipeline, name, code, said):
    done = pipeline("build", "source/small.xml", "--to", f"works,{name},also")
    assert done.status == 1
    assert set(done.codes) == {code}
    assert said in done.err
    files = tree(folder / "output" / "small")
    record = json.loads(files.pop("manifest.json"))
    assert files == {"small.works": b"works", "small.also": b"also", "pictures/a.png": b"picture"}
    assert [one["code"] for one in record["diagnostics"]] == done.codes
    assert not (folder / "output" / "out.txt").exists()


@pytest.mark.usefixtures("formats")
def test_nothing_is_written_when_no_format_works(folder, pipeline):
    assert pipeline("build", "source/small.xml", "--to", "crashes").status == 1
    assert not (folder / "output").exists()


@pytest.mark.usefixtures("formats")
def test_files_are_replaced_all_or_none(folder, pipeline):
    assert pipeline("build", "source/small.xml", "--to", "works").status == 0
    earlier = tree(folder / "output")
    (folder / "output" / "small" / "small.also").mkdir()
    source = folder / "source" / "small.xml"
    source.write_text(source.read_text("utf-8").replace("Words of", "Other words of"), "utf-8")
    done = pipeline("build", "source/small.xml", "--to", "works,also")
    assert (done.status, done.codes) == (1, ["output-writable"])
    assert tree(folder / "output") == earlier


def test_a_fault_of_a_room_is_a_finding(folder, pipeline, monkeypatch):
    def fail(path, report):
        raise ZeroDivisionError("as asked")

    monkeypatch.setattr(plugins, "importer", lambda name: fail)
    done = pipeline("check", "source/small.xml")
    assert done.status == 1
    assert done.err.startswith("source/small.xml:0: error[build-works]: ZeroDivisionError: as asked (test_build.py:")


def test_fail_on_moves_the_bar(folder, pipeline, monkeypatch):
    def warns(path, report):
        report("import-lossless", "as asked", 3)
        return usual(path, report)

    usual = plugins.importer("jats")
    monkeypatch.setattr(plugins, "importer", lambda name: warns)
    assert pipeline("check", "source/small.xml").status == 0
    assert pipeline("check", "source/small.xml", "--fail-on", "warning").status == 1
    assert pipeline("check", "source/small.xml", "--fail-on", "error").status == 0
