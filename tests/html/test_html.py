"""The web page: well-formed, whole, its links, its notes, its pictures, its formulas."""

import subprocess
import sys

import pytest
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.exporters.html import XHTML, contents, export, render
from pipeline.exporters.html.document import heading_text
from pipeline.exporters.html.xhtml import address, direction
from pipeline.pictures.convert import media_type
from pipeline.tree import LANG
from tests.laws.articles import ROOT, png, source
from tests.pdf.articles import article, call, note

APPENDICES = (
    "<label>Appendix 1</label><title>Looms</title>",
    "<label>Appendix 2:</label><title>Looms</title>",
    "<label>Appendix 3</label>",
    "<title>Looms</title>",
)


def page(made, report=None):
    """The page of an article, as XML, and the names of all its files."""
    artifacts = list(export(made, report or Report(made.path)))
    return etree.fromstring(artifacts[0].data), [artifact.name for artifact in artifacts]


def page_bytes(made):
    return next(iter(export(made, Report(made.path)))).data


def found(root, path):
    return root.xpath(path, namespaces={"x": XHTML, "m": "http://www.w3.org/1998/Math/MathML"})


def test_a_page_is_the_same_as_xml_and_as_html(tmp_path):
    (artifact, *_) = export(article(tmp_path, '<sec id="s1"><title>A &lt; B &amp; C</title><p/></sec>'), Report(tmp_path))
    as_xml, as_html = etree.fromstring(artifact.data), etree.HTML(artifact.data)
    texts = [" ".join(" ".join(root.itertext("{*}h2", "{*}p", "h2", "p")).split()) for root in (as_xml, as_html)]
    assert artifact.data.startswith(b"<!DOCTYPE html>\n<html ")
    assert texts[0] == texts[1]
    assert [len(list(root.iter("{*}section", "section"))) for root in (as_xml, as_html)] == [2, 2]


def test_notes_and_their_calls_lead_to_each_other(tmp_path):
    notes = f"<fn-group>{note(1, '<p>One.</p>')}</fn-group>"
    root, _ = page(article(tmp_path, f"<p>Silk{call(1)} and{call(1)}.</p>", notes))
    assert found(root, "//x:a[@role='doc-noteref']/@id") == ["call.fn1.1", "call.fn1.2"]
    assert found(root, "//x:li[@id='fn1']//x:a[@role='doc-backlink']/@href") == ["#call.fn1.1", "#call.fn1.2"]


def test_the_colophon_says_how_articles_are_related_and_nothing_of_an_empty_role(tmp_path):
    made = article(tmp_path, "<p>Words.</p>")
    meta = made.root.find("front/article-meta")
    meta.append(etree.fromstring("<contrib-group><contrib><name><surname>Abel</surname></name><role/><role/></contrib></contrib-group>"))
    meta.append(etree.Element("related-article", {"related-article-type": "retracted-article"}))
    root, _ = page(made)
    assert "Retracted article" in [term.text for term in found(root, "//x:section[@class='colophon']//x:dt")]


@pytest.mark.parametrize(("words", "place"), [("‡", "header"), ("Abel A, 2015, Looms of Lyon", "section")])
def test_data_of_a_contributor_are_named_in_the_colophon_and_a_mark_at_the_name(tmp_path, words, place):
    made = article(tmp_path, "<p id='d1'>Data.</p>")
    xref = f"<xref ref-type='other' rid='d1'>{words}</xref>"
    contrib = f"<contrib-group><contrib><name><surname>Abel</surname></name>{xref}</contrib></contrib-group>"
    made.root.find("front/article-meta").append(etree.fromstring(contrib))
    root, _ = page(made)
    (link,) = found(root, "//x:a[@class='xref-other']")
    assert "".join(link.itertext()) == words
    assert found(root, f"//x:{place}[.//x:a[@class='xref-other']]")


def test_what_a_contributor_did_is_words_where_no_language_has_one_for_it(tmp_path):
    made = article(tmp_path, "<p/>")
    contrib = "<contrib contrib-type='senior_editor'><name><surname>Abel</surname></name></contrib>"
    made.root.find("front/article-meta").append(etree.fromstring(f"<contrib-group>{contrib}</contrib-group>"))
    root, _ = page(made)
    assert found(root, "string(//x:ul[starts-with(@class, 'contributors')]/x:li)") == "Abel (Senior editor)"


