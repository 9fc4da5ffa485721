"""Serialize: an article as canonical XML: the same tree gives the same bytes, and reading these bytes gives the same tree."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

from lxml import etree

from pipeline.schema import RNG, grammar
from pipeline.schema.models import TEXT, content, name_of, names
from pipeline.tree import HREF, MATHML, XLINK, name

NAMESPACES = {
    "ali": "http://www.niso.org/schemas/ali/1.0/",
    "mml": MATHML,
    "xlink": XLINK,
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD with MathML3 v1.3 20210610//EN" '
    '"JATS-journalpublishing1-3-mathml3.dtd">'
)
INDENT = "  "
FIRST = ("id", "article-type", "dtd-version", "ref-type", "rid", "content-type", "list-type", HREF)  # attributes that a reader looks for
WHITE = " \t\r\n"


def serialize(root: etree._Element, doctype: str = "") -> bytes:
    """The tree as UTF-8 with a declaration: namespaces at the root, attributes in order, element-only content indented."""
    root = _copy(root)
    for element in root.iter("{*}*"):
        _sort_attributes(element)
    _indent(root, "\n")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', doctype, etree.tostring(root, encoding="unicode")]
    return ("\n".join(filter(None, lines)) + "\n").encode()


def _copy(root: etree._Element) -> etree._Element:
    """A copy whose known namespaces have their customary prefixes, declared once."""
    copy = deepcopy(root)
    copy.tail = None
    used = {etree.QName(str(key)).namespace for node in copy.iter("{*}*") for key in (node.tag, *node.attrib)}
    return _renamed(copy, {prefix: uri for prefix, uri in NAMESPACES.items() if uri in used})


def _renamed(element: etree._Element, declared: dict[str, str] | None = None) -> etree._Element:
    """The element made anew, since a prefix once read cannot be changed in place."""
    made = etree.Element(str(element.tag), {str(key): str(value) for key, value in element.attrib.items()}, nsmap=declared)
    made.text = element.text
    for child in element:
        _graft(made, child)
    return made


def _graft(parent: etree._Element, element: etree._Element) -> None:
    if isinstance(element.tag, str):
        made = etree.SubElement(parent, element.tag, {str(key): str(value) for key, value in element.attrib.items()})
        made.text, made.tail = element.text, element.tail
        for child in element:
            _graft(made, child)
    else:
        parent.append(deepcopy(element))


def _sort_attributes(element: etree._Element) -> None:
    places = {key: place for place, key in enumerate(FIRST)}
    attributes = sorted(
        ((str(key), str(value)) for key, value in element.attrib.items()), key=lambda one: (places.get(one[0], len(FIRST)), one[0])
    )
    element.attrib.clear()
    element.attrib.update(attributes)


def _indent(element: etree._Element, line: str) -> None:
    """Put each child of element-only content on a line of its own; leave mixed content, and all below it, as it is."""
    if not len(element) or name(element) not in element_only() or not _blank(element):
        return
    element.text = line + INDENT
    for child in element:
        child.tail = line + INDENT
        if isinstance(child.tag, str):
            _indent(child, line + INDENT)
    element[-1].tail = line


def _blank(element: etree._Element) -> bool:
    """Nothing but white space stands between the children, even if the grammar does not allow more."""
    return not any((text or "").strip(WHITE) for text in (element.text, *(child.tail for child in element)))


@cache
def element_only() -> frozenset[str]:
    """The elements of the profile that never hold text themselves, wherever they stand; formulas are left alone."""
    mixed: dict[str, bool] = {}
    for pattern in grammar().iter(f"{RNG}element"):
        mixed[name_of(pattern)] = TEXT in names(content(pattern)) or mixed.get(name_of(pattern), False)
    return frozenset(key for key, text in mixed.items() if not text and not key.startswith("mml:"))
