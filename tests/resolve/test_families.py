"""Families: an article resolved in portions has the same citations and references as one resolved at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.resolve import families, resolve
from pipeline.resolve.style import load

NAMES = st.tuples(st.sampled_from(["Smith", "Wang", "Li", "van der Berg", "Müller"]), st.sampled_from(["A.", "B.", "A. C.", "Anna"]))
WORKS = st.lists(st.tuples(st.lists(NAMES, min_size=0, max_size=4), st.sampled_from([1999, 2000])), min_size=8, max_size=16)
STYLES = ["apa", "elsevier-harvard", "american-sociological-association", "chicago-author-date"]


def work(number, people, year):
    names = "".join(f"<name><surname>{family}</surname><given-names>{given}</given-names></name>" for family, given in people)
    group = f'<person-group person-group-type="author">{names}</person-group>' if people else ""
    title = f"<source>Book {'on it' if number % 3 else number}</source>"
    return f'<ref id="r{number}"><element-citation publication-type="book">{group}{title}<year>{year}</year></element-citation></ref>'


def article(works, calls, style):
    refs = "".join(work(n, *one) for n, one in enumerate(works))
    cites = "".join(
        f'<p>{place} <xref ref-type="bibr" rid="{" ".join(f"r{n % len(works)}" for n in keys)}"/></p>' for place, keys in enumerate(calls)
    )
    root = etree.fromstring(f"<article><body>{cites}</body><back><ref-list>{refs}</ref-list></back></article>")
    return Article(Path("article.xml"), root, Settings(style=style))


def resolved(portion, *parts):
    families.PORTION, before = portion, families.PORTION
    try:
        return etree.tostring(resolve(article(*parts), Report(Path("article.xml"))).root)
    finally:
        families.PORTION = before


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=15)
@given(works=WORKS, calls=st.lists(st.sets(st.integers(0, 15), min_size=1, max_size=3).map(sorted), min_size=4, max_size=12))
def test_portions_change_nothing(style, works, calls):
    assert resolved(4, works, calls, style) == resolved(10**6, works, calls, style)


def test_a_list_that_is_all_one_family_is_asked_in_portions():
    works, calls = [([("Smith", "A.")], 1999)] * 8, [[0], [0], [0], [0]]
    assert resolved(4, works, calls, "apa") == resolved(10**6, works, calls, "apa")


SILENT = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>t</title><id>t</id>
<updated>2020-01-01T00:00:00+00:00</updated></info><citation disambiguate-add-givenname="true"><layout><names variable="author">
<name form="short"/></names></layout></citation><bibliography><sort><key variable="title"/></sort><layout><choose><if variable="author">
<names variable="author"/><text variable="title"/></if></choose></layout></bibliography></style>"""


def test_what_a_style_prints_nothing_of_is_in_the_list_all_the_same(tmp_path):
    style = tmp_path / "silent.csl"
    style.write_text(SILENT, "utf-8")
    works = [([("Smith", given)] if n % 3 else [], 1999) for n, given in enumerate(["A.", "B.", "Anna"] * 4)]
    calls = [[n] for n in range(12)]
    assert resolved(4, works, calls, str(style)) == resolved(10**6, works, calls, str(style))


def test_a_style_whose_citations_know_each_other_is_asked_at_once():
    report = Report(Path("article.xml"))
    assert [families.kind(load(style, report)).compares for style in ("apa", "ieee", "chicago-notes-bibliography")] == [True, False, False]


def test_families_have_a_first_name_in_common():
    items = [
        {"id": "a", "author": [{"family": "Smith", "given": "A."}, {"family": "Li"}]},
        {"id": "b", "author": [{"family": "Li", "given": "B."}]},
        {"id": "c", "editor": [{"family": "SMITH", "given": "B."}]},
        {"id": "d", "title": "Smith"},
    ]
    assert families.families(items, all_names=False) == [["a", "c", "d"], ["b"]]
    assert families.families(items, all_names=True) == [["a", "b", "c", "d"]]
    by_key = {item["id"]: item for item in items}
    assert families.compared(["a", "c", "d"], by_key)
    assert not families.compared(["b", "d"], by_key)
