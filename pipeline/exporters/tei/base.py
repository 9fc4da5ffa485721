"""The rule table of TEI and what all its rules use: attributes that TEI accepts, addresses, headings.

Elements are built by their bare names; finish.py moves the finished tree into the TEI namespace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias
from urllib.parse import quote

from lxml import etree

from pipeline.markup import Parts, append, join, maker, text
from pipeline.rules import Rules
from pipeline.tree import LANG, XML, find_all, name

Element: TypeAlias = etree._Element
Table: TypeAlias = Rules[Parts]
ID = f"{{{XML}}}id"
SPACE = f"{{{XML}}}space"
tei: Table = Rules(text, join)

# Attributes of tokens, and what stands between two: what TEI has as one word only is made one
_FORMS = dict.fromkeys(("type", "subtype", "place", "notation", "unit", "status"), "-")
_FORMS |= dict.fromkeys(("rend", "role", "when-custom"), " ")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^?#]")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def made(tag: str, element: Element, parts: Iterable[str | Element], /, **attributes: str | None) -> Parts:
    """A TEI element with the id, the language and the use of a JATS element; `rend` also holds what TEI has no attribute for."""
    rend = attributes.pop("rend", None)
    if not element.keys():  # as most names and fields
        return [_new(tag, parts, {"rend": rend, **attributes} if rend else attributes)]
    use = element.get("specific-use")
    rend = f"{rend} {use}" if rend and use else rend or use
    return [_new(tag, parts, {ID: element.get("id"), LANG: element.get(LANG), "rend": rend, **attributes})]


def new(tag: str, parts: Iterable[str | Element] = (), /, **attributes: str | None) -> Element:
    """A TEI element; attributes without a value are left out, the others get the form that TEI demands."""
    return _new(tag, parts, attributes)


def _new(tag: str, parts: Iterable[str | Element], attributes: Mapping[str, str | None]) -> Element:
    element = maker(tag)()
    for key, value in attributes.items():
        if value and key in _FORMS and not value.isalnum():
            value = _FORMS[key].join(tokens(value))
        if value or (value is not None and key not in _FORMS):
            element.set(key, value)
    append(element, parts)
    return element


def tokens(words: str) -> list[str]:
    """The words of an attribute, without the characters that TEI's `word` cannot have."""
    if words.isascii() and words.isprintable():
        return words.split()
    return "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in words).split()


def uri(address: str | None) -> str | None:
    """An address as TEI takes it: what no URI can have is percent-encoded."""
    if not address or not address.strip():
        return None
    before, hash_, fragment = address.strip().partition("#")
    start = "" if _SCHEME.match(before) else before.partition("/")[0]  # a colon in it would make a scheme that is none
    path = start.replace(":", "%3A") + before[len(start) :]
    whole = _encoded("%2F%2F" if path == "//" else path) + (f"#{_encoded(fragment)}" if hash_ else "")
    return whole or None


def _encoded(part: str) -> str:
    return quote(_BARE_PERCENT.sub("%25", part), safe=":/?@!$&'()*+,;=~%-._")


def pointers(keys: str | None) -> str | None:
    """JATS keys (`r1 r2`) as pointers (`#r1 #r2`)."""
    return " ".join(f"#{key}" for key in (keys or "").split()) or None


def own_id(element: Element, wish: str) -> str:
    """An id for something that the article has no id for; no element of the article has it."""
    root = element.getroottree().getroot()
    while root.xpath("boolean(//@id[. = $key])", key=wish):
        wish += "-"
    return wish


def calendar_id(element: Element, calendar: str) -> str:
    """The id of a calendar in the header."""
    plain = "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}_" for char in calendar.lower())
    return own_id(element, f"calendar-{plain}")


def children(element: Element, render: Table, *without: str) -> Parts:
    """The children of an element, rendered, without these."""
    return render.each([child for child in element if child.tag not in without])


def part(element: Element, path: str, render: Table) -> Parts:
    """What stands inside the first element at this path, if there is one."""
    found = element.find(path)
    return render.inside(found) if found is not None else []


def spaced(*groups: Sequence[str | Element]) -> Parts:
    """Groups of parts with a space between them; empty ones are left out."""
    return join([[" ", *group] if number else [*group] for number, group in enumerate(filter(None, groups))])


def heading(element: Element, render: Table, title: str = "title") -> Parts:
    """The `head` of an element from its label and its title, or nothing."""
    label = element.find("label")
    words = spaced(render.render(label) if label is not None else [], part(element, title, render))
    caption = element.find("caption")
    lang = caption.get(LANG) if caption is not None and title.startswith("caption") else None
    return [new("head", words, **{LANG: lang})] if words else []


def filled(parts: Parts) -> Parts:
    """The content of a TEI `body`, which cannot be of figures and notes alone."""
    solid = any(one.tag not in ("head", "figure", "note", "trailer") for one in nodes(parts))
    last = [one for one in nodes(parts) if one.tag == "trailer"]
    return parts if solid else [*(one for one in parts if one not in last), new("p"), *last]


def said_again(parts: Parts) -> Parts:
    """Parts made for a second place: without ids."""
    for node in (node for one in nodes(parts) for node in find_all(one, "descendant-or-self::*/@xml:id/..")):
        del node.attrib[ID]
    return parts


def nodes(parts: Iterable[str | Element]) -> list[Element]:
    """The elements among parts."""
    return [one for one in parts if not isinstance(one, str)]


def parent_name(element: Element) -> str:
    """The name of the element that an element stands in."""
    parent = element.getparent()
    return name(parent) if parent is not None else ""
