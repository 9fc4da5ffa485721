"""The auditor finds what is planted: a sample of the mutations of every format, at places drawn by lot; clean files have no finding."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.checks.audit import audited
from tests.checks import mutations
from tests.laws.articles import ROOT

EVERYWHERE = ROOT / "tests/checks/everywhere.xml"
STYLES = ("ieee", "nature", "apa", "chicago-notes-bibliography")
LIGHT = {"jats": ".jats.xml", "tei": ".tei.xml", "html": ".html", "epub": ".epub", "wikitext": ".wiki"}
TREES = {
    ".jats.xml": (mutations.of_tree, mutations.JATS),
    ".tei.xml": (mutations.of_tree, mutations.TEI),
    ".html": (mutations.of_tree, mutations.HTML),
    ".epub": (mutations.of_book, mutations.HTML),
}


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The article in a style and a profile, built when it is first asked for."""
    known = {}

    def of(style, formats, profile="resolved"):
        if (style, formats, profile) not in known:
            output = tmp_path_factory.mktemp("made")
            build(Job(EVERYWHERE, formats, output, Settings(style=style, profile=profile)))
            suffixes = [{**LIGHT, "pdf": ".pdf"}[name] for name in formats]
            known[style, formats, profile] = {one: (output / f"everywhere/everywhere{one}").read_bytes() for one in suffixes}
        return known[style, formats, profile]

    return of


def planted(data, suffix, name, change):
    """Three tries to plant a mutation, each at another place: what the auditor says of those that found one."""
    for seed in range(3):
        try:
            new = change(random.Random(f"{suffix} {name} {seed}"))
        except mutations.NoPlace:
            continue
        yield audited(EVERYWHERE.parent, {**data, suffix: new})


def all_caught(found, suffix):
    """Whether there are mutations, each is found, and the finding names the file that has it."""
    found = list(found)
    for one in found:
        assert not one.consistent
        named = {line.path for line in one.diagnostics() if line.code in ("citations-agree", "output-readable")}
        assert named == {f"{EVERYWHERE.parent}/checks{suffix}"}
    return bool(found)


@pytest.mark.parametrize("suffix", TREES)
@pytest.mark.parametrize("change", mutations.TREE, ids=lambda change: change.__name__)
def test_a_mutation_of_a_tree_is_caught(made, suffix, change):
    how, form = TREES[suffix]
    numeric = change in (mutations.entry_relabelled, mutations.bracket_changed)
    style = "ieee" if numeric else random.Random(f"{suffix}{change.__name__}").choice(STYLES)
    data = made(style, tuple(LIGHT))
    assert all_caught(planted(data, suffix, change.__name__, lambda lot: how(data[suffix], form, change, lot)), suffix)


@pytest.mark.parametrize("suffix", TREES)
def test_exchanged_numbers_of_notes_are_caught(made, suffix):
    how, form = TREES[suffix]
    data = made("chicago-notes-bibliography", tuple(LIGHT))
    assert all_caught(planted(data, suffix, "calls", lambda lot: how(data[suffix], form, mutations.calls_exchanged, lot)), suffix)


def test_another_number_of_a_note_on_a_wiki_page_is_caught(made):
    data = made("chicago-notes-bibliography", tuple(LIGHT))
    new = data[".wiki"].replace(b"[[#citation-note-2|2]]", b"[[#citation-note-2|7]]")
    done = audited(EVERYWHERE.parent, {**data, ".wiki": new})
    assert [one.message.partition(",")[0] for one in done.diagnostics()] == ["call of citation-note-2 is “7”"]


@pytest.mark.parametrize("suffix", [".jats.xml", ".tei.xml"])
@pytest.mark.parametrize("change", mutations.FIELDS, ids=lambda change: change.__name__)
def test_a_mutation_of_what_machines_read_is_caught(made, suffix, change):
    how, form = TREES[suffix]
    data = {one: data for one, data in made("ieee", tuple(LIGHT)).items() if one in TREES}
    found = list(planted(data, suffix, change.__name__, lambda lot: how(data[suffix], form, change, lot)))
    assert [one.consistent for one in found] == [False] * 3


@pytest.mark.parametrize("change", mutations.WIKI, ids=lambda change: change.__name__)
def test_a_mutation_of_a_wiki_page_is_caught(made, change):
    data = made(random.Random(change.__name__).choice(STYLES), tuple(LIGHT))
    assert all_caught(planted(data, ".wiki", change.__name__, lambda lot: mutations.of_text(data[".wiki"], change, lot)), ".wiki")


