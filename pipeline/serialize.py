"""Serialize: an article as canonical XML: the same tree gives the same bytes, and reading these bytes gives the same tree."""

from __future__ import annotations

from copy import deepcopy
from functools import cache, lru_cache

from lxml import etree

from pipeline.schema import RNG, grammar
from pipeline.schema.models import TEXT, content, name_of, names
from pipeline.tree import HREF, MATHML, XLINK, find_all

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
_PLACES = {key: place for place, key in enumerate(FIRST)}
WHITE = " \t\r\n"


def serialize(root: etree._Element, doctype: str = "") -> bytes:
    """The tree as UTF-8 with a declaration: namespaces at the root, attributes in order, element-only content indented."""
    root = _copy(root)
    for element in find_all(root, "//*/@*[2]/.."):
        _sort_attributes(element)
    _indent(root, "\n")
    lines = [b'<?xml version="1.0" encoding="UTF-8"?>', doctype.encode(), etree.tostring(root, encoding="UTF-8", xml_declaration=False)]
    return b"\n".join(filter(None, lines)) + b"\n"


def _copy(root: etree._Element) -> etree._Element:
    """A copy whose known namespaces have their customary prefixes, declared once."""
    whole = etree.Element(str(root.tag), {str(key): str(value) for key, value in root.items()}, nsmap=dict(NAMESPACES))
    copy = deepcopy(root)
    whole.text = copy.text
    whole.extend(copy)  # what comes below a declaration of its namespace takes that prefix
    etree.cleanup_namespaces(whole)
    return whole


def _sort_attributes(element: etree._Element) -> None:
    keys = tuple(map(str, element.keys()))
    if (ordered := _in_order(keys)) != keys:
        attributes = [(key, element.attrib.pop(key)) for key in ordered]
        element.attrib.update(attributes)


@lru_cache(1024)
def _in_order(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(keys, key=_place))


def _place(key: str) -> tuple[int, str]:
    return _PLACES.get(key, len(FIRST)), key


def _indent(element: etree._Element, line: str) -> None:
    """Put each child of element-only content on a line of its own; leave mixed content, and all below it, as it is."""
    if element.tag not in element_only() or not len(element) or not _blank(element):
        return
    element.text = line + INDENT
    for child in element:
        child.tail = line + INDENT
        if len(child):  # no comment has any
            _indent(child, line + INDENT)
    element[-1].tail = line


def _blank(element: etree._Element) -> bool:
    """Nothing but white space stands between the children, even if the grammar does not allow more."""
    return not "".join([element.text or "", *[child.tail or "" for child in element]]).strip(WHITE)


@cache
def element_only() -> frozenset[str]:
    """The elements of the profile that never hold text themselves, wherever they stand; formulas are left alone."""
    mixed: dict[str, bool] = {}
    for pattern in grammar().iter(f"{RNG}element"):
        mixed[name_of(pattern)] = TEXT in names(content(pattern)) or mixed.get(name_of(pattern), False)
    return frozenset(key for key, text in mixed.items() if not text and not key.startswith("mml:"))
