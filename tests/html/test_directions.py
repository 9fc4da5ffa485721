"""Directions: what is read from left to right in an article that is not stands in an isolate."""

import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.exporters.html import export, render
from pipeline.exporters.html.people import people
from tests.browser import browser, opened
from tests.pdf.articles import article

SILK = "\u0627\u0644\u062d\u0631\u064a\u0631 \u064a\u062d\u0645\u0644"


def shown(tmp_path, body, back="", language="ar"):
    """The parts of the body."""
    made = article(tmp_path, body, back, language)
    return render(made, Report(tmp_path))


@pytest.mark.parametrize(
    ("jats", "path", "said"),
    [
        ("<p>See Ergot, Silk (1911), 12.</p>", "p/{*}span", "See Ergot, Silk (1911), 12."),
        ("<p>See <italic>Silk</italic> (1911).</p>", "p/{*}span", "See Silk (1911)."),
        (f"<p>{SILK} <monospace>f(x[1])</monospace></p>", "span", "f(x[1])"),
        (f'<p>{SILK} <ext-link xlink:href="https://example.org/10.1/a">10.1/a</ext-link></p>', "a", "10.1/a"),
        (f"<code>f(x)  # {SILK}</code>", "pre", f"f(x)  # {SILK}"),
        ("<table-wrap><table><tr><td>Mean (SD)</td></tr></table></table-wrap>", "td/{*}span", "Mean (SD)"),
    ],
)
def test_words_code_and_addresses_that_run_to_the_right_say_so(tmp_path, jats, path, said):
    (part,) = shown(tmp_path, jats).sections
    found = [node for node in part.iterfind(f".//{{*}}{path}") if node.get("dir") == "ltr"]
    assert ["".join(node.itertext()) for node in found] == [said]


@pytest.mark.parametrize("jats", [f"<p>{SILK}: silk (1911).</p>", "<p>12\u201315</p>", "<p/>"])
def test_other_words_are_left_to_the_line(tmp_path, jats):
    assert b'dir="ltr"' not in b"".join(map(etree.tostring, shown(tmp_path, jats).sections))


@pytest.mark.parametrize(
    ("jats", "numbers"),
    [
        ("<table-wrap><table><tr><td>12</td><td>\u22121.25 %</td></tr></table></table-wrap>", ["\u22121.25"]),
        (f"<p>{SILK} -5 {SILK} (+0,75)</p>", ["-5", "+0,75"]),
        (f"<p>{SILK} +972-2-123 {SILK} -5/3%</p>", ["+972-2-123", "-5/3"]),
        ("<p>\u05de\u05e9\u05d9 -5%</p>", ["-5%"]),
        (f"<p><italic>{SILK}</italic> -5</p>", ["-5"]),
        (f"<p>{SILK} \u2212\u06f5</p>", ["\u2212\u06f5"]),
        (f"<p>{SILK} -\u0665</p>", []),
        (f"<p>{SILK}-1948 {SILK} 12-15</p>", []),
        (f"<p><italic>{SILK}</italic>-1948</p>", []),
        ("<p>Silk -5</p>", ["Silk -5"]),
    ],
)
def test_a_sign_stands_before_its_number(tmp_path, jats, numbers):
    (part,) = shown(tmp_path, jats).sections
    found = [node for node in part.iter("{*}span") if node.get("dir") == "ltr"]
    assert ["".join(node.itertext()) for node in found] == numbers


def test_an_article_that_runs_to_the_right_needs_no_isolates(tmp_path):
    assert b" dir=" not in b"".join(map(etree.tostring, shown(tmp_path, "<p>Silk</p><code>x</code>", language="en").sections))


def test_the_label_of_a_note_stands_where_its_line_begins(tmp_path):
    back = f'<fn-group><fn id="fn1"><label>1</label><p>See Ergot (1911).</p><p>{SILK}</p></fn></fn-group>'
    (notes,) = shown(tmp_path, f"<p>{SILK}</p>", back).endnotes
    words = next(notes.iterfind(".//{*}span[@dir]"))
    assert "".join(words.itertext()) == "See Ergot (1911)."
    label = next(notes.iterfind(".//{*}span[@class='label']"))
    assert label.tail == " " or label.getparent().tail == " "


@pytest.mark.parametrize(
    ("said", "direction"),
    [
        ("Ergot, A. On silk and thread. J Silk, 1911.", "ltr"),
        (f"Ergot, A. On silk, on thread, and on wool. J Silk {SILK[:4]}. 7.", "ltr"),
        (f"{SILK}. Silk, 1911.", None),
        (f"Ergot: {SILK}.", None),
    ],
)
def test_a_work_in_latin_letters_begins_on_the_left(tmp_path, said, direction):
    back = f'<ref-list><ref id="r1"><label>1</label><mixed-citation>{said}</mixed-citation></ref></ref-list>'
    (item,) = shown(tmp_path, f"<p>{SILK}</p>", back).back[0].iterfind(".//{*}li")
    assert item.get("dir") == direction