@pytest.mark.parametrize("change", mutations.TEMPLATES, ids=lambda change: change.__name__)
def test_a_mutation_of_templates_is_caught(made, change):
    data = made("ieee", ("jats", "tei", "wikitext"), "wikipedia")
    assert all_caught(planted(data, ".wiki", change.__name__, lambda lot: mutations.of_text(data[".wiki"], change, lot)), ".wiki")


@pytest.mark.parametrize("change", mutations.PDF, ids=lambda change: change.__name__)
def test_a_mutation_of_a_print_is_caught(made, change):
    data = made("apa", ("jats", "tei", "epub", "pdf"))
    keys = [ref.get("id") for ref in etree.fromstring(data[".jats.xml"]).iter("ref")]
    assert all_caught(planted(data, ".pdf", change.__name__, lambda lot: mutations.of_pdf(data[".pdf"], keys, change, lot)), ".pdf")


def ref(n):
    name = f"League {n} of Those who Gather Wax, Lime and Honey on All of the Hills and in All of the Valleys beyond the River"
    return (
        f'<ref id="r{n}"><element-citation publication-type="book"><collab>{name}</collab><source>Report</source></element-citation></ref>'
    )


@pytest.mark.parametrize("change", mutations.PDF_LONG, ids=lambda change: change.__name__)
def test_a_mutation_of_a_link_of_two_lines_or_of_a_list_in_print_is_caught(tmp_path, change):
    cites = "".join(f'<p>Thus <xref ref-type="bibr" rid="r{n}"/>.</p>' for n in range(3))
    back = f"<back><ref-list>{''.join(map(ref, range(3)))}</ref-list></back>"
    (tmp_path / "long.xml").write_text(f'<article xml:lang="en"><front><article-meta/></front><body>{cites}</body>{back}</article>')
    build(Job(tmp_path / "long.xml", ("jats", "pdf"), tmp_path, Settings(style="apa")))
    data = {one: (tmp_path / f"long/long{one}").read_bytes() for one in (".jats.xml", ".pdf")}
    keys = [f"r{n}" for n in range(3)]
    assert audited(EVERYWHERE.parent, data).consistent
    assert all_caught(planted(data, ".pdf", change.__name__, lambda lot: mutations.of_pdf(data[".pdf"], keys, change, lot)), ".pdf")


@pytest.mark.parametrize("change", [mutations.label_changed, mutations.citations_exchanged, mutations.year_changed, mutations.entry_lost])
def test_a_print_of_an_article_with_a_mutation_is_caught(made, change):
    data = made("apa", ("jats", "tei", "epub", "pdf"))
    new = mutations.reprinted(data[".jats.xml"], change, random.Random(7))
    assert not audited(EVERYWHERE.parent, {**data, ".pdf": new}).consistent


@pytest.mark.parametrize("style", STYLES)
def test_clean_files_have_no_finding(made, style):
    done = audited(EVERYWHERE.parent, made(style, tuple(LIGHT)))
    assert (done.consistent, list(done.diagnostics())) == (True, [])


ONE = ROOT / "source/shamkhor-massacre.xml"  # lists one reference, and cites none


@pytest.mark.parametrize("suffix", TREES)
def test_the_loss_of_the_only_reference_is_caught(tmp_path, suffix):
    build(Job(ONE, tuple(LIGHT), tmp_path))
    data = {one: (tmp_path / f"{ONE.stem}/{ONE.stem}{one}").read_bytes() for one in LIGHT.values()}
    how, form = TREES[suffix]
    new = how(data[suffix], form, mutations.entry_lost, random.Random(0))
    assert audited(ONE.parent, data).consistent
    assert not audited(ONE.parent, {**data, suffix: new}).consistent


def test_another_year_in_a_template_that_nobody_cites_is_caught(tmp_path):
    build(Job(ONE, ("jats", "wikitext"), tmp_path, Settings(profile="wikipedia")))
    data = {one: (tmp_path / f"{ONE.stem}/{ONE.stem}{one}").read_bytes() for one in (".jats.xml", ".wiki")}
    new = mutations.of_text(data[".wiki"], mutations.ref_year, random.Random(0))
    assert audited(ONE.parent, data).consistent
    assert not audited(ONE.parent, {**data, ".wiki": new}).consistent
