"""The fuzz: its changes are the same for one seed, its laws catch what is planted, and its first cases break none."""

import random
from pathlib import Path

import pytest

from bench.fuzz import laws, mutate, seeds
from bench.fuzz.__main__ import case, kind, tried
from pipeline.diagnostics import Diagnostic
from pipeline.job import Outcome
from tests.hostile.kit import article

SEEDS = (1, 2, 3, 5, 8)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_breaks_no_law(tmp_path, seed):
    assert tried(case(seed, tmp_path)) == []


def test_a_seed_is_always_the_same_case(tmp_path):
    one, other = (case(7, tmp_path / name) for name in ("a", "b") if not (tmp_path / name).mkdir())
    assert one.source.read_bytes() == other.source.read_bytes()
    assert one.settings.profile == other.settings.profile


def test_changes_keep_the_shape_in_the_main():
    draw, data = random.Random(1), article("<sec><title>T</title>" + "<p>Words.</p>" * 20 + "</sec>")
    made = [mutate.xml(data, data, draw) for _ in range(50)]
    assert len(set(made)) > 45
    assert sum(b"</article>" in one for one in made) > 40


def test_there_are_sources_of_every_kind():
    assert {path.suffix for path in seeds.sources()} >= {".xml", ".txt"}


PLANTED = {
    "case.html": (b"<html><p>x</html>", "is not well-formed"),
    "case.tei.xml": (b'<TEI><ref target="#nothing"/></TEI>', "leads nowhere"),
    "case.wiki": (b"[[#nothing|x]]", "leads nowhere"),
    "case.pdf": (b"%PDF-1.7 nothing", "is not well-formed"),
    "case.epub": (b"PK nothing", "is not well-formed"),
    "other.html": (b"<html><a href=' javascript:x'/></html>", "href="),
    "more.html": (b"<html><p onclick='x'/></html>", "onclick"),
    "most.html": (b"<html><script/></html>", "<script>"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_of_a_file_is_caught(tmp_path, name):
    data, said = PLANTED[name]
    (tmp_path / name).write_bytes(data)
    (found,) = laws.broken(Outcome(Path("case.xml"), (), (tmp_path / name,)), True)
    assert said in found


@pytest.mark.parametrize(
    ("code", "line", "caught"), [("build-works", 0, 1), ("profile-valid", 0, 1), ("profile-valid", 3, 0), ("style-known", 0, 0)]
)
def test_a_planted_finding_is_caught(code, line, caught):
    outcome = Outcome(Path("case.xml"), (Diagnostic("case.xml", line, code, "said"),))
    assert len(laws.broken(outcome, True)) == caught


def test_nothing_made_and_nothing_said_is_caught():
    assert laws.broken(Outcome(Path("case.xml")), True)


def test_findings_of_one_kind_are_one_kind():
    assert kind("[build-works] KeyError: 'r1' (notes.py:12)") == kind("[build-works] KeyError: 'fn9' (notes.py:12)")
