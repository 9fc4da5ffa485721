"""The action: its steps are run as GitHub runs them, on a workspace of its own."""

import pytest

from tests import judges
from tests.ci import runner
from tests.cli.conftest import ARTICLE


@pytest.fixture
def workspace(tmp_path):
    """A repository that has articles, one of them with a finding."""
    folder = tmp_path / "work space"
    (folder / "source").mkdir(parents=True)
    (folder / "source/small.xml").write_text(ARTICLE, "utf-8")
    (folder / "source/two words.xml").write_text(
        ARTICLE.replace("</element-citation>", "<isbn>978-3-16-148410-1</isbn></element-citation>"), "utf-8"
    )
    return folder


def acted(workspace, **inputs):
    return runner.run(workspace, workspace.parent, only=("keys", "run"), **inputs)


def test_github_accepts_the_action():
    assert judges.problems("action", [runner.ACTION]) == {str(runner.ACTION): []}


def test_it_builds_annotates_and_uploads(workspace):
    done = acted(workspace, options="--to=wikitext,tei\n--style=apa", artifact="articles", report="found.sarif")
    assert done.status == 0, done.said
    assert (workspace / "output/two words/two words.tei.xml").is_file()
    assert (workspace / "found.sarif").is_file()
    assert "::warning file=source/two words.xml,line=" in done.said
    assert "2 articles, 0 errors, 1 warning" in done.summary
    assert done.outputs == {"output": "output", "report": "found.sarif"}
    assert [name.partition("@")[0] for name, _ in done.used] == ["actions/setup-python", "actions/cache", "actions/upload-artifact"]
    assert done.used[-1][1]["path"] == "output"
    assert done.used[1][1]["key"].startswith("article-pipeline-")


def test_a_finding_fails_the_step_as_it_is_told_and_the_output_is_uploaded_all_the_same(workspace):
    done = acted(workspace, options="--to=wikitext", fail_on="warning", artifact="articles")
    assert done.status == 1
    assert done.used[-1][0].startswith("actions/upload-artifact")


def test_checking_uploads_nothing(workspace):
    done = acted(workspace, command="check", artifact="articles")
    assert done.status == 0
    assert not (workspace / "output").exists()
    assert len(done.used) == 2


def test_patterns_are_opened_and_names_stay_whole(workspace):
    done = acted(workspace, command="check", sources="source/two words.xml\nsource/sm*.xml\n\n")
    assert done.status == 0, done.said
    assert "2 articles" in done.summary


@pytest.mark.parametrize(
    "inputs",
    [
        {"sources": "source/$(touch made).xml"},
        {"sources": "source/small.xml; touch made"},
        {"options": "--style=`touch made`"},
        {"command": "check; touch made"},
        {"output": "out\ntouch=made", "options": "--to=wikitext"},
    ],
)
def test_no_input_is_taken_for_a_command(workspace, inputs):
    done = acted(workspace, **inputs)
    assert not (workspace / "made").exists()
    assert "touch" not in "".join(f"{name}" for name in done.outputs)


def test_another_command_is_refused(workspace):
    done = acted(workspace, command="import")
    assert done.status == 2
    assert "::error::command is build or check, not import" in done.said
