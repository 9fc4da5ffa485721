"""The colophon: what is known about the article beside its text: dates, licence, funding, roles, identifiers."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.addresses import bare_doi
from pipeline.exporters.html.back import level, section_id, spaced, word
from pipeline.exporters.html.front import is_said
from pipeline.exporters.html.table import html
from pipeline.exporters.html.xhtml import address, doi_link, h, shared
from pipeline.markup import Parts
from pipeline.metadata import FLAGS, person
from pipeline.rules import Rules
from pipeline.tree import HREF, find_all, text_of

_IDS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "pmc": "PMCID", "arxiv": "arXiv", "other": "ID", "sici": "SICI"}
_DATES = {"received": "received", "rev-recd": "revised", "accepted": "accepted", "pub": "published", "collection": "published"}
_WORDS = {"funding-group": "funding", "permissions": "licence", "author-notes": "notes"}
_CODE = re.compile("(?!..?-)[a-z]+(?:[-_][a-z]+)+")  # a name for machines, whose parts are words; "e-mail" and "co-author" are one
_ABBREVIATED = ("nlm-ta", "iso-abbrev")  # kinds of codes of a journal that are a title of it


def colophon(document: etree._Element, render: Rules[Parts]) -> etree._Element | None:
    """A section of terms and what they are about an article or a sub-article, or nothing if nothing is known."""
    front = next(iter(find_all(document, "front[article-meta] | front-stub")), None)
    if front is None:
        return None
    rows = [(label, parts) for label, parts in _rows(front, render) if parts]
    items = [item for label, parts in rows for item in (h("dt", parts=[label]), h("dd", parts=parts))]
    if not items:
        return None
    key = "at.colophon" if front.tag == "front" else section_id(front)
    head = h(f"h{level(front)}", parts=[word(document, "colophon")])
    return h("section", {"class": "colophon", "role": "doc-colophon", "id": key}, [head, h("dl", parts=items)])


def _rows(front: etree._Element, render: Rules[Parts]) -> list[tuple[str, Parts]]:
    """Each term with what is said of it; kinds that are given more than once have a row each."""
    meta = front if front.tag == "front-stub" else front.find("article-meta")
    assert meta is not None
    found = find_all(
        meta, "article-id | pub-date | history/date | permissions | funding-group | conference | related-article | self-uri | alt-title"
    )
    found += find_all(meta, "title-group/alt-title | author-notes | custom-meta-group/custom-meta")
    journal, taken = _journal(front, meta, render)
    rows = [(_term(element), render.render(element)) for element in found if element not in taken and not _again(element)]
    return [*journal, *rows, *_people(meta, render)]


def _again(element: etree._Element) -> bool:
    """Whether the day on which an article appeared is said already, of another of its forms, or its DOI; or a short title is the title."""
    if element.tag == "pub-date":
        before = [one for one in element.itersiblings("pub-date", preceding=True) if _term(one) == _term(element)]
        said = [[(part.tag, text_of(part)) for part in one] for one in (element, *before)]
        return said[0] in said[1:]
    if element.tag == "self-uri":
        own = [text_of(one) for one in element.itersiblings("article-id", preceding=True) if one.get("pub-id-type") == "doi"]
        return not text_of(element) and bare_doi(element.get(HREF) or "") in own
    return element.tag == "alt-title" and text_of(element) == text_of(element.getparent().find("article-title"))  # type: ignore[union-attr]


def _term(element: etree._Element) -> str:
    """The word before a row."""
    kind = element.get("pub-id-type") or element.get("date-type") or element.get("related-article-type") or ""
    if element.tag == "article-id":
        return word(element, "publisher") if kind == "publisher-id" else _IDS.get(kind, kind)
    if element.tag in ("date", "pub-date"):
        return word(element, _DATES.get(kind, kind or "published"))
    if element.tag == "related-article" and kind != "other":
        return word(element, kind)
    if element.tag == "custom-meta":
        name = text_of(element.find("meta-name"))
        return word(element, name) if _CODE.fullmatch(name) else name
    if element.tag == "self-uri":
        return "URL"
    return word(element, _WORDS.get(str(element.tag), str(element.tag)))


def _journal(front: etree._Element, meta: etree._Element, render: Rules[Parts]) -> tuple[list[tuple[str, Parts]], list[etree._Element]]:
    """What the journal line has no room for: other titles, ISSN, publisher, codes; and what of the article is said among it."""
    titles = find_all(front, "journal-meta/journal-title-group/journal-title | journal-meta/journal-title-group/abbrev-journal-title")
    keys = sorted(front.iterfind("journal-meta/journal-id"), key=lambda key: key.get("journal-id-type") not in _ABBREVIATED)
    issns, publishers = find_all(front, "journal-meta/issn"), find_all(front, "journal-meta/publisher")
    named = _each_once([*titles, *keys], render)
    dates = find_all(meta, "pub-date[@date-type='collection']") if named else []
    numbers = find_all(meta, "article-id[@pub-id-type='publisher-id']") if publishers else []
    codes = find_all(meta, "article-id[@pub-id-type='publisher-id' or @pub-id-type='other']") if len(numbers) > 1 else []
    since: Parts = [part for date in dates for part in (", ", *render.render(date))]
    rows = [(word(front, "journal"), [*_bracketed(named), *since] if named else []), ("ISSN", _listed(_each_once(issns, render)))]
    said = [*[render.render(one) for one in publishers[:1]], *_each_once([] if codes else numbers, render)]
    rows += [(word(front, "publisher"), _bracketed(said))] + [(word(front, "publisher"), render.render(one)) for one in publishers[1:]]
    rows.append((_IDS["other"], _listed(_each_once(codes, render))))
    return rows, [*dates, *numbers, *codes]


def _each_once(elements: list[etree._Element], render: Rules[Parts]) -> list[Parts]:
    """What elements say, those that say the same once: a title may be its own abbreviation."""
    first: dict[str, etree._Element] = {}
    for element in elements:
        first.setdefault(text_of(element), element)
    return [render.render(element) for words, element in first.items() if words]


def _bracketed(said: list[Parts]) -> Parts:
    """The first of several, the others in brackets behind it."""
    return [*(said[0] if said else []), *([" (", *_listed(said[1:]), ")"] if len(said) > 1 else [])]


def _listed(said: list[Parts]) -> Parts:
    return [part for n, some in enumerate(said) for part in ([", ", *some] if n else some)]


def _people(meta: etree._Element, render: Rules[Parts]) -> list[tuple[str, Parts]]:
    """What the contributors did, where they can be reached, who they are."""
    rows: list[tuple[str, Parts]] = []
    for contrib in meta.findall("contrib-group/contrib"):
        said = [*_flags(contrib), *(some for child in contrib if is_said(child) and (some := render.render(child)))]
        parts = [part for n, some in enumerate(said) for part in ([", ", *some] if n else some)]
        parts += [part for bio in contrib.findall("bio") for part in render.render(bio)]
        rows.append((person(contrib).display, parts))
    return rows


def _flags(contrib: etree._Element) -> list[Parts]:
    """What only attributes say of a contributor: no note is called that would say it."""
    called = {one.get("ref-type") for one in contrib.findall("xref")}
    told = "fn" in called
    return [[word(contrib, flag)] for flag in FLAGS if contrib.get(flag) == "yes" and not (told or flag in called)]


@html("journal-id", "journal-title", "abbrev-journal-title", "article-id", "alt-title", "meta-name", "meta-value", "role")
@html("award-id", "copyright-statement", "copyright-year", "copyright-holder", "kwd-text")
def said(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Words with their language; an identifier that can be followed is a link."""
    if element.get("pub-id-type") == "doi":
        return [doi_link(element, render.inside(element))]
    return [h("span", shared(element), render.inside(element))] if any(shared(element).values()) else render.inside(element)


