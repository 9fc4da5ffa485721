"""Tables: wiki mark-up at the level of the page, tags inside notes, lists and other tables."""

from __future__ import annotations

from pipeline.exporters.wikitext.base import Element, Table, attributes, block, bold, children, inline, part, spaced, wiki
from pipeline.exporters.wikitext.escape import attribute
from pipeline.exporters.wikitext.lists import TAGGED
from pipeline.exporters.wikitext.pictures import CREDITS, caption_blocks, caption_of, credits_of, first_picture, trailing
from pipeline.tree import name, text_of

CELL_BLOCKS = {"p", "list", "def-list", "disp-formula", "disp-quote", "preformat", "graphic"}
ALIGN = {"left": "left", "right": "right", "center": "center", "justify": "justify", "char": "right"}


@wiki("table-wrap")
def table_wrap(element: Element, render: Table) -> str:
    """A table with its caption and its notes."""
    content = children(element, render, "label", "caption", "alt-text", *CREDITS)
    pictured = first_picture(element) is not None
    head = "" if pictured or element.find("table") is not None else block(table_caption(element, render))
    below = caption_blocks(element, render) + (trailing(element, render) if pictured else block(credits_of(element, render)))
    content = (head + content + below).strip("\n")
    alternative = attribute(text_of(element.find("alt-text")))
    given = attributes(element) + (f' role="group" aria-label="{alternative}"' if alternative else "")
    return f"<div{given}>\n{content}\n</div>\n\n" if given else block(content)


def table_caption(element: Element, render: Table) -> str:
    """Label and caption of a table."""
    return spaced(bold(part(element, "label", render)), caption_of(element, render))


@wiki("table")
def table(element: Element, render: Table) -> str:
    """The table itself; the first of its frame has the caption."""
    frame = element.getparent()
    first = frame is not None and name(frame) == "table-wrap" and frame.find("table") is element
    caption = table_caption(frame, render) if first and frame is not None else ""
    rows = [row for part_ in _parts(element) for row in part_.findall("tr")]
    if any(name(node) in TAGGED for node in element.iterancestors()):
        head = f"<caption>{caption}</caption>\n" if caption else ""
        return block(f'<table class="wikitable">\n{head}' + "".join(f"<tr>\n{_tags(row, render)}</tr>\n" for row in rows) + "</table>")
    head = f"|+ {caption}\n" if caption else ""
    return block('{| class="wikitable"\n' + head + render.each(rows) + "|}")


def _parts(element: Element) -> list[Element]:
    """Head, body, foot: JATS has the foot before the body."""
    return [*element.findall("thead"), *element.findall("tbody"), *element.findall("tfoot")]


@wiki("tr")
def row(element: Element, render: Table) -> str:
    """A row, its cells on lines of their own."""
    return "|-\n" + children(element, render)


@wiki("td", "th")
def cell(element: Element, render: Table) -> str:
    """A cell on a line of its own; blocks start below it."""
    mark, given = "!" if name(element) == "th" else "|", cell_attributes(element)
    content = cell_content(element, render).replace("!!", "&#33;&#33;")
    gap = "\n" if holds_blocks(element) else " "
    return f"{mark}{given} |{gap}{content}\n" if given else f"{mark}{gap}{content}".rstrip(" ") + "\n"


def _tags(element: Element, render: Table) -> str:
    return "".join(f"<{name(one)}{cell_attributes(one)}>{cell_content(one, render)}</{name(one)}>\n" for one in element)


def holds_blocks(element: Element) -> bool:
    """A cell holds blocks, not words."""
    return any(name(child) in CELL_BLOCKS for child in element) and not (element.text or "").strip(" \t\r\n")


def cell_content(element: Element, render: Table) -> str:
    """The words or the blocks of a cell."""
    return children(element, render).strip() if holds_blocks(element) else inline(element, render)


def cell_attributes(element: Element) -> str:
    """What a cell spans, heads, and how it is set."""
    if not element.keys():
        return ""
    style = "; ".join(
        f"{key}:{value}"
        for key, value in (("text-align", ALIGN.get(element.get("align", ""))), ("vertical-align", element.get("valign")))
        if value
    )
    spans = "".join(
        f' {key}="{attribute(str(element.get(key)))}"' for key in ("colspan", "rowspan", "scope", "headers") if element.get(key)
    )
    return spans + attributes(element, style)


@wiki("thead", "tbody", "tfoot")
def rows(element: Element, render: Table) -> str:
    """The rows of a part of a table."""
    return children(element, render)


@wiki("col", "colgroup")
def column(element: Element, render: Table) -> str:
    """Nothing: wiki tables have no columns of their own."""
    return ""


@wiki("table-wrap-foot")
def table_foot(element: Element, render: Table) -> str:
    """The notes below a table."""
    return children(element, render)


@wiki("table-wrap-foot/fn")
def table_note(element: Element, render: Table) -> str:
    """A note of a table, with the mark it is called by."""
    label = part(element, "label", render) or attribute(element.get("symbol") or "")
    content = children(element, render, "label").strip()
    return block(f"<div{attributes(element)}>{spaced(f'<sup>{label}</sup>' if label else '', content)}</div>")
