"""What bench.fidelity counts: all of a good output; and of one with a planted loss, exactly that loss."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.fidelity import source
from bench.fidelity.count import scores
from bench.fidelity.outputs import READERS
from pipeline.build import Job, build

ARTICLE = Path(__file__).with_name("article.xml")
FILES = {"html": "article.html", "tei": "article.tei.xml", "wikitext": "article.wiki"}
NUMBERS = {  # kind → how many the article has
    "citation → entry": 4, "reference entry": 4, "· element-citation": 1, "· mixed-citation": 3, "reference author": 4,
    "reference fpage": 3, "reference DOI": 1, "heading": 1, "paragraph text": 3, "table structure": 1, "cell text": 4,
    "spans": 1, "table caption inside": 2, "table label by its caption": 2, "table notes": 1, "figure structure": 2,
    "figure caption inside": 2, "figure label by its caption": 2, "footnotes": 1, "back-matter statements": 1,
    "letters and translations": 1, "formulas": 1, "xref to figure": 1, "xref to table": 1, "xref to supplement": 1,
    "title": 1, "abstract": 1, "translated abstract": 1, "affiliations": 1, "funding": 2, "licence": 1,
}  # fmt: skip
LOSSES: dict[str, set[str]] = {  # what is taken out of the words of a file → the kinds that fall
    "Warp without weft": {"heading"},
    "Every loom in the valley": {"paragraph text"},
    "madder": {"cell text"},
    "Threads counted by colour": {"table caption inside", "table label by its caption"},
    "Drawn by the second apprentice": {"figure caption inside"},
    "A fig that has lost": {"figure caption inside", "figure label by its caption"},
    "A swatch of what the tables": {"table caption inside", "table label by its caption"},
    "The valley was drowned by a lake": {"footnotes"},
    "We thank the spinners who lent": {"back-matter statements"},
    "The letter replies that no loom": {"letters and translations"},
    "Counted twice by different": {"table notes"},
    "Eine Zusammenfassung in einem": {"translated abstract"},
    "An abstract that says in one": {"abstract"},
    "Anybody may copy these pages": {"licence"},
    "Hall of Threads in the Old": {"affiliations"},
    "FSC-2020-77": {"funding"},
    "Threadgold": {"reference author"},
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fidelity")
    outcome = build(Job(ARTICLE, ("html", "tei", "wikitext", "epub", "pdf"), folder))
    assert [str(one) for one in outcome.diagnostics if one.severity.name == "ERROR"] == []
    return folder / "article"


def missing(kind, path):
    found = scores(source.read(ARTICLE), READERS[kind](path))
    assert {kind: score.all for kind, score in found.items()} == NUMBERS
    return {name for name, score in found.items() if score.kept < score.all}


@pytest.mark.parametrize(("kind", "name"), [*FILES.items(), ("epub", "article.epub"), ("pdf", "article.pdf")])
def test_a_good_output_has_everything(built, kind, name):
    assert missing(kind, built / name) == set()


@pytest.mark.parametrize("words", LOSSES)
@pytest.mark.parametrize("kind", FILES)
def test_what_is_taken_out_is_missed(built, tmp_path, kind, words):
    text = (built / FILES[kind]).read_text("utf-8")
    assert words in text
    damaged = tmp_path / FILES[kind]
    damaged.write_text(text.replace(words, ""), "utf-8")
    assert missing(kind, damaged) == LOSSES[words]


@pytest.mark.parametrize(
    ("kind", "pattern", "lost"),
    [
        ("html", r'href="#r2"', {"citation → entry"}),
        ("tei", r'target="#r2"', {"citation → entry"}),
        ("wikitext", r"\[\[#r2\|", {"citation → entry"}),
        ("html", r'href="#f1"', {"xref to figure"}),
        ("tei", r'target="#t1"', {"xref to table"}),
        ("wikitext", r"\[\[#x1\|", {"xref to supplement"}),
        ("html", r'colspan="2"', {"spans"}),
        ("tei", r'cols="2"', {"spans"}),
        ("wikitext", r'colspan="2"', {"spans"}),
        ("wikitext", r"<math.*?</math>", {"formulas"}),
        ("html", r"(?s)<math.*?</math>", {"formulas"}),
    ],
)
def test_broken_links_lost_spans_and_formulas_are_missed(built, tmp_path, kind, pattern, lost):
    text, number = re.subn(pattern, "", (built / FILES[kind]).read_text("utf-8"))
    assert number
    damaged = tmp_path / FILES[kind]
    damaged.write_text(text, "utf-8")
    assert missing(kind, damaged) == lost


def test_the_sources_of_old_and_oasis_articles_are_counted(tmp_path):
    article = tmp_path / "old.xml"
    article.write_text(
        "<article><body><p>See <xref ref-type='bibr' rid='b1'>1</xref>&mdash;there.</p><table-wrap><table><tgroup><tbody><row>"
        "<entry>one cell of it</entry></row></tbody></tgroup></table></table-wrap></body><back><ref-list><ref id='b1'><nlm-citation>"
        "<person-group><name><surname>Abel</surname></name></person-group><source>The whole book</source></nlm-citation></ref></ref-list>"
        "</back></article>",
        "utf-8",
    )
    found = source.read(article)
    assert [(ref.kind, ref.author, ref.title, ref.calls) for ref in found.references] == [("mixed-citation", "abel", "thewholebook", 1)]
    assert (dict(found.cells), [one.words for one in found.things["table structure"]]) == (
        {"onecellofit": 1},
        [("onecellofit",)],
    )


NAMED = """<article><body><p>Looms creak (see Abel <italic>et al.</italic>, <xref ref-type="bibr" rid="r1">2001</xref>; Guild of Weavers,
<xref ref-type="bibr" rid="r2">2002a</xref>), and Abel said in a later year (<xref ref-type="bibr" rid="r2">2003</xref>).</p></body>
<back><ref-list><ref id="r1"><mixed-citation><string-name><surname>Abel</surname>, A.</string-name></mixed-citation></ref>
<ref id="r2"><element-citation><collab>Guild of Weavers</collab></element-citation></ref></ref-list></back></article>"""


def test_names_before_a_year_that_is_a_link_are_of_the_citation(tmp_path):
    path = tmp_path / "named.xml"
    path.write_text(NAMED, "utf-8")
    assert [thing.words for thing in source.read(path).things["paragraph text"]] == [("loomscreaksee", "andabelsaidinalateryear")]
