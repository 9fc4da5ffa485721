"""HTML: an article as XHTML that is also valid HTML5; the base of the EPUB and the PDF."""

from pipeline.exporters.html.document import Document, Heading, article_element, contents, render, text_blocks
from pipeline.exporters.html.page import catalogue, export, generator, let_scroll, page, style_sheet, tie_back
from pipeline.exporters.html.table import html
from pipeline.exporters.html.xhtml import XHTML, h, serialise

__all__ = [
    "XHTML",
    "Document",
    "Heading",
    "article_element",
    "catalogue",
    "contents",
    "export",
    "generator",
    "h",
    "html",
    "let_scroll",
    "page",
    "render",
    "serialise",
    "style_sheet",
    "text_blocks",
    "tie_back",
]
