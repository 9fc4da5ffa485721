"""Same citations: the finished files of an article, read back, name the same references with the same words in the same order."""

from __future__ import annotations

import shutil

import pytest

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.checks.audit import FORMATS, audit, files
from pipeline.diagnostics import Severity
from tests.laws.articles import ROOT, SOURCES

SAMPLE = ROOT / "tests/samples/small.xml"
EVERYWHERE = ROOT / "tests/checks/everywhere.xml"  # cites in every place that the profile has
STYLES = {"numeric": "ieee", "raised numbers": "nature", "author-date": "apa", "notes": "chicago-notes-bibliography"}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", [SAMPLE, EVERYWHERE, *SOURCES], ids=lambda path: path.stem)
def test_all_formats_cite_alike(path, style, tmp_path):
    outcome = build(Job(path, ("jats", "html", "epub", "tei", "wikitext", "pdf"), tmp_path, Settings(style=STYLES[style])))
    assert [str(one) for one in outcome.diagnostics if one.severity == Severity.ERROR] == []
    folder = tmp_path / path.stem
    assert set(files(folder)) == set(FORMATS)
    done = audit(folder)
    assert [str(one) for one in done.diagnostics()] == []
    assert done.consistent


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", [EVERYWHERE, *SOURCES], ids=lambda path: path.stem)
def test_templates_cite_the_same_in_the_same_order(path, style, tmp_path):
    build(Job(path, ("jats", "tei", "wikitext"), tmp_path, Settings(style=STYLES[style], profile="wikipedia")))
    done = audit(tmp_path / path.stem)
    assert [str(one) for one in done.diagnostics() if one.severity == Severity.ERROR] == []
    assert len(done.files) == 3


def test_a_file_of_another_style_is_found_out(tmp_path):
    for name in ("ieee", "apa"):
        build(Job(SAMPLE, ("jats", "tei"), tmp_path / name, Settings(style=name)))
    folder = tmp_path / "ieee/small"
    shutil.copy(tmp_path / "apa/small/small.tei.xml", folder)
    assert not audit(folder).consistent
