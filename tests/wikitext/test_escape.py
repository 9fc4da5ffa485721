"""Text made of wikitext's own active characters comes back as text."""

import html
import random
import re

import mwparserfromhell
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from mwparserfromhell.nodes import HTMLEntity, Tag, Text

from pipeline.exporters.wikitext.base import wiki
from pipeline.exporters.wikitext.escape import anchor_name, attribute, escape, line, url
from pipeline.tree import fold
from tests.wikitext.mediawiki import rendered, text

ACTIVE = [
    "[", "]", "[[", "]]", "{", "}", "{{", "}}", "{{{", "}}}", "{|", "|}", "|", "||", "|-", "|+", "!", "!!", "'", "''", "'''", "'''''",
    "", "*", "#", ":", ";", "=", "==", "===", "----", "-", "~", "~~~~", "_", "__TOC__", "__NOTOC__", "<", ">", "</", "/>", "<ref>",
    "</ref>", "<nowiki>", "<!--", "-->", "<br/>", "<math>", "&", "&lt;", "&amp;", "&#91;", "https://", "http://", "//", "mailto:a",
    "ftp://", "urn:", "news:x", "ISBN", "978-0-306-40615-7", "RFC", "PMID", "12", "{{PAGENAME}}", "-{", "}-", "[[File:a|b]]",
    "[[Category:x]]", "#REDIRECT", "{{!}}", "\n", "\t", "\u00a0", "a", "b", "word", "é", "Ж", "ש", "0", "1", ".", ",", "\"", "\\", "%",
    "^", "$", "@", "`", "?", "+",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from([*ACTIVE, " ", "\n"]), max_size=8).map("".join) | st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=12
)


@given(TEXTS)
@settings(max_examples=400)
def test_a_parser_finds_text_only(words):
    parsed = mwparserfromhell.parse(line(escape(words)))
    assert all(isinstance(node, Text | HTMLEntity) or (isinstance(node, Tag) and str(node) == "<nowiki/>") for node in parsed.nodes)
    assert html.unescape(str(parsed).replace("<nowiki/>", "")) == re.sub(r"[ \t\r\n]+", " ", words).strip(" ")


@given(TEXTS, TEXTS)
@settings(max_examples=200)
def test_runs_do_not_join_to_markup(one, other):
    joined = mwparserfromhell.parse(line(escape(one) + escape(other)))
    assert all(isinstance(node, Text | HTMLEntity) or (isinstance(node, Tag) and str(node) == "<nowiki/>") for node in joined.nodes)


@given(TEXTS)
def test_a_value_does_not_leave_its_place(words):
    assert not set('[]{}|<>"\n') & set(attribute(words))
    assert not set('[]{}|<>" \n') & set(url("https://x.org/" + words))


def test_signatures_and_magic_words_are_text():
    # Saving a page signs, rendering does not; the wiki of the tests has no links from ISBN and RFC, Wikipedia has
    assert escape("~~~~") == "&#126;" * 4
    assert escape("ISBN 978, RFC 2324") == "ISBN<nowiki/> 978, RFC<nowiki/> 2324"


def test_anchors_are_what_mediawiki_makes_of_them():
    assert [anchor_name(key) for key in ("a__b", "c_", "_d", "é.1-2", "_")] == ["a_b", "c", "_d", "é.1-2", "_"]


PLACES = (
    "<p>{}</p>",
    "<p>x <italic>{}</italic> y</p>",
    "<p><bold>{}</bold></p>",
    "<p>a<styled-content xml:lang='ru'>{}</styled-content>b</p>",
    "<p><xref ref-type='sec' rid='s'>{}</xref></p>",
    "<p><ext-link xlink:href='https://x.org'>{}</ext-link></p>",
    "<sec><title>{}</title></sec>",
    "<list list-type='bullet'><list-item><p>{}</p></list-item></list>",
    "<list list-type='roman-lower'><list-item><p>{}</p><p>{}</p></list-item></list>",
    "<def-list><def-item><term>{}</term><def><p>{}</p></def></def-item></def-list>",
    "<table-wrap><table><tbody><tr><td>{}</td><th>{}</th></tr><tr><td colspan='2'>{}</td></tr></tbody></table></table-wrap>",
    "<table-wrap><label>{}</label><caption><title>{}</title></caption><table><tbody><tr><td><p>{}</p></td></tr></tbody></table></table-wrap>",
    "<disp-quote><p>{}</p><attrib>{}</attrib></disp-quote>",
    "<verse-group><verse-line>{}</verse-line><verse-line>{}</verse-line></verse-group>",
    "<preformat>{}</preformat>",
    "<statement><label>{}</label><p>{}</p></statement>",
    "<fn-group><fn id='f'><label>{}</label><p>{}</p></fn></fn-group>",
    "<ref-list><ref id='r'><mixed-citation>{} <italic>{}</italic></mixed-citation></ref></ref-list>",
    "<graphic xlink:href='https://x.org/a.png'><alt-text>{}</alt-text></graphic>",
)


def test_mediawiki_prints_the_text_in_every_place():
    dice, pages, wanted = random.Random(7), [], []
    for number in range(400):
        words = [
            "".join(dice.choice([*ACTIVE, " "]) for _ in range(dice.randint(1, 6))) for _ in range(PLACES[number % len(PLACES)].count("{}"))
        ]
        fragment = PLACES[number % len(PLACES)].format(*map(html.escape, words))
        root = etree.fromstring(f"<x xmlns:xlink='http://www.w3.org/1999/xlink'>{fragment}</x>")
        pages.append(f"{wiki.each(list(root)).strip()}\n")
        wanted.append([fold(one.replace("\u00a0", " ")) for one in words])
    wrong = []
    for page, words, (tree, _, _) in zip(pages, wanted, rendered(pages), strict=True):
        found = fold(text(tree).replace("\u00a0", " "))
        wrong += [(page, one, found) for one in words if one not in found]
        wrong += [
            (page, "markup", found) for _ in tree.xpath("//script|//img|//a[contains(@class, 'free') or contains(@class, 'mw-magiclink')]")
        ]
    assert wrong == []
