"""Escape: text of the article as wikitext that MediaWiki prints as that text, wherever it stands."""

from __future__ import annotations

import re
from urllib.parse import quote

# Everywhere active: mark-up, links, templates, table cells, entities, signatures
ALWAYS = {character: f"&#{ord(character)};" for character in "[]{}|~"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
BARE = "bitcoin|geo|magnet|mailto|matrix|news|sips?|sms|tel|urn|xmpp"
SLASHED = "https?|ftps?|sftp|git|gopher|ircs?|mms|nntp|redis|ssh|svn|telnet|worldwind"

# Active only beside their like, or at the edge of a run, where the neighbour is not known
_ALWAYS = re.compile(r"[\[\]{}|~&<>]")
_PERHAPS = re.compile(r"[\[\]{}|~&<>'_:/\t\r\n]")
_WHITE = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")  # a single space is as it should be
_DOUBLED = re.compile(r"'(?=')|(?<=')'|^'|'$|_(?=_)|(?<=_)_|^_|_$")
_TIGHT = re.compile(":(?! )")
_SCHEME = re.compile(rf"\b({BARE}):(?! )|\b({SLASHED}):(?=//|/?\Z)", re.IGNORECASE)
_SLASHES = re.compile(r":(?=//)|\A/(?=/|\Z)")
_MAGIC = re.compile(r"(ISBN|RFC|PMID)(?=[\s\u00a0]*(?:\d|\Z))")
_START = re.compile(r"[*#:;=! ]|----")
_URL_SAFE = "/:?#@!$&()*+,;=%-._~"


def entity(character: str) -> str:
    """A character as a numeric entity."""
    return f"&#{ord(character)};"


def escape(text: str) -> str:
    """A run of text inside a line."""
    magic = "ISBN" in text or "RFC" in text or "PMID" in text
    if _PERHAPS.search(text) is None and not magic and "  " not in text:  # most is plain
        return text
    if "  " in text or not text.isprintable():
        text = _WHITE.sub(" ", text)
    text = _ALWAYS.sub(lambda found: ALWAYS[found[0]], text)
    if "'" in text or "_" in text:
        text = _DOUBLED.sub(lambda found: entity(found[0]), text)
    if _TIGHT.search(text):
        text = _SCHEME.sub(lambda found: found[0][:-1] + "&#58;", text)
    if "/" in text:
        text = _SLASHES.sub(lambda found: entity(found[0]), text)
    return _MAGIC.sub(r"\1<nowiki/>", text) if magic else text


def line(wikitext: str) -> str:
    """Rendered wikitext as a line of its own: no white space round it, nothing active at its start."""
    wikitext = wikitext.strip(" \t\r\n")
    return entity(wikitext[0]) + wikitext[1:] if _START.match(wikitext) else wikitext


def attribute(value: str) -> str:
    """The value of an attribute of a tag, or an option of a picture, in quotes or not."""
    return escape(value).replace('"', "&quot;").replace("<nowiki/>", "").strip()


def verbatim(text: str) -> str:
    """Text inside `<pre>`: only entities and tags are active there; white space is kept."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def url(address: str) -> str:
    """An address, percent-encoded so that it neither ends a link nor starts mark-up."""
    return re.sub("''+|__+|~~~+", lambda found: "".join(f"%{ord(c):02X}" for c in found[0]), quote(address.strip(), safe=_URL_SAFE + "'"))


def anchor_name(key: str) -> str:
    """An id as the name of an anchor: MediaWiki folds underscores in the addresses of links, and drops them at the end."""
    return (re.sub("_+", "_", key) if "__" in key else key).rstrip("_") or key
