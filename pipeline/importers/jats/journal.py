"""Journal: the metadata of the journal; NLM 2 has its titles without a group."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.custom import keep
from pipeline.importers.jats.references import separated
from pipeline.importers.jats.tools import has_words, is_empty, listed, new, remove, rename, take
from pipeline.tree import LANG, find_all, text_of

_PARTS: Final = listed("journal-id journal-title-group journal-title abbrev-journal-title issn issn-l publisher trans-title-group")
_FORMATS: Final = {"epub": "electronic", "online": "electronic", "e-issn": "electronic", "ppub": "print", "p-issn": "print"}


def journal(head: etree._Element) -> None:
    """The `journal-meta` of a front; an article without a journal has the two empty elements that the DTD demands."""
    found, meta = head.find("journal-meta"), head.find("article-meta")
    if found is None or meta is None or is_empty(found):
        if found is not None:
            head.remove(found)
        head.insert(0, new("journal-meta", head, None, [new("journal-id", head), new("issn", head)]))
        return
    for child in list(found):
        if child.tag == "contrib-group":
            _people(child)
        if child.tag == "custom-meta-group":
            _pairs(child, meta)
        if child.tag not in _PARTS:
            keep(child, meta)
    _titles(found, meta)
    for tag in ("journal-id", "issn"):
        if found.find(tag) is None:
            found.append(new(tag, found))
    _parts(found)
    found.text = None
    order = ("journal-id", "journal-title-group", "issn", "publisher")
    found[:] = sorted(found, key=lambda child: order.index(child.tag) if child.tag in order else 0)


def replies(root: etree._Element, report: Report) -> None:
    """Replies are sub-articles; what one says of its journal is left out where its article says it, else it stands in its metadata."""
    for reply in list(root.iter("response")):
        kind = take(reply, "response-type") or "reply"
        rename(reply, "sub-article").set("article-type", kind)
    known = {text_of(one) for one in find_all(root, "./front/journal-meta//*")}
    for meta in find_all(root, ".//sub-article/front[journal-meta]/article-meta"):
        own = next(iter(find_all(meta, "../journal-meta")), None)
        if own is None:  # it was that of another article-meta beside this one
            continue
        parts = [child for child in own if child.tag != "journal-id"]
        others = [child for child in parts if any(text_of(one) not in known for one in child.iter() if not len(one))]
        for child in others:
            keep(child, meta)
        told = f"what a reply says of its journal stands {'in its metadata' if others else 'in its article, too; it is left out'}"
        report("import-simplified", told, own)
        remove(own)


def _pairs(group: etree._Element, meta: etree._Element) -> None:
    """What a publisher says of the journal under names of its own stands among what it says so of the article."""
    for pair in group.findall("custom-meta"):
        if (value := pair.find("meta-value")) is not None:
            keep(value, meta, text_of(pair.find("meta-name")))
            group.remove(pair)


def _people(group: etree._Element) -> None:
    """The people of a journal stand in a row, each by name as it is spoken and with what else is said of them."""
    for name in group.iter("name", "string-name"):
        given, family = name.find("given-names"), name.find("surname")
        if given is not None and family is not None and not has_words(name) and name.index(given) > name.index(family):
            name.insert(0, given)
        separated(name)
    for contrib in group.findall("contrib"):
        _row(contrib)
    _row(group, "; ")


def _row(element: etree._Element, mark: str = ", ") -> None:
    """What stands in an element without words between it is parted by a mark."""
    if has_words(element):
        return
    said_last = [child for child in element if not is_empty(child)]
    for child in said_last[:-1]:
        child.tail = ": " if child.tag == "role" and child is said_last[0] and not text_of(child).endswith(":") else mark


def _titles(journal: etree._Element, meta: etree._Element) -> None:
    """NLM 2 has the titles of the journal without a group."""
    loose = [child for child in journal if child.tag in ("journal-title", "abbrev-journal-title")]
    if loose:
        group = new("journal-title-group", loose[0])
        journal.append(group)
        group.extend(loose)
    for group in journal.findall("journal-title-group"):
        for child in group.findall("trans-title-group"):
            for title in child.findall("trans-title"):
                group.append(rename(title, "journal-title"))
                title.attrib.update({LANG: str(child.get(LANG))} if child.get(LANG) and not title.get(LANG) else {})
        for child in list(group):
            if child.tag not in ("journal-title", "abbrev-journal-title"):
                keep(child, meta)
        if group.find("journal-title") is None:
            first = group.find("abbrev-journal-title")
            group.insert(0, new("journal-title", group, None, [text_of(first)]))
        group[:] = sorted(group, key=lambda child: child.tag != "journal-title")


def _parts(journal: etree._Element) -> None:
    for number in journal.findall("issn-l"):
        rename(number, "issn")
    for number in journal.findall("issn"):
        if kind := take(number, "pub-type"):
            number.set("publication-format", _FORMATS.get(kind, kind))
    for place in journal.findall("publisher/publisher-loc"):
        _row(place)
    publishers = journal.findall("publisher")
    for publisher in publishers:
        names = publisher.findall("publisher-name")
        if len(names) > 1:
            names[0].text = "; ".join(text_of(name) for name in names if text_of(name))
            del names[0][:]
        for name in names[1:]:
            publisher.remove(name)
    for extra in publishers[1:]:
        more = [text_of(name) for name in extra if text_of(name)]
        first = publishers[0].find("publisher-name")
        if first is not None:
            first.text = "; ".join([text_of(first), *more])
        journal.remove(extra)
