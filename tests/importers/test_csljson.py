"""CSL-JSON: a bad item loses itself only."""

from __future__ import annotations

import json

import pytest

from pipeline.build import Job, check
from pipeline.diagnostics import Refused, Report, Severity
from pipeline.importers import csljson

DAMAGED = """[
 {"id": "a", "type": "book", "title": "A"},
 {"id": "b", "type": "book", "title": "B" "x"},
 {"id": "c", "type": "book", "title": "C {",
  "author": [{"family": "Sea"}]},
 "words", 5, null, {},
 {"id": "d", "title": "D", "author": [{"family": "X"},]},
 {"title": "E", "id": "e"},
 {"id": "f", "title": "F
"""


def read(text, tmp_path):
    path = tmp_path / "some.json"
    path.write_text(text, "utf-8")
    report = Report(path)
    return [ref.get("id") for ref in csljson.read(path, report).root.iter("ref")], [(one.line, one.code) for one in report]


def test_a_broken_item_loses_itself_only(tmp_path):
    ids, told = read(DAMAGED, tmp_path)
    assert ids == ["a", "c", "e"]
    assert told == [(line, "import-lossless") for line in (3, 6, 6, 6, 6, 7, 9)]


@pytest.mark.parametrize("text", ["[]", "{}", "words", '["a"]', "[[[[", "[" * 100_000])
def test_what_has_no_item_is_refused(tmp_path, text):
    with pytest.raises(Refused):
        read(text, tmp_path)


def test_findings_name_the_line_of_their_item(tmp_path):
    path = tmp_path / "some.json"
    path.write_text('[\n {"id": "a", "type": "book", "title": "A"},\n {"id": "b", "type": "book", "title": "B", "ISBN": "123"}\n]', "utf-8")
    assert [(one.line, one.code) for one in check(Job(path)).diagnostics if one.code == "isbn-valid"] == [(3, "isbn-valid")]


@pytest.mark.parametrize(
    "issued",
    [
        {"date-parts": [[2017, 14], [2017, 15]]},
        {"date-parts": [["2017"]], "season": "1"},
        {"date-parts": [[2017]], "season": 3, "circa": True},
        {"date-parts": [[-44, 3, 15]]},
    ],
)
@pytest.mark.parametrize("variable", ["issued", "original-date"])
def test_dates_of_every_kind_are_valid(tmp_path, issued, variable):
    path = tmp_path / "some.json"
    path.write_text(json.dumps([{"id": "a", "type": "book", "title": "A", variable: issued}]), "utf-8")
    assert [str(one) for one in check(Job(path)).diagnostics if one.severity == Severity.ERROR or one.code == "import-lossless"] == []


def test_variables_that_a_manager_wrote_into_the_note_are_fields(tmp_path):
    note = "PMID: 1234\noriginal-date: 1901\neditor: Roe || Bo\nA word: of my own\nISBN: 1"
    path = tmp_path / "some.json"
    path.write_text(json.dumps([{"id": "a", "type": "book", "title": "A", "note": note}]), "utf-8")
    citation = csljson.read(path, Report(path)).root.find(".//element-citation")
    assert citation.findtext("pub-id[@pub-id-type='pmid']") == "1234"
    assert citation.findtext("date[@date-type='original']/year") == "1901"
    assert citation.findtext("person-group[@person-group-type='editor']/name/surname") == "Roe"
    assert citation.findtext("comment") == "A word: of my own ISBN: 1"


def test_what_cannot_stand_in_xml_becomes_a_space_and_is_told(tmp_path):
    item = {
        "id": "a\x00",
        "type": "b\x01",
        "title": "A\x02B",
        "author": [{"family": "C\x03", "given": "D\ufffe"}],
        "URL": "http://a.b/\x04",
    }
    ids, told = read(json.dumps([item]), tmp_path)
    assert (ids, told) == (["a-"], [(1, "import-lossless"), (1, "import-simplified")])


def test_the_hour_of_a_day_is_no_season(tmp_path):
    accessed = {"date-parts": [["2013", 1, 30]], "season": "22:56:08"}
    path = tmp_path / "some.json"
    path.write_text(json.dumps([{"id": "a", "type": "webpage", "title": "A", "accessed": accessed}]), "utf-8")
    assert csljson.read(path, Report(path)).root.findtext(".//date-in-citation") == "2013-01-30"