@pytest.mark.parametrize(("said", "direction"), [("See Ergot (1911).", "ltr"), (f"{SILK}: see Ergot (1911).", None), ("12.", None)])
@pytest.mark.parametrize("label", ["1", "\u0661", "\u06f1"])
def test_a_note_in_latin_letters_begins_on_the_left_whatever_its_digits(tmp_path, said, direction, label):
    back = f'<fn-group><fn id="fn1"><label>{label}</label><p>{said}</p></fn></fn-group>'
    (item,) = shown(tmp_path, f"<p>{SILK}</p>", back).endnotes[0].iterfind(".//{*}li")
    assert item.get("dir") == direction


def test_in_a_browser_boxes_quotations_and_numbers_stand_on_the_sides_of_their_script(tmp_path):
    body = (
        f'<boxed-text content-type="infobox"><caption><title>{SILK}</title></caption><p>{SILK}</p></boxed-text><p>{f"{SILK} " * 40}</p>'
        f"<disp-quote><p>{SILK}</p></disp-quote><disp-formula><label>(1)</label><tex-math>x=1</tex-math></disp-formula>"
    )
    (tmp_path / "page.html").write_bytes(next(iter(export(article(tmp_path, body, language="ar"), Report(tmp_path)))).data)
    with browser() as chromium:
        view = opened(chromium, (tmp_path / "page.html").as_uri(), viewport={"width": 1200, "height": 800})
        sides = "one => { const box = document.querySelector(one).getBoundingClientRect(); return [box.left, box.right] }"
        box, quote, number = (view.evaluate(sides, one) for one in (".infobox", "blockquote", ".equation .label"))
        column = view.evaluate(sides, "article")
        assert box[0] == column[0]
        assert quote[0] == column[0] < quote[1] - 300
        assert quote[1] < column[1] - 20
        assert number[0] == column[0]
        gap = "getComputedStyle(document.querySelector('.infobox')).marginRight"
        assert float(view.evaluate(gap)[:-2]) > 10


def test_the_number_of_a_person_is_read_from_left_to_right_in_the_colophon_too(tmp_path):
    made = article(tmp_path, f"<p>{SILK}</p>", language="he")
    number = '<contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id>'
    group = f"<contrib-group><contrib>{number}<name><surname>Sericin</surname></name></contrib></contrib-group>"
    made.root.find(".//title-group").addnext(etree.fromstring(group))
    done = render(made, Report(tmp_path))
    people(done, "Notes")
    (link,) = (one for one in done.colophon.iterfind(".//{*}a") if one.get("class") == "orcid")
    assert (link.get("dir"), link.text) == ("ltr", "0000-0002-1825-0097")


def test_lines_of_nastaliq_have_room(tmp_path):
    (tmp_path / "page.html").write_bytes(next(iter(export(article(tmp_path, f"<p>{SILK}</p>", language="ur"), Report(tmp_path)))).data)
    with browser() as chromium:
        view = opened(chromium, (tmp_path / "page.html").as_uri())
        height, size = (
            view.evaluate(f"parseFloat(getComputedStyle(document.querySelector('p')).{name})") for name in ("lineHeight", "fontSize")
        )
        assert height > 2 * size


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (f"{SILK}, {SILK}. (1999). <italic>{SILK}: {SILK}</italic> (3rd ed.).", [SILK, SILK, f"{SILK}: {SILK}"]),
        (f"Silk, A. (1999). Silk [{SILK}], 3.", [SILK]),
        ("Silk, A. (1999). Silk, 3.", []),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_a_work_that_runs_to_the_right_other_words_are_isolates(tmp_path, said, parts, language):
    back = f'<ref-list><ref id="r1"><mixed-citation>{said}</mixed-citation></ref></ref-list>'
    (part,) = shown(tmp_path, "<p>A</p>", back, language).back
    (item,) = part.iter("{*}li")
    found = ["".join(node.itertext()) for node in item.iter("{*}span") if node.get("dir") == "rtl"]
    assert found == ([] if language == "ar" and item.get("dir") != "ltr" else parts)


def test_in_a_citation_a_year_stands_behind_a_name_that_runs_to_the_left(tmp_path):
    xref = f'<xref ref-type="bibr" rid="r1">{SILK}, 2015</xref>'
    cited = f'<p>A <named-content content-type="citation" rid="r1">({xref})</named-content></p>'
    back = '<ref-list><ref id="r1"><mixed-citation>Silk</mixed-citation></ref></ref-list>'
    (part,) = shown(tmp_path, cited, back, "en").sections
    (link,) = part.iter("{*}a")
    assert ([node.text for node in link], link[0].get("dir"), link[0].tail) == ([SILK], "rtl", ", 2015")
