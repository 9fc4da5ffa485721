"""Figures: pictures, films, files, formulas, and what stands below them."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from copy import deepcopy

from pipeline.exporters.tei.base import ID, Element, Table, children, heading, made, new, parent_name, tei, tokens, uri
from pipeline.markup import Parts
from pipeline.math import spoken
from pipeline.schema import elements
from pipeline.tree import HREF, LANG, find_all, name, text_of

ALONE = {"fig", "table-wrap"}  # a picture that is alone in them needs no figure of its own
PICTURES = {"graphic", "media"}


@tei("fig")
def figure(element: Element, render: Table) -> Parts:
    """A figure: its head, the rest of its caption, what it shows, its source."""
    return made("figure", element, captioned(element, render), type=element.get("fig-type"))


@tei("fig-group")
def figure_group(element: Element, render: Table) -> Parts:
    """Figures that belong together."""
    return made("figure", element, captioned(element, render), type="fig-group")


def captioned(element: Element, render: Table, shown: Sequence[Element] = ()) -> Parts:
    """The content of a float, its caption next to its label whatever the article has between them."""
    caption = render.each(element.findall("caption"))
    return [*heading(element, render, "caption/title"), *caption, *shown, *children(element, render, "label", "caption")]


@tei("caption")
def caption(element: Element, render: Table) -> Parts:
    """What a caption says after its title, which is in the `head`."""
    paragraphs = children(element, render, "title")
    for one in paragraphs:
        if not isinstance(one, str) and element.get(LANG) and LANG not in one.attrib:
            one.set(LANG, str(element.get(LANG)))
    return paragraphs


@tei("graphic")
def graphic(element: Element, render: Table) -> Parts:
    """A picture with its descriptions, in a figure of its own unless it is all that a figure shows."""
    parent = element.getparent()
    words = children(element, render)
    shown = new("graphic", **{ID: element.get("id")}, url=address(element), mimeType=media_type(element))
    alone = parent is not None and name(parent) in ALONE and len([child for child in parent if name(child) in PICTURES]) == 1
    return [shown, *words] if alone else [new("figure", [shown, *words])]


@tei("disp-formula/graphic", "inline-graphic", "alternatives/graphic", "alternatives/inline-graphic")
def inline_graphic(element: Element, render: Table) -> Parts:
    """A picture within a line or a formula."""
    words = [new("desc", render.inside(one), type=name(one), **{LANG: one.get(LANG)}) for one in element]
    return made("graphic", element, words, url=address(element), mimeType=media_type(element))


@tei("alt-text", "long-desc")
def description(element: Element, render: Table) -> Parts:
    """A picture in words."""
    return made("figDesc", element, render.inside(element), rend="long" if name(element) == "long-desc" else None)


@tei("media")
def media(element: Element, render: Table) -> Parts:
    """A film or a sound, in a figure of its own."""
    shown = new("media", url=address(element), mimeType=media_type(element) or guessed(element))
    return made("figure", element, captioned(element, render, [shown]), type="media")


@tei("supplementary-material")
def supplement(element: Element, render: Table) -> Parts:
    """A file that goes with the article."""
    shown = [new("media", url=address(element), mimeType=media_type(element) or guessed(element))] if element.get(HREF) else []
    return made("figure", element, captioned(element, render, shown), type="supplementary-material")


def address(element: Element) -> str:
    """The address of a picture."""
    return uri(element.get(HREF)) or "about:blank"  # TEI demands one


def media_type(element: Element) -> str | None:
    """The media type as far as the article says it."""
    return "/".join(tokens(f"{element.get('mimetype') or ''} {element.get('mime-subtype') or ''}")) or None


def guessed(element: Element) -> str:
    """The media type by the file's suffix."""
    return mimetypes.types_map.get("." + address(element).rpartition(".")[2].lower(), "application/octet-stream")


@tei("disp-formula")
def equation(element: Element, render: Table) -> Parts:
    """A displayed equation after its label."""
    label = render.each(element.findall("label"))
    return [new("ab", label + formula(element, render), type="formula")]


