"""The table of rules that every part of the wikitext exporter adds to, and what the parts share: language, anchors, headings."""

from __future__ import annotations

from collections.abc import Callable

from langcodes import Language
from lxml import etree

from pipeline import styles
from pipeline.exporters.wikitext.escape import anchor_name, attribute, escape, line
from pipeline.rules import Rule, Rules
from pipeline.tree import LANG, document_of, language_of, name

RTL = {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
Element = etree._Element
Table = Rules[str]

wiki: Table = Rules(text=escape, join="".join)


def word(element: Element, key: str, english: str) -> str:
    """A word that the program adds, in the language of the article or sub-article."""
    return escape(styles.terms(language_of(document_of(element))).get(key, english))


def direction(language: str) -> str:
    """The direction of writing of a language: `ltr` or `rtl`."""
    return "rtl" if Language.get(language).maximize().script in RTL else "ltr"


def foreign(element: Element) -> str:
    """The language of an element, if it is not that of what it stands in."""
    if not (language := element.get(LANG)):
        return ""
    parent = element.getparent()
    return language if parent is None or language != language_of(parent) else ""


def turn(element: Element, language: str) -> str:
    """The direction of writing, if it changes with the language of the element."""
    if not language:
        return ""
    parent = element.getparent()
    around = direction(language_of(parent)) if parent is not None else "ltr"
    return direction(language) if direction(language) != around else ""


def attributes(element: Element, style: str = "", key: str = "") -> str:
    """The id, language and style of an element as attributes of a tag."""
    if not (style or key or element.keys()):  # as most have
        return ""
    language = foreign(element)
    key = key or element.get("id") or ""
    values = {"id": anchor_name(key) if key else "", "lang": language, "dir": turn(element, language), "style": style}
    return "".join(f' {name}="{attribute(value)}"' for name, value in values.items() if value)


def anchor(element: Element) -> str:
    """The anchor of an element that links lead to, or nothing."""
    key = element.get("id")
    return f'<span id="{attribute(anchor_name(key))}"></span>' if key else ""


def span(element: Element, content: str, style: str = "") -> str:
    """Inline content with the anchor, language and style of its element, if it has any."""
    given = attributes(element, style)
    return f"<span{given}>{content}</span>" if given else content


def div(element: Element, content: str, style: str = "", kind: str = "") -> str:
    """Blocks with the anchor, language, style and class of their element, if it has any."""
    given = (f' class="{kind}"' if kind else "") + attributes(element, style)
    return f"<div{given}>\n{content.strip(chr(10))}\n</div>\n\n" if given else content


def block(text: str) -> str:
    """A block: its lines, and the empty line after it."""
    text = text.strip("\n")
    return f"{text}\n\n" if text else ""


def children(element: Element, render: Table, *without: str) -> str:
    """The children of an element that has no text of its own, rendered one after the other."""
    return render.each([child for child in element if child.tag not in without])


def inline(element: Element, render: Table) -> str:
    """The content of an element as a line of its own."""
    return line(render.inside(element))


def spaced(*parts: str) -> str:
    """Those of the parts that are not empty, with a space between."""
    return " ".join(part for part in parts if part)


def bold(text: str) -> str:
    """Rendered text in bold; mark-up of quotes inside would be misread, so then it is a tag."""
    return (f"<b>{text}</b>" if "''" in text or text[0] == "'" or text[-1] == "'" else f"'''{text}'''") if text else ""


def part(element: Element, path: str, render: Table) -> str:
    """One child of an element as a line, or nothing."""
    child = element.find(path)
    return inline(child, render) if child is not None else ""


def heading(element: Element, render: Table, default: str = "") -> str:
    """The heading of a section, with its number."""
    return headline(element, anchor(element) + (spaced(part(element, "label", render), part(element, "title", render)) or default))


def headline(element: Element, text: str) -> str:
    """A heading of the level of a section that stands where the element does; deeper than six it is a line in bold."""
    level = 2 + sum(1 for node in element.iterancestors() if name(node) in SECTIONS)
    if not text:
        return ""
    return f"{'=' * level} {text} {'=' * level}\n\n" if level <= 6 else f"<div>{bold(text)}</div>\n\n"


SECTIONS = {"sub-article", "boxed-text", "sec", "app", "ack", "notes", "glossary", "ref-list", "fn-group"}
Register = Callable[[Rule[str]], Rule[str]]
