"""EPUB: an article as an EPUB 3.3 book."""

from pipeline.exporters.epub.book import export

__all__ = ["export"]
