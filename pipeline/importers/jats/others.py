"""Others: "et al." in italics before the year of a citation is read as words, and is in italics again when the citation is made."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import content, fill, new
from pipeline.tree import fold

_STOPPED: Final = "et\u2004al."  # rare spaces remember the italics, and whether the stop is in them
_OPEN: Final = "et\u2005al"
_ITALIC: Final = {"et al.": _STOPPED, "et al": _OPEN}
_MARKED: Final = re.compile(f"({re.escape(_STOPPED)}|{_OPEN})")


def plain(parts: list[str | etree._Element]) -> list[str | etree._Element]:
    """Parts of a text in which "et al." is words, in italics or not."""
    done: list[str | etree._Element] = []
    for part in parts:
        said = part if isinstance(part, str) else _words(part)
        if isinstance(said, str) and done and isinstance(done[-1], str):
            done[-1] += said
        else:
            done.append(said)
    return done


def _words(part: etree._Element) -> str | etree._Element:
    """The words for "et al." in italics, gaps at their ends outside; another element stays."""
    said = (part.text or "") if part.tag == "italic" and not len(part) else ""
    if (words := fold(said)) not in _ITALIC:
        return part
    return " " * said[0].isspace() + _ITALIC[words] + " " * said[-1].isspace()


def italic(holder: etree._Element) -> None:
    """Put the "et al." that `plain` made words in italics."""
    for one in [one for one in holder.iter() if _MARKED.search((one.text or "") + "".join(child.tail or "" for child in one))]:
        parts = [piece for part in content(one) for piece in (_MARKED.split(part) if isinstance(part, str) else [part])]
        fill(one, [_italic(piece, one) if isinstance(piece, str) and _MARKED.fullmatch(piece) else piece for piece in parts])


def _italic(words: str, like: etree._Element) -> etree._Element:
    return new("italic", like, None, [fold(words.replace("\u2004", " ").replace("\u2005", " "))])
