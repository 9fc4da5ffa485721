"""Mark-up of the outputs in titles, names, addresses, formulas and references: in no output does it live."""

import re

import pytest

from tests.hostile.kit import LINE, article, built, codes, opened, text

RUNS = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#9;script:alert(1)", "&#10; javascript:alert(1)", "vbscript:alert(1)"]
RUNS += ["data:text/html,&lt;script>alert(1)&lt;/script>", "file:///etc/passwd", "view-source:javascript:alert(1)", "blob:http://a/b"]
BREAKS = (
    "\"&gt;&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(1)> ]] }} &lt;/ref> &lt;/nowiki> | ~~~~ ''''' {{x}} [[y]] __TOC__"
)
FRONT = (
    '<contrib-group><contrib contrib-type="author"><name><surname>{0}</surname><given-names>{0}</given-names></name>'
    "</contrib></contrib-group><permissions><copyright-holder>{0}</copyright-holder>"
    '<license xlink:href="{1}"><license-p>{0}</license-p></license></permissions><self-uri xlink:href="{1}"/>'
    '<related-article related-article-type="a" ext-link-type="uri" xlink:href="{1}"/>'
    "<kwd-group><kwd>{0}</kwd></kwd-group>"
)
REFERENCE = (
    '<ref-list><ref id="r1"><element-citation publication-type="journal"><person-group person-group-type="author"><name>'
    "<surname>{0}</surname><given-names>{0}</given-names></name></person-group><article-title>{0}</article-title><source>{0}</source><year>2020</year>"
    '<ext-link xlink:href="{1}">{1}</ext-link></element-citation></ref></ref-list>'
)
FORMULA = "<inline-formula><tex-math>{}</tex-math></inline-formula>"
LIVE = re.compile(
    r"<(?:script|img|iframe)\b[^>]*|<[^<>]*\s(?:onerror|onclick|onload)\s*=[^<>]*|<[^<>]*=\s*[\"']?\s*(?:javascript|vbscript):", re.I
)


def link(href, words="words"):
    return f'<p><ext-link ext-link-type="uri" xlink:href="{href}">{words}</ext-link></p>'


def live(outcome):
    """What in the wiki page would be more than text."""
    found = []
    for path in outcome.files:
        if path.suffix == ".wiki":  # of XML the laws of the fuzz know better
            found += LIVE.findall(opened(path).decode())
    return found


@pytest.mark.parametrize("href", RUNS)
def test_a_link_that_runs_is_words_and_told(tmp_path, href):
    outcome = built(tmp_path, article(link(href) + link(href, "")))
    assert [code for code, _ in codes(outcome)] == ["address-safe"]
    assert live(outcome) == []
    assert "words" in text(outcome, ".html")
    assert "<ext-link" not in text(outcome, ".jats.xml")


@pytest.mark.parametrize("profile", ["resolved", "wikipedia"])
def test_markup_of_the_outputs_is_text_wherever_an_article_says_something(tmp_path, profile):
    front, back = FRONT.format(BREAKS, RUNS[0]), REFERENCE.format(BREAKS, RUNS[0])
    body = f'<sec id="s1"><title>{BREAKS}</title><p>{BREAKS} <xref ref-type="bibr" rid="r1"/></p></sec>'
    outcome = built(tmp_path, article(body, front=front, back=back, title=BREAKS), profile=profile, style="apa")
    assert {code for code, _ in codes(outcome)} == {"address-safe", "reference-restyled"}  # a remark that the style has no place for
    assert live(outcome) == []
    assert "alert(1)" in text(outcome, ".wiki")
    assert not re.search(r"~~~~|\{\{x\}\}|\[\[y\]\]|__TOC__|</nowiki>", text(outcome, ".wiki"))


def test_a_formula_ends_no_tag_of_a_wiki(tmp_path):
    inside = FORMULA.format("a&lt;/ref>&lt;/math>&lt;script>alert(1)&lt;/script>")
    back = REFERENCE.format(inside, "https://example.org/")
    body = f'<p>{inside}<xref ref-type="bibr" rid="r1"/></p>'
    outcome = built(tmp_path, article(body, back=back), formats=("wikitext",), profile="wikipedia")
    assert text(outcome, ".wiki").count("</ref>") == 1
    assert "<script>" not in text(outcome, ".wiki")


