"""Inlines: JATS inline content → pandoc's inlines, and the engine's answer → JATS."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from lxml import etree

from pipeline.markup import build
from pipeline.resolve.people import WHOLE, WITHIN
from pipeline.tree import HREF

Inline = dict[str, Any]
_TO_PANDOC: Final = {
    "italic": "Emph",
    "bold": "Strong",
    "sc": "SmallCaps",
    "sup": "Superscript",
    "sub": "Subscript",
    "strike": "Strikeout",
    "underline": "Underline",
}
_TO_JATS: Final = {kind: tag for tag, kind in _TO_PANDOC.items()}
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.\-]*://[^\s/?#]+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_AFTER_NAME: Final = r"\s*(?:[),;&،؛，、；]|(?:and|et|und|y|e|en|og|i|и|و|ו)\b|等|ほか|외)"
_NO_INITIAL: Final = re.compile(rf"{WHOLE}\.(?={_AFTER_NAME})|{WHOLE}(?:\. ?(?P<next>\w+))?")
_PRIVATE: Final = re.compile("[\ue000-\ue002\U000f0000-\U0010ffff]")
_OTHERS: Final = ("fixed-case", "monospace", "named-content", "overline", "roman", "ruby", "sans-serif", "styled-content")
_IN_LINKS: Final = frozenset((*_TO_PANDOC, *_OTHERS))
_QUOTES: Final = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


class Held:
    """Elements that the engine cannot carry: each goes as one private-use character and comes back whole."""

    def __init__(self) -> None:
        self.elements: list[etree._Element] = []
        self.families: set[str] = set()  # the first words of families whose people have no initials

    def keep(self, element: etree._Element, *, anew: bool = False) -> str:
        """The character that stands for an element; of one that is printed once more than it stands there, without its ids."""
        kept = copy.deepcopy(element)
        kept.tail = None
        for part in kept.iter() if anew else ():
            part.attrib.pop("id", "")
        self.elements.append(kept)
        return chr(0xF0000 + len(self.elements) - 1)

    def restore(self, words: str) -> list[str | etree._Element]:
        """Text with its private-use characters turned back."""
        parts: list[str | etree._Element] = [""]
        for character in words.replace("\ue000", "<").replace("\ue001", ">").replace("\ue002", ":"):
            index = ord(character) - 0xF0000
            if 0 <= index < len(self.elements):
                parts += [copy.deepcopy(self.elements[index]), ""]
            else:
                parts[-1] = str(parts[-1]) + character
        return [part for part in parts if part != ""]


def citation(key: str, mode: str = "NormalCitation", prefix: Iterable[Inline] = (), suffix: Iterable[Inline] = ()) -> Inline:
    """One reference of a pandoc Cite."""
    affixes = {"citationPrefix": list(prefix), "citationSuffix": list(suffix)}
    return {"citationId": key, "citationMode": {"t": mode}, "citationNoteNum": 0, "citationHash": 0, **affixes}


def words(text: str) -> list[Inline]:
    """Text as pandoc's words and spaces; only XML white space parts words."""
    inlines: list[Inline] = []
    for n, word in enumerate(text.replace("\n", " ").replace("\t", " ").split(" ")):
        if n and (not inlines or inlines[-1] != {"t": "Space"}):
            inlines.append({"t": "Space"})
        if word:
            inlines.append({"t": "Str", "c": word})
    return inlines


def from_jats(element: etree._Element, held: Held) -> list[Inline]:
    """The content of a JATS element as pandoc's inlines."""
    inlines = words(element.text or "")
    for child in element:
        kind = _TO_PANDOC.get(str(child.tag))
        if kind:
            inlines.append({"t": kind, "c": from_jats(child, held)})
        else:
            inlines.append({"t": "Str", "c": held.keep(child)})
        inlines += words(child.tail or "")
    return inlines


def to_jats(inlines: Iterable[Inline], held: Held, keys: Mapping[str, str], linked: bool = True) -> list[str | etree._Element]:
    """What the engine printed, as JATS text and elements; links to entries become xref, others ext-link (if `linked`)."""
    parts: list[str | etree._Element] = []
    words = ""
    tight = False  # the engine puts a space behind every prefix; here the article has none
    for inline in inlines:
        kind = inline["t"]
        if kind == "Str" and (inline["c"].isascii() or _PRIVATE.search(inline["c"]) is None):  # most are
            words += inline["c"]
        elif kind == "Space":
            words += "" if tight else " "
        else:
            parts += [words] if words else []
            words = ""
            parts += _part(inline, lambda inner, inside=linked: to_jats(inner, held, keys, inside), held, keys, linked)
        tight = kind == "Span" and "tight" in inline["c"][0][1]
    parts += [words] if words else []
    return [_without_initials(part, held) if isinstance(part, str) and WHOLE in part else part for part in parts]


def _without_initials(words: str, held: Held) -> str:
    """Words without the marks of names that have no initials, and without the full stops of such."""

    def kept(found: re.Match[str]) -> str:
        said = found[0].removeprefix(WHOLE)
        return f" {found['next']}" if found["next"] in held.families else "" if found["next"] is None else said

    return _NO_INITIAL.sub(kept, words).replace(WITHIN, " ")


def _part(inline: Inline, inner: Callable[..., list[Any]], held: Held, keys: Mapping[str, str], linked: bool) -> list[Any]:
    kind, content = inline["t"], inline.get("c", [])
    if kind == "Str":
        return held.restore(str(content))
    if kind in ("SoftBreak", "LineBreak"):
        return [" "]
    if kind in _TO_JATS:
        return [build(_TO_JATS[kind], None, inner(content))]
    if kind == "Quoted":
        opening, closing = _QUOTES[content[0]["t"]]
        return [opening, *inner(content[1]), closing]
    if kind == "Link":
        return _link(content, inner, keys, linked)
    if kind == "Span":
        classes = content[0][1]
        named = next((name for name in ("prefix", "suffix") if name in classes), None)
        if named:
            return [build("named-content", {"content-type": named}, inner(content[1]))]
        return [] if "tight" in classes else inner(content[1])
    if kind == "Cite":
        return inner(content[1])
    if kind in ("Code", "Math", "RawInline"):
        return held.restore(str(content[1]))
    return []


def _link(content: list[Any], inner: Callable[..., list[Any]], keys: Mapping[str, str], linked: bool) -> list[Any]:
    target = str(content[2][0])  # of an address, what the engine makes of it: none, if the field holds something else
    if target.startswith("#ref-"):
        return [build("xref", {"ref-type": "bibr", "rid": keys[target[5:]]}, map(_held, inner(content[1], False)))]
    if not linked or not _ADDRESS.fullmatch(target):
        return inner(content[1])
    return [build("ext-link", {"ext-link-type": "uri", HREF: target}, map(_held, inner(content[1], False)))]


def _held(part: str | etree._Element) -> str | etree._Element:
    """A part of a link; JATS has only styles straight in one, no formula."""
    if isinstance(part, str) or part.tag in _IN_LINKS:
        return part
    kind = "formula" if part.tag in ("inline-formula", "inline-graphic") else str(part.tag)
    return build("named-content", {"content-type": kind}, [part])


def upright(element: etree._Element) -> None:
    """Turn italics within italics upright, as a printer does."""
    for inner in list(element.iter("italic")):
        if any(ancestor.tag == "italic" for ancestor in inner.iterancestors()):
            inner.tag = "roman"
