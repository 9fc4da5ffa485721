"""Reports for machines: the same findings in three forms."""

import json

from lxml import etree


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
    assert root.attrib == {"tests": "3", "failures": "2"}
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
