"""Hostile styles, bibliographies and choices: each ends with its code, and reads and writes nothing else."""

import json
import os

import pytest

from pipeline.article import Settings
from pipeline.build import build
from pipeline.job import Job
from tests.hostile.kit import CANARY, article, bomb, built, codes

CITING = article(
    '<p><xref ref-type="bibr" rid="r1"/></p>',
    back='<ref-list><ref id="r1">'
    '<element-citation publication-type="book"><source>A book</source><year>1</year></element-citation></ref></ref-list>',
)


def csl(macros="", layout='<text variable="title"/>', head=""):
    """A style."""
    info = "<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
    return (
        f'{head}<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">{info}{macros}'
        f"<citation><layout>{layout}</layout></citation></style>"
    ).encode()


STYLES = {
    "laughs": csl(head=bomb("style"), layout='<text value="&l9;"/>'),
    "a file": csl(head='<!DOCTYPE style [<!ENTITY x SYSTEM "outside.txt">]>', layout='<text value="&x;"/>'),
    "a document type in UTF-16": csl(head="<!DOCTYPE style [<!ENTITY x 'y'>]>").decode().encode("utf-16"),
    "a macro of itself": csl('<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro>', '<text macro="a"/>'),
    "macros of macros": csl(
        '<macro name="m0"><text variable="title"/></macro>'
        + "".join(f'<macro name="m{n}">{f"""<text macro="m{n - 1}"/>""" * 9}</macro>' for n in range(1, 20)),
        '<text macro="m19"/>',
    ),
    "depth": csl(layout="<group>" * 50_000 + "</group>" * 50_000),
    "no style": b"<html/>",
    "no XML": b"\0\xff",
}


@pytest.mark.parametrize("data", STYLES.values(), ids=STYLES)
def test_a_hostile_style_is_refused(tmp_path, data):
    (tmp_path / "outside.txt").write_text(CANARY)
    (tmp_path / "hostile.csl").write_bytes(data)
    outcome = built(tmp_path, CITING, formats=("html", "wikitext"), style=str(tmp_path / "hostile.csl"))
    assert [code for code, _ in codes(outcome)] == ["style-known"]
    assert outcome.files == ()


SHEETS = {
    "what stands elsewhere": b"@import url(http://127.0.0.1:9/x.css); @import url(file:///etc/passwd); @import '../outside.css';",
    "a font on the network": b"@font-face { font-family: X; src: url(http://127.0.0.1:9/x.woff) } p { font-family: X }",
    "itself": b"@import 'hostile.css'; @import 'hostile.css'; p { color: red }",
}


@pytest.mark.parametrize("data", SHEETS.values(), ids=SHEETS)
def test_a_style_sheet_loads_nothing_from_elsewhere_and_has_an_end(tmp_path, data):
    (tmp_path / "outside.css").write_text(f"p::before {{ content: '{CANARY}' }}")
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets/hostile.css").write_bytes(data)
    outcome = built(tmp_path, article(), formats=("pdf",), css=(tmp_path / "sheets/hostile.css",))
    assert {code for code, _ in codes(outcome)} == {"css-readable"}
    assert str(tmp_path) not in "".join(one.message for one in outcome.diagnostics if "hostile.css'" in one.message)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname"])
def test_a_picture_in_a_style_sheet_is_not_loaded_from_elsewhere(tmp_path, address):
    (tmp_path / "hostile.css").write_text(f"p::before {{ content: url({address}) }}")
    outcome = built(tmp_path, article(), formats=("pdf",), css=(tmp_path / "hostile.css",))
    assert {code for code, _ in codes(outcome)} == {"picture-readable"}


@pytest.mark.parametrize("data", [b"\0\xff{{{", b"p:not(" * 3_000 + b"a" + b")" * 3_000 + b"{ color: red }"], ids=["no text", "depth"])
def test_a_style_sheet_that_cannot_be_read_costs_the_print_and_is_named(tmp_path, data):
    (tmp_path / "hostile.css").write_bytes(data)
    (tmp_path / "case.xml").write_bytes(article())
    outcome = build(Job(tmp_path / "case.xml", ("pdf", "jats"), tmp_path / "out", Settings(css=(tmp_path / "hostile.css",))))
    assert {code for code, _ in codes(outcome)} == {"css-readable", "export-works"}
    assert outcome.diagnostics[0].message.startswith("hostile.css: ")
    assert [path.suffix for path in outcome.files] == [".xml", ".json"]


