"""The head of a print: names with their marks; numbers of people, statements on them and long lists stand in the colophon."""

import pytest
from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.exporters.html import Document
from pipeline.exporters.pdf.export import prepared
from tests.pdf.articles import FRONT, NAMESPACES, article, call, note

ORCID = '<contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id>'
MARKS = '<xref ref-type="aff" rid="a1"><sup>1</sup></xref><xref ref-type="aff" rid="a2"><sup>2</sup></xref>'
AFFS = "<aff id='a1'><label>1</label>Oslo</aff><aff id='a2'><label>2</label>Bergen</aff>"


def headed(tmp_path, inside, back="", meta="", journal="<journal-id/>") -> Document:
    people = f'<contrib-group><contrib contrib-type="author">{ORCID}<name><surname>Wu</surname></name>{inside}</contrib></contrib-group>'
    head = FRONT.replace("<pub-date>", f'{people}{AFFS}<pub-date date-type="pub">').replace("<journal-id/>", journal)
    head = head.replace("<title-group>", f"{meta}<title-group>")
    text = f'<article {NAMESPACES} article-type="other" xml:lang="en">{head}<body><p>Words.</p></body><back>{back}</back></article>'
    return prepared(Article(tmp_path / "silk.xml", etree.fromstring(text)), Report(tmp_path))


def said(element):
    return "".join(element.itertext())


