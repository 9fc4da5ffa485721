"""BibTeX and BibLaTeX: a bad entry loses itself only, and nothing of a good one is lost untold."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build import Job, check
from pipeline.diagnostics import Refused, Report, Severity
from pipeline.heads import is_bibtex
from pipeline.importers import bibtex
from pipeline.importers.bibentries import entries
from pipeline.resolve import csl
from pipeline.resolve.inlines import Held
from pipeline.tree import text_of

SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "bibliographies"


def told(report):
    return [(one.line, one.code) for one in report]


def items(text):
    """The items of a file by their keys, and what was told."""
    report = Report(Path("some.bib"))
    return {item["id"]: item for item in bibtex.items(text, report)}, report


def item(fields, kind="article"):
    found, report = items(f"@{kind}{{key,\n {fields}\n}}")
    assert not report.found
    return found["key"]


def refs(text, tmp_path):
    path = tmp_path / "some.bib"
    path.write_text(text, "utf-8")
    report = Report(path)
    return list(bibtex.read(path, report).root.iter("ref")), report


def test_an_entry_is_a_reference_in_fields(tmp_path):
    text = r"""@string{nature = "Nature"}
@article{watson1953,
  author = {Watson, J. D. and Crick, F. H. C.}, title = {Molecular Structure of Nucleic Acids},
  journal = nature, volume = 171, number = {4356}, pages = {737--738}, year = 1953, month = apr, doi = {https://doi.org/10.1038/171737a0},
}"""
    (ref,), report = refs(text, tmp_path)
    assert (ref.get("id"), told(report)) == ("watson1953", [])
    assert [one.text for one in ref.iter("surname")] == ["Watson", "Crick"]
    said = csl.item(ref[0], "", Held())
    assert said["issued"] == {"date-parts": [[1953, 4]]}
    assert (said["container-title"], said["volume"], said["issue"], said["page"]) == ("Nature", "171", "4356", "737-738")
    assert (said["type"], said["DOI"], said["title"]) == ("article-journal", "10.1038/171737a0", "Molecular structure of nucleic acids")


DAMAGED = {
    "no brace at the end": "@book{bad, title={A}, year=2000\n",
    "no comma after the key": "@book{bad title={A}, year=2000}\n",
    "no comma between fields": "@book{bad, title={A}\n year={2000}}\n",
    "two commas": "@book{bad, title={A},, year=2000}\n",
    "a field left open": "@book{bad, year=2000, title={A\n}\n",
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_entry_is_mended_where_it_is_plain_what_is_missing(damage):
    found, report = items("@misc{first, title={First}}\n" + DAMAGED[damage] + "@misc{last, title={Last}}\n")
    assert list(found) == ["first", "bad", "last"]
    assert (found["bad"]["title"].strip(), found["bad"]["issued"]) == ("A", {"date-parts": [[2000]]})
    assert told(report) == [(2, "import-repaired")]


def test_what_cannot_be_mended_is_lost_alone_and_told():
    found, report = items('@misc{first, title={First}}\n\n@book{bad, "title" {= }{\n@misc{last, title={Last}}\n')
    assert list(found) == ["first", "last"]
    assert told(report) == [(3, "import-lossless")]


def test_parentheses_quotes_and_strings_in_strings():
    text = '@string(a = "A") @string{b = a # {B}}\n@book(key, title = b # " and " # "C (d)", note = "say "so"", year = 2000)'
    found, report = items(text)
    assert (found["key"]["title"], found["key"]["note"], told(report)) == ("AB and C (d)", 'say "so"', [])


def test_an_abbreviation_that_nobody_explains_stands_for_itself_and_is_told():
    found, report = items("@article{key, title={A},\n journal = jphys, year=2000}")
    assert found["key"]["container-title"] == "jphys"
    assert told(report) == [(2, "import-repaired")]


def test_fields_are_inherited():
    text = """@inproceedings{child, title={Child}, crossref={parent}, xdata={house}}
@proceedings{parent, title={Whole}, year=2001}
@xdata{house, publisher={House}}"""
    found, report = items(text)
    assert list(found) == ["child", "parent"]
    assert (found["child"]["container-title"], found["child"]["publisher"]) == ("Whole", "House")
    assert found["child"]["issued"] == {"date-parts": [[2001]]}
    assert told(report) == []


def test_a_parent_that_is_not_there_is_told():
    found, report = items("@inproceedings{child, title={Child},\n crossref={parent}}")
    assert (list(found), told(report)) == (["child"], [(2, "import-lossless")])


def test_two_entries_of_one_key_are_two_references(tmp_path):
    found, report = refs("@misc{a, title={One}}\n@misc{a, title={Two}}", tmp_path)
    assert [(ref.get("id"), text_of(ref.find(".//article-title"))) for ref in found] == [("a", "One"), ("a-2", "Two")]
    assert told(report) == [(2, "import-repaired"), (2, "import-simplified")]


def test_a_key_that_is_no_xml_name_is_mapped_told_and_kept(tmp_path):
    (ref,), report = refs("@misc{DBLP:a/b+c, title={One}}", tmp_path)
    assert ref.get("id") == "DBLP-a-b-c"
    assert csl.item(ref[0], "", Held())["citation-key"] == "DBLP:a/b+c"
    assert told(report) == [(1, "import-simplified")]


def test_a_field_that_has_no_place_is_told_at_its_line_and_housekeeping_is_not():
    _, report = items("@book{key,\n title={A},\n holder={Somebody},\n file={a.pdf},\n bdsk-url-1={http://x.y}}")
    assert [str(one) for one in report] == ["some.bib:3: warning[import-lossless]: key: holder has no place here: Somebody"]


def test_a_field_that_stands_twice_is_told():
    found, report = items("@book{key, title={A},\n title={B}}")
    assert (found["key"]["title"], told(report)) == ("A", [(2, "import-lossless")])


def test_the_words_of_an_unknown_command_stay_and_are_told():
    found, report = items(r"@book{key, title={A \odd{strange} title of {\th}ing}, note={A\\B}}")
    assert (found["key"]["title"], found["key"]["note"]) == ("A strange title of þing", "A B")
    assert told(report) == [(1, "import-simplified")]


def test_a_command_that_only_sorts_is_no_part_of_a_name():
    assert item(r"author = {{\noopsort{gogh}}van Gogh, Vincent}")["author"] == [
        {"family": "Gogh", "given": "Vincent", "dropping-particle": "van"}
    ]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("The Structure of Nucleic Acids", "The structure of nucleic acids"),
        ("The Structure of {DNA} in {China}", "The structure of DNA in China"),
        ("A history of the United States", "A history of the United States"),
        (r"The Genome of \emph{Homo Sapiens}", "The genome of <i>Homo Sapiens</i>"),
    ],
)
def test_capitals_of_a_title_in_title_case_are_made_small_and_names_kept(title, read):
    assert item(f"title = {{{title}}}")["title"] == read


def test_formulas_in_titles_are_formulas(tmp_path):
    (ref,), report = refs(r"@misc{a, title={Decay of $B_s \to \mu^+\mu^-$ for US\$5}}", tmp_path)
    title = ref.find(".//article-title")
    assert [one.text for one in title.iter("tex-math")] == [r"B_s \to \mu^+\mu^-"]
    assert (title.text, title[0].tail, told(report)) == ("Decay of ", " for US$5", [])


@pytest.mark.parametrize(
    ("fields", "variable", "date"),
    [
        ("year = 2001, month = {January}", "issued", {"date-parts": [[2001, 1]]}),
        ("date = {1998-03/1999-01-02}", "issued", {"date-parts": [[1998, 3], [1999, 1, 2]]}),
        ("date = {2016-01-19T14:20:00}", "issued", {"date-parts": [[2016, 1, 19]]}),
        ("year = {in press}", "issued", {"literal": "in press"}),
        ("urldate = {3 February 2016}", "accessed", {"literal": "3 February 2016"}),
    ],
)
def test_dates(fields, variable, date):
    assert item(fields)[variable] == date


def test_an_entry_with_unbalanced_braces_in_quotes_keeps_its_words():
    found, _ = items('@book{key, title = "A } b", year = 2000}\n@misc{last, title={Last}}')
    assert "last" in found


def test_a_file_in_another_encoding_is_read_and_told(tmp_path):
    path = tmp_path / "some.bib"
    path.write_bytes("@misc{a,\n title={Über}}".encode("cp1252"))
    report = Report(path)
    assert "Über" in "".join(bibtex.read(path, report).root.itertext())
    assert told(report) == [(2, "import-repaired")]


def test_a_file_without_entries_is_refused(tmp_path):
    path = tmp_path / "some.bib"
    path.write_text("@comment{nothing}", "utf-8")
    with pytest.raises(Refused):
        bibtex.read(path, Report(path))


def test_a_bibliography_is_known_by_its_entries():
    assert is_bibtex(Path("a.txt"), b"\xef\xbb\xbf\n@book{a,")
    assert is_bibtex(Path("a.bib"), b"% words\n@book {a,")
    assert not is_bibtex(Path("a.txt"), b"= Title =\n@book{a,")


def test_messy_files_of_others_lose_no_entry():
    files = sorted(path for path in SHARED.glob("*/*") if path.suffix in (".bib", ".bibtex", ".biblatex", ".json"))
    if not files:
        pytest.skip("no messy bibliographies here: 149 files are not read")
    faults = []
    for path in files[::4]:
        outcome = check(Job(path))
        faults += [str(one) for one in outcome.diagnostics if one.severity == Severity.ERROR and "schomd" not in path.name]
        faults += [str(one) for one in outcome.diagnostics if "is lost" in one.message]
    assert faults == []


def test_an_abbreviation_that_is_explained_twice_is_told():
    found, report = items("@string{a = {A}}\n@string{a = {B}}\n@misc{key, title=a}")
    assert (found["key"]["title"], told(report)) == ("B", [(2, "import-repaired")])


def test_abbreviations_that_would_swell_stand_as_they_are():
    strings = "".join(f"@string{{s{n} = {' # '.join([f's{n - 1}'] * 10)}}}\n" for n in range(1, 12))
    report = Report(Path("swelling.bib"))
    (entry,) = entries(f'@string{{s0 = "word "}}\n{strings}@book{{a, title = s2, note = s11, year = 1990}}', report)
    assert entry.fields["title"].value == "word " * 100
    assert len(entry.fields["note"].value) < 10_000
    assert "import-repaired" in {one.code for one in report}