@tei("inline-formula")
def formula(element: Element, render: Table) -> Parts:
    """A formula: its TeX, or what is said for its MathML; the MathML itself is moved to the header at the end (finish.py)."""
    inside = element.find("alternatives")
    choices = list(element if inside is None else inside)
    tex = next((one for one in choices if name(one) == "tex-math"), None)
    math = next((one for one in choices if name(one) == "mml:math"), None)
    words = render.inside(tex) if tex is not None else [spoken(math)] if math is not None else []
    pictures = render.each([one for one in choices if name(one) in ("mml:math", "graphic", "inline-graphic")])
    notation = "TeX" if tex is not None else "MathML" if math is not None else None
    shown = {"rend": "display", "n": text_of(element.find("label")) or None} if name(element) == "disp-formula" else {}
    made_formula = made("formula", element, words + pictures, notation=notation, **shown)
    return identified(made_formula, element, tex)


def identified(parts: Parts, element: Element, tex: Element | None) -> Parts:
    """A formula with the id of its TeX too, if it has one."""
    key = tex.get("id") if tex is not None else None
    if not key or isinstance(parts[0], str):
        return parts
    if not element.get("id"):
        parts[0].set(ID, key)
        return parts
    parts[0].set(ID, key)
    return [new("seg", parts, **{ID: element.get("id")})]


@tei("attrib/inline-formula", "attrib/inline-graphic", "mixed-citation/inline-formula", "mixed-citation/inline-graphic")
def wrapped(element: Element, render: Table) -> Parts:
    """A formula or a picture in a `bibl`, which has no place for it but a `seg`."""
    return [new("seg", (formula if name(element) == "inline-formula" else inline_graphic)(element, render))]


@tei(*sorted(one for one in elements() if one.startswith("mml:")))
def mathml(element: Element, render: Table) -> Parts:
    """MathML, as it is."""
    copy = deepcopy(element)
    copy.tail = None
    return [copy]


@tei("alternatives", "tex-math")
def one_of_several(element: Element, render: Table) -> Parts:
    """A form of a formula."""
    return render.inside(element)


@tei("table-wrap")
def table_group(element: Element, render: Table) -> Parts:
    """A table with its head, its caption and its notes."""
    return made("figure", element, captioned(element, render), type="table")


@tei("table-wrap-foot")
def table_foot(element: Element, render: Table) -> Parts:
    """The notes below a table."""
    return children(element, render)


@tei("table")
def table(element: Element, render: Table) -> Parts:
    """A table: its head, its bodies, its foot, as they are shown."""
    order = [*element.findall("thead"), *element.findall("tbody"), *element.findall("tfoot")]
    rows = find_all(element, "*/tr")
    columns = max(sum(int(cell.get("colspan") or 1) for cell in row) for row in rows)
    return [new("table", render.each(order), rows=str(len(rows)), cols=str(columns))]


@tei("thead", "tbody", "tfoot")
def rows(element: Element, render: Table) -> Parts:
    """The rows of a part of a table."""
    return children(element, render)


@tei("tr")
def row(element: Element, render: Table) -> Parts:
    """A row: `@role` of those of the head, `@rend` of those of the foot and of the first of each further body."""
    group = parent_name(element)
    further = element.getprevious() is None and find_all(element, "parent::tbody/preceding-sibling::tbody")
    rend = "foot" if group == "tfoot" else "group" if further else None
    return [new("row", children(element, render), role="label" if group == "thead" else "data", rend=rend)]


@tei("td", "th")
def cell(element: Element, render: Table) -> Parts:
    """A cell with its spans."""
    spans = {key: value for key, of in (("cols", "colspan"), ("rows", "rowspan")) if (value := element.get(of)) not in (None, "1")}
    look = [f"{key}-{element.get(key)}" for key in ("align", "valign", "scope") if element.get(key)]
    keys = " ".join(f"#{key}" for key in (element.get("headers") or "").split()) or None
    blocks = [child for child in element if name(child) in ("p", "list", "def-list", "disp-formula", "disp-quote", "preformat", "graphic")]
    content = render.each(blocks) if blocks else render.inside(element)
    return made("cell", element, content, role="label" if name(element) == "th" else None, rend=" ".join(look), corresp=keys, **spans)


@tei("col", "colgroup")
def column(element: Element, render: Table) -> Parts:
    """Columns have no element of their own in TEI; losses.py says so."""
    return []
