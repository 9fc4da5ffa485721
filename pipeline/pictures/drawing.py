"""Drawing: SVG that is a drawing and nothing else; what runs, what loads and what swells is taken out, or the whole is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from pipeline.addresses import safe

LIMIT: Final = 250_000  # elements, with each use of a part counted as often as it is drawn
_SVG: Final = "{http://www.w3.org/2000/svg}"
_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_ALIVE: Final = frozenset(
    _SVG + tag for tag in ("script", "foreignObject", "handler", "listener", "iframe", "embed", "object", "audio", "video")
)
_NEEDY: Final = (f"{_SVG}image", f"{_SVG}use")  # which without an address are nothing
_DATA: Final = re.compile(r"data:(?:image/(?:png|jpe?g|gif|webp)|font/[\w-]+|application/(?:x-)?font-[\w-]+)[;,]", re.IGNORECASE)
_URL: Final = re.compile(r"""url\s*\(\s*(["']?)(.*?)\1\s*\)""", re.IGNORECASE | re.DOTALL)
_RULES: Final = re.compile(r"@import[^;]*(?:;|\Z)|(?:-[\w-]+-)?image-set\s*\(|\bimage\s*\(|\bsrc\s*\(|expression\s*\(", re.IGNORECASE)
_NUMBERS: Final = re.compile(  # attributes that hold them
    "[xyrd]|[xy][12]|[cdrf][xy]|ref[xy]|(?:marker)?(?:width|height)|points|(?:gradient|pattern)?transform|offset|rotate|viewbox|font-size"
    "|(?:(?:fill|stroke|stop)-)?opacity|stroke-(?:width|dasharray|dashoffset)"
)
_NONE: Final = re.compile(r"(?<![a-z])(?:nan|inf(?:inity)?)(?![a-z])|\de\+?[1-9]\d\d", re.IGNORECASE)  # what programs write for no number
_UNFINISHED: Final = re.compile(r"[A-Za-z][^A-Za-z]*\Z")  # a command of a path
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)


class Swollen(Exception):
    """A drawing has more parts than any picture needs; the message says how many."""


def inert(data: bytes, tell: Callable[[str], None]) -> bytes:
    """The drawing without what runs or loads, each told; the same bytes if there is nothing. Raises XMLSyntaxError, Swollen."""
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False)  # type: ignore[arg-type]
    root = etree.fromstring(data, parser)
    if etree.QName(root).localname != "svg":
        raise Swollen("it is not SVG")
    found = [*_instructions(root), *_elements(root), *_attributes(root)]
    for what in dict.fromkeys(found):
        tell(f"{what} is taken out of the drawing")
    if (parts := _size(root)) > LIMIT:
        raise Swollen(f"it is a drawing of {parts} parts")
    declared = root.getroottree().docinfo.internalDTD is not None
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if _choose(root) or found or declared else data


def _instructions(root: etree._Element) -> Iterator[str]:
    """Style sheets of other files: they stand before the drawing, and do not come with it."""
    found = root.itersiblings(etree.ProcessingInstruction, preceding=True)
    yield from ("a style sheet of another file" for one in found if getattr(one, "target", "") == "xml-stylesheet")


def _elements(root: etree._Element) -> Iterator[str]:
    """Elements that run, or hold pages; animations of an address or of an event."""
    for element in list(root.iter("{*}*")):
        attribute = (element.get("attributeName") or "").rpartition(":")[2].lower()
        animated = bool(attribute) and (attribute == "href" or attribute.startswith("on"))
        if element.tag in _ALIVE or str(element.tag).startswith(_XHTML) or animated:
            yield f"<{etree.QName(element).localname}>"
            _remove(element)
        elif element.tag == f"{_SVG}style" and _harmful(plain := _unescaped("".join(map(str, element.itertext())))):
            yield "a style rule that loads something"
            element[:] = []
            element.text = _RULES.sub("", _URL.sub(lambda found: "none" if _foreign(found) else found[0], plain))


def _attributes(root: etree._Element) -> Iterator[str]:
    """Event handlers, addresses outside the drawing, styles that load, numbers that are none."""
    for element in list(root.iter("{*}*")):
        for key, value in list(element.attrib.items()):
            local = str(key).rpartition("}")[2].lower()
            if (
                local.startswith("on")
                or key == _BASE
                or (local in ("href", "src") and not _may_have(element, str(value)))
                or _harmful(_unescaped(str(value)))
            ):
                yield f"{local}=“{str(value)[:60]}”"
                del element.attrib[key]
            elif _NUMBERS.fullmatch(local) and (none := _NONE.search(str(value))):
                yield f"a number that is none ({local}=“{str(value)[none.start() :][:20]}”)"
                _until(element, str(key), none.start())
        if element.tag in _NEEDY and not (element.get("href") or element.get(_XLINK)):
            _remove(element)


def _until(element: etree._Element, key: str, end: int) -> None:
    """Keep what a path draws before its fault, as browsers do; another value is dropped."""
    if key == "d":
        element.set(key, _UNFINISHED.sub("", str(element.get(key))[:end]))
    else:
        del element.attrib[key]


def _choose(root: etree._Element) -> bool:
    """Leave of each choice (SVG 2, 5.9) the part that browsers draw, as print would draw all of them."""
    choices = list(root.iter(f"{_SVG}switch"))
    for choice in choices:
        fit = [one for one in choice.iterchildren("{*}*") if (one.get("systemLanguage") or "en").strip().lower().startswith("en")]
        for other in [one for one in choice.iterchildren("{*}*") if one not in fit[:1]]:
            _remove(other)
    return bool(choices)


def _may_have(element: etree._Element, address: str) -> bool:
    """Whether an element may have this address: a link any that is safe, the others a part of the drawing or a picture inside it."""
    address = address.strip()
    return address.startswith("#") or bool(_DATA.match(address)) or (element.tag == f"{_SVG}a" and safe(address))


def _harmful(style: str) -> bool:
    return bool(_RULES.search(style)) or any(map(_foreign, _URL.finditer(style)))


def _foreign(found: re.Match[str]) -> bool:
    return not found[2].strip().startswith("#") and not _DATA.match(found[2].strip())


def _unescaped(style: str) -> str:
    """A style as a browser reads it."""
    return _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)) if found[1] else found[2], style) if "\\" in style else style


def _size(root: etree._Element) -> int:
    """How many elements are drawn, if each that is used is drawn as often as it is used."""
    by_id = {str(element.get("id")): element for element in root.iter("{*}*") if element.get("id")}
    known: dict[etree._Element, int] = {}
    for element in root.iter("{*}*"):  # from the first on: what is used mostly stands before its uses, so that no call is deep
        _parts(element, by_id, known)
    return known[root]


def _parts(element: etree._Element, by_id: dict[str, etree._Element], known: dict[etree._Element, int]) -> int:
    """How many elements an element is drawn as; 0 while that is counted."""
    if known.get(element) == 0:
        raise Swollen("its parts use each other in a circle")
    if element not in known:
        known[element] = 0
        href = str(element.get("href") or element.get(_XLINK) or "").strip()
        used = by_id.get(href[1:]) if element.tag == f"{_SVG}use" else None
        inside = [*element.iterchildren("{*}*"), *([used] if used is not None else [])]
        known[element] = 1 + sum(_parts(one, by_id, known) for one in inside)
    return known[element]


def _remove(node: etree._Element) -> None:
    """Take a node away; what stands behind it stays."""
    parent, before, tail = node.getparent(), node.getprevious(), node.tail
    if parent is None:
        return
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(node)
