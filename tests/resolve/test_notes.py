"""Citations in notes: their numbers, what is cited again, capitals, and punctuation inside quotation marks."""

import pytest

from pipeline.tree import text_of
from tests.resolve.making import cite, cluster, csl, entries, fragment, label, labels, named, part, refs

BOOKS = refs(a=named("Abel, Cleo", title="Lime"), b=named("Baker, Dan", title="Mortar"))
CHICAGO = "chicago-notes-bibliography"
IBID = (
    '<layout delimiter="; "><choose><if position="ibid"><text term="ibid"/></if>'
    '<else-if position="subsequent"><names variable="author"><name form="short"/></names>'
    '<text variable="first-reference-note-number" prefix=", note "/></else-if>'
    '<else><text variable="title"/></else></choose></layout>'
)


@pytest.fixture
def ibid(tmp_path):
    return csl(tmp_path / "ibid.csl", IBID, more='class="note"')


def notes(*texts):
    """Calls of as many footnotes, and the footnotes."""
    calls = "".join(f'<p>Word.<xref ref-type="fn" rid="n{n}"/></p>' for n in range(len(texts)))
    return calls, "".join(f'<fn id="n{n}"><p>{text}</p></fn>' for n, text in enumerate(texts))


def noted(style, *texts, language="en"):
    body, made = notes(*texts)
    return labels(fragment(body, BOOKS, style, language, made))


def test_what_was_cited_just_before_is_ibid_and_a_note_begins_with_a_capital(ibid):
    assert noted(ibid, cite("a"), cite("a"), cite("b"), cite("a")) == ["Lime", "Ibid.", "Mortar", "Abel, note 1"]


def test_ibid_has_a_capital_where_a_sentence_begins_and_nowhere_else(ibid):
    texts = (cite("a"), f"Thus {cite('a')}", f"So it is. {cite('a')}", f"<italic>Why?</italic> {cite('a')}", f"(e.g., {cite('a')})")
    assert [one.rstrip(".") for one in noted(ibid, *texts)[1:]] == ["ibid", "Ibid", "Ibid", "ibid"]


def test_a_name_at_the_start_of_a_note_keeps_its_small_letter():
    books = refs(v=named("<name><surname>van Dam</surname><given-names>bell</given-names></name>"))
    body, made = notes(cite("v"))
    assert labels(fragment(body, books, "modern-language-association", notes=made)) != []
    assert labels(fragment(body, books, CHICAGO, notes=made))[0].startswith("bell van Dam")


def test_notes_of_the_author_count_where_a_first_note_is_named(ibid):
    body = f'<p>One.<xref ref-type="fn" rid="own"/> Two{cite("a")}. Three{cite("b")}. Four{cite("a")}.</p>'
    root = fragment(body, BOOKS, ibid, notes='<fn id="own"><p>No citation here.</p></fn>')
    assert labels(root)[-1] == "Abel, note 2"


def test_two_citations_of_one_note_have_no_brackets_and_no_ibid_follows_both(ibid):
    assert noted(ibid, f"{cite('a')} and {cite('b')}", cite("b")) == ["Lime", "Mortar", "Baker, note 1"]


def test_a_sub_article_cites_as_if_nothing_had_been_cited(ibid):
    body, made = notes(cite("a"), cite("a"))
    root = fragment(body, BOOKS, ibid, notes=made)
    assert labels(root) == ["Lime", "Ibid."]
    letter = f'</back><sub-article id="s1"><front-stub/><body><p>Word{cite("a")}</p></body></sub-article><back>'
    assert label(fragment(body, BOOKS + f"</ref-list>{letter}<ref-list>", ibid, notes=made), -1) == "Lime"


def test_full_stops_stand_inside_american_quotation_marks_also_at_the_end_of_a_note():
    article = named("Doe, Ann", kind="journal", more="<article-title>Lime in walls</article-title>")
    body = f"<p>One{cite('a')} two{cite('b')} three{cite('a')}.</p>"
    printed = {tongue: labels(fragment(body, refs(a=article, b=named("Roe, Bo")), CHICAGO, tongue))[-1] for tongue in ("en", "en-GB", "de")}
    assert printed == {"en": "Doe, “Lime in Walls.”", "en-GB": "Doe, ‘Lime in Walls’.", "de": "Doe, „Lime in walls“."}


def test_a_full_stop_goes_inside_the_inner_quotation_too():
    article = named("Doe, Ann", kind="journal", more="<article-title>What is ‘lime’</article-title>")
    assert "“What Is ‘Lime.’”" in entries(fragment("<p/>", refs(a=article), CHICAGO))["a"]


@pytest.mark.parametrize(
    ("prefix", "printed"),
    [("see ", "see Abel"), ("see", "see Abel"), ("“", "“Abel"), ("cf.\u00a0", "cf.\u00a0Abel"), ("in/", "in/Abel"), ("as: ", "as: Abel")],
)
def test_a_prefix_stands_as_close_as_the_author_set_it(prefix, printed, tmp_path):
    style = csl(tmp_path / "short.csl", '<layout><names variable="author"><name form="short"/></names></layout>')
    body = f"<p>{cluster(part('prefix', prefix), cite('a'))}</p>"
    assert label(fragment(body, BOOKS, style)) == printed


