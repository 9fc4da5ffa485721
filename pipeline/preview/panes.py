"""Panes: finished files as HTML in which each link to a reference says where it stands and which reference it means."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_TARGET = re.compile(r"""<ref\b[^<>]*\btarget=["']#([^"'\s]+)[^<>]*>""")
_WIKI = re.compile(r"""\[\[\#(?P<key>[^\]|\[]+)\|(?:(?!\]\]).)*\]\]|<ref\b[^<>]*\bname\s*=\s*["']?(?P<name>[^"'/>]+)[^<>]*>""", re.S)


def tei(text: str) -> str:
    """A TEI document as its source."""
    return _lines(_tei(text))


def wikitext(text: str) -> str:
    """A wiki page as its source."""
    return _lines(_wikitext(text))


def _tei(text: str) -> Iterator[tuple[str, str]]:
    last = 0
    for tag in _TAG.finditer(text):
        yield text[last : tag.start()], ""
        found = _TARGET.match(tag[0])
        yield tag[0], f"key:{html.unescape(found[1])}" if found and 'type="bibr"' in tag[0] else "tag"
        last = tag.end()
    yield text[last:], ""


def _wikitext(text: str) -> Iterator[tuple[str, str]]:
    last = 0
    for link in _WIKI.finditer(text):
        yield text[last : link.start()], ""
        key = unquote(html.unescape(link["key"] or link["name"].removeprefix("ref-")))
        yield link[0], f"key:{key}"
        last = link.end()
    yield text[last:], ""


def _lines(pieces: Iterator[tuple[str, str]]) -> str:
    """Pieces of a text, each with what it is, as HTML; a link has the line that it stands on."""
    parts, line = [], 1
    for text, kind in pieces:
        shown = html.escape(text)
        if kind.startswith("key:"):
            shown = f'<a tabindex="0" role="button" data-place="{line}" data-key="{html.escape(kind[4:])}">{shown}</a>'
        elif kind:
            shown = f'<span class="{kind}">{shown}</span>'
        parts.append(shown)
        line += text.count("\n")
    return "".join(parts)