@pytest.mark.parametrize("format_", ["html", "epub"])
@pytest.mark.parametrize("data", [b"p { content: '\xff' }", b'@charset "none-such"; p { color: red }'], ids=["not UTF-8", "no encoding"])
def test_a_style_sheet_that_is_no_text_costs_the_page_and_the_book_and_is_named(tmp_path, format_, data):
    (tmp_path / "hostile.css").write_bytes(data)
    (tmp_path / "case.xml").write_bytes(article())
    outcome = build(Job(tmp_path / "case.xml", (format_, "jats"), tmp_path / "out", Settings(css=(tmp_path / "hostile.css",))))
    assert {code for code, _ in codes(outcome)} == {"css-readable", "export-works"}
    assert outcome.diagnostics[0].message.startswith("hostile.css: it cannot be read: ")
    assert [path.suffix for path in outcome.files] == [".xml", ".json"]


RULE = "p::before { content: 'é' }"
ENCODED = {
    "a mark of UTF-8": RULE.encode("utf-8-sig"),
    "a mark of UTF-16": RULE.encode("utf-16"),
    "a name": f'@charset "iso-8859-1"; {RULE}'.encode("latin-1"),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_a_style_sheet_is_read_in_the_encoding_that_it_says(tmp_path, data):
    (tmp_path / "own.css").write_bytes(data)
    outcome = built(tmp_path, article(), formats=("html", "pdf"), css=(tmp_path / "own.css",))
    assert codes(outcome) == []
    (page,) = [path for path in outcome.files if path.suffix == ".html"]
    assert RULE in page.read_text("utf-8")
    assert "@charset" not in page.read_text("utf-8")


def test_counters_without_end_are_ink(tmp_path):
    rule = f"p::before {{ counter-reset: big {'9' * 500}; content: counter(big, lower-roman) counter(big, symbols(cyclic 'a')) }}"
    (tmp_path / "hostile.css").write_text(rule + "p { counter-increment: big 999999999999999999 }")
    outcome = built(tmp_path, article(), formats=("pdf",), css=(tmp_path / "hostile.css",))
    assert codes(outcome) == []
    assert len(outcome.files) > 1


DEEP = '[{"id": ' + "[" * 100_000 + "]" * 100_000 + "}]"
ITEMS = {
    "depth": (DEEP, {"source-known"}),
    "numbers without end": ('[{"id": "a", "type": "book", "title": "T", "volume": 1' + "0" * 5_000 + "}]", {"source-known"}),
    "no number": ('[{"id": "a", "type": "book", "title": "T", "volume": NaN, "page": 1e999}]', set()),
    "half a surrogate": ('[{"id": "a", "type": "book", "title": "T\\ud800"}]', set()),
    "control characters": (
        '[{"id": "a\\u0000", "type": "book", "title": "T\\u0000\\u001b[31m", "URL": "\\u0000javascript:alert(1)"}]',
        set(),
    ),
    "mark-up": ('[{"id": "a", "type": "book", "title": "<script>alert(1)</script><i>T</i>", "URL": "javascript:alert(1)"}]', set()),
    "the same key a thousand times": (json.dumps([{"id": "a", "type": "book", "title": "T"}] * 200), set()),
    "tags without end": (json.dumps([{"id": "a", "type": "book", "title": "<i>" * 3_000}]), set()),
    "tags in tags": (json.dumps([{"id": "a", "type": "book", "title": "<i>" * 1_000 + "T" + "</i>" * 1_000}]), set()),
}


@pytest.mark.parametrize(("data", "expected"), ITEMS.values(), ids=ITEMS)
def test_a_hostile_bibliography_is_read_or_refused(tmp_path, data, expected):
    outcome = built(tmp_path, data.encode(), formats=("html", "epub", "tei", "wikitext", "jats"), name="case.json")
    assert {code for code, _ in codes(outcome)} >= expected
    assert bool(outcome.files) is not bool(expected)


@pytest.mark.parametrize("name", ["a\nb.xml", "a\x1b[31m.xml", os.fsdecode(b"a\xff.xml"), "a\u202eb.xml"])
def test_a_name_that_steers_a_terminal_is_refused(tmp_path, name):
    outcome = built(tmp_path, article(), name=name)
    assert [code for code, _ in codes(outcome)] == ["source-readable"]
    assert str(outcome.diagnostics[0]).isprintable()


@pytest.mark.parametrize("name", ["--to.xml", "-.xml", "<script>alert(1)<.xml", "a b&c'd.xml", "ナ.xml", "%2e%2e.xml", "a" * 200 + ".xml"])
def test_any_other_name_is_a_name(tmp_path, name):
    outcome = built(tmp_path, article(), name=name)
    assert codes(outcome) == []
    assert len(outcome.files) > 6
