"""XHTML: builds and serialises elements that are both well-formed XML and valid HTML5."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import cast

import langcodes
from lxml import etree

from pipeline.addresses import encoded, resolvable
from pipeline.markup import Parts, append, put
from pipeline.tree import LANG, find_all, language_of, raw_text, text_of

XHTML = "http://www.w3.org/1999/xhtml"
_DEFAULT = cast("dict[str, str]", {None: XHTML})  # the stubs know no default namespace
_VOID = {f"{{{XHTML}}}{tag}" for tag in ("br", "col", "hr", "img", "link", "meta", "wbr")}
_RTL = {"Adlm", "Arab", "Armi", "Avst", "Hebr", "Mand", "Mani", "Nkoo", "Phnx", "Rohg", "Samr", "Syrc", "Thaa"}
_SCHEMES = ("http:", "https:", "mailto:", "ftp:", "tel:", "urn:")


def h(tag: str, attributes: dict[str, str | None] | None = None, parts: Iterable[str | etree._Element] = ()) -> etree._Element:
    """An XHTML element with these attributes (None: left out) and this content."""
    element = _maker(tag)()
    if attributes:
        put(element, attributes)
    append(element, parts)
    return element


@cache
def _maker(tag: str) -> Callable[[], etree._Element]:
    """What makes an element without anything: the copy of one takes half the time of a new one, with its namespace."""
    return etree.Element(f"{{{XHTML}}}{tag}", nsmap=_DEFAULT).__copy__  # type: ignore[attr-defined, no-any-return]  # unknown to the stubs


def local(element: etree._Element) -> str:
    """The tag of an XHTML element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def tagged(element: etree._Element, *tags: str) -> Iterable[etree._Element]:
    """The XHTML descendants with these tags, in document order."""
    return element.iter(*_in_xhtml(tags))


@cache
def _in_xhtml(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{{XHTML}}}{tag}" for tag in tags)


def shared(element: etree._Element, **more: str | None) -> dict[str, str | None]:
    """The attributes that a JATS element hands on: its id, its language, the direction of its script; and some more."""
    tag = element.get(LANG)
    attributes = {"id": element.get("id"), "class": more.pop("class_", None), **more}
    return attributes | language(element, tag) if tag else attributes


def language(element: etree._Element, tag: str) -> dict[str, str | None]:
    """The attributes of a language: `dir` where its script runs against that around the element."""
    parent = element.getparent()
    around = direction(language_of(parent)) if parent is not None else "ltr"
    own = direction(tag)
    return {"lang": tag, LANG: tag, "dir": own if own != around else None}


def doi_link(element: etree._Element, parts: Iterable[str | etree._Element]) -> etree._Element:
    """A DOI that leads to its work; it is read from left to right in any line, and begins with a digit, which says nothing of that."""
    way = "ltr" if direction(language_of(element)) == "rtl" else None
    return h("a", {"href": address(f"https://doi.org/{text_of(element)}"), "dir": way}, parts)


@cache
def direction(tag: str) -> str:
    """`rtl` for a language that is written from right to left, else `ltr`."""
    try:
        script = langcodes.Language.get(tag).maximize().script
    except ValueError:
        return "ltr"
    return "rtl" if script in _RTL else "ltr"


def address(href: str) -> str | None:
    """An address that a page may link to, or None: scripts and the like are none, nor is a scheme alone, or a host that there cannot be."""
    href = resolvable(href.strip())
    scheme, _, after = href.partition(":")
    scheme = scheme.lower()
    if ":" in href.partition("/")[0] and not (after and f"{scheme}:".startswith(_SCHEMES)):
        return None
    return encoded(href)


def classes(*names: str | None) -> str | None:
    """Class names in one attribute; white space inside a name becomes a hyphen."""
    return " ".join("-".join(name.split()) for name in names if name) or None


def flat(parts: Parts) -> str:
    """The text of some parts."""
    return "".join(part if isinstance(part, str) else raw_text(part) for part in parts)


def serialise(element: etree._Element) -> bytes:
    """XHTML that reads the same as XML and as HTML: only void elements close themselves."""
    for node in find_all(element, "descendant-or-self::*[not(node())]"):
        if node.tag not in _VOID and str(node.tag).startswith(f"{{{XHTML}}}"):
            node.text = ""
    etree.cleanup_namespaces(element)
    return bytes(etree.tostring(element, encoding="utf-8"))
