"""The hooks, run by pre-commit itself from a clone of this repository, in a repository of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests import judges
from tests.cli.conftest import ARTICLE
from tests.oracles import judge

ROOT = Path(__file__).parents[2]


def git(folder, *words):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """What stands in this checkout, committed or not, as a repository."""
    folder = tmp_path_factory.mktemp("hooks") / "pipeline"
    names = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    git(folder, "init", "-q")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "All")
    return folder


@pytest.fixture
def articles(tmp_path):
    """A repository with one article that is right and one that is not."""
    git(tmp_path, "init", "-q")
    (tmp_path / "source").mkdir()
    (tmp_path / "source/small.xml").write_text(ARTICLE, "utf-8")
    (tmp_path / "source/bad.xml").write_text(ARTICLE.replace('rid="r1"', 'rid="r9"'), "utf-8")
    (tmp_path / "other.xml").write_text("<no/>", "utf-8")
    git(tmp_path, "add", "--all")
    return tmp_path


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="installs the whole package anew, for a minute: where CI is true")
def test_they_stop_a_commit_that_is_wrong_and_no_other(clone, articles):
    judges.ready("pre-commit")
    done = tried(clone, articles, "pipeline-check")
    assert done.returncode == 1
    assert "source/bad.xml:" in done.stdout, done.stdout + done.stderr
    assert "other.xml" not in done.stdout
    git(articles, "rm", "-qf", "source/bad.xml")
    assert tried(clone, articles, "pipeline-check").returncode == 0


def tried(clone, articles, hook):
    command = [str(judge.HOME / "venv/bin/pre-commit"), "try-repo", str(clone), hook, "--all-files"]
    environment = os.environ | {"PRE_COMMIT_HOME": str(clone.parent / "home")}
    return subprocess.run(command, cwd=articles, env=environment, capture_output=True, text=True, check=False)


def test_each_hook_is_a_command_that_there_is():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["pipeline-check", "pipeline-build"]
    for hook in hooks:
        command = [Path(sys.executable).with_name("pipeline"), *hook["entry"].split()[1:], "--help"]
        help_text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "SOURCE..." in help_text
