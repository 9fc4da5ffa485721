"""Addresses: links lead somewhere; what a program would run is taken off, and its words stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.addresses import safe
from pipeline.article import Article
from pipeline.schema.pictures import FILES, PICTURES
from pipeline.tree import HREF, MATHML, find_all

_LOADS = re.compile(r"[\\@/]|url\s*\(", re.IGNORECASE)  # in the style of a formula: escapes, rules, comments, addresses
_LINKED = "descendant-or-self::*/@xlink:href/.. | descendant-or-self::mml:*[@href or @style]"
_NOT_LINKS = (*PICTURES, *FILES)  # what these name is looked for in the article's folder


def address_safe(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """An address leads to a page, a file, a mailbox or a record; a formula loads nothing."""
    for element, key in _unsafe(article.root):
        yield element, f"{str(element.get(key)).strip()[:80]} is no address to send a reader to; its words stay without it"


def disarm(root: etree._Element) -> None:
    """Take what is not safe off a tree."""
    for element, key in list(_unsafe(root)):
        if element.tag == "ext-link":
            element.text = element.text or (str(element.get(key)) if not len(element) else None)
            element.tag = "comment" if element.getparent().tag == "element-citation" else "styled-content"  # type: ignore[union-attr]
            element.attrib.pop("ext-link-type", "")
        del element.attrib[key]
    for empty in [one for one in root.iter("self-uri") if one.get(HREF) is None]:
        empty.getparent().remove(empty)  # type: ignore[union-attr]


def _unsafe(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements with an attribute that is not safe, and its name."""
    for element in find_all(root, _LINKED):
        in_formula = str(element.tag).startswith(f"{{{MATHML}}}")
        key = "href" if in_formula else HREF
        if element.tag not in _NOT_LINKS and not safe(str(element.get(key) or "")):
            yield element, key
        if in_formula and _LOADS.search(str(element.get("style") or "")):
            yield element, "style"
