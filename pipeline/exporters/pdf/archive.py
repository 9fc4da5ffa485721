"""Archive: what makes a PDF from WeasyPrint also a PDF/UA-1, and tells catalogues whose it is."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from lxml import etree

from pipeline import pages
from pipeline.article import Article
from pipeline.pages import Start
from pipeline.tree import LANG, text_of

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMESPACES = {
    "rdf": _RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
}
_PRISM = ("publicationName", "issn", "volume", "number", "startingPage", "endingPage", "doi", "url", "coverDate")
_SCHEMAS = {  # names that PDF/A does not know, and what it must be told of them
    "pdfuaid": ("PDF/UA identification schema", [("part", "Integer", "internal", "Part of ISO 14289")]),
    "prism": ("PRISM metadata", [(name, "Text", "external", f"The {name} of PRISM") for name in _PRISM]),
}


def archival(data: bytes, article: Article, starts: Iterable[Start]) -> bytes:
    """The finished file: identified as PDF/UA, with page labels, where its pages begin, and the article's metadata."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)]))
        pdf.Root.PageLayout = pikepdf.Name.TwoPageRight
        pages.write(pdf, starts)
        stream = pdf.make_stream(_described(pdf.Root.Metadata.read_bytes(), article))
        stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        pdf.Root.Metadata = pdf.make_indirect(stream)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _described(xmp: bytes, article: Article) -> bytes:
    """The XMP packet with more said in it."""
    start, end = xmp.index(b"<x:xmpmeta"), xmp.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")
    packet = etree.fromstring(xmp[start:end])
    rdf = packet.find(f"{{{_RDF}}}RDF")
    assert rdf is not None
    rdf.extend([_identified(), _catalogue(article), _published(article)])
    etree.cleanup_namespaces(packet)
    return xmp[:start] + etree.tostring(packet) + xmp[end:]


def _description() -> etree._Element:
    return etree.Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""}, nsmap=_NAMESPACES)


def _identified() -> etree._Element:
    """What says that it is a PDF/UA, and the schemas of names that PDF/A does not know."""
    description = _description()
    bag = _holder(description, "pdfaExtension", "schemas", "Bag")
    for prefix, (title, properties) in _SCHEMAS.items():
        schema = _resource(bag, "pdfaSchema", {"schema": title, "namespaceURI": _NAMESPACES[prefix], "prefix": prefix})
        names = _holder(schema, "pdfaSchema", "property", "Seq")
        for name, kind, category, words in properties:
            _resource(names, "pdfaProperty", {"name": name, "valueType": kind, "category": category, "description": words})
    _add(description, "pdfuaid", "part", "1")
    return description


def _catalogue(article: Article) -> etree._Element:
    """Dublin Core and the rights: identifier, language, date, publisher, licence."""
    meta, description = article.metadata, _description()
    if doi := meta.identifiers.get("doi", ""):
        _add(description, "dc", "identifier", f"https://doi.org/{doi}")
    _add(description, "dc", "language", meta.language, "Bag")
    _add(description, "dc", "date", meta.published, "Seq")
    _add(description, "dc", "publisher", meta.publisher, "Bag")
    _add(description, "dc", "subject", meta.keywords, "Bag")
    _add(description, "dc", "rights", meta.copyright or meta.licence, "Alt")
    _add(description, "xmpRights", "WebStatement", meta.licence)
    _add(description, "xmpRights", "UsageTerms", text_of(article.root.find("front/article-meta/permissions/license/license-p")), "Alt")
    return description


def _published(article: Article) -> etree._Element:
    """Where the article appeared."""
    meta, description = article.metadata, _description()
    doi, inside = meta.identifiers.get("doi", ""), article.root.find("front/article-meta")
    pages = [text_of(inside.find(tag)) if inside is not None else "" for tag in ("fpage", "lpage")]
    issn = text_of(article.root.find("front/journal-meta/issn"))
    values = (meta.journal, issn, meta.volume, meta.issue, *pages, doi, f"https://doi.org/{doi}" if doi else "", meta.published)
    for name, value in zip(_PRISM, values, strict=True):
        _add(description, "prism", name, value)
    return description


def _resource(parent: etree._Element, prefix: str, values: dict[str, str]) -> etree._Element:
    item = etree.SubElement(parent, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})
    for name, value in values.items():
        _add(item, prefix, name, value)
    return item


def _holder(parent: etree._Element, prefix: str, name: str, kind: str) -> etree._Element:
    return etree.SubElement(etree.SubElement(parent, f"{{{_NAMESPACES[prefix]}}}{name}"), f"{{{_RDF}}}{kind}")


def _add(parent: etree._Element, prefix: str, name: str, value: str | tuple[str, ...], kind: str = "") -> None:
    """A property, in a container of this kind if it needs one; one without a value is not written."""
    values = [one for one in ((value,) if isinstance(value, str) else value) if one]
    if values and not kind:
        etree.SubElement(parent, f"{{{_NAMESPACES[prefix]}}}{name}").text = values[0]
    elif values:
        holder = _holder(parent, prefix, name, kind)
        for one in values:
            etree.SubElement(holder, f"{{{_RDF}}}li", {LANG: "x-default"} if kind == "Alt" else {}).text = one
