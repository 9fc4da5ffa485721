"""Facts: what a reader wants to know of an article on its first page: when it appeared, its DOI, whom to write to."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.exporters.html import Document, h
from pipeline.exporters.html.xhtml import flat, local, tagged
from pipeline.markup import append

_PARTS = re.compile(r"(?<=[/-])|(?=@)")
_PAGE = 4000  # characters of people and affiliations: more do not fit a page, and the facts stand between them
_SHORT = 240  # characters: what is longer stays in the colophon


def facts(document: Document) -> None:
    """Move them from the colophon of an article of a journal to its header."""
    colophon, header = document.colophon, document.header
    if colophon is None or not any(line.get("class") == "journal" for line in tagged(header, "p")):
        return
    rows = [(term, term.getnext()) for term in tagged(colophon, "dt")]
    chosen = [(term, said) for term, said in rows if said is not None and _wanted(flat([term]), said)]
    chosen = [row for row in chosen if not any(_is_of(row, other) for other in chosen)]
    for link in (link for _, said in chosen for link in tagged(said, "a")):
        _part_address(link)
    told = h("dl", {"class": "facts"}, [one for row in chosen for one in row])
    names = [part for part in header if part.get("class") in ("contributors", "affiliations")]
    last = {"keywords"} if len(flat([*names])) < _PAGE else {"keywords", "affiliations"}
    ends = [place for place, part in enumerate(header) if part.get("class") in last or local(part) == "section"]
    top = list(header)[: min(ends, default=len(header))]
    header.insert(0, h("div", {"class": "head"}, [*top, *([told] if chosen else [])]))
    if not len(listing := next(iter(tagged(colophon, "dl")))):
        listing.getparent().remove(listing)  # type: ignore[union-attr]


def _part_address(link: etree._Element) -> None:
    """Let a DOI or an address of mail be parted where it has parts: the column is narrow."""
    if link.text and not len(link):
        first, *others = _PARTS.split(link.text)
        link.text = first
        append(link, [h("span", {"class": "part"}, [other]) for other in others])


def _is_of(row: tuple[etree._Element, etree._Element], other: tuple[etree._Element, etree._Element]) -> bool:
    """Whether a row says the month or the year of a day that another of its name says."""
    (term, said), (its_term, its_said) = ((flat([one]), flat([day])) for one, day in (row, other))
    return term == its_term and said != its_said and its_said.startswith(said)


def _wanted(term: str, said: etree._Element) -> bool:
    own = [child.get("class") or child.tag.rpartition("}")[2] for child in said]
    return (
        term == "DOI"
        or (own == ["time"] and flat([said]) == flat([*said]) and term.lower() != "collection")
        or (set(own) == {"correspondence"} and len(flat([said])) <= _SHORT)
    )
