"""Matter: the parts of front matter, one function an element: titles, dates, rights, keywords, funding."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import dates
from pipeline.importers.jats.allowed import INLINE
from pipeline.importers.jats.custom import keep
from pipeline.importers.jats.keywords import keywords, terms
from pipeline.importers.jats.lines import lines
from pipeline.importers.jats.tools import (
    content,
    document_of,
    fill,
    has_words,
    is_empty,
    new,
    part,
    remove,
    rename,
    replace,
    runs,
    said,
    take,
    trim,
    unwrap,
)
from pipeline.tree import HREF, LANG, find_all, fold, text_of

_PLACES: Final = {"journal-id": "", "vol": "vol. ", "issue": "no. ", "page": "p. "}  # where a related article was printed
_FORMATS: Final = {
    "epub": "electronic", "online": "electronic", "ppub": "print", "print": "print", "epreprint": "electronic", "collection": "collection",
}  # fmt: skip


def _categories(element: etree._Element, report: Report) -> None:
    for extra in find_all(element, "./*[not(self::subj-group)]"):
        meta = element.getparent()
        if meta is not None:
            keep(extra, meta)
    for subject in list(element.iter("compound-subject")):
        terms(rename(subject, "subject"))
    for group in list(element.iter("subj-group")):
        group[:] = sorted(group, key=lambda child: child.tag == "subj-group")
        if group.find("subject") is None:
            group.insert(0, new("subject", group))
    if not len(element):
        remove(element)


def _titles(element: etree._Element, report: Report) -> None:
    """Title, subtitles, translations: each translation with its language."""
    for note in element.findall("fn-group"):
        _move_notes(note)
    _called_by_what_it_reviews(element.find("article-title"), report)
    for title in element.findall("trans-title"):
        group = new("trans-title-group", title, {LANG: take(title, LANG) or "und"})
        replace(title, group)
        group.append(title)
    for group in element.findall("trans-title-group"):
        if not group.get(LANG):
            inner = next((child for child in group if child.get(LANG)), None)
            group.set(LANG, str(inner.attrib.pop(LANG)) if inner is not None else "und")
    for subtitle in element.findall("trans-subtitle"):
        previous = subtitle.getprevious()
        if previous is not None and previous.tag == "trans-title-group":
            previous.append(subtitle)
    order = ("article-title", "subtitle", "trans-title-group", "alt-title")
    element[:] = sorted(element, key=lambda child: order.index(child.tag) if child.tag in order else len(order))
    if element.find("article-title") is None:
        element.insert(0, new("article-title", element))


def _called_by_what_it_reviews(title: etree._Element | None, report: Report) -> None:
    """A review without a title of its own is called by the works that it is about."""
    meta = title.getparent().getparent() if title is not None else None  # type: ignore[union-attr]
    named = [text_of(source) for source in meta.iterfind("product//source") if text_of(source)] if meta is not None else []
    if title is not None and named and is_empty(title):
        report("import-guess", "the article has no title; it is called by what it reviews", title)
        title.text = "; ".join(named)


def _move_notes(group: etree._Element) -> None:
    """The notes of a title stand before the footnotes of its text."""
    document = document_of(group)
    remove(group)
    group.tail = None
    back = part(document, "back")
    called = {key for xref in document.iter("xref") for key in (xref.get("rid") or "").split()}
    footnotes = next((one for one in back.findall("fn-group") if any(fn.get("id") in called for fn in one.findall("fn"))), None)
    if footnotes is None or group.find("title") is not None:
        back.append(group)
    else:
        place = len(footnotes.findall("title") + footnotes.findall("label"))
        footnotes[place:place] = list(group)


def _author_notes(element: etree._Element, report: Report) -> None:
    if has_words(element):
        runs(element, {str(child.tag) for child in element if child.tag not in INLINE})
    for child in list(element):
        if child.tag in ("title", "label"):
            rename(child, "fn", fn_type="other").append(new("p", child, None, content(child)))
        elif child.tag == "p":
            holder = new("fn", child, {"fn-type": "other"})
            replace(child, holder)
            holder.append(child)
        elif child.tag == "corresp":
            lines(child)
    if not len(element):
        remove(element)


def _history(element: etree._Element, report: Report) -> None:
    """Dates; what is written out is kept in words, too."""
    meta = element.getparent()
    if (whole := has_words(element)) and meta is not None:
        parts = [element.text or "", *(part or "" for child in element for part in (said(child), child.tail))]
        keep(new("history", element, None, [fold(" ".join(parts))]), meta)
        element[:] = element.findall("date")
        element.text = None
        for child in element:
            child.tail = None
    for child in list(element):
        if child.tag != "date" or not dates.dated(child, report):
            if meta is not None and not whole:
                keep(child, meta, (child.get("date-type") or "").replace("-", " ").capitalize())
            elif whole:
                remove(child)
        elif not child.get("date-type"):
            child.set("date-type", "other")
    if not len(element):
        remove(element)


def _pub_date(element: etree._Element, report: Report) -> None:
    kind = take(element, "pub-type")
    if kind:
        if kind in _FORMATS and kind != "collection":
            element.set("publication-format", _FORMATS[kind])
            kind = "preprint" if kind == "epreprint" else "pub"
        element.set("date-type", element.get("date-type") or ("pub" if kind == "epub-ppub" else kind))
    elif (said := element.get("publication-format")) in _FORMATS:
        element.set("publication-format", _FORMATS[str(said)])
    if element.get("date-type") in ("publication", "published"):
        element.set("date-type", "pub")
    if not dates.dated(element, report):
        meta = element.getparent()
        if meta is not None:
            keep(element, meta)


def _permissions(element: etree._Element, report: Report) -> None:
    for one in list(element.iter("license")):
        licence(one)
    for year in element.findall("copyright-year"):
        year.text = (year.text or "").strip(" \t\r\n,.;") or None
    order = ("copyright-statement", "copyright-year", "copyright-holder")
    element[:] = sorted(element, key=lambda child: order.index(child.tag) if child.tag in order else len(order))
    if not len(element):
        remove(element)


def licence(licence: etree._Element) -> None:
    """A licence: its address, and paragraphs of its own kind."""
    for reference in list(licence.iter("{*}license_ref")):
        address = text_of(reference)
        remove(reference) if reference.getparent() is licence else unwrap(reference)
        if not licence.get(HREF):
            licence.set(HREF, address)
        elif address and address != licence.get(HREF):
            link = new("ext-link", licence, {"ext-link-type": "uri", HREF: address}, [address])
            licence.append(new("license-p", licence, None, [link]))
    for p in licence.findall("p"):
        rename(p, "license-p")
    if has_words(licence):
        fill(licence, [new("license-p", licence, None, content(licence))])
    if licence.find("license-p") is None:
        address = licence.get(HREF) or ""
        words = [new("ext-link", licence, {"ext-link-type": "uri", HREF: address}, [address])] if address else []
        licence.append(new("license-p", licence, None, words))


def _related(element: etree._Element, report: Report) -> None:
    if not element.get("related-article-type"):
        element.set("related-article-type", "other")
    said = [f"{name}{element.get(key)}" for key, name in _PLACES.items() if element.get(key)]
    if said and not text_of(element):
        element.text = ", ".join(said)
    _linked(element)
    for inner in find_all(element, ".//*[self::name or self::person-group or self::string-name]"):
        if inner.getnext() is not None and not re.match(r"\s*[.;:]", inner.tail or ""):
            inner.tail = ", " + (inner.tail or "").lstrip(" ,")


def _linked(element: etree._Element) -> None:
    """What has no address of its own leads where the first link in it leads."""
    if not element.get(HREF) and (inner := element.find(".//ext-link")) is not None and inner.get(HREF):
        element.set(HREF, str(inner.get(HREF)))
        if kind := inner.get("ext-link-type"):
            element.set("ext-link-type", kind)


def related_object(element: etree._Element) -> None:
    """A related object is a related article of its kind; a DOI or an address that identifies it, or that it links to, leads to it."""
    rename(element, "related-article").set("related-article-type", take(element, "link-type") or "related-object")
    for key in ("object-id", "document-id", "source-id"):
        known = element.get(key) or ""
        if not element.get(HREF) and (element.get(f"{key}-type") == "doi" or "://" in known):
            element.attrib.update({HREF: take(element, key), **({} if "://" in known else {"ext-link-type": "doi"})})
            take(element, f"{key}-type")
    _linked(element)
    if not text_of(element) and element.get(HREF):
        element.text = element.get(HREF)


def _funding(element: etree._Element, report: Report) -> None:
    for award in element.findall("award-group"):
        for child in award:
            if child.tag == "principal-investigator":
                rename(child, "principal-award-recipient")
            elif child.tag in ("support-source", "contract-sponsor"):
                rename(child, "funding-source")
            elif child.tag in ("contract-num", "award-name", "award-desc"):
                rename(child, "award-id")
        order = ("funding-source", "award-id", "principal-award-recipient")
        award[:] = sorted(award, key=lambda child: order.index(child.tag) if child.tag in order else 1)
        for name in find_all(award, "./principal-award-recipient/string-name"):
            unwrap(name)
        for child in award:
            trim(child)
    for statement in element.findall("open-access"):
        for p in list(statement):
            unwrap(p)
        rename(statement, "funding-statement")
    element[:] = sorted(element, key=lambda child: child.tag == "funding-statement")


def _conference(element: etree._Element, report: Report) -> None:
    meta = element.getparent()
    order = ("conf-date", "conf-name", "conf-loc")
    for child in list(element):
        if child.tag not in order and meta is not None:
            name = child.tag in ("conf-acronym", "string-conf") and element.find("conf-name") is None
            rename(child, "conf-name") if name else keep(child, meta)
    for tag in order[:2]:
        if element.find(tag) is None:
            element.append(new(tag, element))
    element[:] = sorted(element, key=lambda child: order.index(child.tag) if child.tag in order else 3)


def _abstract(element: etree._Element, report: Report) -> None:
    """A label of an abstract is its heading; one of nothing is none."""
    if is_empty(element):
        remove(element)
    if has_words(element):
        runs(element, {str(child.tag) for child in element if child.tag not in INLINE})
    label = element.find("label")
    if label is not None and element.find("title") is None:
        rename(label, "title")


def _trans_abstract(element: etree._Element, report: Report) -> None:
    _abstract(element, report)
    if not element.get(LANG):
        report("import-guess", "a translated abstract does not say its language", element)
        element.set(LANG, "und")


MENDS: Final = {
    "article-categories": _categories,
    "title-group": _titles,
    "author-notes": _author_notes,
    "history": _history,
    "pub-date": _pub_date,
    "permissions": _permissions,
    "related-article": _related,
    "kwd-group": keywords,
    "funding-group": _funding,
    "conference": _conference,
    "abstract": _abstract,
    "trans-abstract": _trans_abstract,
}
