"""Inline: emphasis, words in other languages, names, links."""

from __future__ import annotations

import re

from pipeline.addresses import resolvable
from pipeline.exporters.wikitext.base import Element, Table, anchor, foreign, span, turn, wiki
from pipeline.exporters.wikitext.escape import anchor_name, attribute, escape, url
from pipeline.tree import HREF, fold, name

STYLES = {
    "overline": "text-decoration:overline",
    "roman": "font-style:normal",
    "sans-serif": "font-family:sans-serif",
    "sc": "font-variant:small-caps",
}
TAGS = {"monospace": "code", "strike": "s", "sub": "sub", "sup": "sup", "underline": "u"}
QUOTES = {"italic": ("''", "i"), "bold": ("'''", "b")}
PROTOCOL = re.compile(r"(?:https?|ftps?|sftp|git|ircs?|nntp|svn|ssh|telnet)://|(?:mailto|news|tel|urn|geo):", re.IGNORECASE)
LINES = {"p", "title", "td", "th", "term", "attrib", "verse-line", "mixed-citation", "xref", "ext-link", "article-title", "meta-value"}
LINKS = ("xref", "ext-link", "email")


@wiki("italic", "bold")
def quoted(element: Element, render: Table) -> str:
    """Italic and bold: apostrophes, or tags where apostrophes would run into others."""
    marks, tag = QUOTES[name(element)]
    content = render.inside(element)
    if not content.strip(" "):
        return content
    return (
        f"<{tag}>{content}</{tag}>" if _crowded(element) or "''" in content or " " in (content[0], content[-1]) else marks + content + marks
    )


def _crowded(element: Element) -> bool:
    """Another italic or bold is round this one, or may come next to it."""
    before, after, parent = element.getprevious(), element.getnext(), element.getparent()
    if next(element.iterancestors(*QUOTES), None) is not None or parent is None:
        return True
    first = not parent.text if before is None else False
    touching = (before is not None and not before.tail) or (after is not None and not element.tail)
    return touching or ((first or (after is None and not element.tail)) and name(parent) not in LINES)


@wiki(*TAGS)
def tagged(element: Element, render: Table) -> str:
    """Emphasis that MediaWiki has a tag for."""
    tag = TAGS[name(element)]
    return f"<{tag}>{render.inside(element)}</{tag}>"


@wiki(*STYLES)
def styled(element: Element, render: Table) -> str:
    """Emphasis that only a style can show."""
    return span(element, render.inside(element), STYLES[name(element)])


@wiki("styled-content", "named-content", "abbrev", "journal-title", "subject", "speaker")
def phrase(element: Element, render: Table) -> str:
    """A phrase: its words, their language, its anchor."""
    return span(element, render.inside(element))


@wiki("abbrev")
def abbreviation(element: Element, render: Table) -> str:
    """An abbreviation, with what it stands for."""
    long = element.get("alt")
    content = f'<abbr title="{attribute(long)}">{render.inside(element)}</abbr>' if long else render.inside(element)
    return span(element, content)


@wiki("break")
def line_break(element: Element, render: Table) -> str:
    """A line break in a title or a cell."""
    return "<br />"


@wiki("ext-link", "uri")
def external(element: Element, render: Table) -> str:
    """A link out of the wiki; an address that MediaWiki does not open is the title of its words."""
    content = render.inside(element).strip()
    return anchor(element) + outside(element, address_of(element), span_language(element, content) if content else "")


def address_of(element: Element) -> str:
    """The address of a link; a DOI is one behind its resolver."""
    return resolvable(str(element.get(HREF) or ""), element.get("ext-link-type"))


@wiki("email")
def email(element: Element, render: Table) -> str:
    """An e-mail address."""
    return outside(element, "mailto:" + fold(element.text or ""), render.inside(element).strip())


def outside(element: Element, address: str, content: str) -> str:
    """A link to an address, unless it stands in another link."""
    content = content or escape(address)
    if not address or in_link(element) is not None:
        return content
    if PROTOCOL.match(address) and not _BAD_LABEL.search(content):
        return f"[{url(address)} {content}]"
    return f'<span title="{attribute(address)}">{content}</span>' if content != escape(address) else content


def in_link(element: Element) -> Element | None:
    """The link that an element stands in; a note or a reference that is gathered into its call stands in none."""
    around = next(element.iterancestors(*LINKS, "fn", "ref"), None)
    return around if around is not None and name(around) in LINKS else None


_BAD_LABEL = re.compile(r"\[\[(?!File:)|</?ref")


def span_language(element: Element, content: str) -> str:
    """Content with the language of its element but not its anchor."""
    language = foreign(element)
    way = f' dir="{turn(element, language)}"' if turn(element, language) else ""
    return f'<span lang="{attribute(language)}"{way}>{content}</span>' if language else content


@wiki("xref")
def reference(element: Element, render: Table) -> str:
    """A link inside the page, to the first of its targets."""
    keys = (element.get("rid") or "").split()
    link = anchor(element) + internal(element, keys[0] if keys else "", render.inside(element))
    called = element.get("ref-type") in ("fn", "table-fn")
    raised = called and next(element.iterancestors("sup"), None) is None and element.find("sup") is None
    return f"<sup>{link}</sup>" if raised else link


def internal(element: Element, key: str, content: str) -> str:
    """A link to an anchor of this page, unless it stands in another link."""
    words = content.strip()
    if not words or not key or in_link(element) is not None:
        return content
    before, _, after = content.partition(words)
    return f"{before}[[#{attribute(anchor_name(key))}|{words}]]{after}"
