"""Letters: what is published inside an article and is one itself: translations, decision letters, replies."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.exporters.html.back import level, word
from pipeline.exporters.html.colophon import colophon
from pipeline.exporters.html.front import head, journal_line, worded
from pipeline.exporters.html.table import html
from pipeline.exporters.html.xhtml import classes, h, shared
from pipeline.markup import Parts
from pipeline.rules import Rules


@html("sub-article")
def sub_article(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A sub-article: its head, its body, its back, what is known about it, its own sub-articles."""
    body, about = element.find("body"), colophon(element, render)
    parts = [
        *render.each(element.findall("front-stub")),
        *(body_parts(body, render) if body is not None else []),
        *render.each(element.findall("back")),
        *([about] if about is not None else []),
        *render.each(element.findall("sub-article")),
    ]
    return [h("section", shared(element, class_=classes("sub-article", element.get("article-type"))), parts)]


@html("front-stub")
def front_stub(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The head of a sub-article; one without a title is called what it is."""
    parent = element.getparent()
    assert parent is not None
    kind = word(parent, parent.get("article-type") or "sub-article")
    title = element.find("title-group/article-title")
    named = [] if worded(title) else [h("div", {"class": "titles"}, [h(f"h{level(parent)}", parts=[kind])])]
    return [h("header", parts=[*journal_line(element), *named, *head(element, render)])]


def body_parts(body: etree._Element, render: Rules[Parts]) -> Iterator[etree._Element]:
    """The lead as one part, then each section."""
    lead = [child for child in body if child.tag != "sec"]
    if lead:
        yield h("div", {"class": "lead"}, render.each(lead))
    yield from (part for part in render.each(body.findall("sec")) if isinstance(part, etree._Element))
