"""Funders: who has paid, a name with its number, and who has got it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import affiliations
from pipeline.importers.jats.tools import content, has_words, new, remove, replace, trim, unwrap
from pipeline.tree import text_of

_FUNDER_ID: Final = re.compile(r"\b(?:id|identifier)\b.*(?:10\.13039/|https?://ror\.org/)")


def source(element: etree._Element, report: Report) -> None:
    """A funder or a recipient: a name, or words."""
    kept = (
        {"institution-wrap", "institution", "institution-id"}
        if element.tag == "funding-source"
        else {"name", "surname", "given-names", "prefix", "suffix"}
    )
    if element.tag == "funding-source":
        _funder(element)
    for wrap in element.findall("institution-wrap"):
        affiliations.institution(wrap)
    for loose in element.findall("institution"):
        replace(loose, wrap := new("institution-wrap", loose))
        wrap.append(loose)
    for inner in [one for one in element.iter("*") if one is not element and one.tag not in kept]:
        following = inner.getnext()
        if following is not None and following.tag not in kept and not (inner.tail or ""):
            inner.tail = "; " if following.tag == "named-content" else " "
        unwrap(inner)


def _funder(element: etree._Element) -> None:
    """The number of a funder that is marked as some content is its identifier, beside its name."""
    marked = [one for one in element.findall("named-content") if _FUNDER_ID.search(f"{one.get('content-type')} {text_of(one)}")]
    if len(marked) != 1 or element.find("institution-wrap") is not None:
        return
    remove(marked[0])
    number = new("institution-id", element, {"institution-id-type": "doi"}, [text_of(marked[0])])
    names = [one for one in element.findall("named-content") if re.search(r"(?:^|[-:])name$", one.get("content-type") or "")]
    if names and not has_words(element):
        name = new("institution", element, None, content(names[0]))
        remove(names[0])
    else:
        name = new("institution", element, None, content(element))
        trim(name)
    element.insert(0, new("institution-wrap", element, None, [name, number]))
    if len(element) > 1:
        element[0].tail = "; "
