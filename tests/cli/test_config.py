"""Choices: which layer wins, what is refused, where each value came from."""

import pytest


def shown(done):
    """The lines of --show-config: key → (value, origin)."""
    lines = [line.partition("#") for line in done.out.splitlines()]
    return {left.partition(" = ")[0]: (left.partition(" = ")[2].strip(), right.strip()) for left, _, right in lines}


def test_flags_go_before_environment_before_file_before_defaults(folder, pipeline, monkeypatch):
    (folder / "source" / "pipeline.toml").write_text('style = "apa"\njobs = 3\nprofile = "wikipedia"\nto = ["tei"]\n', "utf-8")
    monkeypatch.setenv("PIPELINE_STYLE", "chicago")
    monkeypatch.setenv("PIPELINE_JOBS", "4")
    done = pipeline("build", "source", "--style", "nature", "--show-config")
    assert done.status == 0
    values = shown(done)
    assert values["style"] == ('"nature"', "--style")
    assert values["jobs"] == ("4", "PIPELINE_JOBS")
    assert values["profile"] == ('"wikipedia"', "source/pipeline.toml: profile")
    assert values["to"] == ('["tei"]', "source/pipeline.toml: to")
    assert values["fail-on"] == ('"error"', "default")
    assert not (folder / "output").exists()


@pytest.mark.parametrize(("line", "words", "value"), [("", [], "false"), ("", ["--fetch"], "true"), ("fetch = true", [], "true")])
def test_nothing_is_fetched_unless_it_is_said(folder, pipeline, monkeypatch, line, words, value):
    (folder / "source" / "pipeline.toml").write_text(line, "utf-8")
    assert shown(pipeline("build", "source", "--show-config", *words))["fetch"][0] == value
    monkeypatch.setenv("PIPELINE_FETCH", "true")
    assert shown(pipeline("build", "source", "--show-config"))["fetch"] == ("true", "PIPELINE_FETCH")


def test_paths_in_a_file_are_beside_it(folder, pipeline):
    (folder / "source" / "pipeline.toml").write_text('output = "made"\ncss = ["own.css"]\nstyle = "own.csl"\n', "utf-8")
    values = shown(pipeline("build", "source", "--show-config"))
    assert [values[key][0] for key in ("output", "css", "style")] == ['"source/made"', '["source/own.css"]', '"source/own.csl"']


def test_pyproject_holds_where_no_file_is_beside_the_sources(folder, pipeline):
    (folder / "pyproject.toml").write_text('[tool.pipeline]\nstyle = "apa"\n', "utf-8")
    assert shown(pipeline("build", "source", "--show-config"))["style"] == ('"apa"', "pyproject.toml: style")
    (folder / "source" / "pipeline.toml").write_text('profile = "wikipedia"\n', "utf-8")
    assert shown(pipeline("build", "source", "--show-config"))["style"] == ('"ieee"', "default")


def test_a_file_can_be_named(folder, pipeline):
    (folder / "mine.toml").write_text('style = "apa"\n', "utf-8")
    assert shown(pipeline("build", "source", "--show-config", "--config", "mine.toml"))["style"] == ('"apa"', "mine.toml: style")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("stlye = 'apa'", "pipeline.toml: stlye: there is no such key"),
        ("jobs = 0", "a whole number, 1 or more"),
        ("jobs = true", "a whole number, 1 or more"),
        ("to = 'telex'", "There is no format telex"),
        ("to = []", "a list of one name or more"),
        ("to = 3", "a list of names"),
        ("profile = 'wiki'", "one of resolved, wikipedia"),
        ("fail-on = 'never'", "one of note, warning, error"),
        ("output = 1", "a path"),
        ("fetch = 1", "true or false"),
        ("css = 'a'\ncss = 'b'", "source/pipeline.toml: "),
    ],
)
def test_what_cannot_be_is_wrong_usage(folder, pipeline, line, said):
    (folder / "source" / "pipeline.toml").write_text(line, "utf-8")
    done = pipeline("build", "source")
    assert done.status == 2
    assert said in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--jobs", "x"], "--jobs: 'x' is not right"),
        (["--to", "telex"], "There is no format telex"),
        (["--config", "none.toml"], "none.toml: No such file"),
        (["--report", "r.txt"], "does not end with .json, .xml, .sarif"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_flags_are_wrong_usage(folder, pipeline, words, said):
    done = pipeline("build", "source", *words)
    assert done.status == 2
    assert said in done.err
    assert not (folder / "output").exists()


def test_two_files_beside_the_sources_are_wrong_usage(folder, pipeline):
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "pipeline.toml").write_text("", "utf-8")
        (folder / name / f"{name}.xml").write_text("", "utf-8")
    done = pipeline("build", "a", "b")
    assert done.status == 2
    assert "choose one with --config" in done.err
