"""Every diagnostic code: `tests/codes/<code>/bad*` gives it, in XML at the element after `<!-- here -->`; `good*` does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.build import Job, build, check
from pipeline.diagnostics import codes

CASES = Path(__file__).parent / "codes"
LIGHT = ("jats", "html", "wikitext", "tei", "epub")
ELSEWHERE = {  # codes that no article gives: where their tests are
    "source-readable": "cli/test_sources.py",
    "build-works": "cli/test_build.py",
    "worker-returns": "cli/test_batch.py",
    "export-works": "cli/test_build.py",
    "export-known": "cli/test_build.py",
    "style-known": "resolve/test_style.py",
    "css-readable": "hostile/test_styles.py",
    "citation-resolved": "resolve/test_engine.py",
    "note-placement": "resolve/test_resolve.py",
    "citations-agree": "cli/test_audit.py",
    "citations-known": "checks/test_foreign.py",
    "output-readable": "checks/test_foreign.py",
    "limits-kept": "cli/test_batch.py",
    "output-writable": "cli/test_sources.py",
    "archive-sound": "cli/test_archives.py",
    "cache-sound": "cli/test_kept.py",
}


def cases(kind):
    return [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in sorted(CASES.glob(f"*/{kind}*.*"))]


def found(path, code, output):
    """The findings of this code, by the least that brings them: the check, the light formats, print."""
    for step in (lambda: check(Job(path)), lambda: build(Job(path, LIGHT, output)), lambda: build(Job(path, ("pdf",), output))):
        if lines := [one.line for one in step().diagnostics if one.code == code]:
            return lines
    return []


def marked(path):
    """The line of the element after the mark, if there is one."""
    text = path.read_text("utf-8")
    mark = re.search(r"<!-- here -->\s*<", text)
    return text.count("\n", 0, mark.end()) + 1 if mark else None


@pytest.mark.parametrize("path", cases("bad"))
def test_a_bad_article_gives_the_code_at_its_line(path, tmp_path):
    lines = found(path, path.parent.name, tmp_path)
    assert lines
    if (line := marked(path)) is not None:
        assert line in lines


@pytest.mark.parametrize("path", cases("good"))
def test_a_good_article_does_not(path, tmp_path):
    formats = ("pdf",) if path.parent.name == "glyph-available" else ("html", "wikitext", "tei")
    outcome = build(Job(path, formats, tmp_path))
    assert outcome.files
    assert path.parent.name not in [one.code for one in outcome.diagnostics]


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_code_has_its_case(code):
    if code in ELSEWHERE:
        assert code in (CASES.parent / ELSEWHERE[code]).read_text("utf-8")
    else:
        assert list((CASES / code).glob("bad*"))


def test_every_folder_is_of_a_code():
    assert {path.name for path in CASES.glob("*")} <= set(codes())
