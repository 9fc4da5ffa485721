"""Custom: what the profile has no element for stands in `custom-meta`, under its JATS name in words."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.importers.jats.names import ELEMENTS
from pipeline.importers.jats.tools import new, remove, said
from pipeline.tree import HREF

_NAMES: Final = {
    "contrib-group": "People of the journal",
    "isbn": "ISBN",
    "conf-num": "Number of the conference",
    "pub-date-not-available": "Published",
    "self-uri": "Address",
    "ext-link": "Address",
}


def keep(child: etree._Element, meta: etree._Element, kind: str = "") -> None:
    """What the profile has no element for, under its JATS name in words or that of its kind."""
    remove(child)
    words = said(child)
    if not words and not child.get(HREF):
        return
    group = meta.find("custom-meta-group")
    if group is None:
        group = new("custom-meta-group", child)
        meta.append(group)
    tag = etree.QName(child).localname
    said_as = _NAMES.get(tag, tag.replace("-", " ").capitalize()) if tag in ELEMENTS else tag
    name = kind or said_as + (f" ({child.get('content-type')})" if child.get("content-type") else "")
    address = child.get(HREF) or ""
    value = f"{words} ({address})" if words and address and address not in words else words or address
    pair = [new("meta-name", child, None, [name]), new("meta-value", child, None, [value])]
    group.append(new("custom-meta", child, None, pair))
