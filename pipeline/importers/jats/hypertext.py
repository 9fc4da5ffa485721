"""Hypertext: elements of the web that a file has among those of JATS, and names near to those of JATS, are what they say."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import content, fill, new, rename, take, unwrap
from pipeline.tree import HREF, find_all

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_HEADS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NAMES: Final = {
    **{"em": "italic", "strong": "bold", "s": "strike", "del": "strike", "kbd": "monospace", "samp": "monospace", "br": "break"},
    **{"pre": "preformat", "blockquote": "disp-quote", "ul": "list", "ol": "list", "li": "list-item", "a": "ext-link"},
    **{"dl": "def-list", "dt": "term", "dd": "def", "section": "sec", "figure": "fig", "figcaption": "caption", "img": "graphic"},
    **{"article-body": "body", "source-title": "source", "license-ref": "{http://www.niso.org/schemas/ali/1.0/}license_ref"},
    **dict.fromkeys(_HEADS, "title"),
}
_LOOKS: Final = {"i": "italic", "b": "bold", "u": "underline", "tt": "monospace"}  # without a namespace, they are of older versions
_FOREIGN: Final = ("{http://www.w3.org/1998/Math/MathML}math", "tex-math", "code", "preformat")
_WHERE: Final = ("sec", "body", "app", "fig", "boxed-text", "disp-quote")  # pictures there are no part of a line


def hypertext(root: etree._Element, report: Report) -> None:
    """All elements that have such a name."""
    names = [*_NAMES, *(f"{_XHTML}{tag}" for tag in (*_NAMES, *_LOOKS))]
    found = [one for one in root.iter(*names) if next(one.iterancestors(*_FOREIGN), None) is None]
    for element in found:
        tag = str(element.tag).removeprefix(_XHTML)
        rename(element, _NAMES.get(tag) or _LOOKS[tag])
        if tag in _SPECIAL:
            _SPECIAL[tag](element)
        elif tag in _HEADS:
            _head(element)
    if found:
        report("import-simplified", f"elements of the web, or named nearly as JATS does, are those of JATS ({len(found)})", found[0])


def _link(link: etree._Element) -> None:
    """A link leads to an address, or to a place in the article."""
    address = take(link, "href") or ""
    take(link, "rel")
    if address.startswith("#"):
        rename(link, "xref", rid=address[1:])
    elif address:
        link.attrib.update({"ext-link-type": "uri", HREF: address})
    else:
        unwrap(link)


def _terms(terms: etree._Element) -> None:
    """Terms and what they mean are items, also where they are grouped."""
    for group in find_all(terms, "./*[local-name()='div']"):
        unwrap(group)
    item, means = None, True
    for child in [one for one in content(terms) if not isinstance(one, str)]:
        meaning = str(child.tag).endswith(("dd", "def"))
        if item is None or (means and not meaning):
            item = new("def-item", child)
            terms.append(item)
        means = meaning
        item.append(child)


def _head(head: etree._Element) -> None:
    """A heading is the title of the section that it begins; elsewhere it is a line in bold."""
    parent = head.getparent()
    if parent is None or parent.tag != "sec" or parent[0] is not head:
        parts = content(rename(head, "p"))
        fill(head, [new("bold", head, None, parts)])


def _picture(picture: etree._Element) -> None:
    """A picture, with what it shows in words."""
    picture.set(HREF, take(picture, "src") or "")
    if words := take(picture, "alt"):
        picture.append(new("alt-text", picture, None, [words]))
    for key in ("width", "height", "title"):
        take(picture, key)
    parent = picture.getparent()
    if parent is not None and parent.tag not in _WHERE:
        rename(picture, "inline-graphic")


def _caption(caption: etree._Element) -> None:
    if caption.find("p") is None:
        fill(caption, [new("p", caption, None, content(caption))])


_SPECIAL: Final = {
    "a": _link,
    "ul": lambda element: element.set("list-type", "bullet"),
    "ol": lambda element: element.set("list-type", "order"),
    "dl": _terms,
    "img": _picture,
    "figcaption": _caption,
}
