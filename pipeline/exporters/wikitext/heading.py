"""Heading: the title of a page, which is its name; mark-up in it stands at the head of the page."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from pipeline.exporters.wikitext.base import Element, Table, inline
from pipeline.tree import find_all, text_of

FORMATTED: Final = "italic|bold|sub|sup|sc|underline|strike|monospace|overline|roman|sans-serif"


def display_title(element: Element, render: Table) -> str:
    """The title with its mark-up, for the head of the page: without citations, links and calls of notes."""
    title = element.find("front/article-meta/title-group/article-title")
    if title is None or not title.xpath("|".join(f".//{tag}" for tag in FORMATTED.split("|"))):
        return ""
    bare = deepcopy(title)
    for citation in find_all(bare, ".//named-content[@content-type='citation']"):
        citation[:], citation.text = [], None
    etree.strip_elements(bare, "xref", "inline-graphic", "inline-formula", with_tail=False)
    for end in bare.iter("break"):
        end.tail = f" {(end.tail or '').lstrip()}"
    etree.strip_tags(bare, "ext-link", "break")
    for shell in [one for one in bare.iter(*FORMATTED.split("|")) if not text_of(one) and not len(one)]:
        shell.tag = "styled-content"  # round a call of a note
    etree.strip_tags(bare, "styled-content")
    if not bare.xpath("|".join(f".//{tag}" for tag in FORMATTED.split("|"))):
        return ""
    return f"{{{{DISPLAYTITLE:{inline(bare, render)}}}}}\n\n"
