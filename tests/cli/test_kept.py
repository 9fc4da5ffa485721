"""Only what changed is made again; what is taken over is the same, findings too; what is damaged is noticed."""

import json
import os
import subprocess
import sys

import pytest

from pipeline import plugins
from pipeline.article import Settings
from pipeline.build import build
from pipeline.cache import Store
from pipeline.job import Job
from tests.cli.conftest import ARTICLE
from tests.cli.test_build import tree
from tests.laws.articles import png

LIGHT = ("html", "epub", "tei", "wikitext", "jats")
FIGURE = '<fig id="f1"><graphic xlink:href="a.png"><alt-text>A point</alt-text></graphic></fig>'


@pytest.fixture
def made(folder):
    """Builds the article as a run would; says which formats were made."""

    def run(store=None, output="output", formats=LIGHT, force=False, audit=False, **settings):
        store = store or Store(folder / "cache")
        return build(
            Job(folder / "source/small.xml", formats, folder / output, Settings(**settings), audit=audit, store=store, force=force)
        )

    return run


def pictured(folder):
    (folder / "source/small.xml").write_text(ARTICLE.replace("</body>", FIGURE + "</body>"), "utf-8")


def test_what_is_unchanged_is_not_made_again(folder, made):
    first = made()
    files = tree(folder / "output")
    again = made()
    assert (first.made, again.made) == (LIGHT, ())
    assert (again.files, again.diagnostics) == (first.files, first.diagnostics)
    assert tree(folder / "output") == files
    assert made(force=True).made == LIGHT


def test_a_changed_article_is_made_again(folder, made):
    made()
    source = folder / "source/small.xml"
    source.write_text(source.read_text("utf-8").replace("Words of", "Other words of"), "utf-8")
    assert made().made == LIGHT
    assert "Other words" in (folder / "output/small/small.wiki").read_text("utf-8")


def test_a_setting_makes_again_what_depends_on_it(folder, made):
    (folder / "own.css").write_text("p { color: red }", "utf-8")
    css = (folder / "own.css",)
    made()
    assert made(css=css).made == ("html", "epub")
    (folder / "own.css").write_text("p { color: blue }", "utf-8")
    assert made(css=css).made == ("html", "epub")
    assert made(css=css, profile="wikipedia").made == ("wikitext",)
    assert made(css=css, profile="wikipedia", pages=9).made == ()
    assert made(css=css, style="apa").made == LIGHT


def test_what_a_style_sheet_names_belongs_to_it(folder, made):
    (folder / "own.css").write_text("@import 'more.css'; p { background: url(a.png) }", "utf-8")
    css = (folder / "own.css",)
    for name in ("more.css", "a.png"):
        made(css=css)
        (folder / name).write_bytes(b"p { color: red }")
        assert made(css=css).made == ("html", "epub"), name


def test_a_picture_belongs_to_its_article(folder, made):
    pictured(folder)
    missing = made()
    assert "picture-found" in [one.code for one in missing.diagnostics]
    assert (made().made, made().diagnostics) == ((), missing.diagnostics)
    (folder / "source/a.png").write_bytes(png())
    found = made()
    assert found.made == LIGHT
    assert "picture-found" not in [one.code for one in found.diagnostics]
    (folder / "source/a.png").write_bytes(png() + b"more")
    assert made().made == LIGHT
    (folder / "source/a.png").unlink()
    assert made().diagnostics == missing.diagnostics  # as it was made at first


def test_a_file_that_was_meddled_with_is_made_again(folder, made):
    made()
    files = tree(folder / "output")
    (folder / "output/small/small.wiki").write_text("meddled", "utf-8")
    (folder / "output/small/small.tei.xml").unlink()
    assert made().made == ("tei", "wikitext")
    assert tree(folder / "output") == files


def test_a_shared_cache_brings_the_files(folder, made):
    store = Store(folder / "shared", shared=True)
    made(store)
    assert made(store, output="other").made == ()
    assert tree(folder / "other") == tree(folder / "output")


def test_a_damaged_cache_is_noticed(folder, made):
    store = Store(folder / "shared", shared=True)
    first = made(store)
    files = tree(folder / "output")
    for path in (one for one in (folder / "shared").rglob("*") if one.is_file()):
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    again = made(store, output="other")
    assert again.made == LIGHT
    assert "cache-sound" in {one.code for one in again.diagnostics} - {one.code for one in first.diagnostics}
    assert tree(folder / "other") == files
    assert made(store, output="third").made == ()


def test_what_fails_is_tried_again_and_not_kept(folder, made, monkeypatch):
    def crashes(article, report):
        raise ZeroDivisionError("as asked")

    usual = plugins.exporter
    monkeypatch.setattr(plugins, "exporter", lambda name: crashes if name == "tei" else usual(name))
    assert "export-works" in [one.code for one in made().diagnostics]
    assert made().made == ("tei",)
    monkeypatch.undo()
    assert made().made == ("tei",)


