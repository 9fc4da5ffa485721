"""Blocks: sections, paragraphs, quotations, verse, code, boxes, statements."""

from __future__ import annotations

from pipeline.exporters.wikitext.base import (
    Element,
    Table,
    anchor,
    attributes,
    block,
    bold,
    children,
    div,
    foreign,
    heading,
    inline,
    part,
    spaced,
    turn,
    wiki,
    word,
)
from pipeline.exporters.wikitext.escape import verbatim
from pipeline.exporters.wikitext.inline import span_language
from pipeline.exporters.wikitext.pictures import CREDITS, caption_blocks, caption_of, credits_of
from pipeline.tree import name

LINES = "font-family:monospace; white-space:pre-wrap"
BOX = "border:1px solid #a2a9b1; padding:0.5em 1em; margin:1em 0"


@wiki("body", "back", "app-group")
def container(element: Element, render: Table) -> str:
    """A part of the article without a heading of its own."""
    return children(element, render)


@wiki("sec", "app", "notes")
def section(element: Element, render: Table) -> str:
    """A section under its heading; in an abstract its title is no heading of the page."""
    if of_abstract(element):
        return div(element, children(element, render))
    return foreign_section(element, heading(element, render) + children(element, render, "label", "title"))


def of_abstract(element: Element) -> bool:
    """Whether a section stands in an abstract, or in a section there."""
    around = element.getparent()
    while around is not None and name(around) == "sec":
        around = around.getparent()
    return around is not None and name(around) in ("abstract", "trans-abstract")


def foreign_section(element: Element, content: str) -> str:
    """A section, in a box of its own if it is in another language."""
    language = foreign(element)
    way = f' dir="{turn(element, language)}"' if turn(element, language) else ""
    return f'<div lang="{language}"{way}>\n{content.strip()}\n</div>\n\n' if language else content


@wiki("ack")
def acknowledgements(element: Element, render: Table) -> str:
    """The acknowledgements, under a heading even if they have none."""
    head = heading(element, render, word(element, "acknowledgements", "Acknowledgements"))
    return foreign_section(element, head + children(element, render, "title"))


@wiki("glossary")
def glossary(element: Element, render: Table) -> str:
    """The glossary, under its heading."""
    return foreign_section(element, heading(element, render, word(element, "glossary", "Glossary")) + children(element, render, "title"))


@wiki("label", "title")
def title(element: Element, render: Table) -> str:
    """A label, or the title of something that is no section."""
    return block(bold(inline(element, render)))


@wiki("p")
def paragraph(element: Element, render: Table) -> str:
    """A paragraph; one that holds a block only is that block."""
    if element.get("content-type") == "block":
        return div(element, children(element, render))
    text = inline(element, render)
    return block(anchor(element) + span_language(element, text)) if text else block(anchor(element))


@wiki("list-item/p", "def/p", "fn/p", "td/p", "th/p")
def nested_paragraph(element: Element, render: Table) -> str:
    """A paragraph where MediaWiki makes none of empty lines: the first is bare words, those after it have tags."""
    before = element.getprevious()
    if element.get("content-type") == "block":
        return paragraph(element, render)
    if before is None or name(before) == "label":
        return paragraph(element, render).rstrip("\n") + "\n"
    return f"<p>{anchor(element)}{span_language(element, inline(element, render))}</p>\n"


@wiki("disp-quote")
def quotation(element: Element, render: Table) -> str:
    """A quotation, with who said it."""
    return block(f"<blockquote>\n{div(element, children(element, render)).strip()}\n</blockquote>")


@wiki("attrib")
def attribution(element: Element, render: Table) -> str:
    """Who said it, or where it comes from."""
    return block("— " + span_language(element, inline(element, render)))


@wiki("fig/attrib", "boxed-text/attrib", "table-wrap/attrib", "media/attrib", "supplementary-material/attrib")
def source(element: Element, render: Table) -> str:
    """Where a figure or a box comes from."""
    return block(span_language(element, inline(element, render)))


@wiki("verse-group")
def verse(element: Element, render: Table) -> str:
    """Verse: lines that end where they end."""
    return div(element, children(element, render), kind="verse")


@wiki("verse-line")
def verse_line(element: Element, render: Table) -> str:
    """A line of verse, indented as far as the article says; the last one of its stanza has no break."""
    indent = "&emsp;" * _number(element.get("indent-level"))
    following = element.getnext()
    last = following is None or name(following) != "verse-line"
    return indent + span_language(element, inline(element, render)) + ("\n\n" if last else "<br />\n")


def _number(text: str | None) -> int:
    return min(int(text), 20) if text and text.isdecimal() else 0


@wiki("speech")
def speech(element: Element, render: Table) -> str:
    """What somebody says, after the name."""
    return div(element, children(element, render))


@wiki("speaker")
def speaker(element: Element, render: Table) -> str:
    """Who speaks."""
    return block(bold(inline(element, render)))


@wiki("preformat", "code")
def preformat(element: Element, render: Table) -> str:
    """Lines as they stand; `<pre>` holds text only, so lines with more in them have breaks."""
    if len(element):
        return block(f"<div{attributes(element, LINES)}>{render.inside(element)}</div>")
    text = verbatim(element.text or "")
    # MediaWiki drops the first line feed after the tag
    given = f'<span id="{element.get("id")}"></span>\n' if element.get("id") else ""
    return block(f"{given}<pre>\n{text}</pre>")


def box(element: Element, render: Table) -> str:
    """A box beside the text."""
    head = block(spaced(bold(part(element, "label", render)), caption_of(element, render)))
    inside = caption_blocks(element, render) + children(element, render, "label", "caption", *CREDITS)
    return div(element, head + inside + block(credits_of(element, render)), BOX, "boxed-text")


@wiki("statement")
def statement(element: Element, render: Table) -> str:
    """A theorem, a definition, a proof."""
    head = spaced(bold(part(element, "label", render)), bold(part(element, "title", render)))
    return div(element, block(head) + children(element, render, "label", "title"), kind="statement")
