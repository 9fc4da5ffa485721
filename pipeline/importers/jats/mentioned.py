"""Mentioned: the files and films that stand in a line, a cell or a heading are links to them."""

from __future__ import annotations

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import content, new, replace, said, unwrap
from pipeline.tree import HREF


def file(element: etree._Element, report: Report) -> None:
    """A file mentioned in the text is a link to it."""
    own, address = {key: str(element.get(key)) for key in ("id",) if element.get(key)}, element.get(HREF)
    if not address:
        replace(element, new("styled-content", element, own, content(element))) if own else unwrap(element)
        return
    words = said(element) or address
    replace(element, new("ext-link", element, {"ext-link-type": "file", HREF: address} | own, [words]))


def film(element: etree._Element, report: Report) -> None:
    """A film in a cell or a heading, which hold none, is a link to it."""
    home = next((one for one in element.iterancestors() if one.tag != "p"), None)
    if home is not None and home.tag in ("td", "th", "title"):
        file(element, report)