@html("publisher")
def publisher(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A publisher and where it is."""
    return spaced(element, render, ", ")


@html("pub-date", "history/date")
def when(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A date of the article, in the order of ISO 8601, which every reader of any language understands."""
    if element.find("season") is not None:
        return spaced(element, render, " ")
    parts = [text_of(element.find(tag)) for tag in ("year", "month", "day")]
    iso = "-".join(part.zfill(2) for part in parts if part)
    plain = len(parts[0]) == 4 and parts[0].isdigit() and (parts[1] or not parts[2])
    return [h("time", {"datetime": iso if plain else None}, [iso])] if plain else [iso]


@html("permissions")
def permissions(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Who holds the rights, and the licence."""
    shown = element.findall("copyright-statement")
    said = " ".join(text_of(one) for one in shown)
    shown += [one for one in element.findall("copyright-year") + element.findall("copyright-holder") if text_of(one) not in said]
    lines = [h("p", {"class": "copyright"}, spaced_of(shown, render))] if shown else []
    return [*lines, *render.each([child for child in element if child.tag == "license"])]


def spaced_of(elements: list[etree._Element], render: Rules[Parts]) -> Parts:
    """These elements with spaces between."""
    return [part for n, one in enumerate(elements) for part in ([" ", *render.render(one)] if n else render.render(one))]


@html("license")
def licence(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The words of the licence and its address."""
    said = element.get(HREF) or ""
    href = address(said)
    shown = [h("p", {"class": "licence"}, [h("a", {"href": href, "rel": "license"}, [said]) if href else said])] if said else []
    return [h("div", shared(element, class_="licence"), [*render.each(list(element)), *shown])]


@html("license-p")
def licence_words(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A paragraph of the licence."""
    return [h("p", parts=render.inside(element))]


@html("free_to_read")
def free_to_read(_element: etree._Element, _render: Rules[Parts]) -> Parts:
    """Says nothing to a reader who reads."""
    return []


@html("award-group")
def award(element: etree._Element, render: Rules[Parts]) -> Parts:
    """One award: who paid, its number, who got it."""
    inside = spaced(element, render, ", ")
    return [h("span", shared(element), inside)] if element.get("id") else inside


@html("funding-group", "conference")
def group(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Its parts, one after the other."""
    return spaced(element, render, "; " if element.tag == "funding-group" else ", ")


@html("principal-award-recipient")
def recipients(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Who got an award; names with nothing between them are parted by commas."""
    parts: Parts = [element.text or ""]
    for name in element:
        parts += [*render.render(name), name.tail or (", " if name.getnext() is not None else "")]
    return parts


@html("funding-source", "funding-statement")
def funding(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Who paid, whom, for what."""
    return render.inside(element)


@html("author-notes")
def author_notes(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Correspondence and notes about the authors."""
    return render.each(list(element))


@html("corresp")
def corresp(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Where to write to."""
    return [h("p", shared(element, class_="correspondence"), render.inside(element))]


@html("bio")
def bio(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A life in short."""
    return [h("div", shared(element, class_="bio"), render.each(list(element)))]


@html("related-article")
def related(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An article that belongs to this one: its words, or its address; a link if it has one."""
    href = element.get(HREF)
    if href and element.get("ext-link-type") == "doi" and "://" not in href:
        href = f"https://doi.org/{href}"
    words = render.inside(element) or [element.get(HREF) or element.get("related-article-type") or ""]
    return [h("a" if href and address(href) else "span", shared(element, href=address(href) if href else None), words)]


@html("self-uri")
def self_uri(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Where the article can be read."""
    href = element.get(HREF) or ""
    return [h("a" if address(href) else "span", {"href": address(href)}, render.inside(element) or [href])]


@html("custom-meta")
def custom_meta(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A field of the publisher's own."""
    return render.each(element.findall("meta-value")) or ["–"]


@html("journal-meta", "article-meta", "article-categories", "journal-title-group", "history", "custom-meta-group", "subj-group", "article")
def inside_only(element: etree._Element, render: Rules[Parts]) -> Parts:
    """What only holds other parts."""
    return render.each(list(element))
