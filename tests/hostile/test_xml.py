"""Hostile XML: bombs, other files, document types, depth, encodings that lie: each is refused with its code, or is harmless."""

import pytest

from tests.hostile.kit import CANARY, article, bomb, built, codes, text

DEEP = 100_000
REFUSED = {
    "a thousand million laughs": (article("<p>&l9;</p>", bomb("article")), "source-well-formed"),
    "one long entity many times": (
        article("<p>" + "&a;" * 100_000 + "</p>", f'<!DOCTYPE article [<!ENTITY a "{"x" * 190}">]>'),
        "limits-kept",
    ),
    "an entity of itself": (article("<p>&a;</p>", '<!DOCTYPE article [<!ENTITY a "&a;">]>'), "source-well-formed"),
    "a file as an entity": (article("<p>&x;</p>", '<!DOCTYPE article [<!ENTITY x SYSTEM "../outside.txt">]>'), "source-well-formed"),
    "a page as an entity": (article("<p>&x;</p>", '<!DOCTYPE article [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>'), "source-well-formed"),
    "an entity in an attribute": (
        article('<p id="&x;"/>', '<!DOCTYPE article [<!ENTITY x SYSTEM "../outside.txt">]>'),
        "source-well-formed",
    ),
    "a document type of its own": (article(doctype="<!DOCTYPE article [<!ELEMENT article ANY>]>"), "source-well-formed"),
    "elements a hundred thousand deep": (article(f"<p>{'<italic>' * DEEP}a{'</italic>' * DEEP}</p>"), "limits-kept"),
    "an attribute of eleven million letters": (article(f'<p content-type="{"a" * 11_000_000}">a</p>'), "limits-kept"),
    "a zero byte": (article("<p>a\0b</p>"), "source-well-formed"),
    "a control character by its number": (article("<p>&#1;</p>"), "source-well-formed"),
    "half a surrogate by its number": (article("<p>&#xD800;</p>"), "source-well-formed"),
    "bytes that are no UTF-8": (article("<p>?</p>").replace(b"?", b"\xff\xc0"), "source-well-formed"),
    "an encoding that lies": (b'<?xml version="1.0" encoding="UTF-16"?>' + article(), "source-well-formed"),
    "a tag in UTF-7": (
        b'<?xml version="1.0" encoding="UTF-7"?>' + article().replace(b"Words", b"Words+ADw-script+AD4-"),
        "source-well-formed",
    ),
    "an encoding that there is not": (b'<?xml version="1.0" encoding="x-evil"?>' + article(), "source-well-formed"),
}
HARMLESS = {
    "a document type elsewhere": article(doctype='<!DOCTYPE article SYSTEM "http://127.0.0.1:9/article.dtd">'),
    "a parameter entity": article(doctype='<!DOCTYPE article [<!ENTITY % p SYSTEM "../outside.txt"> %p;]>'),
    "default attributes": article(doctype='<!DOCTYPE article [<!ATTLIST p id ID "x">]>'),
    "a style sheet for browsers": article(doctype='<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/x.xsl"?>'),
    "an inclusion": article('<p>Words <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../outside.txt" parse="text"/></p>'),
    "comments without end in a text": article(f"<p><![CDATA[{'<!--' * 50_000}]]></p>"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_its_code(tmp_path, data, code):
    (tmp_path / "outside.txt").write_text(CANARY)
    outcome = built(tmp_path, data)
    assert outcome.files == ()
    assert [one for one, _ in codes(outcome)] == [code]
    assert outcome.diagnostics[0].line > 0


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS)
def test_it_is_built_and_reads_nothing(tmp_path, data):
    (tmp_path / "outside.txt").write_text(CANARY)
    outcome = built(tmp_path, data)
    assert "Words" in text(outcome, ".html") or "<!--" in text(outcome, ".html").replace("&lt;", "<")
    assert "127.0.0.1" not in text(outcome, ".html")


def test_names_of_comments_that_never_end_take_no_time(tmp_path):
    outcome = built(tmp_path, b"<article>&amp;" + b"<!--" * 2_000_000)
    assert [code for code, _ in codes(outcome)] == ["source-well-formed"]


LONG = {
    "letters": "x" * 20_000,
    "words": "Adler and " * 2_000,
    "a year that nothing closes": "Adler (2013" + " (2013" * 3_000,
    "spaces that no line has": "\u00a0" * 20_000 + "!",
    "hyphens": "-" * 20_000,
}


@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
def test_endless_words_in_and_beside_citations_take_no_time(tmp_path, words):
    link = f'<xref ref-type="bibr" rid="r1">{words}</xref>'
    body = f'<p>So {link}. {words} (<xref ref-type="bibr" rid="r1">2013</xref>{words}{link}).</p>'
    back = f"<ref-list><ref id='r1'><mixed-citation>{words} 2013. <collab>{words}</collab> Work.</mixed-citation></ref></ref-list>"
    data = article(body, back=back).replace(b' dtd-version="1.3"', b' dtd-version="2.3"')  # a publisher's, which is imported
    assert built(tmp_path, data, formats=("html", "tei", "wikitext", "jats")).files


NESTED = {
    "quotations": ("<disp-quote>", "<p>Words.</p>", "</disp-quote>", 240),
    "emphasis": ("<italic>", "Words.", "</italic>", 240),
    "lists": ('<list list-type="bullet"><list-item>', "<p>Words.</p>", "</list-item></list>", 110),
    "sections": ("<sec><title>Words.</title>", "<p>Words.</p>", "</sec>", 60),
}


@pytest.mark.parametrize(("start", "inside", "end", "depth"), NESTED.values(), ids=NESTED)
def test_what_is_nested_as_deep_as_a_source_may_be_is_built_in_all_formats(tmp_path, start, inside, end, depth):
    whole = start * depth + inside + end * depth
    outcome = built(tmp_path, article(f"<p>{whole}</p>" if inside[0] != "<" else whole))
    assert codes(outcome) == []
    assert {path.name.partition(".")[2] for path in outcome.files} >= {"pdf", "epub", "html", "tei.xml", "wiki", "jats.xml"}


def test_titles_that_name_each_other_do_not_double_with_each(tmp_path):
    call = '<xref ref-type="sec" rid="s{}"/> <xref ref-type="sec" rid="s{}"/>'
    last = "<sec id='s0'><title>Laughs</title><p>Words</p></sec>"
    others = "".join(f"<sec id='s{n}'><title>{call.format(n - 1, n - 1)}</title><p>Words</p></sec>" for n in range(1, 60))
    outcome = built(tmp_path, article(last + others))
    assert "Laughs" in text(outcome, ".html")
    assert len(text(outcome, ".html")) < 500_000
