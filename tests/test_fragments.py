"""Fragments: pieces of JATS and what each format makes of them, one page a topic in tests/fragments.

A page has cases: `# Title`, a fragment of (resolved) JATS, then for each format a line `--- html` (or tei, wikitext, wikipedia)
and what is expected. XML is compared after parsing; white space between elements does not count, within words it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest
from lxml import etree

from pipeline.exporters.wikitext.prepare import gathered, linked
from pipeline.markup import build
from pipeline.tree import MATHML, XLINK, name

PAGES = sorted((Path(__file__).parent / "fragments").glob("*.txt"))
TABLES = {  # format → the package that fills its table of rules, the module and the name of the table
    "html": ("pipeline.exporters.html", "pipeline.exporters.html.table", "html"),
    "tei": ("pipeline.exporters.tei", "pipeline.exporters.tei.base", "tei"),
    "wikitext": ("pipeline.exporters.wikitext", "pipeline.exporters.wikitext.base", "wiki"),
    "wikipedia": ("pipeline.exporters.wikitext", "pipeline.exporters.wikitext.wikipedia", "wikipedia"),
}
PREPARED = {"wikitext": linked, "wikipedia": gathered}
BACK = {"ack", "app-group", "fn-group", "glossary", "notes", "ref-list"}
SKELETON = (
    f'<article xmlns:mml="{MATHML}" xmlns:xlink="{XLINK}" xmlns:ali="http://www.niso.org/schemas/ali/1.0/"'
    ' article-type="research-article" dtd-version="1.3" xml:lang="en" specific-use="resolved">{}</article>'
)


@dataclass
class Case:
    """A fragment and what each format makes of it."""

    page: str
    title: str
    fragment: str = ""
    expected: dict[str, str] = field(default_factory=dict)


def cases(page):
    """The cases of a page."""
    for piece in re.split(r"^# ", page.read_text("utf-8"), flags=re.M)[1:]:
        head, *parts = re.split(r"^--- (\w+)[ \t]*\n", piece, flags=re.M)
        title, _, fragment = head.partition("\n")
        yield Case(page.stem, title.strip(), fragment.strip(), dict(zip(parts[::2], parts[1::2], strict=True)))


ALL = [case for page in PAGES for case in cases(page)]
RUNS = [pytest.param(case, form, id=f"{case.page}-{case.title}-{form}") for case in ALL for form in case.expected]


def article(fragment):
    """An article that holds the fragment where it belongs: in the body, or in the back."""
    if fragment.startswith("<article"):
        return etree.fromstring(fragment)
    if fragment.startswith(("<front", "<body", "<back")):
        return etree.fromstring(SKELETON.format(fragment))
    root = etree.fromstring(SKELETON.format(f"<body>{fragment}</body><back/>"))
    for element in [one for one in root.find("body") if name(one) in BACK]:
        element.tail = None
        root.find("back").append(element)
    return root


def rules(form):
    """The table of rules of a format; a format without an exporter fails here."""
    package, module, table = TABLES[form]
    import_module(package)
    return getattr(import_module(module), table)


def made(fragment, form):
    """What a format makes of a fragment."""
    root = PREPARED.get(form, lambda root: root)(article(fragment))
    table = rules(form)
    if fragment.startswith("<article"):
        return table.render(root)
    holders = list(root) if fragment.startswith(("<front", "<body", "<back")) else [child for part in root for child in part]
    return table.each(holders)


def normal(text):
    """A form of XML in which only what means something is left."""
    wrapped = f'<x xmlns:xlink="{XLINK}" xmlns:epub="http://www.idpf.org/2007/ops">{text}</x>'
    root = etree.fromstring(wrapped, etree.XMLParser(remove_comments=True))
    for node in root.iter("{*}*"):
        node.tag = etree.QName(node).localname
        node.text, node.tail = _fold(node.text), _fold(node.tail)
    return etree.tostring(root, method="c14n2", strip_text=False).decode().replace("><", ">\n<")


def _fold(text):
    folded = re.sub(r"[ \t\r\n]+", " ", text or "")
    return "" if "\n" in (text or "") and folded == " " else folded


def same(form, expected, got):
    """Both in the form in which they are compared."""
    if isinstance(got, str):
        return expected.strip("\n"), got.strip("\n")
    inner = etree.tostring(build("y", None, got), encoding="unicode").partition(">")[2].removesuffix("</y>")
    return normal(expected.strip()), normal(inner)


@pytest.mark.parametrize(("case", "form"), RUNS)
def test_fragment(case, form):
    expected, got = same(form, case.expected[form], made(case.fragment, form))
    assert got == expected


def test_every_case_expects_something_of_a_known_format():
    assert [case.title for case in ALL if not case.expected or not case.fragment] == []
    assert {form for case in ALL for form in case.expected} - set(TABLES) == set()


@pytest.mark.parametrize("form", sorted(TABLES))
def test_every_format_has_its_table_of_rules(form):
    assert rules(form).table


def test_a_difference_is_seen():
    case = Case("", "", "<p>a <italic>b</italic></p>", {"wikitext": "a ''c''"})
    expected, got = same("wikitext", case.expected["wikitext"], made(case.fragment, "wikitext"))
    assert (expected, got) == ("a ''c''", "a ''b''")
    assert normal("<p>a <b>c</b></p>") != normal("<p>a<b>c</b></p>")
    assert normal("<ul>\n  <li>a</li>\n</ul>") == normal("<ul><li>a</li></ul>")
