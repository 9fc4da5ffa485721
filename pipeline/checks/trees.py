"""Trees read back: the facts in a resolved article, a page, a book, a TEI document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree

from pipeline.checks.facts import Facts

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
_TEI = {"t": "http://www.tei-c.org/ns/1.0"}
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_ENTRY = "*[contains(concat(' ', @class, ' '), ' entry ')]"
_LABEL = "*[contains(concat(' ', @class, ' '), ' label ')]"


def jats(data: bytes) -> Facts:
    """The facts of a resolved article."""
    root = etree.fromstring(data, _PARSER)
    links = _found(root, "//xref[@ref-type='bibr'][not(ancestor::ref)]")
    in_notes = set(_found(root, "//back/fn-group//xref"))
    references = {str(ref.get("id")): _words(_found(ref, "label | .//mixed-citation")) for ref in _found(root, "//ref-list/ref")}
    return Facts(_links(links, in_notes, "rid"), references)


def page(data: bytes) -> Facts:
    """The facts of an HTML page that is also XML."""
    return _of_page(etree.fromstring(data, _PARSER))


def book(data: bytes) -> Facts:
    """The facts of an EPUB, its pages in the order of its spine."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = [name for name in file.namelist() if name.endswith(".opf")]
        package = etree.fromstring(file.read(names[0]), _PARSER)
        base = names[0].rpartition("/")[0]
        items = {item.get("id"): item.get("href") for item in _found(package, "//*[local-name()='item']")}
        spine = [items[ref.get("idref")] for ref in _found(package, "//*[local-name()='itemref']")]
        pages = [etree.fromstring(file.read(f"{base}/{href}" if base else str(href)), _PARSER) for href in spine]
    whole = etree.Element("book")
    whole.extend(pages)
    return _of_page(whole)


def tei(data: bytes) -> Facts:
    """The facts of a TEI document."""
    root = etree.fromstring(data, _PARSER)
    links = _found(root, "//t:ref[@type='bibr'][not(ancestor::t:listBibl)]")
    in_notes = set(_found(root, "//t:div[@type='notes']//*")) | set(_found(root, "//t:text//t:note//*"))
    entries = _found(root, "//t:listBibl/*[@xml:id]")
    return Facts(_links(links, in_notes, "target"), {str(entry.get(_ID)): _printed(entry) for entry in entries})


def _printed(entry: etree._Element) -> str:
    """The label of a TEI reference, and its printed form: a note of its own, or the whole of it."""
    note = "./t:note[@type='printed']"
    inside = f"{note}//text()" if _found(entry, note) else ".//text()[not(ancestor::t:note[@type='label'])]"
    return (entry.get("n") or "") + "".join(cast("list[str]", entry.xpath(inside, namespaces=_TEI)))


def _of_page(root: etree._Element) -> Facts:
    links = _found(root, "//*[@role='doc-biblioref']")
    in_notes = set(_found(root, "//*[@role='doc-endnotes' or @role='doc-footnote']//*"))
    entries = _found(root, f"//*[@role='doc-bibliography']//*[@id][.//{_ENTRY}]")
    return Facts(
        _links(links, in_notes, "href"), {str(one.get("id")): _words(_found(one, f".//{_LABEL} | .//{_ENTRY}")) for one in entries}
    )


def _links(links: Iterable[etree._Element], in_notes: set[etree._Element], key: str) -> tuple[tuple[str, str], ...]:
    """The links of the text, then those of the notes, each with its first key."""
    ordered = sorted(links, key=lambda link: link in in_notes)
    return tuple((str(link.get(key)).split()[0].rpartition("#")[2], "".join(_texts(link))) for link in ordered)


def _texts(element: etree._Element) -> Iterator[str]:
    return cast("Iterator[str]", element.itertext())


def _words(elements: list[etree._Element]) -> str:
    return "".join(text for element in elements for text in _texts(element))


def _found(element: etree._Element, path: str) -> list[etree._Element]:
    return cast("list[etree._Element]", element.xpath(path, namespaces=_TEI))
