"""Law: the same input gives the same bytes, in any process, with any hash seed, with any number of workers."""

import os
import subprocess
import sys

import pytest

from tests.laws.articles import ROOT, SOURCES


def tree(folder):
    """Every file of every article; the page of all articles, which tells the time that each took, stands beside them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob("*/**/*")) if path.is_file()}


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """The sources built twice, in all formats."""
    made = []
    for seed, jobs, zone in (("1", "1", "UTC"), ("77", "2", "Asia/Tokyo")):
        output = tmp_path_factory.mktemp("build")
        command = [sys.executable, "-m", "pipeline", "build", "source", "--output", str(output), "--jobs", jobs]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run([*command, "--to", "pdf,epub,tei,wikitext,html,jats"], cwd=ROOT, env=environment, check=True, capture_output=True)
        made.append(tree(output))
    return made


def test_two_builds_are_the_same_bytes(builds):
    one, other = builds
    assert len(one) >= 7 * len(SOURCES)
    assert [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)] == []
