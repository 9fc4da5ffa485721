"""Quotes: full stops and commas inside closing quotation marks, as some languages have them, also where the engine does not reach.

The engine moves them itself, but neither into a link (which it sets round a citation because we ask for it), nor into emphasis, nor
past an inner quotation.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.diagnostics import Refused, Report
from pipeline.resolve.inlines import Inline
from pipeline.resolve.keys import CSL
from pipeline.resolve.question import ask
from pipeline.resolve.style import Style

_OPENING: Final = ("“", "‘", "«", "„", "‚", "‹", "「", "『", "”", "’")
_CLOSING: Final = ("”", "’", "»", "“", "‘", "›", "」", "』")
_HOLDERS: Final = {"Link": 1, "Span": 1, "Emph": None, "Strong": None, "SmallCaps": None, "Underline": None}  # where their content is


def settle_blocks(blocks: list[Inline], style: Style, language: str) -> None:
    """Do so in the blocks of an entry, or of a note."""
    for block in blocks:
        if block["t"] == "Div":
            settle_blocks(block["c"][1], style, language)
        else:
            settle(block["c"], style, language)


def settle(inlines: list[Inline], style: Style, language: str) -> None:
    """Move what belongs inside quotation marks there, in place."""
    before: Inline | None = None
    for inline in inlines:
        if inline["t"] == "Note":
            settle_blocks(inline["c"], style, language)
        elif inline["t"] in _HOLDERS:
            settle(_content(inline), style, language)
        elif before is not None and inline["t"] == "Str" and inline["c"][:1] in (".", ",") and before["t"] in _HOLDERS:
            _move(inline, _quoted(before), style, language)
        before = inline


def _move(after: Inline, quoted: list[Inline], style: Style, language: str) -> None:
    """Take the stop from the text behind a quotation, and put it into it if it does not end with one."""
    if quoted and take_stops(style, language):
        mark, after["c"] = after["c"][0], after["c"][1:]
        if not str(quoted[-2].get("c", "")).endswith((".", ",", ";", ":", "!", "?")):
            quoted.insert(-1, {"t": "Str", "c": mark})


def _content(inline: Inline) -> list[Inline]:
    """What a link, a span or an emphasis holds; nothing for others."""
    if inline["t"] not in _HOLDERS:
        return []
    place = _HOLDERS[inline["t"]]
    content: list[Inline] = inline["c"] if place is None else inline["c"][place]
    return content


def _quoted(inline: Inline) -> list[Inline]:
    """The innermost quotation with which an inline ends: its content, from mark to mark; nothing if it ends otherwise."""
    content = _content(inline)
    if not content:
        return []
    marked = inline["t"] == "Span" and content[0].get("c") in _OPENING and content[-1].get("c") in _CLOSING and len(content) > 2
    return (_quoted(content[-2]) or content) if marked else _quoted(content[-1])


@cache
def take_stops(style: Style, language: str) -> bool:
    """Whether a style has full stops and commas inside quotation marks in this language; the engine is asked."""
    root = etree.fromstring(style.data)
    for part in root.findall(f"{{{CSL}}}bibliography"):
        root.remove(part)
    layout = etree.SubElement(etree.SubElement(root, f"{{{CSL}}}bibliography"), f"{{{CSL}}}layout", suffix=".")
    etree.SubElement(layout, f"{{{CSL}}}text", variable="title", quotes="true")
    try:
        answer = ask([], etree.tostring(root), language, [{"id": "k", "type": "book", "title": "T"}], Report(Path()))
    except Refused:
        return False
    printed = answer.entries[0]["c"][1][0]["c"]
    return bool(printed[-1].get("c") != ".")
