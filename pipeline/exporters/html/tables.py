"""Tables: wrapper, caption, rows, cells, notes."""

from __future__ import annotations

from lxml import etree

from pipeline.exporters.html.blocks import CREDITS, caption_of, credits_of, rest
from pipeline.exporters.html.grid import squared
from pipeline.exporters.html.table import html
from pipeline.exporters.html.xhtml import XHTML, classes, flat, h, shared
from pipeline.markup import Parts, append
from pipeline.rules import Rules
from pipeline.tree import find_all, said_in_words, text_of


@html("table-wrap")
def table_wrap(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A table with its caption and its notes; the caption stands inside the table if there is one table."""
    caption = caption_of(element, render)
    shown = render.each(rest(element, "label", "caption", "alt-text", "table-wrap-foot", *CREDITS))
    below = [*render.each(element.findall("table-wrap-foot")), *credits_of(element, render)]
    alt = text_of(element.find("alt-text")) or None
    first = shown[0] if len(shown) == 1 else None
    simple = not find_all(element, "caption//table")  # HTML allows no table in a table's caption
    if caption and simple and isinstance(first, etree._Element) and first.tag == f"{{{XHTML}}}table":
        first.insert(0, h("caption", parts=caption))
        if alt:
            first.set("aria-label", alt)
        return [h("div", shared(element, class_="table-wrap"), [first, *below])]
    head = [h("figcaption", parts=caption)] if caption else []
    return [h("figure", shared(element, class_="table-wrap", **{"aria-label": alt}), [*head, *shown, *below])]


@html("table")
def table(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The rows of a table."""
    columns = [child for child in element if child.tag in ("col", "colgroup")]
    loose = [child for child in columns if child.tag == "col"]
    groups = [h("colgroup", parts=render.each(loose))] if loose else render.each(columns)
    foot = render.each(element.findall("tfoot"))  # HTML has it after the bodies
    return [squared(h("table", shared(element), [*groups, *render.each(rest(element, "col", "colgroup", "tfoot")), *foot]))]


@html("col", "colgroup")
def columns(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Columns."""
    span = None if len(element) else element.get("span")
    return [h(str(element.tag), {"span": span, "class": aligned(element)}, render.each(list(element)))]


@html("thead", "tbody", "tfoot", "tr")
def rows(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Rows."""
    return [h(str(element.tag), parts=render.each(list(element)))]


@html("td", "th")
def cell(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A cell; a head says what it is the head of. Whatever says something in the head of a table is one, and no cell without words is."""
    part = next(element.iterancestors("thead", "tbody", "tfoot", "table"), None)
    in_head = part is not None and part.tag == "thead"
    says = bool(text_of(element) or find_all(element, ".//graphic | .//inline-graphic"))
    head = says and (element.tag == "th" or in_head)
    scope = (element.get("scope") or ("col" if in_head else "row")) if head else None
    spans = {key: element.get(key) for key in ("colspan", "rowspan", "headers") if element.get(key) not in (None, "1")}
    return [h("th" if head else "td", shared(element, class_=aligned(element), scope=scope, **spans), render.inside(element))]


def aligned(element: etree._Element) -> str | None:
    """The classes of the alignment of cells."""
    across, down = element.get("align"), element.get("valign")
    return classes(f"align-{across}" if across else None, f"valign-{down}" if down else None)


@html("table-wrap-foot")
def foot(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The notes of a table."""
    return [h("div", {"class": "table-notes"}, render.each(list(element)))]


@html("table-wrap-foot/fn", "author-notes/fn")
def note_in_place(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A note that is printed where it stands."""
    return [h("div", shared(element, class_="note"), labelled(element, render))]


def labelled(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The label of a note or an entry inside its first paragraph, and the rest."""
    inside = render.each(rest(element, "label"))
    label = element.find("label")
    said = render.inside(label) if label is not None else [element.get("symbol") or ""]
    if said in ([], [""]):
        return inside
    words = "".join(flat([part]) for part in said).strip()
    kinds = ("worded", "stopped" if words.endswith((".", ":")) else None) if said_in_words(words) else ()
    mark = h("span", {"class": classes("label", *kinds)}, said)
    first = inside[0] if inside else None
    if not isinstance(first, etree._Element) or first.tag != f"{{{XHTML}}}p":
        return [mark, " ", *inside]
    before, first.text = first.text or "", None
    mark.tail = " " + before
    first.insert(0, mark)
    return inside


def appended(element: etree._Element, parts: Parts) -> etree._Element:
    """An element with some parts at the end of its last paragraph."""
    last = element[-1] if len(element) and element[-1].tag == f"{{{XHTML}}}p" else element
    append(last, parts)
    return element