@pytest.mark.parametrize("words", ["One.", "<italic>One.</italic>", "One <italic>two</italic>."])
def test_the_link_back_stands_on_the_line_of_the_last_word(tmp_path, words):
    root, _ = page(article(tmp_path, f"<p>Silk{call(1)}.{call(1)}</p>", f"<fn-group>{note(1, f'<p>{words}</p>')}</fn-group>"))
    (item,) = found(root, "//x:li[@id='fn1']")
    assert "".join(item.itertext()).endswith(".\u00a0↩ ↩")


def test_calls_one_after_the_other_do_not_read_as_one_number(tmp_path):
    notes = f"<fn-group>{note(1, '<p>One.</p>')}{note(2, '<p>Two.</p>')}</fn-group>"
    root, _ = page(article(tmp_path, f"<p>Silk{call(1)}{call(2)} and H<sub>2</sub><sup>3</sup>.</p>", notes))
    assert found(root, "string(//x:div[@class='lead']/x:p)") == "Silk1,2 and H23."


def test_headings_have_levels_and_a_place_in_the_contents(tmp_path):
    inner = '<sec id="s2"><title>Inner</title><sec><title>Deep</title><p/></sec></sec>'
    document = render(article(tmp_path, f'<sec id="s1"><label>1</label><title>Outer</title>{inner}</sec>'), Report(tmp_path))
    assert [(one.id, one.text, one.level) for one in document.headings[:3]] == [
        ("s1", "1 Outer", 2),
        ("s2", "Inner", 3),
        ("at.2.1.3.2", "Deep", 4),
    ]
    nav = contents(document, "Contents")
    assert nav is not None
    assert [link.get("href") for link in nav.iter("{*}a")] == ["#s1", "#s2", "#at.colophon"]


def test_the_label_of_an_appendix_is_parted_from_its_title_in_the_contents(tmp_path):
    back = "<app-group>{}</app-group>".format("".join(f"<app id='a{n}'>{said}<p>Yarn.</p></app>" for n, said in enumerate(APPENDICES, 1)))
    root, _ = page(article(tmp_path, "<p>Silk.</p>", back))
    listed = [text for text in found(root, "//x:nav//x:a/text()") if text != "Colophon"]
    assert listed == ["Appendix 1. Looms", "Appendix 2: Looms", "Appendix 3", "Looms"]


def test_lists_have_the_digits_of_the_text(tmp_path):
    items = "<list list-type='order'><list-item><p>\u0930\u0947\u0936\u092e</p></list-item></list>"
    said = [page(article(tmp_path, f"<p>\u0930\u0947\u0936\u092e {year}</p>{items}", language="hi"))[0] for year in ("\u0967\u096e", "18")]
    assert [root.get("style") for root in said] == ["--numbers: devanagari", None]


def test_a_link_of_which_all_is_raised_says_so(tmp_path):
    calls = ["<sup>1</sup>", " <sup>1</sup>\n<sup>2</sup> ", "1", "Silk<sup>1</sup>", "<sup>1</sup>, silk"]
    links = "".join(f"<xref ref-type='bibr' rid='r1'>{said}</xref>" for said in calls)
    back = "<ref-list><ref id='r1'><mixed-citation>Silk.</mixed-citation></ref></ref-list>"
    root, _ = page(article(tmp_path, f"<p>{links}</p>", back))
    assert ["raised" in link.get("class").split() for link in found(root, "//x:p/x:a")] == [True, True, False, False, False]


def test_raised_citations_are_no_words_of_a_heading_elsewhere():
    cites = '<span class="citation"><a><sup>1</sup></a><sup>,</sup><a><sup>2</sup></a></span> and <span class="citation">[<a>3</a>]</span>'
    assert heading_text(etree.fromstring(f'<h2 xmlns="{XHTML}">Silk{cites}</h2>')) == "Silk and [3]"


@pytest.mark.parametrize(
    ("kind", "language", "heading"),
    [
        ("", "en", "Abstract"),
        ("toc", "en", "Summary"),
        ("plain-language-summary", "fr", "Synthèse"),
        ("graphical", "de", "Grafische Zusammenfassung"),
        ("key-points", "zh", "要点"),
    ],
)
def test_an_abstract_without_a_title_is_headed_by_its_kind(tmp_path, kind, language, heading):
    made = article(tmp_path, "<p>Words.</p>")
    abstract = etree.SubElement(made.root.find("front/article-meta"), "abstract", {"abstract-type": kind, LANG: language})
    etree.SubElement(abstract, "p").text = "All of it."
    root, _ = page(made)
    assert found(root, "string(//x:section[@role='doc-abstract']/x:h2)") == heading


