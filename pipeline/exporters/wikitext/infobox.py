"""Infoboxes: a table of facts beside the lead, or Wikipedia's template."""

from __future__ import annotations

from pipeline.exporters.wikitext.base import Element, Table, anchor, attributes, block, bold, children, inline, part, spaced, span, wiki
from pipeline.exporters.wikitext.blocks import box
from pipeline.exporters.wikitext.escape import attribute
from pipeline.exporters.wikitext.inline import PROTOCOL
from pipeline.exporters.wikitext.pictures import CREDITS, caption_blocks, credits_of, file_name, in_line, legend, long_description
from pipeline.tree import HREF, find_all, name, text_of

BESIDE = "float:right; clear:right; width:22em; margin:0 0 1em 1em"


@wiki("boxed-text")
def any_box(element: Element, render: Table) -> str:
    """An infobox as a table, any other box as a box."""
    if element.get("content-type") != "infobox":
        return box(element, render)
    shown = _portrait(element)
    facts = dict(_head(element, shown, render))
    portrait = "<br />".join(filter(None, (facts.get("image"), facts.get("caption"))))
    rows = f'|-\n| colspan="2" | {portrait}\n' if portrait else ""
    caption = f"|+ {bold(facts['title'])}\n" if facts["title"] else ""
    table = f'{{| class="wikitable infobox"{attributes(element, BESIDE)}\n{caption}{rows}{_table_rows(_rows(element, render))}|}}'
    return block(table) + _rest(element, shown, render)


def _table_rows(pairs: list[tuple[str, str]]) -> str:
    lines = {"header": '|-\n! colspan="2" | {}\n', "label": '|-\n! scope="row" | {}\n', "data": "| {}\n"}
    return "".join(lines[key.rstrip("0123456789")].format(value) for key, value in pairs)


def template(element: Element, render: Table) -> str:
    """An infobox as the template, its rows numbered."""
    shown = _portrait(element)
    pairs = [*_head(element, shown, render), *_rows(element, render)]
    lines = "".join(f"| {key} = {value}\n" for key, value in pairs if value)
    return block(anchor(element) + f"{{{{Infobox\n{lines}}}}}") + _rest(element, shown, render)


def _rest(element: Element, shown: Element | None, render: Table) -> str:
    """What an infobox holds beside its title, picture and rows."""
    others = [child for child in element if child is not shown and name(child) not in ("label", "caption", "def-list", *CREDITS)]
    return caption_blocks(element, render) + render.each(others) + block(credits_of(element, render))


def _portrait(element: Element) -> Element | None:
    """The picture of an infobox: its first figure or graphic, if that is one picture of the wiki."""
    first = next((child for child in element if name(child) in ("fig", "graphic")), None)
    pictures = list(first.iter("graphic")) if first is not None else []
    alone = (
        len(pictures) == 1
        and first is not None
        and not find_all(first, "caption/p[@content-type='block']")
        and not PROTOCOL.match(str(pictures[0].get(HREF)))
    )
    others = [child for child in first if name(child) not in ("label", "caption", "graphic", *CREDITS)] if first is not None else []
    return first if alone and (first is pictures[0] or not others) else None


def _head(element: Element, shown: Element | None, render: Table) -> list[tuple[str, str]]:
    head = [inline(child, render) for caption in element.findall("caption") for child in in_line(caption)]
    title = ("title", spaced(part(element, "label", render), "<br />".join(head)))
    if shown is None:
        return [title]
    picture = next(shown.iter("graphic"))
    alt = attribute(text_of(picture.find("alt-text")))
    words = anchor(shown) + spaced(legend(shown, render, alone=True) if name(shown) == "fig" else "", long_description(picture))
    image = f"[[File:{file_name(str(picture.get(HREF)))}|frameless{f'|alt={alt}' if alt else ''}]]"
    return [title, ("image", image), ("caption", words)]


def _rows(element: Element, render: Table) -> list[tuple[str, str]]:
    """The rows: each list's title as a header, its terms as labels, its definitions as data."""
    pairs = []
    for number, item in enumerate(find_all(element, "def-list/title|def-list/def-item"), 1):
        if name(item) == "title":
            pairs.append((f"header{number}", inline(item, render)))
            continue
        values = [children(one, render).strip() for one in item.findall("def")]
        term = item.find("term")
        label = anchor(item) + span(term, inline(term, render)) if term is not None else ""
        pairs += [(f"label{number}", label), (f"data{number}", "<br />".join(filter(None, values)) or "&nbsp;")]
    return pairs
