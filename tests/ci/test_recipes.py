"""The recipes of docs/ci.md: each is what its service accepts, and names only what there is."""

import re
from pathlib import Path

import pytest
import yaml

from tests import judges
from tests.ci.runner import ACTION

PAGE = Path(__file__).parents[2] / "docs/ci.md"
RECIPES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.S)
WORKFLOWS = [one for one in RECIPES if "runs-on" in one]


def test_there_are_recipes():
    assert len(WORKFLOWS) == 2
    assert len(RECIPES) == 4


@pytest.mark.parametrize("recipe", WORKFLOWS, ids=["build", "shards"])
def test_github_accepts_the_workflows(recipe, tmp_path):
    path = tmp_path / "workflow.yml"
    path.write_text(recipe if recipe.startswith("#") else f"on: push\n{recipe}", "utf-8")
    assert judges.problems("workflow", [path]) == {str(path): []}
    inputs = yaml.safe_load(ACTION.read_text("utf-8"))["inputs"]
    steps = [step for job in yaml.safe_load(recipe)["jobs"].values() for step in job["steps"]]
    used = [step for step in steps if step["uses"].startswith("OWNER/")]
    assert used
    assert {name for step in used for name in step["with"]} <= set(inputs)


def test_gitlab_accepts_the_pipeline(tmp_path):
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(next(one for one in RECIPES if "gitlab-ci" in one), "utf-8")
    assert judges.problems("gitlab", [path]) == {str(path): []}
