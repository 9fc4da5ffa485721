"""Labels of notes: a mark stays a mark, words are set off from what follows them."""

import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.exporters.html import render
from tests.pdf.articles import article


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("1", "label"),
        ("*", "label"),
        ("xviii", "label"),
        ("Funding", "label worded"),
        ("Of the weavers:", "label worded stopped"),
        ("\u0418\u0441\u0442\u043e\u0447\u043d\u0438\u043a.", "label worded stopped"),
    ],
)
def test_a_label_of_words_is_named_as_such(tmp_path, label, kind):
    made = article(tmp_path, "<p>Silk.</p>", f'<fn-group><fn id="fn1"><label>{label}</label><p>The town paid.</p></fn></fn-group>')
    (mark,) = render(made, Report(tmp_path)).endnotes[0].iterfind(".//{*}li//{*}span")
    assert (mark.get("class"), mark.text) == (kind, label)


def test_a_call_in_words_is_no_mark_at_a_name(tmp_path):
    made = article(tmp_path, "<p>Silk.</p>", '<fn-group><fn id="fn1"><label>Interests:</label><p>None.</p></fn></fn-group>')
    call = '<xref ref-type="fn" rid="fn1">Interests:</xref>'
    group = f"<contrib-group><contrib><name><surname>Sericin</surname></name>{call}</contrib></contrib-group>"
    made.root.find(".//title-group").addnext(etree.fromstring(group))
    done = render(made, Report(tmp_path))
    assert not list(done.header.iterfind(".//{*}a"))
    (told,) = done.colophon.iterfind(".//{*}dd/{*}a")
    assert (told.get("href"), told.text) == ("#fn1", "Interests:")


def test_a_label_ends_with_its_last_word(tmp_path):
    shown = "<label>\n<bold>Scheme 1</bold>\n</label><caption><title>Weaving.</title></caption><graphic xlink:href='silk.png'/>"
    section = render(article(tmp_path, f"<fig id='f1'>{shown}</fig>"), Report(tmp_path)).sections[0]
    (label,) = [span for span in section.iter("{*}span") if "label" in (span.get("class") or "").split()]
    assert "".join(label.itertext()).lstrip() == "Scheme 1"


@pytest.mark.parametrize(("words", "hidden"), [("Looms. DOI: 10.5555/1", "hidden"), ("Looms.", None)])
def test_a_doi_that_the_caption_says_is_shown_once(tmp_path, words, hidden):
    shown = f"<object-id pub-id-type='doi'>10.5555/1</object-id><caption><p>{words}</p></caption><graphic xlink:href='silk.png'/>"
    section = render(article(tmp_path, f"<fig id='f1'>{shown}</fig>"), Report(tmp_path)).sections[0]
    (line,) = [one for one in section.iter("{*}p") if one.get("class") == "object-id"]
    assert line.get("hidden") == hidden
