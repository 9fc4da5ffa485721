"""The TEI document as a whole: its header, its formulas, its addresses, what it keeps."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.exporters.tei import export
from pipeline.exporters.tei.base import ID, uri
from pipeline.exporters.tei.dates import dating, joined
from pipeline.tree import LANG, MATHML
from tests import judges
from tests.schema import generate

SAMPLE = Path(__file__).parents[1] / "samples" / "small.resolved.xml"
ODD = [
    "",
    " ",
    "a b",
    "100%zz",
    "http://[::1]/x",
    "a[b]|c d#e#f",
    "\ue000x",
    "ü/日本",
    ":x",
    "http:",
    "//",
    "1:2",
    "mailto:a b",
    "<&>\"'",
    "://",
]
DATES = [
    "1918-01-22/1918-01-25",
    "-0044-03-15",
    "2020-13-45",
    "0000",
    "1918~",
    "19XX",
    "2019-02-29",
    "../1900",
    "x y",
    "20000",
    "/..",
    "-000",
]


def sample(**settings):
    return Article(SAMPLE, etree.parse(SAMPLE).getroot(), Settings(**settings))


def artifacts(article):
    return {one.name: one.data for one in export(article, Report(article.path))}


def tei(article):
    return etree.fromstring(artifacts(article)[f"{article.id}.tei.xml"])


def small(inside, front=""):
    """An article with this body and these parts of the front."""
    return Article(
        Path("small.xml"),
        etree.fromstring(
            f'<article xmlns:mml="{MATHML}" xmlns:xlink="http://www.w3.org/1999/xlink" xml:lang="en"><front><journal-meta/><article-meta>'
            f"<title-group><article-title>T</article-title></title-group>{front}</article-meta></front><body>{inside}</body></article>"
        ),
    )


def found(root, path):
    return root.xpath(path, namespaces={"t": "http://www.tei-c.org/ns/1.0", "m": MATHML})


def test_the_sample_is_valid_and_has_its_picture(tmp_path):
    made = artifacts(sample())
    assert sorted(made) == ["small.resolved.tei.xml", "square.svg"]
    file = tmp_path / "small.tei.xml"
    file.write_bytes(made["small.resolved.tei.xml"])
    assert judges.problems("tei", [file]) == {str(file): []}


def test_an_export_changes_nothing_in_the_article_and_gives_the_same_bytes():
    article = sample()
    before = etree.tostring(article.root)
    assert artifacts(article) == artifacts(article)
    assert etree.tostring(article.root) == before


@pytest.fixture(scope="module")
def drawn():
    """Random articles and their TEI."""
    roots = [generate.article(seed) for seed in range(40)]
    return [(root, tei(Article(Path(f"drawn{n}.xml"), root))) for n, root in enumerate(roots)]


def test_no_id_is_lost(drawn):
    for root, made in drawn:
        ids = {node.get("id") for node in root.iter("*") if node.get("id") and not str(node.tag).startswith("{")}
        assert ids - {node.get(ID) for node in made.iter("{*}*")} == set()


def test_no_language_is_lost(drawn):
    for root, made in drawn:
        # A caption of which there is nothing to see has no element.
        before = Counter(node.get(LANG) for node in root.iter("*") if node.get(LANG) and node.tag != "caption")
        after = Counter(node.get(LANG) or node.get("mainLang") for node in made.iter("{*}*"))
        assert before - after == Counter()


def test_odd_attributes_give_valid_tei(tmp_path):
    """Addresses, dates and words that TEI's attributes cannot have."""
    spots = "".join(
        f'<p specific-use="{x}"><ext-link xlink:href="{x}">a</ext-link><inline-graphic xlink:href="{x}" mimetype="{x}"/>'
        f'<styled-content style-type="{x}">a</styled-content><named-content content-type="{x}" vocab="{x}" vocab-identifier="{x}"'
        f' vocab-term="{x}" vocab-term-identifier="{x}">a</named-content></p>'
        for x in (odd.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;") for odd in ODD)
    )
    days = "".join(
        f'<p><named-content content-type="date" vocab="{calendar}" vocab-term="{one}" vocab-term-identifier="{one}">a</named-content></p>'
        for one in DATES
        for calendar in ("", "julian", "a b", "日本", "本日")
    )
    file = tmp_path / "odd.tei.xml"
    file.write_bytes(artifacts(small(spots + days))["small.tei.xml"])
    assert judges.problems("tei", [file]) == {str(file): []}


def test_mathml_stands_whole_in_the_header():
    math = '<mml:math alttext="a"><mml:msub><mml:mi>a</mml:mi><mml:mn>1</mml:mn></mml:msub></mml:math>'
    made = tei(small(f'<p id="mathml-1">x <inline-formula>{math}</inline-formula> y</p>'))
    [formula] = found(made, "//t:formula")
    assert (formula.text, formula.tail, len(formula)) == ("a", " y", 0)
    [data] = found(made, f"//t:xenoData[@xml:id='{formula.get('corresp')[1:]}']")
    assert etree.tostring(data[0], method="c14n", exclusive=True).decode() == math.replace("<mml:math", f'<mml:math xmlns:mml="{MATHML}"')


def test_generated_ids_avoid_those_of_the_article():
    made = tei(
        small('<p id="calendar-julian"><named-content content-type="date" vocab="julian" vocab-term="1918-01-09">x</named-content></p>')
    )
    [date] = found(made, "//t:body//t:date")
    assert found(made, f"//t:calendar[@xml:id='{date.get('calendar')[1:]}']/t:p/text()") == ["julian"]
    ids = [node.get(ID) for node in made.iter("{*}*") if node.get(ID)]
    assert len(ids) == len(set(ids))


def test_the_header_names_the_style_but_no_path():
    style = found(tei(sample(style="/home/somebody/styles/own.csl")), "//t:encodingDesc//t:ident/text()")
    assert style == ["own"]


def test_the_latest_change_comes_first():
    history = "".join(
        f'<date date-type="{kind}" iso-8601-date="{day}"><year>{day[:4]}</year></date>'
        for kind, day in (("received", "2018-01-02"), ("accepted", "2018-05-06"))
    )
    made = tei(small("<p>x</p>", f"<history>{history}</history>"))
    assert found(made, "//t:revisionDesc/t:change/@when") == ["2018-05-06", "2018-01-02"]
    assert found(made, "//t:creation/t:date/@when") == ["2018-01-02", "2018-05-06"]


def test_white_space_of_mixed_content_is_kept():
    made = tei(small("<p>a\n  <bold> b</bold> <italic>c</italic>\u00a0\n</p><preformat>\n x\n</preformat>"))
    assert ["".join(node.itertext()) for node in found(made, "//t:body/*")] == ["a\n   b c\u00a0\n", "\n x\n"]


def test_lost_columns_are_reported():
    article = small('<table-wrap><table><col width="20%"/><tbody><tr><td>x</td></tr></tbody></table></table-wrap>')
    report = Report(article.path)
    list(export(article, report))
    assert [one.code for one in report] == ["format-holds"]


@pytest.mark.parametrize(
    ("edtf", "attributes"),
    [
        ("", {}),
        ("1918", {"when": "1918"}),
        ("1918-02-29", {"when-custom": "1918-02-29"}),
        ("2000-02-29", {"when": "2000-02-29"}),
        ("1918-01-22/1918-01-25", {"from": "1918-01-22", "to": "1918-01-25"}),
        ("1917/..", {"from": "1917", "when-custom": "1917/.."}),
        ("1918~", {"when": "1918", "precision": "low", "when-custom": "1918~"}),
        ("1918?", {"when": "1918", "cert": "low", "when-custom": "1918?"}),
        ("191X", {"notBefore": "1910-01-01", "notAfter": "1919-12-31", "when-custom": "191X"}),
        ("-0043-03-15", {"when-iso": "-0043-03-15"}),
        ("-0001/0001", {"from-iso": "-0001", "to-iso": "0001"}),
        ("about then", {"when-custom": "about then"}),
    ],
)
def test_dates(edtf, attributes):
    assert dating(edtf) == attributes


def test_parts_of_dates():
    assert [joined("2019", "3", "2"), joined("-44", "", "5"), joined("2019a", "", ""), joined("MCM", "1", "1")] == [
        "2019-03-02",
        "-0044",
        "2019",
        "",
    ]


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("a b[1]|2.png", "a%20b%5B1%5D%7C2.png"),
        ("100%", "100%25"),
        ("%41", "%41"),
        ("a#b#c", "a#b%23c"),
        ("1:2/3:4", "1%3A2/3:4"),
        ("日", "%E6%97%A5"),
        (" ", None),
        (None, None),
    ],
)
def test_addresses(address, target):
    assert uri(address) == target