def test_pictures_go_with_the_page_and_missing_ones_are_named(tmp_path):
    (tmp_path / "a b.png").write_bytes(png())
    report = Report(tmp_path)
    body = '<fig id="f1"><label>Figure 1</label><graphic xlink:href="a b.png"/></fig><fig id="f2"><graphic xlink:href="c.png"/></fig>'
    root, names = page(article(tmp_path, body), report)
    assert names == ["silk.html", "a_b.png"]
    assert found(root, "//x:img/@src") == ["a_b.png"]
    assert found(root, "//x:img/@alt") == ["Figure 1"]
    assert found(root, "//x:span[@class='missing']/text()") == ["[c.png]"]
    assert [one.code for one in report] == ["picture-found"]


def test_the_name_of_a_picture_is_no_longer_than_that_of_a_file(tmp_path):
    root, _ = page(article(tmp_path, f'<fig><graphic xlink:href="{"a" * 3000}"/></fig>'))
    assert found(root, "string(//x:span[@class='missing'])") == f"[{'a' * 255}…]"


@pytest.mark.parametrize(
    "href", ["../a.png", "/etc/hostname", "file:///etc/hostname", "https://example.org/a.png", "a\\b.png", "%2e%2e/a.png"]
)
def test_a_picture_outside_the_folder_is_no_picture(tmp_path, href):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "a.png").write_bytes(png())
    report = Report(tmp_path)
    _, names = page(article(inner, f'<graphic xlink:href="{href}"/>'), report)
    assert names == ["silk.html"]
    assert [one.code for one in report] == ["picture-local" if href.startswith("https:") else "picture-inside"]


def test_a_picture_that_no_page_shows_is_reported(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"II*\x00 and so on")
    report = Report(tmp_path)
    page(article(tmp_path, '<graphic xlink:href="a.tif"/>'), report)
    assert [one.code for one in report] == ["picture-readable"]


def test_tex_becomes_mathml_and_what_cannot_be_read_stays(tmp_path):
    report = Report(tmp_path)
    tex = r"<inline-formula><tex-math>{}</tex-math></inline-formula>"
    body = "".join(f"<p>{tex.format(one)}</p>" for one in (r"$\frac{a}{b}$", r"\unknown{x}", r"\frac{a}"))
    root, _ = page(article(tmp_path, body), report)
    assert [len(found(p, ".//m:mfrac")) for p in found(root, "//x:div[@class='lead']/x:p")] == [1, 0, 0]
    assert found(root, "//x:code[@class='tex']/text()") == [r"\unknown{x}", r"\frac{a}"]
    assert [one.code for one in report] == ["math-readable"] * 2


def test_tex_that_cannot_be_read_is_not_told_where_its_mathml_is_shown(tmp_path):
    report = Report(tmp_path)
    forms = "<mml:math><mml:mi>R</mml:mi></mml:math><tex-math>\\unknown{R}</tex-math>"
    page(article(tmp_path, f"<p><inline-formula><alternatives>{forms}</alternatives></inline-formula></p>"), report)
    assert not list(report)


def test_deep_tex_is_no_danger(tmp_path):
    report = Report(tmp_path)
    page(article(tmp_path, f"<disp-formula><tex-math>{'{' * 5000}x{'}' * 5000}</tex-math></disp-formula>"), report)
    assert [one.code for one in report] == ["math-readable"]


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "vbscript:x"])
def test_a_script_is_no_address(href):
    assert address(href) is None


@pytest.mark.parametrize(
    ("href", "read"),
    [
        ("http://www. example.org/a b", "http://www.example.org/a%20b"),
        ("http:/www.example.org", "http://www.example.org"),
        ("HTTP:///example.org\\a?b\\c", "http://example.org/a?b%5Cc"),
        ("ftp://example.org/a#b#c", "ftp://example.org/a#b%23c"),
        ("http://example.org/50%", "http://example.org/50%25"),
        ("http://a@b@example.org", "http://a%40b@example.org"),
        ("http://[::1]:80/[x]", "http://[::1]:80/%5Bx%5D"),
        ("http://exämple.org/ü", "http://ex%C3%A4mple.org/%C3%BC"),
        ("doi:10.1/2", "https://doi.org/10.1/2"),
        ("a/b.png", "a/b.png"),
    ],
)
def test_an_address_is_written_as_browsers_read_it(href, read):
    assert address(href) == read


