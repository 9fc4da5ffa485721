"""Running: the heads of pages, the title and the authors in as many words as a line holds."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate

from pipeline.article import Article
from pipeline.exporters.html import Document
from pipeline.exporters.html.back import word
from pipeline.exporters.html.directions import LEFTWARD
from pipeline.tree import find_all, text_of

_ROOM, _ROOMS = 88, {"a5": 64}  # letters that a head has room for; on small paper
_LEAST, _MOST = 30, 70  # letters of a title in it


def run(article: Article, document: Document) -> None:
    """Say in the header what style sheets put over the pages."""
    for name, words in (("running", _title(article)), ("authors", _authors(article))):
        latin = document.dir == "rtl" and not LEFTWARD.search(words)
        document.header.set(f"data-{name}", f"\u200e{words}\u200e" if latin else words)  # a stop at its end is part of it
    document.header.set("data-journal", f"{journal} · " if (journal := _journal(article)) else "")


def _journal(article: Article) -> str:
    """The name of the journal, or its abbreviation, as long as there is room for a title behind it."""
    names = [article.metadata.journal, *map(text_of, find_all(article.root, "front/journal-meta//abbrev-journal-title"))]
    return next((name for name in names if len(name) + _LEAST <= _room(article)), "")


def _room(article: Article) -> int:
    return _ROOMS.get(article.settings.paper, _ROOM)


def _title(article: Article) -> str:
    """The short title, or the title as far as a line holds it."""
    short = find_all(
        article.root, "front/article-meta/title-group/alt-title[contains(@alt-title-type,'run') or contains(@alt-title-type,'short')]"
    )
    title = text_of(short[0]) if short else article.metadata.title
    return shortened(title, min(_MOST, _room(article) - len(_journal(article))))


def shortened(title: str, room: int) -> str:
    """As many words of a title as there is room for, or letters where words have no spaces between them; wide ones need twice as much."""
    ends = list(accumulate(0 if unicodedata.category(one) == "Mn" else 1 + (unicodedata.east_asian_width(one) in "WF") for one in title))
    part = title[: bisect_right(ends, room)]
    if part == title:
        return title
    words = part.rpartition(" ")[0]
    return (words if len(words) > len(part) / 2 else part).rstrip(",;:.–- ") + " …"


def _authors(article: Article) -> str:
    """The authors in short; the title where there are none."""
    names = [one.surname or one.display for one in article.metadata.people if one.kind == "author"]
    pair, others = (word(article.root, f"sign-{which}") for which in ("pair", "others"))
    return (names[0] + others if len(names) > 2 else pair.join(names)) or _title(article)
