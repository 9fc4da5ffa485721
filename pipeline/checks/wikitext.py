"""Wikitext read back: the facts of a page whose citations are printed (the profile `resolved`)."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from pipeline.checks.facts import Facts

_ENTRY = re.compile(r'<li id="([^"]+)"[^>]*>(.*?)</li>\n', re.S)
_LINK = re.compile(r"\[\[#([^\]|]+)\|(.*?)\]\]", re.S)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|'{2,5}|\[\[[^\]|]*\||\]\]|\[(?:https?:)?//\S+ |\]")


def wikitext(data: bytes, keys: set[str]) -> Facts:
    """The facts of a page; the keys are those of the article's references."""
    text = data.decode("utf-8")
    entries = {unquote(html.unescape(key)): words for key, words in _ENTRY.findall(text)}
    links = [(html.unescape(key), _plain(words)) for key, words in _LINK.findall(text)]
    return Facts(tuple(link for link in links if link[0] in keys), {key: _plain(entries[key]) for key in entries if key in keys})


def _plain(text: str) -> str:
    return html.unescape(_MARKUP.sub("", text))