@pytest.mark.parametrize(
    "host", ["", "?x", "a..b", ".org", "a%20b", "a|b", "[x]", "[::1", "a]b", "a:b", "a:99999", f"{'a' * 64}.org", "a:1:2", "%(x)s"]
)
def test_what_can_be_no_host_is_no_address(host):
    assert address(f"http://{host}") is None


def test_the_address_of_a_licence_is_read_where_nothing_can_lead_there(tmp_path):
    made = article(tmp_path, "<p>Words.</p>")
    rights = '<permissions xmlns:l="http://www.w3.org/1999/xlink"><license l:href="http://a..b"><license-p>Free.</license-p></license></permissions>'
    made.root.find("front/article-meta").append(etree.fromstring(rights))
    root, _ = page(made)
    assert found(root, "//x:p[@class='licence']/text()") == ["http://a..b"]


def test_a_doi_that_is_a_link_leads_to_its_resolver(tmp_path):
    root, _ = page(article(tmp_path, '<p><ext-link ext-link-type="doi" xlink:href="10.1000/183">Two</ext-link></p>'))
    assert found(root, "//x:p/x:a/@href") == ["https://doi.org/10.1000/183"]


def test_links_are_not_nested(tmp_path):
    inner = '<italic><ext-link xlink:href="https://a.example/"><bold><xref ref-type="sec" rid="s1">1</xref></bold></ext-link></italic>'
    root, _ = page(article(tmp_path, f'<sec id="s1"><title>T</title><p>{inner}</p></sec>'))
    assert found(root, "//x:a//x:a") == []
    assert found(root, "string(//x:a[@href='https://a.example/'])") == "1"


def test_the_direction_of_a_script_is_said_where_it_turns(tmp_path):
    body = '<p>In <styled-content xml:lang="he">שלום<styled-content xml:lang="en">peace</styled-content></styled-content>.</p>'
    root, _ = page(article(tmp_path, body))
    assert found(root, "//x:span/@dir") == ["rtl", "ltr"]
    assert (direction("az-Arab"), direction("az"), direction("fa"), direction("-")) == ("rtl", "ltr", "rtl", "ltr")


def test_tables_have_captions_inside_and_heads_with_scope(tmp_path):
    head = '<thead><tr><th>Year</th><th colspan="2">N</th></tr></thead>'
    rows = f"<table>{head}<tbody><tr><th>1900</th><td>1</td><td>2</td></tr></tbody></table>"
    body = f'<table-wrap id="t1"><label>Table 1</label><caption><title>Years</title></caption>{rows}</table-wrap>'
    root, _ = page(article(tmp_path, body))
    assert found(root, "string(//x:table/x:caption)") == "Table 1 Years"
    assert found(root, "//x:th/@scope") == ["col", "col", "row"]
    assert found(root, "//x:th/@colspan") == ["2"]


def test_a_cell_in_the_head_of_a_table_is_a_head_unless_it_is_empty(tmp_path):
    rows = "<thead><tr><td/><td>Year</td></tr></thead><tbody><tr><td>a</td><td>1900</td></tr></tbody>"
    root, _ = page(article(tmp_path, f'<table-wrap id="t1"><table>{rows}</table></table-wrap>'))
    assert [(one.text, one.get("scope")) for one in found(root, "//x:th")] == [("Year", "col")]
    assert len(found(root, "//x:td")) == 3


def test_a_head_without_words_is_no_head(tmp_path):
    rows = "<thead><tr><th> </th><th>Year</th></tr></thead><tbody><tr><th><break/></th><td>1900</td></tr></tbody>"
    root, _ = page(article(tmp_path, f'<table-wrap id="t1"><table>{rows}</table></table-wrap>'))
    assert [one.text for one in found(root, "//x:th")] == ["Year"]


def test_dates_say_what_machines_should_know(tmp_path):
    values = 'vocab="julian" vocab-term="1918-01-09" vocab-term-identifier="1918-01-22"'
    day = f'<named-content content-type="date" {values}>9 January</named-content>'
    span = '<named-content content-type="date" vocab-term="1918-01/1918-03">early 1918</named-content>'
    root, _ = page(article(tmp_path, f"<p>{day}, {span}</p>"))
    assert found(root, "//x:p/x:time/@datetime") == ["1918-01-22"]
    assert found(root, "//x:time/@data-calendar") == ["julian"]
    assert found(root, "//x:span[@class='date']/@data-edtf") == ["1918-01/1918-03"]


