"""Reading JATS: what is refused, in which words, at which line; nothing is fetched or expanded."""

import pytest

from pipeline import source
from pipeline.diagnostics import Refused, Report, line_of
from pipeline.importers.jats import read
from pipeline.sniff import knower

BOMB = '<!DOCTYPE article [<!ENTITY a "words">{}]><article lang="&{};"/>'
DOCTYPE = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "http://example.invalid/jats.dtd">'


def bomb():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 20}">' for n in range(1, 12))
    return BOMB.format(entities, "a11")


def reading(tmp_path, data):
    path = tmp_path / "article.xml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    report = Report(path)
    return (lambda: read(path, report)), report


@pytest.mark.parametrize(
    ("data", "code", "line", "message"),
    [
        (b"", "source-readable", 0, "it is empty"),
        (b" \n", "source-readable", 0, "it is empty"),
        ("words", "source-well-formed", 1, "Start tag expected, '<' not found"),
        ("<article>\n<p>\n</article>", "source-well-formed", 3, "Opening and ending tag mismatch: p line 2 and article"),
        ("<article>\n&nothing;</article>", "source-well-formed", 2, "Entity 'nothing' not defined"),
        ("<article a='&nothing;'/>", "source-well-formed", 1, "Entity 'nothing' not defined"),
        ('<!DOCTYPE article [<!ENTITY a "<p/>">]><article/>', "source-well-formed", 1, 'its document type declares "a" itself'),
        ('<!DOCTYPE article [<!ENTITY a SYSTEM "/etc/hosts">]><article>\n&a;</article>', "source-well-formed", 2, "Entity 'a' is another"),
        ('<!DOCTYPE article [<!ELEMENT article ANY>]><article/>', "source-well-formed", 1, 'its document type declares "article" itself'),
        (bomb(), "source-well-formed", 1, "Maximum entity amplification factor exceeded"),
        ("<article>" + "<p>" * 300 + "</p>" * 300 + "</article>", "limits-kept", 1, "Excessive depth in document"),
        ("<pmc-articleset><article/><article/></pmc-articleset>", "source-known", 1, "it holds 2 articles; a source is one"),
        ('<article xmlns="http://docbook.org/ns/docbook"><para/></article>', "source-known", 1, "its <article> has neither front nor body"),
        ("<html/>", "source-known", 1, "its root element is <html>, not <article>"),
        ('\n<record xmlns="http://example.org"/>', "source-known", 2, "its root element is <{http://example.org}record>, not <article>"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path, data, code, line, message):
    run, report = reading(tmp_path, data)
    with pytest.raises(Refused):
        run()
    (found,) = report
    assert (found.code, found.line) == (code, line)
    assert found.message.startswith(message)


def test_a_source_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "LIMIT", 10)
    run, report = reading(tmp_path, "<article></article>")
    with pytest.raises(Refused):
        run()
    assert [one.code for one in report] == ["source-readable"]


TITLE = "<front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>"


def body(article):
    return "".join(article.root.find("body").itertext())


def test_what_is_tolerated(tmp_path):
    run, report = reading(tmp_path, f"\ufeff{DOCTYPE}<article>{TITLE}<body><!-- a remark --><p>one two&#160;</p></body></article>")
    assert [body(run()), list(report)] == ["one two\u00a0", []]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_encodings(tmp_path, encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?><article>{TITLE}<body><p>слова&mdash;</p></body></article>'
    run, _ = reading(tmp_path, data.encode(encoding))
    assert body(run()) == "слова—"


@pytest.mark.parametrize(
    ("written", "character"),
    [
        ("&nbsp;", "\u00a0"),
        ("&agr;", "α"),
        ("&OHgr;", "Ω"),
        ("&iacgr;", "ί"),
        ("&b.alpha;", "𝛂"),
        ("&own;", "we"),
        ("&firm;", "Abel & Sons"),
        ("&less;", "<"),
        ("<![CDATA[&nbsp;]]>", "&nbsp;"),
    ],
)
def test_named_characters_need_no_dtd(tmp_path, written, character):
    more = '<!ENTITY firm "Abel &amp; Sons"><!ENTITY less "&#38;#60;">'
    doctype = f'{DOCTYPE[:-1]} [<!ENTITY own "we">{more}<!ENTITY f SYSTEM "f.gif" NDATA gif>]>'
    run, _ = reading(tmp_path, f"{doctype}<article>{TITLE}<body><p>{written}</p></body></article>")
    assert body(run()) == character


def test_a_character_that_only_the_publishers_dtd_names_stays_by_its_name(tmp_path):
    paragraphs = "<p>16&own;5 &amp;</p>\n<p id='&own;'><![CDATA[&own;]]></p>"
    run, report = reading(tmp_path, f"{DOCTYPE}<article>{TITLE}<body>{paragraphs}</body></article>")
    assert body(run()) == "16&own;5 &\n&own;"
    assert [(one.code, one.line) for one in report if "&own;" in one.message] == [("import-lossless", 1)]


def test_an_article_in_a_wrapper_and_a_namespace(tmp_path):
    inside = f'{TITLE}<body><p>a<xref rid="s"/></p><sec id="s"/></body>'
    wrapped = f'<OAI-PMH><record><article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/">{inside}</article></record></OAI-PMH>'
    run, _ = reading(tmp_path, wrapped)
    assert run().root.find("body/sec").get("id") == run().root.find("body/p/xref").get("rid")
    assert knower(tmp_path / "article.xml", wrapped.encode()) == "jats"


def test_lines_beyond_65535(tmp_path):
    lines = "<p>words</p>\n" * 70_000
    run, _ = reading(tmp_path, f"<article>{TITLE}<body>\n{lines}<p>more <bold>words</bold></p></body>\n</article>")
    last = run().root.find("body")[-1]
    assert [line_of(last), line_of(last[0])] == [70_002, 70_002]


def test_the_usual_namespaces_need_no_declaration(tmp_path):
    before = "<?xml version='1.0'?>\n<!-- <article ali:kept='no'> -->\n<!DOCTYPE article PUBLIC 'a' 'b' []>\n"
    run, report = reading(
        tmp_path, before + "<article><body><p><ext-link xlink:href='https://example.org/'>a</ext-link></p></body></article>"
    )
    assert run().root.find(".//ext-link").get("{http://www.w3.org/1999/xlink}href") == "https://example.org/"
    assert [(one.code, one.line) for one in report if "namespace" in one.message] == [("import-repaired", 4)]


def test_a_namespace_that_some_elements_declare_is_that_of_the_others(tmp_path):
    link = "<ext-link {}xlink:href='https://example.org/'>a</ext-link>"
    declared = link.format("xmlns:xlink='http://www.w3.org/1999/xlink' ")
    run, report = reading(tmp_path, f"<article><body><p>{declared} {link.format('')}</p></body></article>")
    assert [one.get("{http://www.w3.org/1999/xlink}href") for one in run().root.iter("ext-link")] == ["https://example.org/"] * 2
    assert [one.code for one in report if "namespace" in one.message] == ["import-repaired"]
    run, report = reading(tmp_path, f"<article><body><p>{declared} {declared}</p></body></article>")
    assert run()
    assert [one for one in report if "namespace" in one.message] == []


def test_a_prefix_that_nobody_knows_is_refused(tmp_path):
    run, report = reading(tmp_path, "<article><lime:p/></article>")
    with pytest.raises(Refused):
        run()
    assert [one.code for one in report] == ["source-well-formed"]


def test_a_line_end_before_a_stop_lays_out_the_source(tmp_path):
    code = "<code>a\n, b</code>"
    run, _ = reading(tmp_path, f"<article><body><p>White\n , <italic>dry</italic>\n. So\n.5 of it\n: here {code}</p></body></article>")
    paragraph, kept = run().root.find("body")
    assert "".join(paragraph.itertext()) == "White, dry. So\n.5 of it\n: here "
    assert kept.text == "a\n, b"


def test_what_says_how_the_file_was_made_is_no_loss(tmp_path):
    run, report = reading(
        tmp_path, "<article><processing-meta><restricted-by>pmc</restricted-by></processing-meta><body><p>a</p></body></article>"
    )
    assert run().root.find("processing-meta") is None
    assert [one.code for one in report if "pmc" in one.message or "processing" in one.message] == ["import-simplified"]


@pytest.mark.parametrize(
    ("front", "language"),
    [
        ('<trans-abstract xml:lang="en"/><kwd-group xml:lang="tr"><kwd>fener</kwd></kwd-group><kwd-group xml:lang="en"/>', "tr"),
        ('<trans-abstract xml:lang="en"/><kwd-group xml:lang="tr"/><kwd-group xml:lang="az"/>', "en"),
        ('<kwd-group xml:lang="tr"><kwd>fener</kwd></kwd-group>', "en"),
        ('<abstract xml:lang="en"/><trans-abstract xml:lang="fr"/>', "en"),
    ],
)
def test_an_article_is_in_the_one_language_in_which_it_says_what_it_also_translates(tmp_path, front, language):
    meta = f"<title-group><article-title>T</article-title></title-group>{front}"
    run, _ = reading(tmp_path, f"<article><front><article-meta>{meta}</article-meta></front></article>")
    assert run().root.get("{http://www.w3.org/XML/1998/namespace}lang") == language


LAID_OUT = (
    "The moth \n    <italic>Tinea</italic>\n    <sup>1</sup> eats CO\n    <sub>2</sub> of (\n    <bold>A</bold>) and \n"
    "    <italic>k</italic>\n    <sub>cat\n    </sub>."
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (LAID_OUT, "The moth Tinea1 eats CO2 of (A) and kcat."),
        (LAID_OUT.replace(" \n", "\n"), "The moth Tinea 1 eats CO 2 of (A) and kcat ."),
        (LAID_OUT.replace("\n    <bold>", "<bold>"), "The moth Tinea 1 eats CO 2 of (A) and kcat ."),
        ("<italic>T</italic>\n<sub>min</sub>, <italic>M</italic>\n<italic><sub>r</sub></italic>.", "Tmin, Mr."),
        ("10 <italic>M</italic>\n    <sub>⊙</sub>.", "10 M⊙."),
        ("So <italic>p</italic>\n<italic>q</italic>.", "So p q."),
        ("So <italic>d</italic>\n<sup>13</sup>C.", "So d 13C."),
    ],
)
def test_ends_of_lines_are_spaces_unless_they_only_lay_out_the_file(tmp_path, words, said):
    run, _ = reading(tmp_path, f"<article><body><p>{words}</p></body></article>")
    assert " ".join("".join(run().root.find("body//p").itertext()).split()) == said


def test_metadata_that_stand_in_the_article_itself_are_its_front_matter(tmp_path):
    meta = "<journal-meta><issn>0378-5955</issn></journal-meta><article-meta><article-id>7</article-id></article-meta>"
    reads, report = reading(tmp_path, f"<article>{meta}<p>Words</p></article>")
    assert [one.tag for one in reads().root] == ["front", "body"]
    assert "import-repaired" in {one.code for one in report}


def test_front_matter_within_front_matter_is_words(tmp_path):
    inner = "<front-stub><supplementary-material><p>Tallow</p></supplementary-material></front-stub>"
    letter = f"<sub-article><front-stub>{inner}</front-stub><body><p>Words</p></body></sub-article>"
    run, _ = reading(tmp_path, f"<article><body><p>One</p></body>{letter}</article>")
    assert "Tallow" in "".join(run().root.find("sub-article").itertext())


def test_a_reply_whose_front_has_its_metadata_twice_is_read(tmp_path):
    front = "<front><journal-meta><journal-id>Mud</journal-id></journal-meta><article-meta/><article-meta/></front>"
    reply = f'<response response-type="reply">{front}<body><p>So.</p></body></response>'
    read, _ = reading(tmp_path, f"{DOCTYPE}<article><front><article-meta/></front><body><p>Words.</p></body>{reply}</article>")
    assert "So." in "".join(read().root.itertext())