def test_an_article_that_changes_under_way_is_not_kept(folder, made, monkeypatch):
    def meddles(article, report):
        source = folder / "source/small.xml"
        source.write_text(source.read_text("utf-8") + "\n", "utf-8")
        return usual("jats")(article, report)

    usual = plugins.exporter
    monkeypatch.setattr(plugins, "exporter", lambda name: meddles if name == "jats" else usual(name))
    made(formats=("jats",))
    source = folder / "source/small.xml"
    source.write_text(ARTICLE, "utf-8")
    monkeypatch.undo()
    assert made(formats=("jats",)).made == ("jats",)


def test_citations_are_not_resolved_again(made, monkeypatch):
    from pipeline.resolve.engine import Engine

    made(formats=("jats",))
    monkeypatch.setattr(Engine, "_start", lambda self: pytest.fail("the engine was started"))
    assert made(formats=("jats",), force=True).files


def test_an_audit_is_kept(made):
    first, again = made(audit=True), made(audit=True)
    assert (again.made, again.diagnostics) == ((), first.diagnostics)
    assert again.audit == first.audit
    assert again.audit.files


def test_a_folder_that_cannot_be_written_costs_no_build(folder, made):
    (folder / "cache").write_text("a file", "utf-8")
    assert made(formats=("jats",)).files


@pytest.mark.parametrize("workers", ["1", "3"])
def test_a_run_over_what_is_unchanged_starts_no_worker(folder, pipeline, monkeypatch, workers):
    first = pipeline("build", "source", "--to", "jats", "--jobs", workers)
    monkeypatch.setattr("pipeline.workers.Crew.give", lambda self, job: pytest.fail("a worker was asked"))
    again = pipeline("build", "source", "--to", "jats", "--jobs", workers)
    assert (again.status, again.out, again.err) == (first.status, first.out, first.err)


def test_why_an_article_was_built(folder, pipeline):
    explain = ("build", "source", "--to", "jats,wikitext", "--explain", "small")
    assert "jats: was never built here" in pipeline(*explain).out
    pipeline("build", "source", "--to", "jats,wikitext")
    assert "jats: was built because it is new here; since then nothing changed" in pipeline(*explain).out
    assert "since then setting profile changed" in pipeline(*explain, "--profile", "wikipedia").out
    pipeline("build", "source", "--to", "jats,wikitext", "--profile", "wikipedia")
    assert "wikitext: was built because setting profile changed" in pipeline(*explain, "--profile", "wikipedia").out
    assert pipeline("build", "source", "--explain", "other").status == 2


def test_the_manifest_tells_nothing_of_the_cache(folder, pipeline):
    pipeline("build", "source", "--to", "jats", "--cache", "shared")
    with_cache = (folder / "output/small/manifest.json").read_bytes()
    assert "cache" not in json.loads(with_cache)
    assert os.listdir(folder / "shared")
    pipeline("build", "source", "--to", "jats", "--force")
    assert (folder / "output/small/manifest.json").read_bytes() == with_cache


LOADED = """
import sys
from pipeline.__main__ import main
try:
    main()
finally:
    print(*[name for name, one in sys.modules.items() if one], file=sys.stderr)
"""


@pytest.mark.usefixtures("folder")
def test_a_run_without_work_loads_nothing_that_works():
    command = [sys.executable, "-c", LOADED, "build", "source", "--to", "html,wikitext", "--cache", "cache"]
    _, again = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    loaded = set(again.stderr.splitlines()[-1].split())
    assert "pipeline.kept" in loaded
    works = {"build", "workers", "cluster", "resolve", "exporters.html", "exporters.wikitext", "importers.jats", "schema.coded", "pictures"}
    others = {"weasyprint", "ebooklib", "langcodes", "rnc2rng", "multiprocessing", "ctypes", "pikepdf", "PIL", "fsspec", "urllib.request"}
    assert loaded & ({f"pipeline.{one}" for one in works} | others) == set()


def test_what_nobody_uses_is_pruned_and_what_is_used_stays(folder, pipeline):
    words = ("build", "source", "--to", "jats", "--cache", "cache")
    pipeline(*words)
    stale = folder / "cache/.part-00000000-1-x"
    for path in [stale, folder / "cache/files/aa/old"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"old")
    for path in (folder / "cache").rglob("*"):
        os.utime(path, (0, 0))
    pipeline(*words)
    done = pipeline("cache", "--prune", "30", "--cache", "cache")
    assert (done.status, stale.exists(), (folder / "cache/files/aa/old").exists()) == (0, False, False)
    assert {path.parent.parent.name for path in (folder / "cache").rglob("*") if path.is_file()} >= {"made", "named"}
    assert pipeline("cache", "--prune", "0", "--cache", "cache").status == 0
    assert [path for path in (folder / "cache").rglob("*") if path.is_file()] == []