def test_the_letters_of_years_come_in_order_within_a_citation():
    books = refs(**{key: named("Smith, Ida", title=title) for key, title in (("a", "Zinc"), ("b", "Lead"), ("c", "Iron"))})
    assert labels(fragment(f"<p>{cite('a', 'b', 'c')}</p>", books, "apa")) == ["(Smith, 1990a, 1990b, 1990c)"]


def test_numbers_come_in_the_order_of_the_author():
    books = refs(**{key: named("Smith, Ida", title=title) for key, title in (("a", "Zinc"), ("b", "Lead"))})
    root = fragment(f"<p>{cite('a', 'b')}</p>", books, "nature")
    assert [ref.get("id") for ref in root.iter("ref")] == ["a", "b"]


MODES = "<p>{} shows it, she says {}.</p>".format(
    *(f'<xref ref-type="bibr" rid="a" specific-use="{mode}"/>' for mode in ("author-in-text", "suppress-author"))
)


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("apa", ["Abel (1990)", "(1990)"]),
        ("ieee", ["Abel [1]", "[1]"]),
        ("modern-language-association", ["Abel", "(Lime)"]),
        ("din-1505-2-alphanumeric", ["Abel [Abel90]", "[Abel90]"]),
    ],
)
def test_an_author_in_the_sentence_and_one_left_out(style, printed):
    assert labels(fragment(MODES, BOOKS, style)) == printed


def test_an_author_in_the_sentence_of_a_note_style_stands_before_the_call():
    root = fragment(MODES, BOOKS, CHICAGO)
    assert "".join(root.find("body/p").itertext()) == "Cleo Abel1 shows it, she says2."
    assert labels(root) == ["Lime (1990).", "Lime."]


def test_notes_of_the_article_are_counted_with_those_of_citations():
    own = '<fn id="n1"><label>1</label><p>Own.</p></fn><fn id="n2"><label>*</label><p>Star.</p></fn>'
    calls = f'{cite("a")} then<xref ref-type="fn" rid="n1"><sup>1</sup></xref>, see note <xref ref-type="fn" rid="n1">1</xref>, {cite("b")}'
    root = fragment(f"<p>{calls}</p>", BOOKS, CHICAGO, notes=own)
    said = {fn.get("id"): text_of(fn.find("label")) for fn in root.iter("fn")}
    assert said == {"citation-note-1": "1", "n1": "2", "citation-note-2": "3", "n2": "*"}
    assert [text_of(xref) for xref in root.iterfind("body//xref[@rid='n1']")] == ["2", "2"]


def test_a_citation_that_cannot_be_a_note_does_not_end_its_sentence():
    root = fragment("<p/>", BOOKS, CHICAGO, abstract=f"<abstract><p>By {cite('a')}.</p></abstract>")
    assert text_of(root.find(".//abstract/p")) == "By Cleo Abel, Lime (1990)."


def calls_of(body, made):
    """What of the references to notes are calls, and the labels of the notes in their order."""
    root = fragment(body, "", notes=made)
    said = [(text_of(xref), xref.get("ref-type")) for xref in root.iter("xref")]
    return said, [text_of(fn.find("label")) for fn in root.iter("fn")]


def test_a_note_that_speaks_of_a_later_one_does_not_call_it():
    body = '<p>One.<xref ref-type="fn" rid="n1"/> Two.<xref ref-type="fn" rid="n2"/></p>'
    made = '<fn id="n1"><p>Cf. note <xref ref-type="fn" rid="n2"/>.</p></fn><fn id="n2"><p>Late.</p></fn>'
    assert calls_of(body, made) == ([("1", "fn"), ("2", "fn"), ("2", "other")], ["1", "2"])


def test_a_note_that_only_a_note_calls_comes_where_that_is_read():
    body = '<p>One.<xref ref-type="fn" rid="n1"/> Two.<xref ref-type="fn" rid="n2"/></p>'
    made = '<fn id="n1"><p>Lime<xref ref-type="fn" rid="n3"/></p></fn><fn id="n2"><p>Late.</p></fn><fn id="n3"><p>White.</p></fn>'
    assert calls_of(body, made)[0] == [("1", "fn"), ("3", "fn"), ("2", "fn")]


def test_a_sentence_speaks_of_a_note_that_is_called_elsewhere():
    body = '<p>See note <xref ref-type="fn" rid="n2"/>. One.<xref ref-type="fn" rid="n1"/> Two.<xref ref-type="fn" rid="n2"/></p>'
    said, _ = calls_of(body, '<fn id="n1"><p>Early.</p></fn><fn id="n2"><p>Late.</p></fn>')
    assert said == [("2", "other"), ("1", "fn"), ("2", "fn")]


def test_a_call_behind_a_space_is_a_call_where_no_other_is_closer():
    call, made = '<xref ref-type="fn" rid="n1"/>', '<fn id="n1"><p>Note.</p></fn>'
    assert [kind for _, kind in calls_of(f"<p>One {call} and two {call}.</p>", made)[0]] == ["fn", "fn"]
    assert [kind for _, kind in calls_of(f"<p>One {call}, two<sup> {call}</sup>.</p>", made)[0]] == ["other", "fn"]


def test_a_call_that_holds_no_more_than_a_name_says_the_number_of_its_note():
    calls = '<p>Word.<xref ref-type="fn" rid="n0"><named-content id="x" content-type="person"/></xref></p>'
    root = fragment(calls, BOOKS, "apa", notes='<fn id="n0"><p>Wax.</p></fn>')
    assert "".join(root.find("body").itertext()) == "Word.1"
