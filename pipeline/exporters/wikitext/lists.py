"""Lists: wiki mark-up where it can say them, tags where it cannot."""

from __future__ import annotations

from pipeline.exporters.wikitext.base import Element, Table, anchor, attributes, block, bold, children, inline, part, spaced, wiki
from pipeline.exporters.wikitext.inline import span_language
from pipeline.tree import find_all, name

MARKS = {"bullet": "*", "order": "#"}
KINDS = {"alpha-lower": "lower-alpha", "alpha-upper": "upper-alpha", "roman-lower": "lower-roman", "roman-upper": "upper-roman"}
TAGGED = {"list-item", "def", "fn", "term", "p"}


@wiki("list")
def any_list(element: Element, render: Table) -> str:
    """A list: `*` and `#` lines if it holds one-paragraph items and such lists only, else tags."""
    head = block(bold(part(element, "title", render)))
    if _outside_tags(element) and _plain(element):
        return head + block(_lines(element, render, ""))
    return head + block(_tags(element, render))


def _outside_tags(element: Element) -> bool:
    return not any(name(node) in TAGGED for node in element.iterancestors())


def _plain(element: Element) -> bool:
    said = element.get("list-type") in MARKS and set(element.keys()) == {"list-type"}
    return said and all(_plain_item(item) for item in element.findall("list-item"))


def _plain_item(item: Element) -> bool:
    first, *others = item
    one_line = name(first) == "p" and first.get("content-type") != "block"
    return one_line and all(name(other) == "list" and other.find("title") is None and _plain(other) for other in others)


def _lines(element: Element, render: Table, prefix: str) -> str:
    prefix += MARKS[str(element.get("list-type"))]
    return "".join(_line(item, render, prefix) for item in element.findall("list-item"))


def _line(item: Element, render: Table, prefix: str) -> str:
    first, *nested = item
    own = f"{prefix} {anchor(item)}{anchor(first)}{span_language(first, inline(first, render))}".rstrip(" ") + "\n"
    return own + "".join(_lines(other, render, prefix) for other in nested)


def _tags(element: Element, render: Table) -> str:
    kind = str(element.get("list-type"))
    labelled = element.find("list-item/label") is not None
    style = "list-style:none" if labelled or kind == "simple" else f"list-style-type:{KINDS[kind]}" if kind in KINDS else ""
    tag = "ul" if kind in ("bullet", "simple") else "ol"
    start = f' start="{_start(element)}"' if element.get("continued-from") and tag == "ol" else ""
    return f"<{tag}{attributes(element, style)}{start}>\n{children(element, render, 'title')}</{tag}>"


def _start(element: Element) -> int:
    """The number that a list starts with: after the list that it continues."""
    number, seen = 1, {element.get("id")}
    while (key := element.get("continued-from")) and key not in seen:
        seen.add(key)
        before = find_all(element, "//list[@id=$key]", key=key)
        if not before:
            break
        element = before[0]
        number += len(element.findall("list-item"))
    return number


@wiki("list-item")
def item(element: Element, render: Table) -> str:
    """An item of a list with tags; a label of its own stands before it."""
    content = children(element, render, "label").strip()
    label = part(element, "label", render)
    return f"<li{attributes(element)}>{spaced(label, content)}</li>\n"


@wiki("def-list")
def definitions(element: Element, render: Table) -> str:
    """Terms and what they mean."""
    title = part(element, "title", render)
    return block(bold(title)) + block(f"<dl{attributes(element)}>\n{children(element, render, 'title')}</dl>")


@wiki("def-item")
def definition_item(element: Element, render: Table) -> str:
    """A term and its definitions."""
    term, *definitions = element
    return f"<dt{attributes(term)}>{anchor(element)}{inline(term, render)}</dt>\n" + render.each(definitions)


@wiki("term")
def term(element: Element, render: Table) -> str:
    """A term, without its tags."""
    return inline(element, render)


@wiki("def")
def definition(element: Element, render: Table) -> str:
    """What a term means."""
    return f"<dd{attributes(element)}>{children(element, render).strip()}</dd>\n"
