"""PDF: an article as print for readers and archives: PDF/A-3a and PDF/UA-1 in one file, with its source inside."""

from pipeline.exporters.pdf.export import export
from pipeline.exporters.pdf.paper import paper

__all__ = ["export", "paper"]