def test_the_marks_of_mediawiki_for_what_it_put_aside_are_told_and_taken_off(tmp_path):
    outcome = built(tmp_path, article("<p>\x7f'\"`UNIQ--nowiki-00000000-QINU`\"'\x7f</p>"), formats=("wikitext", "html"))
    assert codes(outcome) == [("text-not-control", LINE)]
    assert "\x7f" not in text(outcome, ".wiki")


TEX = {
    "an endless definition": r"\def\a{\a\a}\a", "a file": r"\input{/etc/hostname}", "a command": r"\immediate\write18{id}",
    "a link that runs": r"\href{javascript:alert(1)}{x}", "depth": "{" * 20_000 + "x" + "}" * 20_000, "powers": "x^" * 3_000 + "x",
    "roots": r"\sqrt" * 3_000 + "x",
    "environments": r"\begin{matrix}" * 300 + r"\end{matrix}" * 300, "length": r"\text{" + "x " * 10_001 + "}",
}  # fmt: skip


@pytest.mark.parametrize("tex", TEX.values(), ids=TEX)
def test_tex_that_is_no_formula_is_printed_as_it_is(tmp_path, tex):
    outcome = built(tmp_path, article(f"<p>{FORMULA.format(tex)}</p>"))
    assert codes(outcome) == [("math-readable", LINE)]
    assert live(outcome) == []


def test_a_formula_too_big_to_draw_is_told(tmp_path):
    outcome = built(tmp_path, article(f"<p><inline-formula><mml:math>{'<mml:mi>x</mml:mi>' * 5_000}</mml:math></inline-formula></p>"))
    assert codes(outcome) == [("math-readable", LINE)]


def test_mathml_neither_links_nor_loads_nor_holds_pages(tmp_path):
    math = (
        '<mml:math href="javascript:alert(1)"><mml:mi style="background: url(http://127.0.0.1:9/a)">x</mml:mi><mml:semantics><mml:mi>z</mml:mi>'
        '<mml:annotation-xml encoding="text/html"><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></mml:annotation-xml>'
        "</mml:semantics></mml:math>"
    )
    outcome = built(tmp_path, article(f"<p><inline-formula>{math}</inline-formula></p>"))
    assert {code for code, _ in codes(outcome)} == {"address-safe", "import-simplified"}
    assert live(outcome) == []
    assert "127.0.0.1" not in text(outcome, ".html") + text(outcome, ".epub") + text(outcome, ".tei.xml") + text(outcome, ".jats.xml")


def test_what_steers_a_terminal_is_written_out_in_findings(tmp_path):
    outcome = built(tmp_path, article(link("zzz:\u009b31m\u202e")))
    assert {code for code, _ in codes(outcome)} == {"address-safe", "text-not-control"}
    assert not re.search("[\x7f-\x9f\u202e]", "".join(map(str, outcome.diagnostics)))
    assert "\\x9b31m\\u202e" in "".join(map(str, outcome.diagnostics))


def test_words_turn_the_direction_of_no_others(tmp_path):
    body = "<p>Before \u202e<bold>\u202bwithin</bold>, after.</p><p>The next \u2067שלום\u2069 is \u202cwhole.</p>"
    outcome = built(tmp_path, article(body))
    assert sorted(code for code, _ in codes(outcome)) == ["direction-closed"] * 3 + ["script-has-language"]
    assert "Before <bold>\u202bwithin</bold>, after.\u202c</p>" in text(outcome, ".jats.xml")
    for name in (".html", ".tei.xml", ".wiki", ".jats.xml"):
        assert "\u202e" not in text(outcome, name)
        assert text(outcome, name).count("\u202c") == 1
        assert "\u2067שלום\u2069" in text(outcome, name)


def test_endless_turns_take_no_time(tmp_path):
    body = "<p>" + "\u202a" * 20_000 + "a" + "\u2069" * 20_000 + "</p>"
    outcome = built(tmp_path, article(body), formats=("jats",))
    assert {code for code, _ in codes(outcome)} == {"direction-closed"}
    assert text(outcome, ".jats.xml").count("\u202a") == text(outcome, ".jats.xml").count("\u202c") == 20_000
