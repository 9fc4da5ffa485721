"""Lines: where the text of an article breaks its lines in a way that XML has known since 1.1, and few fonts and readers know."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.article import Article

_ENDS: Final = re.compile("[\x85\u2028\u2029]")


def even_ends(article: Article, root: etree._Element) -> None:
    """Make the ends of lines that have a character of their own (U+0085, U+2028, U+2029) line feeds, as white space, in a copy of it."""
    if not _ENDS.search(article.unusual):  # known of the article already, not of the copy
        return
    for element in root.iter("{*}*"):
        element.text = _ENDS.sub("\n", element.text or "") or None
        element.tail = _ENDS.sub("\n", element.tail or "") or None
        for name, value in element.items():
            if _ENDS.search(str(value)):  # an address, which a style prints
                element.set(name, _ENDS.sub(" ", str(value)))
