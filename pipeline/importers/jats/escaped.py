"""Escaped: HTML that a journal's forms have put into front matter as text (`&lt;em&gt;`) is mark-up, and no words."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from lxml import etree, html

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import fill, new, replace
from pipeline.markup import Parts
from pipeline.tree import HREF, find_all, fold

_HOLDERS: Final = (
    "//abstract//p | //trans-abstract//p | //bio//p | //article-title | //trans-title | //subtitle | //kwd | //license-p"
    " | //ref//source | //ref//chapter-title | //copyright-statement"
)
_TAG: Final = re.compile(
    r"</(?:p|div|span|em|i|b|strong|u|sub|sup|a|font|h\d)\s*>|<br\s*/?>"
    r"|&(?:nbsp|amp|lt|gt|quot|[lr][sd]quo|[nm]dash|hellip|copy|#\d+|#x[\da-f]+|[a-z](?:acute|grave|uml|circ|tilde|cedil));",
    re.IGNORECASE,
)
_LOOKS: Final = {"em": "italic", "i": "italic", "strong": "bold", "b": "bold", "u": "underline", "sub": "sub", "sup": "sup"}
_ENTITY: Final = re.compile(r"&(?:lt|gt|amp|quot|apos|#39);")
_TWICE: Final = re.compile(r"(?<=\s)&amp;(?=\s)|&quot;[^&]{1,200}&quot;")  # as no article about HTML writes them
_VERBATIM: Final = ("code", "preformat", "monospace", "tex-math", "email", "ext-link", "uri")
_MARKUP: Final = re.compile(r"html|xml|svg|jats|tei|php|jsx|vue|xsl|markdown|md$|text|none")
_LOW: Final = re.compile(r"\{\\_\}|%7B(?:\\|%5C)_%7D", re.IGNORECASE)
_END: Final = "\u2029"
_BLOCKS: Final = ("p", "div", "br", "li", "h1", "h2", "h3", "h4")


def escaped(root: etree._Element, report: Report) -> None:
    """All front matter that is text alone; code."""
    for code in root.iter("code", "preformat"):
        code.text = (code.text or "").removeprefix("\n") or None  # behind a tag on a line of its own, as HTML has it
        _code(code, report)
    for holder in find_all(root, _HOLDERS):
        if len(holder) or not _TAG.search(holder.text or ""):
            continue
        report("import-repaired", "mark-up of HTML stands here as text; it is read as mark-up", holder)
        paragraphs = _paragraphs(_parts(html.fragment_fromstring(holder.text or "", create_parent="div"), holder))
        if holder.tag == "p":
            replace(holder, *(fill(new("p", holder), one) for one in paragraphs))
        else:
            holder.text = None
            fill(holder, [part for n, one in enumerate(paragraphs) for part in ([" ", *one] if n else one)])
    _twice(root, report)
    _low_lines(root, report)


def _low_lines(root: etree._Element, report: Report) -> None:
    r"""The low line of an identifier is no `{\_}`, as BibTeX has it for TeX, in references."""
    found = [
        one
        for ref in root.iter("ref")
        for one in ref.iter("*")
        if any(_LOW.search(said or "") for said in (one.text, one.tail, one.get(HREF)))
    ]
    for one in found:
        one.text, one.tail = (_LOW.sub("_", said) if said else said for said in (one.text, one.tail))
        if address := one.get(HREF):
            one.set(HREF, _LOW.sub("_", address))
    if found:
        report("import-repaired", f"low lines that TeX has escaped are low lines ({len(found)})", found[0])


def _twice(root: etree._Element, report: Report) -> None:
    """Characters of the text that are escaped twice (`&amp;quot;`), as a conversion of HTML leaves them."""
    found = [one for part in root.iter("body", "back") for one in part.iter("*") if "&" in (one.text or "") or "&" in (one.tail or "")]
    mended = []
    for one in found:
        if one.tag not in _VERBATIM and _TWICE.search(one.text or ""):
            one.text = _TWICE.sub(lambda said: unescape(said[0]), one.text or "")
            mended.append(one)
        parent = one.getparent()
        if parent is not None and parent.tag not in _VERBATIM and _TWICE.search(one.tail or ""):
            one.tail = _TWICE.sub(lambda said: unescape(said[0]), one.tail or "")
            mended.append(one)
    if mended:
        report("import-repaired", f"characters that are escaped twice are read once more ({len(mended)})", mended[0])


def _code(code: etree._Element, report: Report) -> None:
    """Code of a language that knows no entities has its characters escaped twice: `x &amp;lt; 3`."""
    words, language = code.text or "", (code.get("language") or "").lower()
    if len(code) or not language or _MARKUP.search(language) or not _ENTITY.search(words) or re.search("[<>]", _ENTITY.sub("", words)):
        return
    if "&" not in _ENTITY.sub("", words):
        report("import-repaired", "characters of code are escaped twice; they are read once more", code)
        code.text = unescape(words)


def _parts(node: etree._Element, like: etree._Element) -> Parts:
    """The content of a piece of HTML, and a sign where a paragraph ends."""
    parts: Parts = [node.text or ""]
    for child in node:
        tag = str(child.tag)
        inner = _parts(child, like) if isinstance(child.tag, str) else []
        if tag in _LOOKS and _END not in inner:
            parts.append(new(_LOOKS[tag], like, None, inner))
        elif tag == "a" and (child.get("href") or "").startswith("http") and _END not in inner:
            parts.append(new("ext-link", like, {"ext-link-type": "uri", HREF: str(child.get("href"))}, inner))
        elif tag == "span" and (child.get("class") == "nocase" or "small-caps" in (child.get("style") or "")) and _END not in inner:
            kept = child.get("class") == "nocase"  # as Zotero writes what keeps its letters
            parts.append(new("named-content" if kept else "sc", like, {"content-type": "nocase"} if kept else None, inner))
        else:
            ends = [_END] if tag in _BLOCKS else []
            parts += [*ends, *inner, *ends]
        parts.append(child.tail or "")
    return [part for part in parts if part != ""]


def _paragraphs(parts: Parts) -> list[Parts]:
    """The paragraphs of a content; one at least."""
    found: list[Parts] = [[]]
    for part in parts:
        if part == _END:
            found.append([])
        else:
            found[-1].append(part)
    return [one for one in found if any(not isinstance(part, str) or fold(part) for part in one)] or [[]]
