"""Leads: where a reference, or a title in it, leads without a word of it, its address stands behind the reference."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import listed, new, take, unwrap
from pipeline.tree import HREF, text_of

_TITLES: Final = frozenset(listed("article-title chapter-title data-title part-title source trans-title"))
_WEB: Final = re.compile(r"https?://\S+")
_BARE: Final = re.compile(r"https?(?=://)(?:://(?:dx\.)?doi\.org/)?")


def leads(work: etree._Element) -> None:
    """The addresses of one citation, each once, unless its words or identifiers say them."""
    titles = [child for child in work if child.tag in _TITLES]
    found = [take(one, HREF) for one in (work, *titles) if _WEB.fullmatch(one.get(HREF) or "")]
    for link in [one for title in titles for one in title.iter("ext-link") if _WEB.fullmatch(one.get(HREF) or "")]:
        if _bare(text_of(link)) != _bare(str(link.get(HREF))):  # else the title is the address
            found.append(str(link.get(HREF)))
            unwrap(link)
    for address in dict.fromkeys(found):
        if not _is_said(address, work):
            _add(address, work)


def _is_said(address: str, work: etree._Element) -> bool:
    said = _bare(address)
    return said in text_of(work).lower() or any(said in (link.get(HREF) or "").lower() for link in work.iter("ext-link"))


def _bare(address: str) -> str:
    """What an address and its variants have in common: that of a DOI, a safe one, one with a slash at its end."""
    return _BARE.sub("", address.lower(), count=1).rstrip("/")


def _add(address: str, work: etree._Element) -> None:
    """The address as a link, behind the words if there are any."""
    link = new("ext-link", work, {"ext-link-type": "uri", HREF: address}, [address])
    if work.tag == "mixed-citation" and len(work):
        work[-1].tail = f"{(work[-1].tail or '').rstrip()} "
    elif work.tag == "mixed-citation":
        work.text = f"{(work.text or '').rstrip()} "
    work.append(link)
