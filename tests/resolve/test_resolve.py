"""Resolution: citations, references, notes and labels printed into the article."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.importers import jats
from pipeline.resolve import resolve
from pipeline.schema import validator
from pipeline.tree import text_of
from tests.resolve.making import cite, cluster, fragment, label, labels, part, ref

SMALL = Path(__file__).parents[1] / "samples/small.xml"
STYLES = ("ieee", "apa", "chicago-notes-bibliography", "gost-r-7-0-5-2008-numeric", "nature", "modern-language-association")


def resolved(style, path=SMALL):
    report = Report(path)
    return resolve(replace(jats.read(path, report), settings=Settings(style=style)), report).root, report


REFS = "".join(ref(f"r{n}", f"Family{n}", 1990 + n) for n in range(6))


@pytest.mark.parametrize("style", STYLES)
def test_the_resolved_article_follows_the_profile(style):
    root, _ = resolved(style)
    assert validator().validate(root), validator().error_log


@pytest.mark.parametrize("style", STYLES)
def test_resolving_again_changes_nothing(style):
    root, report = resolved(style)
    assert resolve(Article(SMALL, root, Settings(style=style)), report).root is root


@pytest.mark.parametrize("style", STYLES)
def test_every_key_of_every_citation_has_a_link(style):
    root, _ = resolved(style)
    clusters = root.findall(".//named-content[@content-type='citation']")
    assert [len(c.get("rid").split()) for c in clusters].count(3) == 1
    for one in clusters:
        assert one.get("rid").split() == [rid for xref in one.iter("xref") for rid in xref.get("rid").split()]
        assert text_of(one)


@pytest.mark.parametrize("style", STYLES)
def test_every_reference_is_printed(style):
    root, _ = resolved(style)
    for entry in root.findall(".//ref/citation-alternatives/mixed-citation"):
        assert text_of(entry)


def test_labels_of_three_kinds_of_style():
    body = f"<p>{cite('r1', 'r0')}</p>"
    assert label(fragment(body, REFS, "ieee")) == "[1], [2]"
    assert label(fragment(body, REFS, "apa")) == "(Family0, 1990; Family1, 1991)"
    note = fragment(body, REFS, "chicago-notes-bibliography").find(".//fn[@specific-use='citation']")
    assert text_of(note.find("p")) == "A. Family1, Title (1991); A. Family0, Title (1990)."


def test_a_collapsed_range_links_the_keys_it_swallows():
    root = fragment(f"<p>{cite('r0', 'r1', 'r2', 'r3')}</p>", REFS, "nature")
    xrefs = [(x.get("rid"), x.text) for x in root.find(".//named-content").iter("xref")]
    assert xrefs == [("r0", "1"), ("r1 r2", "–"), ("r3", "4")]


@pytest.mark.parametrize(("style", "printed"), [("ieee", "Family1 [1]"), ("nature", "Family11")])
def test_a_numeric_style_names_the_author_in_the_text_and_raises_the_number_behind_him(style, printed):
    root = fragment('<p><xref ref-type="bibr" rid="r1" specific-use="author-in-text"/> says</p>', REFS, style=style)
    assert label(root) == printed


@pytest.mark.parametrize(
    ("before", "style", "printed"),
    [
        ("So it is", "ieee", "(see [1])"),
        ("So (it is,", "ieee", "see [1]"),
        ("So it is", "nature", "(see 1)"),
        ("So it is", "apa", "(see Family1, 1991)"),
    ],
)
def test_words_before_a_number_stand_in_brackets_with_it(before, style, printed):
    root = fragment(f"<p>{before} {cluster(part('prefix', 'see '), cite('r1'))}.</p>", REFS, style)
    assert label(root) == printed


@pytest.mark.parametrize(
    ("before", "label_as_published", "style", "printed"),
    [
        ("So it is", "(1)", "ieee", "([1], and more)"),
        ("So it is", "1", "ieee", "[1], and more"),
        ("So (it is,", "(1)", "ieee", "[1], and more"),
        ("So it is", "(1)", "apa", "(Family1, 1991, and more)"),
        ("So it is", "(1)", "vancouver-nlm", "(1, and more)"),
    ],
)
def test_words_behind_a_number_stay_in_the_brackets_in_which_they_are_published(before, label_as_published, style, printed):
    link = f'<xref ref-type="bibr" rid="r1">{label_as_published}</xref>'
    root = fragment(f"<p>{before} {cluster(link, part('suffix', ', and more'))}.</p>", REFS, style)
    assert label(root) == printed


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", ""])
def test_no_space_of_any_kind_stands_before_a_raised_number(space):
    root = fragment(f"<p>So it is{space}{cite('r1')}.</p>", REFS, "nature")
    assert text_of(root.find(".//body//p")) == "So it is1."


def test_the_sentence_names_the_people_of_works_whose_order_changes():
    refs = ref("r0", "Abel", 2001, "Zebras") + ref("r1", "Abel", 2001, "Ants")
    inner = '<xref ref-type="bibr" rid="r0" specific-use="author-in-text"/><xref ref-type="bibr" rid="r1"/>'
    root = fragment(f'<p><named-content content-type="citation">{inner}</named-content> says</p>', refs, "apa")
    assert label(root) == "Abel (2001a, 2001b)"


def test_prefix_locator_and_suffix():
    inner = (
        '<named-content content-type="prefix">see </named-content><xref ref-type="bibr" rid="r1"/>'
        '<named-content content-type="locator" specific-use="page">12–15</named-content>'
        '<named-content content-type="suffix">, my italics</named-content>'
    )
    root = fragment(f'<p><named-content content-type="citation">{inner}</named-content></p>', REFS, "apa")
    assert label(root) == "(see Family1, 1991, pp. 12–15, my italics)"
    assert root.find(".//xref").get("specific-use") == "locator=page:12–15"
    assert [e.get("content-type") for e in root.iter("named-content")] == ["citation", "prefix", "suffix"]


def test_machines_are_told_the_kind_of_a_locator_in_one_word():
    inner = '<xref ref-type="bibr" rid="r1"/><named-content content-type="locator" specific-use="sub verbo">an ox</named-content>'
    root = fragment(f'<p><named-content content-type="citation">{inner}</named-content></p>', REFS, "apa")
    assert root.find(".//xref").get("specific-use") == "locator=sub-verbo:an%20ox"


@pytest.mark.parametrize(
    ("suffix", "printed"),
    [(", my italics", ", my italics"), ("; more", "; more"), (": more", ": more"), (" (more)", " (more)"), ("more", ", more"), (",", ",")],
)
@pytest.mark.parametrize(("style", "before", "after"), [("apa", "(Family1, 1991", ")"), ("ieee", "[1]", "")])
def test_a_suffix_without_a_locator_brings_its_own_punctuation(style, before, after, suffix, printed):
    inner = f'<xref ref-type="bibr" rid="r1"/><named-content content-type="suffix">{suffix}</named-content>'
    root = fragment(f'<p><named-content content-type="citation">{inner}</named-content></p>', REFS, style)
    assert label(root) == before + printed + after


LOCATORS = (
    "act appendix article-locator book canon chapter column elocation equation event figure folio issue line note number opus page "
    "paragraph part rule scene section sub-verbo supplement table timestamp title-locator verse version volume"
).split()


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_every_locator_is_printed_with_a_word_of_the_language(language):
    clusters = "".join(
        f'<p><named-content content-type="citation"><xref ref-type="bibr" rid="r1"/>'
        f'<named-content content-type="locator" specific-use="{kind}">77</named-content></named-content></p>'
        for kind in LOCATORS
    )
    root = fragment(clusters, REFS, "apa", language)
    labels = [label(root, n) for n in range(len(LOCATORS))]
    assert all("77" in one and "zq" not in one for one in labels), labels
    assert len(set(labels)) >= len(LOCATORS) - 3  # some words are the same in some languages


@pytest.mark.parametrize(
    ("style", "printed"),
    [("nature", ["1, S.\u00a077–78", "1, Tab. 77–78"]), ("apa", ["(Family1, 1991, S. 77–78)", "(Family1, 1991, Tab. 77–78)"])],
)
def test_a_locator_is_printed_also_where_the_style_or_the_engine_would_drop_it(style, printed):
    body = "".join(f"<p>{cluster(cite('r1'), part('locator', '77–78', kind))}</p>" for kind in ("page", "table"))
    assert labels(fragment(body, REFS, style, "de")) == printed


def test_norwegian_is_known_by_its_old_code():
    body = f"<p>{cluster(cite('r1'), part('locator', '3', 'chapter'))}</p>"
    assert label(fragment(body, REFS, "apa", "no")) == "(Family1, 1991, Kapittel 3)"


def test_locators_speak_german_in_a_german_article():
    body = (
        '<p><named-content content-type="citation"><xref ref-type="bibr" rid="r1"/>'
        '<named-content content-type="locator" specific-use="chapter">3</named-content></named-content></p>'
    )
    assert label(fragment(body, REFS, "apa", "de")) == "(Family1, 1991, Kapitel 3)"


def test_notes_and_citations_of_a_note_style_are_numbered_together():
    notes = f'<fn id="n1"><p>Mine, as {cite("r2")} says.</p></fn>'
    body = f'<p>a{cite("r0")}</p><p>b<xref ref-type="fn" rid="n1"/></p><p>c{cite("r1")}</p>'
    root = fragment(body, REFS, "chicago-notes-bibliography", notes=notes)
    assert [x.text for x in root.iter("xref") if x.get("ref-type") == "fn"] == ["1", "2", "3"]
    assert [text_of(fn.find("label")) for fn in root.iter("fn")] == ["1", "2", "3"]
    assert text_of(root.findall(".//fn")[1].find("p")) == "Mine, as A. Family2, Title (1992) says."


def test_a_note_that_cannot_be_called_is_printed_in_the_text_and_told():
    _, report = resolved("chicago-notes-bibliography")
    assert [d.line for d in report if d.code == "note-placement"] == [34]


def test_every_list_keeps_its_own_references_in_printed_order():
    root = etree.fromstring(
        f'<article xml:lang="en"><front><article-meta/></front><body><p>{cite("r1")}</p></body><back>'
        f"<ref-list>{ref('r0', 'Zed', 1990)}{ref('r1', 'Abel', 1991)}</ref-list>"
        f"<ref-list>{ref('r2', 'Book', 1992)}</ref-list></back></article>"
    )
    done = resolve(Article(Path("x.xml"), root, Settings(style="apa")), Report(Path("x.xml"))).root
    assert [[r.get("id") for r in lst.findall("ref")] for lst in done.iter("ref-list")] == [["r1", "r0"], ["r2"]]


def test_mark_up_and_active_characters_of_a_title_come_back():
    root = fragment(f"<p>{cite('r9')}</p>", ref("r9", "Family", 2000, "On <italic>Homo</italic> &lt;i> H<sub>2</sub>O"))
    entry = root.find(".//mixed-citation")
    assert "<i>" in "".join(entry.itertext())
    assert entry.find(".//sub").text == "2"
    assert entry.find(".//roman").text == "Homo"  # italics within italics


def test_a_formula_in_a_link_stands_in_an_element_that_jats_has_there():
    title = "<article-title>On <inline-formula><tex-math>x</tex-math></inline-formula></article-title><source>J</source>"
    work = f'<ref id="a"><element-citation publication-type="journal">{title}</element-citation></ref>'
    root = fragment(f"<p>{cite('a')}</p>", work, "chicago-notes-bibliography")
    assert [one.getparent().tag for one in root.iterfind(".//fn//inline-formula")] == ["named-content"]


def test_a_formula_of_a_title_comes_back_whole():
    title = "The case of <inline-formula><tex-math>x &lt; 1</tex-math></inline-formula> again"
    assert fragment("<p/>", ref("r9", "Family", 2000, title)).find(".//mixed-citation//tex-math").text == "x < 1"


def test_a_note_that_nothing_calls_has_no_mark():
    table = '<table-wrap><table-wrap-foot><fn id="t1"><p>a</p></fn><fn id="t2"><p>b</p></fn></table-wrap-foot></table-wrap>'
    body = f'<p><xref ref-type="fn" rid="n2"/><xref ref-type="table-fn" rid="t2"/></p>{table}'
    root = fragment(body, "", notes='<fn id="n1"><p>Funding: none.</p></fn><fn id="n2"><p>c</p></fn>')
    assert {str(fn.get("id")): fn.findtext("label") for fn in root.iter("fn")} == {"n1": None, "n2": "1", "t1": None, "t2": "a"}


def test_a_note_of_a_table_has_the_sign_that_it_says():
    foot = '<table-wrap-foot><fn id="t1" symbol="*"><p>a</p></fn><fn id="t2"><p>b</p></fn></table-wrap-foot>'
    calls = '<xref ref-type="table-fn" rid="t1">*</xref><xref ref-type="table-fn" rid="t2"/>'
    root = fragment(f"<p>{calls}</p><table-wrap>{foot}</table-wrap>", "")
    assert [fn.findtext("label") for fn in root.iter("fn")] == ["*", "b"]


def test_a_picture_in_an_abstract_is_no_figure_of_the_article_unless_it_is_called():
    abstract = '<abstract abstract-type="graphical"><p content-type="block"><fig id="g{}"/></p></abstract>'
    root = fragment('<p><xref ref-type="fig" rid="g2"/></p><fig id="f"/>', "", abstract=abstract.format(1) + abstract.format(2))
    assert [text_of(fig.find("label")) for fig in root.iter("fig")] == ["", "Figure\xa01", "Figure\xa02"]


def test_a_box_that_nothing_calls_has_no_number():
    root = fragment('<boxed-text id="a"/><boxed-text id="b"/><p><xref ref-type="boxed-text" rid="b"/></p>', "")
    assert [text_of(box.find("label")) for box in root.iter("boxed-text")] == ["", "Box\xa01"]


def test_a_box_without_a_caption_that_is_called_in_words_has_no_number():
    root = fragment('<boxed-text id="a"><p>Theorem 1.</p></boxed-text><p>Theorem <xref ref-type="boxed-text" rid="a">1</xref></p>', "")
    assert root.find(".//boxed-text/label") is None


def test_what_an_article_leaves_unlabelled_among_its_own_labels_has_no_number_unless_it_is_called():
    figures = '<fig id="a"/><fig id="b"><label>Fig. 1</label></fig><fig id="c"/><p><xref ref-type="fig" rid="c"/></p>'
    root = fragment(figures, "")
    assert [text_of(fig.find("label")) for fig in root.iter("fig")] == ["", "Fig. 1", "Figure\xa02"]


def test_affiliations_of_one_number_are_called_by_it_once():
    affs = '<aff id="a"><label>1</label>Институт</aff><aff id="b"><label>1</label>Institute</aff>'
    root = fragment(f'<p><xref ref-type="aff" rid="a b"/></p>{affs}', "")
    assert text_of(root.find(".//xref")) == "1"


def test_floats_and_equations_are_numbered_and_named():
    root, _ = resolved("ieee")
    assert [text_of(root.find(f".//{tag}/label")) for tag in ("fig", "table-wrap", "disp-formula")] == ["Figure\xa01", "Table\xa01", "(1)"]
    sentence = next(text_of(p) for p in root.iter("p") if "See" in text_of(p))
    assert sentence.endswith("See Figure\xa01, Table\xa01, (1) and “Citing”.")


def test_sections_are_numbered_where_the_body_asks():
    root = etree.fromstring(
        '<article xml:lang="de"><front><article-meta/></front><body specific-use="numbered"><sec id="a"><title>A</title>'
        '<sec id="b"><title>B</title><p><xref ref-type="sec" rid="b"/></p></sec></sec></body></article>'
    )
    done = resolve(Article(Path("x.xml"), root), Report(Path("x.xml"))).root
    assert [e.text for e in done.iter("label")] == ["1", "1.1"]
    assert done.find(".//xref").text == "Abschnitt\xa01.1"


def test_a_number_that_a_label_of_the_source_has_is_not_given_again():
    figures = '<fig id="a"><label>1</label></fig><fig id="b"/><fig id="c"/><fig id="d"><label>Fig. 2</label></fig>'
    root = fragment(figures + '<p><xref ref-type="fig" rid="b"/> <xref ref-type="fig" rid="c"/></p>', REFS)
    assert [text_of(fig.find("label")) for fig in root.iter("fig")] == ["1", "Figure\xa03", "Figure\xa04", "Fig. 2"]


def test_a_label_of_the_source_is_kept():
    root = fragment('<fig id="f"><label>Plate IV</label></fig><p><xref ref-type="fig" rid="f"/></p>', REFS)
    assert root.find(".//xref[@rid='f']").text == "Plate IV"


def test_what_has_no_label_beside_labels_of_the_source_is_not_numbered():
    formula = '<disp-formula id="{}">{}<tex-math>x</tex-math></disp-formula>'
    formulas = formula.format("e1", "<label>(1.1)</label>") + formula.format("e2", "") + formula.format("e3", "")
    proof = '<statement id="s2" content-type="proof"><title>Proof</title><p>P.</p></statement>'
    theorem = '<statement id="s1"><label>Theorem 1</label><title>Waves</title><p>W.</p></statement>'
    root = fragment(f'<p>So <xref ref-type="disp-formula" rid="e3"/>.</p>{formulas}{theorem}{proof}', REFS)
    labels = {one.get("id"): text_of(one.find("label")) for one in root.iter("disp-formula", "statement")}
    assert labels == {"e1": "(1.1)", "e2": "", "e3": "(2)", "s1": "Theorem 1", "s2": ""}


def test_the_same_article_gives_the_same_bytes():
    assert etree.tostring(resolved("apa")[0]) == etree.tostring(resolved("apa")[0])


def test_sub_articles_count_from_one_and_speak_their_language():
    root, report = resolved("ieee", SMALL.with_name("letters.xml"))
    assert list(report) == []
    assert validator().validate(root), validator().error_log
    labels = {e.get("id"): text_of(e.find("label")) for e in root.iter("fig", "fn")}
    assert labels == {
        "f1": "Figure\u00a01", "f2": "Figure\u00a02", "f3": "Figure\u00a01", "f1-de": "Abbildung\u00a01",
        "n1": "1", "n2": "1", "n1-de": "1",
    }  # fmt: skip
    assert [text_of(x) for x in root.iter("xref") if x.get("ref-type") in ("fig", "other")] == [
        "“Decision letter”", "Figure\u00a01", "Figure\u00a01", "Abbildung\u00a01",
    ]  # fmt: skip
    assert root.find("body/sec/title").text is None


def test_citations_of_sub_articles_find_the_references_of_the_whole_file():
    root, _ = resolved("ieee", SMALL.with_name("letters.xml"))
    assert [text_of(x) for x in root.iter("xref") if x.get("ref-type") == "bibr"] == ["[1]", "[1]", "[2]", "[1]"]


def test_notes_of_a_sub_article_stand_in_it():
    root, _ = resolved("chicago-notes-bibliography", SMALL.with_name("letters.xml"))
    assert validator().validate(root), validator().error_log
    found = {doc.get("id"): [fn.get("id") for fn in doc.findall("back/fn-group/fn")] for doc in root.iter("article", "sub-article")}
    assert found == {
        None: ["citation-note-1", "n1"], "sub1": ["sub1-citation-note-1", "n2"], "sub2": ["sub2-citation-note-1"],
        "sub3": ["sub3-citation-note-1", "n1-de"],
    }  # fmt: skip


def test_an_assignee_is_no_fault_of_the_article():
    fields = '<person-group person-group-type="assignee"><collab>Roof Works</collab></person-group><article-title>Slate</article-title>'
    patent = f'<ref id="p1"><element-citation publication-type="patent">{fields}<year>1990</year></element-citation></ref>'
    assert "Slate" in text_of(fragment(f"<p>{cite('p1')}</p>", patent).find(".//mixed-citation"))


@pytest.mark.parametrize(
    ("language", "figures", "section"),
    [
        ("hu", ["1.\xa0ábra", "2.\xa0ábra"], "1.\xa0szakasz"),
        ("lv", ["1.\xa0attēls", "2.\xa0attēls"], "1.\xa0nodaļa"),
        ("lt", ["1\xa0pav.", "2\xa0pav."], "1\xa0skyrius"),
        ("zh", ["图\xa01", "图\xa02"], "第1节"),
        ("ko", ["그림\xa01", "그림\xa02"], "1절"),
        ("is", ["Mynd\xa01", "Mynd\xa02"], "Kafli\xa01"),
    ],
)
def test_a_number_stands_where_the_language_sets_it(language, figures, section):
    named = '<p><xref ref-type="fig" rid="f2"/><xref ref-type="sec" rid="s1"/></p>'
    body = f'<sec id="s1"><label>1</label><fig id="f1"/><fig id="f2"/>{named}</sec>'
    root = fragment(body, "", language=language)
    assert [text_of(one) for one in root.iter("label")] == ["1", *figures]
    assert [text_of(one) for one in root.iter("xref")] == [figures[1].rstrip("."), section]


def test_a_reference_whose_kind_the_sentence_says_is_the_number_alone():
    figures = '<fig id="f1"><label>Figure 1</label></fig><fig id="f2"><label>Figure 2</label></fig><table-wrap id="t1"/>'
    one, two, table = (f'<xref ref-type="{kind}" rid="{rid}"/>' for kind, rid in (("fig", "f1"), ("fig", "f2"), ("table", "t1")))
    root = fragment(f"<p>See Figs. {one} and {two}, but {table}; in Table {table} and {one}, {two}.</p>{figures}", "")
    assert text_of(root.find(".//p")) == "See Figs. 1 and 2, but Table\xa01; in Table 1 and Figure 1, Figure 2."


@pytest.mark.parametrize(
    ("prefix", "suffix", "printed"),
    [("see ", "", "so (see 1), and"), ("", " and references therein", "so (1 and references therein), and"), ("", "a", "so1, a, and")],
)
def test_words_of_a_citation_stand_on_the_line_where_a_style_raises_its_numbers(prefix, suffix, printed):
    before = f'<named-content content-type="prefix">{prefix}</named-content>' if prefix else ""
    behind = f'<named-content content-type="suffix">{suffix}</named-content>' if suffix else ""
    cited = f'<named-content content-type="citation">{before}<xref ref-type="bibr" rid="r1"/>{behind}</named-content>'
    root = fragment(f"<p>so {cited}, and</p>", REFS, "nature")
    assert "".join(root.find("body/p").itertext()).replace("\u2060", "") == printed


def test_the_numbers_of_such_a_citation_stand_apart():
    cited = cluster(part("prefix", "see "), cite("r1"), part("suffix", ", my italics"), cite("r2"))
    root = fragment(f"<p>so {cited}</p>", REFS, "nature")
    assert "".join(root.find("body/p").itertext()).replace("\u2060", "") == "so (see 1, my italics, 2)"


@pytest.mark.parametrize(("label", "mark"), [("", "✉"), ("<label>*</label>", "*"), ("<label>Correspondence to: </label>", "✉")])
def test_an_author_is_marked_by_a_sign_not_by_the_words_before_an_address(label, mark):
    author = "<contrib><name><surname>Quill</surname></name><xref ref-type='corresp' rid='c1'/></contrib>"
    front = f"<contrib-group>{author}</contrib-group><author-notes><corresp id='c1'>{label}A. Quill</corresp></author-notes>"
    assert fragment("<p/>", "", abstract=front).find(".//contrib/xref").text == mark


def test_an_affiliation_without_a_number_gets_one_that_is_free():
    affs = '<aff id="a1"><label>1</label>Hall</aff><aff id="a2">Mill</aff><aff id="a3"><label>2</label>Kiln</aff>'
    assert [text_of(aff.find("label")) for aff in fragment("<p/>", "", abstract=affs).iter("aff")] == ["1", "3", "2"]


@pytest.mark.parametrize(
    ("titles", "labels"),
    [
        (["Tables", "Maps"], ["Appendix\xa0A", "Appendix\xa0B"]),
        (["Appendix A", "Maps"], ["", ""]),
        (["Supplementary Materials"], [""]),
        (["Multimedia Appendix 1"], [""]),
    ],
)
def test_an_appendix_that_its_heading_names_has_no_letter_beside_it(titles, labels):
    apps = "".join(f'<app id="p{n}"><title>{title}</title></app>' for n, title in enumerate(titles))
    root = fragment(f"<p/><app-group>{apps}</app-group>", "")
    assert [text_of(app.find("label")) for app in root.iter("app")] == labels


def test_a_table_without_a_label_beside_labelled_figures_and_a_supplement_with_a_caption_have_no_number():
    floats = (
        '<fig id="f1"><label>Figure 1</label></fig><table-wrap id="t1"/>'
        '<supplementary-material id="s1"><caption><title>Film</title></caption></supplementary-material><supplementary-material id="s2"/>'
    )
    labels = {one.get("id"): text_of(one.find("label")) for one in fragment(floats, "").iter("fig", "table-wrap", "supplementary-material")}
    assert labels == {"f1": "Figure 1", "t1": "", "s1": "", "s2": "Supplementary material\xa01"}


def test_a_statement_whose_title_is_its_kind_says_it_once_and_is_called_without_its_stop():
    kinds = (
        '<statement id="a" content-type="remark"><title>Remark.</title></statement><statement id="b"><label>Claim 2.</label></statement>'
    )
    root = fragment(f'<p><xref ref-type="statement" rid="a"/><xref ref-type="statement" rid="b"/></p>{kinds}', "")
    assert [text_of(xref) for xref in root.iter("xref")] == ["Remark\xa01", "Claim 2"]
    assert root.find(".//statement/title") is None


def test_a_titled_statement_of_no_kind_is_called_by_its_title():
    titled = '<statement id="s1"><title>Theorem 1</title><p>W.</p></statement>'
    assert fragment(titled, "").find(".//statement/label") is None
    assert text_of(fragment(f'<p><xref ref-type="statement" rid="s1"/></p>{titled}', "").find(".//statement/label")) == "Statement\xa01"


@pytest.mark.parametrize(
    ("style", "words", "printed"),
    [
        ("apa", "so ({}; see Figure 1).", "so (Family1, 1991; see Figure 1)."),
        ("apa", "so (<italic>n</italic> = 3; {}).", "so (n = 3; Family1, 1991)."),
        ("apa", "so (<italic>sensu</italic> {}).", "so (sensu Family1, 1991)."),
        ("apa", "so (these, with {} as one).", "so (these, with Family1, 1991 as one)."),
        ("apa", "so (Table 1, Ref. {}).", "so (Table 1, Ref. Family1, 1991)."),
        ("apa", "so (see Figure 1 {}).", "so (see Figure 1 (Family1, 1991))."),
        ("apa", "so [see {}].", "so [see (Family1, 1991)]."),
        ("apa", "so (never closed; {}.", "so (never closed; (Family1, 1991)."),
        ("ieee", "so (Fig. 1; {}).", "so (Fig. 1; [1])."),
        ("nature", "so in ref. {}.", "so in ref. 1."),
        ("nature", "so as a reference {}.", "so as a reference1."),
    ],
)
def test_a_citation_in_brackets_of_the_sentence_has_none_of_the_same_kind(style, words, printed):
    assert text_of(fragment(f"<p>{words.format(cite('r1'))}</p>", REFS, style).find("body/p")) == printed


def test_brackets_of_one_cell_are_nothing_to_another():
    cells = f"<table-wrap><table><tbody><tr><td>(open;</td><td>so {cite('r1')}, closed)</td></tr></tbody></table></table-wrap>"
    assert text_of(fragment(cells, REFS, "apa").findall(".//td")[1]) == "so (Family1, 1991), closed)"


def test_an_award_is_called_by_who_gives_it():
    wrap = "<institution-wrap><institution-id>https://example.org/1</institution-id><institution>Wax Fund</institution></institution-wrap>"
    award = f'<award-group id="a1"><funding-source>{wrap}</funding-source><award-id>7</award-id></award-group>'
    root = fragment('<p>By <xref ref-type="other" rid="a1"/>.</p>', "", abstract=f"<funding-group>{award}</funding-group>")
    assert text_of(root.find(".//p")) == "By Wax Fund."


@pytest.mark.parametrize(("style", "printed"), [("elsevier-vancouver", "[see 1, so, 2]"), ("nature", "(see 1, so, 2)")])
def test_a_space_parts_works_of_which_words_are_said(style, printed):
    inside = f"{part('prefix', 'see ')}{cite('r0')}{part('suffix', ', so')}{cite('r1')}"
    root = fragment(f'<p>x <named-content content-type="citation">{inside}</named-content></p>', REFS, style)
    assert label(root) == printed


@pytest.mark.parametrize("style", ["ieee", "nature", "apa"])
def test_the_names_of_links_in_a_citation_stay(style):
    """Of five in a range three stand on its dash: one has its name, one the citation, one stands in it."""
    links = "".join(f'<xref id="x{n}" ref-type="bibr" rid="r{n}"/>' for n in range(1, 6))
    works = "".join(ref(f"r{n}", f"Adler{n}", 1990 + n) for n in range(1, 6))
    root = fragment(f'<p>See <named-content content-type="citation">{links}</named-content>.</p>', works, style)
    plain = fragment(f'<p>See <named-content content-type="citation">{re.sub(" id=.x..", "", links)}</named-content>.</p>', works, style)
    assert {one.get("id") for one in root.find("body").iter() if one.get("id")} == {"x1", "x2", "x3", "x4", "x5"}
    assert "".join(root.find("body").itertext()) == "".join(plain.find("body").itertext())
