"""Directions: in an article that is written from right to left, what is read from left to right stands in an isolate of its own.

So do words that run to the left in references and citations that run to the right: stops and numbers between them belong to the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Final

from lxml import etree

from pipeline.exporters.html.xhtml import XHTML, h, local, tagged

_BLOCKS: Final = ("p", "td", "th", "dd", "li", "figcaption")
_ALONE: Final = ("a", "code", "pre", "time", "span")
_WHOLE: Final = {"entry", "identifier", "monospace", "name"}  # classes of what is of one direction
_NESTED: Final = {*_BLOCKS, "blockquote", "div", "dl", "figure", "ol", "pre", "section", "table", "ul", "math"}
LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]")
LEFTWARD: Final = re.compile(  # a digit says nothing of the direction
    "[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LETTER: Final = re.compile(f"(?P<left>{LEFTWARD.pattern})|{LATIN.pattern}")
_FEW: Final = 4  # times as many
_DIGITS: Final = "[0-9\u06f0-\u06f9]+"  # not the Arabic ones, whose sign stands on their right
_SIGN: Final = re.compile(f"[-+±\u2212]{_DIGITS}")
_NUMBER: Final = f"(?<![^\\s(\\[])({_SIGN.pattern}(?:[.,:/+\u2212-]{_DIGITS})*"  # "+972-2-123" is one
_SIGNED: Final = re.compile(f"{_NUMBER})")
_IN_HEBREW: Final = re.compile(f"{_NUMBER}[%‰°]?)")  # there "5%" is read from left to right, in Arabic it is not
_HEBREW: Final = re.compile("[\u05d0-\u05ea]")
_PICTURES: Final = re.compile("[\U0001f000-\U0001faff]")  # which no print says where they stand alone
_WORD: Final = rf"{LEFTWARD.pattern}(?:{LEFTWARD.pattern}|[\u200c\u200d'\"’”׳״-](?={LEFTWARD.pattern}))*"
_WORDS: Final = re.compile(rf"({_WORD}(?:(?:: |[ \u00a0،؛:-]+){_WORD})*)")


def settle(part: etree._Element) -> None:
    """Say the direction of code, addresses, identifiers, references and blocks that have no word of a script that runs to the left."""
    for node in list(tagged(part, "li")):  # a work, or a note, in Latin letters begins on the left, with its number
        if _numbered(node) and _begins_right(words(node)) and leftward(node):
            node.set("dir", "ltr")
            keep_words(node)
    for node in list(tagged(part, *_ALONE)):
        if _runs_right(node) and leftward(node):
            node.set("dir", "ltr")
    for node in list(tagged(part, *_BLOCKS)):
        if _is_leaf(node) and _runs_right(node) and leftward(node):
            _wrap(node)
    if _SIGN.search(words(part)):
        _keep_signs(part)


def words(node: etree._Element) -> str:
    """What an element says."""
    return "".join(map(str, node.itertext()))


def leftward(node: etree._Element) -> bool:
    """Whether lines run from the right where an element stands."""
    return _way(node, "rtl") == "rtl"


def _way(node: etree._Element, otherwise: str) -> str:
    """The direction that is said for an element."""
    return next((str(one.get("dir")) for one in chain([node], node.iterancestors()) if one.get("dir")), otherwise)


def _runs_right(node: etree._Element) -> bool:
    """Whether an element is one whose words are read from left to right."""
    said, kind = words(node), local(node)
    if kind == "code" or (kind == "pre" and any(local(one) == "code" for one in node)):
        return True
    if LEFTWARD.search(said):
        return False
    if kind in ("time", "pre"):
        return True
    if kind == "a":
        return (node.get("href") or "#")[0] != "#"
    if kind == "span":
        names = {*(node.get("class") or "").split()}
        return bool(names & _WHOLE) and bool(LATIN.search(said) or "identifier" in names)
    return bool(LATIN.search(said))


def _numbered(item: etree._Element) -> bool:
    """Whether an item of a list is a work or a note."""
    holder = item.getparent()
    return any(child.get("class") == "entry" for child in item) or (holder is not None and holder.get("class") == "notes")


def _begins_right(said: str) -> bool:
    """Whether words that begin with Latin letters have few others: a style says "vol." and "no date" in the language of the article."""
    letters = [bool(one["left"]) for one in _LETTER.finditer(said)]
    return bool(letters) and not letters[0] and sum(letters) * _FEW < len(letters)


def _is_leaf(node: etree._Element) -> bool:
    """Whether a block holds words, no other block, and none of the parts that are isolates of their own."""
    own = any(_WHOLE & {*(child.get("class") or "").split()} for child in node)
    return not own and not any(local(one) in _NESTED for one in node.iterdescendants("*"))


def _wrap(node: etree._Element) -> None:
    """Put what a block says into an isolate; the label at its head, and what leads back from its end, stay where lines begin and end."""
    inside = h("span", {"dir": "ltr"})
    children = list(node)
    if children and not (node.text or "").strip() and "label" in (children[0].get("class") or "").split():
        after = children[0].tail or ""
        inside.text = after.lstrip(" ")
        children[0].tail = after[: len(after) - len(inside.text)]
        node.insert(1, inside)
        children = children[1:]
    else:
        inside.text, node.text = node.text, None
        node.insert(0, inside)
    for child in children:
        inside.append(child)


def cite(part: etree._Element) -> None:
    """Put words that run to the left into isolates, in references and citations of an article that runs to the right."""
    for node in list(tagged(part, "li", "span")):
        if "citation" in (node.get("class") or "").split() or _numbered(node):
            keep_words(node)


def keep_words(part: etree._Element) -> None:
    """Put words that run to the left into isolates."""
    said = words(part)
    if LEFTWARD.search(said) and not _PICTURES.search(said):
        _keep(part, _WORDS, {"dir": "rtl"}, lambda node: _way(node, "ltr") == "ltr")


def _keep_signs(part: etree._Element) -> None:
    """Put each number with a sign into an isolate: between words that run to the left the sign would stand behind it."""
    signed = _IN_HEBREW if _HEBREW.search(words(part)) else _SIGNED
    _keep(part, signed, {"class": "signed", "dir": "ltr"}, leftward)


def _keep(part: etree._Element, found: re.Pattern[str], attributes: Mapping[str, str], where: Callable[[etree._Element], bool]) -> None:
    """Put what is found into isolates, where it stands in lines of the other direction."""
    for node in list(part.iter(f"{{{XHTML}}}*")):
        if node.text and found.search(node.text) and where(node):
            node.text, isolates = _parted(node.text, found, attributes)
            node[0:0] = isolates
        around = node.getparent()
        if node is not part and around is not None and node.tail and found.search(node.tail) and where(around):
            before, isolates = _parted(f".{node.tail}", found, attributes)  # a hyphen behind an element is none of a number
            node.tail = before[1:]
            place = around.index(node) + 1
            around[place:place] = isolates


def _parted(said: str, found: re.Pattern[str], attributes: Mapping[str, str]) -> tuple[str, list[etree._Element]]:
    """What stands before the first that is found, and what is found, each with what follows it."""
    before, *others = found.split(said)
    isolates = [h("span", dict(attributes), [one]) for one in others[::2]]
    for one, after in zip(isolates, others[1::2], strict=True):
        one.tail = after
    return before, isolates
