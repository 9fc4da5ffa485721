"""Package: what catalogues and readers are told of the book, and its deterministic container."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ebooklib import epub
from lxml import etree

from pipeline.article import Article
from pipeline.exporters.html import Document
from pipeline.metadata import Person
from pipeline.schema.pictures import PICTURES
from pipeline.tree import HREF, LANG, MATHML, text_of

_RELATORS: Final = {"author": "aut", "editor": "edt", "translator": "trl", "illustrator": "ill", "reviewer": "rev"}
_OPF: Final = "{http://www.idpf.org/2007/opf}"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can have


def describe(book: epub.EpubBook, article: Article, document: Document, identifier: str) -> None:
    """Write the metadata of the article into the book."""
    meta = article.metadata
    book.set_identifier(identifier)
    book.set_title(meta.title or article.id)
    book.set_language(meta.language)
    for n, person in enumerate(meta.people, 1):
        _creator(book, person, n)
    dates = {"date": meta.published, "publisher": meta.publisher, "rights": meta.licence or meta.copyright, "description": meta.abstract}
    for name, value in dates.items():
        if value.strip():
            book.add_metadata("DC", name, value)
    for keyword in filter(str.strip, meta.keywords):
        book.add_metadata("DC", "subject", keyword)
    for name, value in accessibility(article, document):
        book.add_metadata(None, "meta", value, {"property": name})


def _creator(book: epub.EpubBook, person: Person, n: int) -> None:
    """A creator with name to sort by, role and ORCID; ids of our own, since two people may bear one name."""
    name = "creator" if person.kind in ("author", "editor") else "contributor"
    book.add_metadata("DC", name, person.display, {"id": f"person{n}"})
    refined = {"role": _RELATORS.get(person.kind, "ctb"), "file-as": person.file_as, "display-seq": str(n)}
    for key, value in refined.items():
        scheme = {"scheme": "marc:relators"} if key == "role" else {}
        book.add_metadata(None, "meta", value, {"refines": f"#person{n}", "property": key, **scheme})
    if person.orcid:
        book.add_metadata(None, "meta", f"https://orcid.org/{person.orcid}", {"refines": f"#person{n}", "property": "schema:sameAs"})


def accessibility(article: Article, document: Document) -> Iterator[tuple[str, str]]:
    """What is true of this book: schema.org accessibility properties, and EPUB Accessibility 1.1 where all pictures have text."""
    shown = [one for one in article.root.iter(*PICTURES) if one.get(HREF) in document.pictures]
    described = all(one.find("alt-text") is not None or text_of(one.find("long-desc")) for one in shown)
    formulas = any(next(part.iter(f"{{{MATHML}}}math"), None) is not None for part in document.parts)
    yield "schema:accessMode", "textual"
    if shown:
        yield "schema:accessMode", "visual"
    yield "schema:accessModeSufficient", "textual" if described else "textual,visual"
    features = {"alternativeText": shown and described, "longDescription": any(text_of(one.find("long-desc")) for one in shown)}
    features |= {"MathML": formulas, "describedMath": formulas and _all_said(document)}
    for feature in ("structuralNavigation", "tableOfContents", "readingOrder", "ARIA", "displayTransformability"):
        yield "schema:accessibilityFeature", feature
    paged = any(next(part.iterfind(".//*[@role='doc-pagebreak']"), None) is not None for part in document.parts)
    features |= {"pageBreakMarkers": paged, "pageNavigation": paged}
    for feature in (name for name, true in features.items() if true):
        yield "schema:accessibilityFeature", feature
    yield "schema:accessibilityHazard", "none"
    yield "schema:accessibilitySummary", _summary(bool(shown), described, formulas)
    if paged:
        yield "pageBreakSource", f"{article.id}.pdf"
    if described:
        yield "dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"


def _all_said(document: Document) -> bool:
    return all(math.get("alttext") for part in document.parts for math in part.iter(f"{{{MATHML}}}math"))


def _summary(pictures: bool, described: bool, formulas: bool) -> str:
    """In words, for people."""
    said = ["The text has a logical reading order, headings, linked notes and linked references."]
    if pictures:
        said.append("All pictures have alternative text." if described else "Some pictures have no alternative text but their captions.")
    return " ".join([*said, *(["Formulas are MathML."] if formulas else [])])


def pack(book: epub.EpubBook, extra: dict[str, bytes], links: list[dict[str, str]], when: datetime, rtl: bool) -> bytes:
    """The container: what ebooklib wrote, in an order and with times that do not differ from run to run; `mimetype` first, stored."""
    written = io.BytesIO()
    writer = epub.EpubWriter(written, book, {"mtime": when, "compresslevel": 0})  # it is packed again below
    writer.process()
    writer.write()
    with zipfile.ZipFile(io.BytesIO(written.getvalue())) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    opf = next(name for name in entries if name.endswith(".opf"))
    entries[opf] = _finish(entries[opf], links, rtl)
    entries |= {f"{opf.rpartition('/')[0]}/{name}": data for name, data in extra.items()}
    return _zip(entries)


def _finish(opf: bytes, links: list[dict[str, str]], rtl: bool) -> bytes:
    """The package document with the language of its own words, linked records and the direction of its pages."""
    root = etree.fromstring(opf)
    root.set(LANG, text_of(root.find(".//{http://purl.org/dc/elements/1.1/}language")))
    metadata = root.find(f"{_OPF}metadata")
    for link in links if metadata is not None else []:
        etree.SubElement(metadata, f"{_OPF}link", link)  # type: ignore[arg-type]
    spine = root.find(f"{_OPF}spine")
    if spine is not None:
        spine.attrib.pop("toc", "")  # ebooklib names an EPUB 2 table of contents that is not there
        spine.attrib.update({"page-progression-direction": "rtl"} if rtl else {})
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _zip(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    order = sorted(entries, key=lambda name: (name != "mimetype", not re.match("META-INF/", name), name))
    with zipfile.ZipFile(packed, "w") as file:
        for name in order:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, entries[name])
    return packed.getvalue()
