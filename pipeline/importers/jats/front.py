"""Front: the metadata of the journal, of the article and of sub-articles, in the names and the order of the profile."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.custom import keep
from pipeline.importers.jats.identifiers import identifier_kind, own_identifier
from pipeline.importers.jats.journal import journal
from pipeline.importers.jats.matter import MENDS, licence, related_object
from pipeline.importers.jats.names import ELEMENTS
from pipeline.importers.jats.tools import (
    content,
    has_words,
    listed,
    new,
    part,
    remove,
    rename,
    replace,
    take,
)
from pipeline.tree import HREF, text_of

ORDER: Final = listed(
    """
    article-id article-categories title-group contrib-group aff author-notes pub-date volume issue fpage lpage elocation-id product
    history permissions self-uri related-article abstract trans-abstract kwd-group funding-group conference custom-meta-group
    """
)
# What has no place of its own in the profile: it is named in custom-meta.
_CUSTOM: Final = listed(
    """
    article-version volume-id volume-series issue-id issue-title issue-sponsor issue-part supplement isbn page-range
    pub-date-not-available volume-issue-group issue-title-group article-version-alternatives open-access support-group email ext-link
    content-language journal-subtitle notes trans-journal-title
    """
)
_LATER: Final = ("fn", "fn-group", "x")  # notes go where notes are
_OF_BACK: Final = ("ack", "app-group", "glossary", "ref-list")
_BLOCKS: Final = ("boxed-text", "fig", "fig-group", "list", "p", "sec", "supplementary-material", "table-wrap")
_CONTRACTS: Final = ("contract-num", "contract-sponsor", "grant-num", "grant-sponsor")
_FRONT: Final = ("article-meta", "front-stub")


def front(root: etree._Element, report: Report) -> None:
    """All front matter of the file."""
    for document in list(root.iter("article", "sub-article")):
        _document(document)
    for meta in list(root.iter(*_FRONT)):
        if meta.getparent() is not None:  # else it stood in another, and is words of that
            _meta(meta, report)
    if (head := root.find("front")) is not None:
        journal(head)


def _document(document: etree._Element) -> None:
    """A document has its front matter: of an article a `front`, of all within it a `front-stub`."""
    if document.tag == "article":
        _article(document)
        return
    if not document.get("article-type"):
        document.set("article-type", "other")
    if (head := document.find("front")) is not None:
        _extras(document, head)
        meta = head.find("article-meta")
        replace(head, rename(meta, "front-stub") if meta is not None else new("front-stub", head))
    if document.find("front-stub") is None:
        document.insert(0, new("front-stub", document))


def _article(article: etree._Element) -> None:
    head = article.find("front")
    if head is None:
        head = new("front", article)
        article.insert(0, head)
    if head.find("article-meta") is None:
        head.append(new("article-meta", head))
    _extras(article, head)


def _extras(document: etree._Element, head: etree._Element) -> None:
    """What stands in front matter beside the two that say what a document is, is said behind it."""
    for extra in list(head):
        if extra.tag not in ("journal-meta", "article-meta"):
            head.remove(extra)
            extra.tail = None
            part(document, "back").append(rename(extra, "notes"))


def _meta(meta: etree._Element, report: Report) -> None:
    """One article-meta or front-stub."""
    for funding in meta.findall("support-group/funding-group"):
        meta.append(funding)
    _contracts(meta)
    for child in list(meta):
        _child(child, meta, report)
    for child in [one for one in meta if one.tag not in ORDER and one.tag not in _LATER and text_of(one)]:
        where = "its words stand under its name among those of custom metadata"  # else they would be its neighbour's
        report("import-simplified", f"<{child.tag}> may not stand in <{meta.tag}>; {where}", child)
        keep(child, meta)
    if meta.tag == "article-meta" and meta.find("title-group") is None:
        report("import-repaired", "the article has no title", meta)
        meta.append(new("title-group", meta, None, [new("article-title", meta)]))
    _one(meta, "history", "author-notes", "article-categories", "permissions", "custom-meta-group")
    if meta.find("fpage") is not None and (number := meta.find("elocation-id")) is not None:
        keep(number, meta)
    if meta.find("fpage") is None and (last := meta.find("lpage")) is not None:
        rename(last, "fpage")
    meta.text = None
    meta[:] = sorted(meta, key=lambda child: ORDER.index(child.tag) if child.tag in ORDER else len(ORDER))
    for child in meta:
        child.tail = None


def _child(child: etree._Element, meta: etree._Element, report: Report) -> None:
    tag = str(child.tag)
    if tag == "counts":
        for words in child.findall("p"):
            keep(words, meta, "Counts")
        report("import-simplified", "counts of pages, words and pictures can be counted again; they are left out", child)
        remove(child)
    elif tag in _CUSTOM:
        keep(child, meta)
    elif tag in ("copyright-statement", "copyright-year", "copyright-holder", "license"):
        _permission(child, meta)
    elif tag == "related-article" and child.get("related-article-type") == "pdf" and not text_of(child):
        rename(child, "self-uri", content_type="pdf").attrib.pop("related-article-type")
    elif tag == "related-object":
        related_object(child)
    elif tag in _OF_BACK or tag in _BLOCKS:
        _behind(child, meta, report)
    elif tag == "unstructured-kwd-group":
        text = content(child)
        rename(child, "kwd-group").append(new("kwd", child, None, text))
    elif tag == "pub-history":
        _events(child, meta, report)
    elif tag == "article-id":
        _identifier(child, meta)
    elif tag not in ELEMENTS and has_words(child):
        report(
            "import-simplified",
            f"<{etree.QName(child).localname}> is no element of JATS; its words stand under its name among those of custom metadata",
            child,
        )
        keep(child, meta)
    if child.getparent() is meta and (mend := MENDS.get(str(child.tag))):
        mend(child, report)


def _behind(child: etree._Element, meta: etree._Element, report: Report) -> None:
    """What has pictures, links or paragraphs stands in the back matter, where they can be shown."""
    document = meta.getparent() if meta.tag == "front-stub" else meta.getroottree().getroot()
    remove(child)
    child.tail = None
    if child.tag != "supplementary-material":
        report("import-simplified", f"a <{child.tag}> inside <{meta.tag}> stands in the back matter", child)
    kind = {"notes-type": "supplementary-material"} if child.tag == "supplementary-material" else {}
    part(document, "back").append(child if child.tag in _OF_BACK else new("notes", child, kind, [child]))  # type: ignore[arg-type]


def _permission(child: etree._Element, meta: etree._Element) -> None:
    """A licence or a part of the copyright goes where the others are."""
    holder = meta.find("permissions")
    if holder is None:
        holder = new("permissions", child)
        meta.append(holder)
    holder.append(child)
    if child.tag == "license":
        licence(child)


def _identifier(number: etree._Element, meta: etree._Element) -> None:
    """A number of the article; one of a kind that the profile has no name for stands among the custom metadata."""
    if kind := take(number, "custom-type"):
        keep(number, meta, kind)
    elif text_of(number) and _of_a_register(number):
        keep(number, meta, str(number.get("pub-id-type")))
    else:
        own_identifier(number)


def _of_a_register(number: etree._Element) -> bool:
    """Whether a number is of a register that the profile does not know by name, as `udc`."""
    kind = number.get("pub-id-type") or "other"
    return bool(re.fullmatch("(?!ur[il])[a-z]{2,4}", kind)) and identifier_kind(kind, text_of(number)) == "other"


def _one(meta: etree._Element, *tags: str) -> None:
    """Several of a kind that may be there once: all in the first."""
    for tag in tags:
        found = meta.findall(tag)
        for extra in found[1:]:
            found[0].extend(list(extra))
            meta.remove(extra)


def _contracts(meta: etree._Element) -> None:
    """NLM 2: contracts and grants; a number names its sponsor, or is that of the only one, or of the one before it."""
    found = [child for child in meta if child.tag in _CONTRACTS]
    sponsors = [child for child in found if str(child.tag).endswith("-sponsor")]
    groups = {id(child): [child] for child in sponsors}
    for place, child in enumerate(found):
        if child in sponsors:
            continue
        named = [one for one in sponsors if one.get("id") and one.get("id") == child.get("rid")]
        before = [one for one in found[:place][-1:] if one in sponsors]
        owner = next(iter(named or (sponsors if len(sponsors) == 1 else before)), child)
        groups.setdefault(id(owner), []).append(child)
    for parts in groups.values():
        group = new("award-group", parts[0])
        for child in parts:
            child.attrib.clear()
            remove(child)
            group.append(rename(child, "award-id" if str(child.tag).endswith("-num") else "funding-source"))
        meta.append(new("funding-group", group, None, [group]))


def _events(element: etree._Element, meta: etree._Element, report: Report) -> None:
    """The events of a publication history: their dates join the history, their words custom-meta."""
    history = new("history", element)
    for event in list(element):
        for date in event.findall("date"):
            date.set("date-type", date.get("date-type") or event.get("event-type") or "other")
            history.append(date)
        for link in [one for one in event.iter("ext-link", "self-uri") if (one.get(HREF) or "") not in text_of(one)]:
            link.tail = f" ({link.get(HREF)}){link.tail or ''}"
        keep(event, meta)
    remove(element)
    meta.append(history)
    MENDS["history"](history, report)
