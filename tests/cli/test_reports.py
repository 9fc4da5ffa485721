"""Reports for machines: the same findings in three forms, and what GitHub is told."""

import json

import pytest
from lxml import etree

from tests import judges


def sources(folder):
    (folder / "source" / "bad.xml").write_bytes(b"<article>\n<p>\x01</article>")
    (folder / "source" / "empty.xml").write_bytes(b"")
    return ["source/small.xml", "source/bad.xml", "source/empty.xml"]


def test_json(folder, pipeline):
    done = pipeline("check", *sources(folder), "--report", "made/report.json")
    assert done.status == 1
    articles = json.loads((folder / "made/report.json").read_bytes())["articles"]
    assert [one["source"] for one in articles] == ["source/small.xml", "source/bad.xml", "source/empty.xml"]
    assert [[found["code"] for found in one["diagnostics"]] for one in articles] == [[], ["source-well-formed"], ["source-readable"]]
    found = articles[1]["diagnostics"][0]
    assert done.err.splitlines()[0] == "{path}:{line}: {severity}[{code}]: {message}".format(**found)


def test_junit(folder, pipeline):
    pipeline("check", *sources(folder), "--report", "report.xml")
    root = etree.fromstring((folder / "report.xml").read_bytes())
    assert root.attrib == {"tests": "3", "failures": "2", "errors": "0"}
    assert root.xpath("//testcase/@name") == ["source/small.xml", "source/bad.xml", "source/empty.xml"]
    assert root.xpath("//testcase[failure]/@name") == ["source/bad.xml", "source/empty.xml"]
    assert root.xpath("//failure/@type") == ["source-well-formed", "source-readable"]


def test_sarif(folder, pipeline):
    pipeline("check", *sources(folder), "--report", "report.sarif")
    record = json.loads((folder / "report.sarif").read_bytes())
    assert record["version"] == "2.1.0"
    (run,) = record["runs"]
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [("source-well-formed", "error"), ("source-readable", "error")]
    assert {one["id"] for one in run["tool"]["driver"]["rules"]} == {"source-well-formed", "source-readable"}
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert places[0] == {"artifactLocation": {"uri": "source/bad.xml"}, "region": {"startLine": 2}}
    assert "region" not in places[1]


def test_a_report_that_cannot_be_written_is_wrong_usage(folder, pipeline):
    (folder / "made").write_text("a file", "utf-8")
    done = pipeline("check", "source/small.xml", "--report", "made/report.json")
    assert done.status == 2
    assert "--report: made/report.json" in done.err


@pytest.mark.parametrize(("kind", "name"), [("junit", "report.xml"), ("sarif", "report.sarif")])
def test_the_judges_accept_them(folder, pipeline, kind, name):
    (folder / "source/naïve name #1.xml").write_bytes(b"<article>\n<p>&<]]>\x00</article>")
    pipeline("check", *sources(folder), folder / "source/naïve name #1.xml", "source/no where.xml", "--report", name)
    assert judges.problems(kind, [name]) == {name: []}


def test_github_is_told_of_lines(folder, pipeline, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (folder / "source/a,b: 100%.xml").write_bytes(b"<article>\n<p></article>")
    done = pipeline("check", "source/a,b: 100%.xml")
    told = [line for line in done.err.splitlines() if line.startswith("::")]
    assert len(told) == 1
    assert told[0].startswith("::error file=source/a%2Cb%3A 100%25.xml,line=2,title=source-well-formed::")


def test_github_is_told_of_ten_findings_of_a_kind_at_most(folder, pipeline, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for n in range(12):
        (folder / f"source/empty{n}.xml").write_bytes(b"")
    done = pipeline("check", "source")
    assert done.err.count("error[source-readable]") == 12
    assert done.err.count("::error ") == 10


def test_the_summary_of_a_step_is_added_to(folder, pipeline, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    (folder / "summary.md").write_text("before\n", "utf-8")
    (folder / "source/<b>|*x*.xml").write_bytes(b"")
    pipeline("check", "source", *sources(folder))
    text = (folder / "summary.md").read_text("utf-8")
    assert text.startswith("before\n## pipeline check\n")
    assert "4 articles, 3 errors, 0 warnings, 0 notes" in text
    assert "<b>" not in text
    assert len({line.count("|") for line in text.splitlines() if line.startswith("|")}) == 1
