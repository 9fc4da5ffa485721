"""The CSL processor-tests as a ratchet: what passes stays; what fails is known, with its reason.

The suite is not part of the project. It is found through CSL_TEST_SUITE; `python -m tests.csl.ratchet` writes the lists anew.
"""

import csv
from pathlib import Path

import pytest

from tests.csl.suite import VARIABLE, Case, folder, verdict

HERE = Path(__file__).parent
PASSING = frozenset((HERE / "passing.txt").read_text("utf-8").split())
CLASSES = ("ours", "engine", "not representable")


def failing():
    with (HERE / "failing.tsv").open(encoding="utf-8", newline="") as lines:
        return {name: (kind, reason) for name, kind, reason in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


FAILING = failing()
PLACE = folder()
PATHS = sorted(PLACE.glob("*.txt")) if PLACE else []


def test_no_case_is_in_both_lists():
    assert not PASSING & FAILING.keys()


@pytest.mark.parametrize("name", FAILING)
def test_each_failing_case_has_a_class_and_a_reason(name):
    kind, reason = FAILING[name]
    assert kind in CLASSES
    assert reason.strip()


@pytest.mark.skipif(not PATHS, reason=f"{VARIABLE} names no folder: {len(PASSING) + len(FAILING)} cases are not run")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_suite(path):
    """A listed case prints the same text; an unlisted one of the failing list does not, or it is to be moved; none crashes."""
    ended, printed = verdict(Case.read(path))
    assert ended != "crash", printed
    passed = ended in ("exact", "text")
    if path.stem in PASSING:
        assert passed, printed
    elif path.stem in FAILING:
        assert not passed, f"{path.stem} passes now: move it from failing.tsv to passing.txt"
    elif not passed:
        pytest.skip("in neither list, and fails")