def test_an_orcid_is_a_linked_mark_at_the_name_and_a_number_in_the_colophon(tmp_path):
    document = headed(tmp_path, "")
    links = [link for part in (document.header, document.colophon) for link in part.iter("{*}a") if link.get("class") == "orcid"]
    assert [(link.text, link.get("href")) for link in links] == [
        ("iD", "https://orcid.org/0000-0002-1825-0097"),
        ("0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    ]
    assert "ORCIDWu 0000-0002-1825-0097" in said(document.colophon)


def test_an_orcid_of_an_answer_to_a_letter_is_a_mark_too(tmp_path):
    author = f"<contrib-group><contrib>{ORCID}<name><surname>Wu</surname></name></contrib></contrib-group>"
    stub = f"<front-stub><article-id pub-id-type='doi'>10.5555/b</article-id>{author}</front-stub>"
    reply = f"<sub-article article-type='reply' id='b'>{stub}<body><p>Thanks.</p></body></sub-article>"
    made = article(tmp_path, "<p>Words.</p>")
    made.root.append(
        etree.fromstring(f"<sub-article article-type='letter' id='a'><front-stub/><body><p>Why?</p></body>{reply}</sub-article>")
    )
    (letter,) = prepared(made, Report(tmp_path)).letters
    shown = [link.text for link in letter.iter("{*}a") if link.get("class") == "orcid"]
    assert shown == ["iD", "0000-0002-1825-0097"]


def test_a_doi_among_the_facts_is_parted_where_it_has_parts(tmp_path):
    journal = "<journal-title-group><journal-title>Silk</journal-title></journal-title-group>"
    header = headed(tmp_path, "", meta='<article-id pub-id-type="doi">10.5555/silk.2026</article-id>', journal=journal).header
    (link,) = [link for link in header.iter("{*}a") if (link.get("href") or "").startswith("https://doi.org/")]
    assert (link.text, [part.text for part in link]) == ("10.5555/", ["silk.2026"])


def test_facts_stand_behind_the_affiliations(tmp_path):
    journal = "<journal-title-group><journal-title>Silk</journal-title></journal-title-group>"
    head = headed(tmp_path, MARKS, journal=journal).header[0]
    assert [part.get("class") for part in head][-2:] == ["affiliations", "facts"]


@pytest.mark.parametrize(("given", "shown"), [("M. A.", "M.\xa0A.\xa0Wu"), ("Mary A.", "Mary A.\xa0Wu"), ("Dr. Mary", "Dr. Mary Wu")])
def test_a_line_does_not_end_behind_an_initial(tmp_path, given, shown):
    people = f"<contrib-group><contrib><name><surname>Wu</surname><given-names>{given}</given-names></name></contrib></contrib-group>"
    root = article(tmp_path, "<p>Words.</p>").root
    root.find("front/article-meta/title-group").addnext(etree.fromstring(people))
    header = prepared(Article(tmp_path / "silk.xml", root), Report(tmp_path)).header
    (name,) = [one for one in header.iter("{*}span") if one.get("class") == "name"]
    assert said(name) == shown


def test_marks_of_a_name_are_parted_by_commas(tmp_path):
    (line,) = [one for one in headed(tmp_path, MARKS).header.iter("{*}ul") if one.get("class") == "contributors"]
    assert said(line) == "Wu1,2\xa0iD"  # the mark stays on the line of its name


def test_the_call_of_a_statement_stands_in_the_colophon(tmp_path):
    group = f"<fn-group><title>Competing interests</title>{note(1, '<p>None.</p>')}</fn-group>"
    document = headed(tmp_path, MARKS + call(1), group)
    (line,) = [one for one in document.header.iter("{*}ul") if one.get("class") == "contributors"]
    assert said(line) == "Wu1,2\xa0iD"
    assert "NotesWu 1" in said(document.colophon)
    assert [link.get("id") for link in document.colophon.iter("{*}a") if link.get("role") == "doc-noteref"] == ["call.fn1.1"]


def test_the_call_of_a_note_at_the_foot_stays_at_the_name(tmp_path):
    document = headed(tmp_path, MARKS + call(1), f"<fn-group>{note(1, '<p>Both did the same.</p>')}</fn-group>")
    assert [span.get("id") for span in document.header.iter("{*}span") if span.get("class") == "footnote"] == ["fn1"]


def test_many_subjects_stand_in_the_colophon_but_the_first(tmp_path):
    subjects = "".join(f"<subject>Subject of the number {n}</subject>" for n in range(9))
    meta = f"<article-categories><subj-group>{subjects}</subj-group></article-categories>"
    journal = "<journal-title-group><journal-title>Silk</journal-title></journal-title-group>"
    document = headed(tmp_path, "", meta=meta, journal=journal)
    lines = [
        (part, said(one)) for part in (document.header, document.colophon) for one in part.iter("{*}p") if one.get("class") == "subjects"
    ]
    assert [part for part, _ in lines] == [document.header, document.colophon]
    assert lines[0][1] == "Subject of the number 0"
    assert lines[1][1].startswith("Subject of the number 1\u00a0· ")


def test_an_identifier_that_is_in_the_caption_is_printed_once(tmp_path):
    doi = '<object-id pub-id-type="doi">10.5555/1</object-id>'
    text = f"<abstract><p>Words. DOI: 10.5555/1</p>{doi}</abstract><abstract><p>Words.</p>{doi}</abstract>"
    head = FRONT.replace("</article-meta>", f"{text}</article-meta>")
    root = etree.fromstring(f'<article {NAMESPACES} article-type="other" xml:lang="en">{head}<body><p>Words.</p></body></article>')
    header = prepared(Article(tmp_path / "silk.xml", root), Report(tmp_path)).header
    assert [
        len([one for one in part.iter("{*}p") if one.get("class") == "object-id" and not one.get("hidden")])
        for part in header.iter("{*}section")
    ] == [0, 1]


def test_a_contributor_with_several_names_has_them_without_marks_at_the_number(tmp_path):
    names = "<name-alternatives><name><surname>Wu</surname></name><name xml:lang='zh'><surname>吴</surname></name></name-alternatives>"
    people = f"<contrib-group><contrib>{ORCID}{names}<degrees>PhD</degrees>{MARKS}</contrib></contrib-group>"
    root = article(tmp_path, "<p>Words.</p>").root
    root.find("front/article-meta/title-group").addnext(etree.fromstring(people))
    root.find("front/article-meta/contrib-group").addnext(etree.fromstring(f"<article-meta>{AFFS}</article-meta>")[0])
    document = prepared(Article(tmp_path / "silk.xml", root), Report(tmp_path))
    assert said(document.colophon).endswith("ORCIDWu (吴), PhD 0000-0002-1825-0097")
