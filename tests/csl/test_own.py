"""Cases of our own, one or more for each class of the processor-tests, so that the repository alone proves the road of a citation."""

from pathlib import Path

import pytest

from tests.csl.suite import Case, verdict
from tests.csl.test_ratchet import FAILING, PASSING

PATHS = sorted((Path(__file__).parent / "own").glob("*.txt"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_case_of_our_own(path):
    ended, printed = verdict(Case.read(path))
    assert ended in ("exact", "text"), printed


def test_every_class_of_the_suite_has_a_case_of_our_own():
    assert {name.partition("_")[0] for name in PASSING | FAILING.keys()} <= {path.stem.partition("_")[0] for path in PATHS}