def test_the_users_style_sheet_comes_last_and_cannot_end_the_style(tmp_path):
    css = tmp_path / "mine.css"
    css.write_text("p { content: '</style><script>' }")
    made = article(tmp_path, "<p/>")
    root, _ = page(Article(made.path, made.root, Settings(css=(css,))))
    assert found(root, "//x:script") == []
    assert ".box > p.title" in etree.HTML(page_bytes(made)).findtext(".//style")
    assert "\\3C /style>" in found(root, "string(//x:style)")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(), "image/png"),
        (b'<?xml version="1.0"?><svg/>', "image/svg+xml"),
        (b"RIFF1234WEBPVP8", "image/webp"),
        (b"?", "application/octet-stream"),
    ],
)
def test_a_picture_is_known_by_its_bytes(data, kind):
    assert media_type(data) == kind


def test_a_web_page_needs_no_print_engine():
    slow = ("weasyprint", "ziamath", "latex2mathml")
    code = f"import sys, pipeline.exporters.html, pipeline.exporters.pdf; print([m for m in {slow} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_letters_stand_in_the_contents_and_their_notes_lead_back():
    made = source(ROOT / "tests/samples/letters.xml", "html")
    root = etree.fromstring(made.files["html"])
    (nav,) = found(root, "//x:nav")
    assert [link.text for link in nav.iter("{*}a")][-5:] == ["Colophon", "Reply", "Regen auf alten Dächern", "Schiefer", "Anmerkungen"]
    assert found(root, "//x:section[@id='sub2']/x:header//x:h3/text()") == ["Reply"]
    assert found(root, "//x:li[@id='n2']//x:a[@role='doc-backlink']/@href") == ["#call.n2.1"]
    assert found(root, "//x:section[@id='s0']/*[1]")[0].tag == f"{{{XHTML}}}p"


def test_an_article_of_one_page_says_it_once_and_what_is_known_of_its_journal_by_that_word(tmp_path):
    made = article(tmp_path, "<p>Words.</p>")
    meta, identifier = made.root.find("front/article-meta"), made.root.find("front/journal-meta/journal-id")
    identifier.set("journal-id-type", "nlm-ta")
    identifier.text = "J Silk"
    for tag in ("fpage", "lpage"):
        etree.SubElement(meta, tag).text = "o17"
    root, _ = page(made)
    assert "".join(found(root, "//x:p[@class='journal']")[0].itertext()).endswith("o17")
    assert "o17–o17" not in "".join(root.itertext())
    terms = found(root, "//x:section[@class='colophon']//x:dt")
    assert ("Journal", "J Silk") in [(term.text, term.getnext().text) for term in terms]


def test_what_only_attributes_say_of_a_contributor_stands_in_the_colophon(tmp_path):
    made = article(tmp_path, "<p>Words.</p>")
    alone = '<contrib corresp="yes" equal-contrib="yes"><name><surname>Abel</surname></name></contrib>'
    called = '<contrib corresp="yes"><name><surname>Bell</surname></name><xref ref-type="corresp" rid="c">*</xref></contrib>'
    text = f"<contrib-group>{alone}{called}</contrib-group>"
    made.root.find("front/article-meta/title-group").addnext(etree.fromstring(text))
    root, _ = page(made)
    terms = found(root, "//x:section[@class='colophon']//x:dt")
    said = {"".join(term.itertext()): "".join(term.getnext().itertext()) for term in terms}
    assert said["Abel"] == "corresponding author, contributed equally"
    assert "Bell" not in said


@pytest.mark.parametrize(
    ("dates", "year"),
    [
        ([("nihms-submitted", "", 2017), ("pub", "electronic", 2015), ("pub", "print", 2016)], "(2016)"),
        ([("pub", "electronic", 2019), ("collection", "", 2020)], "(2020)"),
        ([("pmc-release", "", 2021), ("pub", "electronic", 2019)], "(2019)"),
    ],
)
def test_the_year_beside_the_volume_is_that_of_the_issue(tmp_path, dates, year):
    made = article(tmp_path, "<p>Words.</p>")
    meta = made.root.find("front/article-meta")
    meta.remove(meta.find("pub-date"))
    etree.SubElement(etree.SubElement(made.root.find("front/journal-meta"), "journal-title-group"), "journal-title").text = "J Silk"
    etree.SubElement(meta, "volume").text = "7"
    for kind, form, number in dates:
        date = etree.SubElement(meta, "pub-date", {"date-type": kind, **({"publication-format": form} if form else {})})
        etree.SubElement(date, "year").text = str(number)
    root, _ = page(made)
    assert "".join(found(root, "//x:p[@class='journal']")[0].itertext()) == f"J Silk 7 {year}"
