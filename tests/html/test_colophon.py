"""The colophon says what a reader looks for, in words: one line for a journal, for its numbers, for its publisher."""

import copy

import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.exporters.html import render
from tests.pdf.articles import article

JOURNAL = (
    '<journal-meta><journal-id journal-id-type="publisher-id">slk</journal-id><journal-id journal-id-type="nlm-ta">J Silk</journal-id>'
    "<journal-title-group><journal-title>Journal of Silk</journal-title></journal-title-group>"
    '<issn pub-type="ppub">1234-5679</issn><issn pub-type="epub">1234-5678</issn>'
    "<publisher><publisher-name>Cocoon Press</publisher-name></publisher></journal-meta>"
)


def told(made, tmp_path):
    """The rows of the colophon."""
    rows = list(render(made, Report(tmp_path)).colophon.iterfind("{*}dl/*"))
    return ["".join(row.itertext()) for row in rows]


def test_titles_codes_and_numbers_stand_with_what_they_are_of(tmp_path):
    made = article(tmp_path, "<p>Silk.</p>")
    made.root.find("front/journal-meta").getparent().replace(made.root.find("front/journal-meta"), etree.fromstring(JOURNAL))
    meta = made.root.find("front/article-meta")
    meta.insert(0, etree.fromstring('<article-id pub-id-type="publisher-id">SLK-17</article-id>'))
    meta.find("pub-date").addnext(etree.fromstring('<pub-date date-type="collection"><month>2</month><year>2026</year></pub-date>'))
    meta.find("title-group").append(etree.fromstring('<alt-title alt-title-type="short">Silk</alt-title>'))
    assert told(made, tmp_path) == [
        *("Journal", "Journal of Silk (J Silk, slk), 2026-02", "ISSN", "1234-5679, 1234-5678"),
        *("Publisher", "Cocoon Press (SLK-17)", "Published", "2026-01-05", "Short title", "Silk"),
    ]


def test_a_title_that_is_its_own_abbreviation_is_said_once(tmp_path):
    made = article(tmp_path, "<p>Silk.</p>")
    journal = etree.fromstring(JOURNAL.replace("J Silk", "Journal of Silk").replace("slk", "Journal of Silk"))
    made.root.find("front").replace(made.root.find("front/journal-meta"), journal)
    assert told(made, tmp_path)[:2] == ["Journal", "Journal of Silk"]


def test_several_codes_of_an_article_stand_together_and_its_doi_is_said_once(tmp_path):
    made = article(tmp_path, "<p>Silk.</p>")
    made.root.find("front").replace(made.root.find("front/journal-meta"), etree.fromstring(JOURNAL))
    meta = made.root.find("front/article-meta")
    for n, (kind, code) in enumerate((("publisher-id", "a1B2"), ("publisher-id", "S12"), ("doi", "10.5555/silk.1"), ("other", "00300"))):
        meta.insert(n, etree.fromstring(f'<article-id pub-id-type="{kind}">{code}</article-id>'))
    address = '<self-uri xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{}10.5555/silk.{}"/>'
    meta.extend([etree.fromstring(address.format(*one)) for one in (("info:doi/", 1), ("https://doi.org/", 1), ("info:doi/", 2))])
    fields = ("review-recommendation", "minor revision"), ("Data", "none"), ("e-mail", "a@b.example")
    rows = "".join(f"<custom-meta><meta-name>{name}</meta-name><meta-value>{said}</meta-value></custom-meta>" for name, said in fields)
    meta.append(etree.fromstring(f"<custom-meta-group>{rows}</custom-meta-group>"))
    assert told(made, tmp_path) == [
        *("Journal", "Journal of Silk (J Silk, slk)", "ISSN", "1234-5679, 1234-5678", "Publisher", "Cocoon Press"),
        *("ID", "a1B2, S12, 00300", "DOI", "10.5555/silk.1", "Published", "2026-01-05", "URL", "info:doi/10.5555/silk.2"),
        *("Review recommendation", "minor revision", "Data", "none", "e-mail", "a@b.example"),
    ]


def test_the_title_of_a_journal_comes_before_its_codes_if_one_of_them_is_the_same(tmp_path):
    made = article(tmp_path, "<p>Silk.</p>")
    journal = etree.fromstring(JOURNAL.replace("Journal of Silk", "sILK").replace("J Silk", "silk").replace("slk", "sILK"))
    made.root.find("front").replace(made.root.find("front/journal-meta"), journal)
    assert told(made, tmp_path)[:2] == ["Journal", "sILK (silk)"]


def test_a_day_of_two_forms_and_a_short_title_that_is_the_title_are_said_once(tmp_path):
    made = article(tmp_path, "<p>Silk.</p>")
    meta = made.root.find("front/article-meta")
    title = "".join(meta.find("title-group/article-title").itertext())
    meta.find("pub-date").addnext(again := copy.deepcopy(meta.find("pub-date")))
    again.addnext(etree.fromstring('<pub-date date-type="pub"><day>15</day><month>1</month><year>2026</year></pub-date>'))
    meta.find("title-group").append(etree.fromstring(f'<alt-title alt-title-type="short">{title}</alt-title>'))
    rows = told(made, tmp_path)
    assert (rows.count("2026-01-05"), rows.count("2026-01-15"), "Short title" in rows) == (1, 1, False)


@pytest.mark.parametrize(
    ("surname", "given", "style", "said"),
    [
        ("\u738b", "\u5c0f\u660e", "", "\u738b\u5c0f\u660e"),
        ("\uae40", "\ubbfc\uc218", "", "\uae40\ubbfc\uc218"),
        ("\u738b", "\u5c0f\u660e", ' name-style="western"', "\u5c0f\u660e\u738b"),
        ("\u30b9\u30df\u30b9", "\u30a2\u30f3", "", "\u30a2\u30f3 \u30b9\u30df\u30b9"),
        ("Ergot", "Ann", "", "Ann Ergot"),
        ("Nagy", "Anna", ' name-style="eastern"', "Nagy Anna"),
    ],
)
def test_a_name_has_the_order_and_the_gaps_of_its_script(tmp_path, surname, given, style, said):
    made = article(tmp_path, "<p>Silk.</p>")
    name = f"<name{style}><surname>{surname}</surname><given-names>{given}</given-names></name>"
    made.root.find(".//title-group").addnext(etree.fromstring(f"<contrib-group><contrib>{name}</contrib></contrib-group>"))
    (item,) = render(made, Report(tmp_path)).header.iterfind("{*}ul/{*}li")
    assert "".join(item.itertext()) == said
    assert [one.display for one in made.metadata.people] == [said]
