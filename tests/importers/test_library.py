"""A library beside the article holds the references that it cites by key."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from lxml import etree

from pipeline.build import Job, build
from pipeline.cache import Store
from pipeline.diagnostics import Severity
from pipeline.job import Outcome
from pipeline.sources import expanded

ARTICLE = """<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" dtd-version="1.3" xml:lang="en">
<front><journal-meta><journal-id/><issn/></journal-meta><article-meta>
<title-group><article-title>Cites</article-title></title-group>
<pub-date date-type="pub" iso-8601-date="2020"><year>2020</year></pub-date></article-meta></front>
<body><p>One{cites}.</p></body>{back}</article>"""
OWN = """<back><ref-list><ref id="own"><element-citation publication-type="book"><source>Own</source><year>1999</year>
</element-citation></ref></ref-list></back>"""
BIB = """@book{adams, title={Adams}, year=2001}
@book{DBLP:b/c, title={Baker}, year=2002}
@book{clark, title={Clark}, year=2003}
@book{broken, title={
"""
LIBRARIES = {
    ".bib": BIB,
    ".json": json.dumps(
        [{"id": key, "type": "book", "title": title, "issued": {"date-parts": [[2001]]}} for key, title in (("adams", "A"), ("clark", "C"))]
    ),
    ".ris": "".join(f"TY  - BOOK\nID  - {key}\nTI  - {key}\nPY  - 2001\nER  - \n" for key in ("adams", "clark")),
}


def cite(*keys):
    return "".join(f'<xref ref-type="bibr" rid="{key}"/>' for key in keys)


@pytest.fixture
def write(tmp_path):
    def written(*keys, back="", **libraries):
        path = tmp_path / "source/entry.xml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(ARTICLE.format(cites=cite(*keys), back=back), "utf-8")
        for suffix, text in libraries.items():
            path.with_suffix(f".{suffix}").write_text(text, "utf-8")
        return path

    return written


def built(path, **options) -> tuple[Outcome, list[str]]:
    output = path.parents[1] / "output"
    outcome = build(Job(path, ("jats", "wikitext"), output, **options))
    jats = output / "entry/entry.jats.xml"
    return outcome, [ref.get("id") for ref in etree.parse(jats).iter("ref")] if jats.exists() else []


@pytest.mark.parametrize("suffix", LIBRARIES)
def test_cited_references_come_in_by_their_keys_and_others_do_not(write, suffix):
    path = write("own", "clark", "adams", back=OWN, **{suffix[1:]: LIBRARIES[suffix]})
    outcome, keys = built(path)
    assert keys == ["own", "clark", "adams"]
    assert [str(one) for one in outcome.diagnostics if one.severity == Severity.ERROR] == []


def test_an_article_without_references_gets_a_list(write):
    assert built(write("clark", bib=BIB))[1] == ["clark"]


def test_a_reference_of_the_article_itself_goes_before_one_of_the_library(write):
    path = write("own", back=OWN, bib="@book{own, title={Other}, year=2001}")
    built(path)
    assert "Other" not in (path.parents[1] / "output/entry/entry.wiki").read_text("utf-8")


def test_a_key_that_is_no_xml_name_is_cited_as_the_name_that_it_becomes(write):
    outcome, keys = built(write("DBLP-b-c", bib=BIB))
    assert keys == ["DBLP-b-c"]
    (told,) = [one for one in outcome.diagnostics if one.code == "import-simplified"]
    assert (told.path.rpartition("/")[2], told.line) == ("entry.bib", 2)


def test_a_key_that_nobody_has_is_an_error(write):
    outcome, _ = built(write("nobody", bib=BIB))
    assert "citation-key-exists" in [one.code for one in outcome.diagnostics if one.severity == Severity.ERROR]


def test_libraries_of_several_forms_are_asked_in_turn(write):
    path = write("clark", "adams", bib="@book{clark, title={From BibTeX}, year=2001}", json=LIBRARIES[".json"])
    assert built(path)[1] == ["clark", "adams"]
    assert "From BibTeX" in (path.parents[1] / "output/entry/entry.wiki").read_text("utf-8")


def test_damage_in_a_library_is_told_with_its_line(write):
    outcome, _ = built(write("adams", bib=BIB))
    assert ("entry.bib", 4) in [(one.path.rpartition("/")[2], one.line) for one in outcome.diagnostics]


def test_a_folder_has_the_article_as_source_and_not_its_library(write):
    path = write("adams", **{suffix[1:]: text for suffix, text in LIBRARIES.items()})
    alone = path.with_name("alone.bib")
    alone.write_text(BIB, "utf-8")
    assert [one.path for one in expanded([path.parent], path.parents[1] / "output").found] == [alone, path]


def test_the_manifest_names_the_library(write):
    path = write("adams", bib=BIB)
    built(path)
    manifest = json.loads((path.parents[1] / "output/entry/manifest.json").read_bytes())
    assert manifest["libraries"] == [{"name": "entry.bib", "sha256": sha256(BIB.encode()).hexdigest(), "size": len(BIB)}]


def test_a_changed_library_builds_the_article_anew_and_an_unchanged_one_does_not(write, tmp_path):
    path, store = write("adams", bib=BIB), Store(tmp_path / "store")
    first, _ = built(path, store=store)
    again, _ = built(path, store=store)
    path.with_suffix(".bib").write_text(BIB.replace("{Adams}", "{Addams}"), "utf-8")
    changed, _ = built(path, store=store)
    assert (first.made, again.made, changed.made) == (("jats", "wikitext"), (), ("jats", "wikitext"))
    assert first.diagnostics == again.diagnostics
    assert "Addams" in (path.parents[1] / "output/entry/entry.wiki").read_text("utf-8")
