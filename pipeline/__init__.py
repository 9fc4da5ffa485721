"""One canonical JATS article in; print PDF, EPUB, TEI and wikitext out, with the same citations in all of them."""

__version__ = "0.1.0"
