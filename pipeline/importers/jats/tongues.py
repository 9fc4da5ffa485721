"""Tongues: affiliations that a file says in several languages share a number, and are all named by references to them."""

from __future__ import annotations

from lxml import etree

from pipeline.importers.jats.tools import document_of, new, unwrap


def numbered(root: etree._Element) -> None:
    """Affiliations in several languages share a number, unless the article has marks of its own."""
    for document in root.iter("article", "sub-article"):
        affs = [aff for aff in document.iter("aff") if document_of(aff) is document]
        places = list(dict.fromkeys(_place_of(aff) for aff in affs))
        if len(places) == len(affs) or any(aff.find("label") is not None for aff in affs):
            continue
        for aff in affs:
            words, aff.text = aff.text, None
            aff.insert(0, new("label", aff, None, [str(places.index(_place_of(aff)) + 1)]))
            aff[0].tail = words


def _place_of(aff: etree._Element) -> etree._Element:
    parent = aff.getparent()
    return parent if parent is not None and parent.tag == "aff-alternatives" else aff


def several(wrapper: etree._Element) -> None:
    """An affiliation in several languages: all of them, and references name them all."""
    ids = [str(aff.get("id")) for aff in wrapper.findall("aff")]
    old = wrapper.get("id")
    root = wrapper.getroottree().getroot()
    for xref in root.iter("xref"):
        keys = (xref.get("rid") or "").split()
        if old and old in keys:
            xref.set("rid", " ".join(new for key in keys for new in (ids if key == old else [key])))
    wrapper.text = None
    unwrap(wrapper)
