"""Archive: what makes a PDF from WeasyPrint also a PDF/UA-1, and tells catalogues whose it is."""

from __future__ import annotations

import io

import pikepdf
from lxml import etree

from pipeline.article import Article
from pipeline.exporters.pdf.grid import elements, square

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMESPACES = {
    "rdf": _RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_EXTENSION = """<rdf:Description {names} rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>"""


def archival(data: bytes, article: Article) -> bytes:
    """The finished file: identified as PDF/UA, with page labels and the article's metadata."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)]))
        pdf.Root.PageLayout = pikepdf.Name.TwoPageRight
        _mend_lists(pdf, pdf.Root.StructTreeRoot)
        square(pdf)
        stream = pdf.make_stream(_described(pdf.Root.Metadata.read_bytes(), article))
        stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        pdf.Root.Metadata = pdf.make_indirect(stream)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _mend_lists(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
    """Put what stands in a list item beside its label and its body (an empty paragraph) into a body of its own."""
    waiting: list[pikepdf.Object] = [root]
    while waiting:
        element = waiting.pop()
        kids = elements(element)
        for number, kid in enumerate(kids):
            if element.get("/S") == "/LI" and kid.S not in ("/Lbl", "/LBody"):
                body = pdf.make_indirect(
                    pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.LBody, P=element, K=pikepdf.Array([kid]))
                )
                kid.P, element.K[number] = body, body
        waiting += kids


def _described(xmp: bytes, article: Article) -> bytes:
    """The XMP packet with more said in it."""
    start, end = xmp.index(b"<x:xmpmeta"), xmp.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")
    packet = etree.fromstring(xmp[start:end])
    rdf = packet.find(f"{{{_RDF}}}RDF")
    assert rdf is not None
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    rdf.append(etree.fromstring(_EXTENSION.format(names=names)))
    rdf.append(_catalogue(article))
    return xmp[:start] + etree.tostring(packet) + xmp[end:]


def _catalogue(article: Article) -> etree._Element:
    """Dublin Core and the rights: identifier, language, publisher, licence."""
    meta = article.metadata
    description = etree.Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""}, nsmap=_NAMESPACES)
    doi = meta.identifiers.get("doi", "")
    if doi:
        _add(description, "dc", "identifier", f"https://doi.org/{doi}")
    _add(description, "dc", "language", meta.language, "Bag")
    if meta.publisher:
        _add(description, "dc", "publisher", meta.publisher, "Bag")
    if meta.copyright or meta.licence:
        _add(description, "dc", "rights", meta.copyright or meta.licence, "Alt")
    if meta.licence:
        _add(description, "xmpRights", "WebStatement", meta.licence)
    return description


def _add(parent: etree._Element, prefix: str, name: str, value: str, holder: str = "") -> None:
    element = etree.SubElement(parent, f"{{{_NAMESPACES[prefix]}}}{name}")
    if holder:
        element = etree.SubElement(etree.SubElement(element, f"{{{_RDF}}}{holder}"), f"{{{_RDF}}}li")
        if holder == "Alt":
            element.set("{http://www.w3.org/XML/1998/namespace}lang", "x-default")
    element.text = value
