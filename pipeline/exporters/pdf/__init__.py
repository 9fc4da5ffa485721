"""PDF: an article as print for readers and archives: PDF/A-3a and PDF/UA-1 in one file, with its source inside."""

from pipeline.exporters.pdf import formulas  # noqa: F401  its rule is for paper
from pipeline.exporters.pdf.export import export
from pipeline.exporters.pdf.paper import paper


def warm() -> None:
    """Load what all prints share, so that workers that are forked have it."""
    from pipeline.exporters.pdf import archive, press  # noqa: F401

    press.warm()


__all__ = ["export", "paper"]
