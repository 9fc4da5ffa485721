"""LaTeX: the text of CSL items and their names as the fields of a .bib file have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from pipeline.resolve.inlines import Held
from pipeline.tree import text_of

# Characters that do something in LaTeX, or become others where it sets type
_SPECIAL: Final = {
    **{letter: f"\\{letter}" for letter in "{}$&%#_"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\`{}",
    "'": r"\textquotesingle{}",
    '"': r"\textquotedbl{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "\u00a0": "~",
}
_HELD: Final = {"\ue000": "<", "\ue001": ">", "\ue002": ":"}  # as `resolve.csl` hides them
_TAGS: Final = {"i": r"\emph{", "b": r"\textbf{", "sup": r"\textsuperscript{", "sub": r"\textsubscript{"}
_TAG: Final = re.compile(r"<(/?)(i|b|sup|sub|span)([^<>]*)>")
_WORD: Final = re.compile(r"[^\W\d_]\w*")
_RUNS: Final = re.compile(r"(?<=-)(?=-)")  # what LaTeX draws together


def latex(text: str, held: Held, protected: bool = False) -> str:
    """The text of an item; `protected`: words with capitals are in braces, so that no style makes small letters of them."""
    return "".join(_pieces(text, held, protected))


def _pieces(text: str, held: Held, protected: bool) -> Iterator[str]:
    last = 0
    for tag in _TAG.finditer(text):
        yield _words(text[last : tag.start()], held, protected, first=not last)
        last = tag.end()
        small_caps = "small-caps" in tag[3]
        yield "}" if tag[1] else _TAGS.get(tag[2], r"\textsc{" if small_caps else "{")
    yield _words(text[last:], held, protected, first=not last)


def _words(text: str, held: Held, protected: bool, first: bool) -> str:
    """Words without mark-up; the first one of a title stays as it is."""
    made, last = "", 0
    for word in _WORD.finditer(text) if protected else ():
        if word[0] != word[0].lower() and not (first and word.start() == 0):
            made += _escaped(text[last : word.start()], held) + f"{{{_escaped(word[0], held)}}}"
            last = word.end()
    return made + _escaped(text[last:], held)


def _escaped(text: str, held: Held) -> str:
    return _RUNS.sub("{}", "".join(_letter(letter, held) for letter in text))


def _letter(letter: str, held: Held) -> str:
    number = ord(letter) - 0xF0000
    if 0 <= number < len(held.elements):
        return _formula(held.elements[number])
    letter = _HELD.get(letter, letter)
    return _SPECIAL.get(letter, letter)


def _formula(element: etree._Element) -> str:
    """A formula in TeX, where it has that; else its words."""
    tex = element.find(".//tex-math")
    if tex is None or not (tex.text or "").strip():
        return "".join(_SPECIAL.get(letter, letter) for letter in text_of(element))
    return f"${(tex.text or '').strip().strip('$')}$"


def names(people: list[dict[str, Any]], held: Held) -> str:
    """Names, with `and` between them."""
    return " and ".join(_name({key: str(value) for key, value in one.items()}, held) for one in people)


def _name(name: dict[str, str], held: Held) -> str:
    if literal := name.get("literal"):
        return literal if literal == "others" else f"{{{latex(literal, held)}}}"
    parts = {key: latex(value, held) for key, value in name.items()}
    if fixed := parts.get("non-dropping-particle"):
        said = {"family": parts.get("family"), "given": parts.get("given"), "suffix": parts.get("suffix"), "prefix": fixed}
        return ", ".join(f"{key}={{{value}}}" for key, value in said.items() if value) + ", useprefix=true"
    family = " ".join(filter(None, (parts.get("dropping-particle"), _whole(parts.get("family", "")))))
    return ", ".join(filter(None, (family, _whole(parts.get("suffix", "")), parts.get("given") and _whole(parts["given"]))))


def _whole(part: str) -> str:
    """A part of a name, in braces where a comma, an `and` or a small letter at its start would be misread."""
    misread = part and ("," in part or re.search(r"\band\b", part) or part[0].islower())
    return f"{{{part}}}" if misread else part
