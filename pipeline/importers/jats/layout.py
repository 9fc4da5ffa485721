"""Layout: where a file sets mark-up of its text on lines of its own, the ends of these lines are no words, and mostly no spaces."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import listed, say_before
from pipeline.tree import text_of

_PIECES: Final = listed("bold email ext-link inline-formula italic named-content sc styled-content sub sup underline uri xref")
_BREAK: Final = re.compile(r"\n[ \t]*\Z")
_LINE_END: Final = re.compile(r"[ \t]*\n[ \t]*")
_IN_BRACKETS: Final = re.compile(r"(?<=[(\[])[ \t\r]*\n[ \t\r\n]*|(?:(?<=\S)|^)[ \t\r]*\n[ \t\r\n]*(?=[)\]])")
_BESIDE_BRACKET: Final = (re.compile(r"\n[ \t\r\n]*[)\]]"), re.compile(r"[(\[][ \t\r]*\n"))  # one by one, each is found by its head
_ISOTOPE: Final = re.compile(r"\d+[A-Z]")
_CLOSES: Final = re.compile(r"[,.;:)\]'’”–‐-]")
_LEAD: Final = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_TRAIL: Final = re.compile(r"[ \t\r]*\n[ \t\r\n]*\Z")
_MANY: Final = 5  # pieces that tell how a file is laid out
_KEPT: Final = 10  # one piece in so many has a space before the end of its line, where words are not joined


def layout(root: etree._Element, report: Report) -> None:
    """Take the ends of lines at pieces of text out of a file that has them at all pieces; those before subscripts out of any."""
    pieces = [one for p in root.iter("p") for one in p if one.tag in _PIECES]
    before = [_before(one) for one in pieces]
    laid_out = _breaks_at_all(before)
    if "\n" in before or any((one.text or "")[:1] == "\n" for one in pieces):  # as a repository, or an editor, lays out what touches
        for piece in root.iter(*_PIECES):
            _trimmed(piece)
            _beside_raised(piece)
    for sub in root.iter("sub"):
        _close_up(sub)
    _in_brackets(root)
    if not laid_out:
        return
    for holder in dict.fromkeys(holder for one in root.iter(*_PIECES) for holder in (one.getparent(), one)):
        if holder is None or any(one.tag == "ref" for one in holder.iterancestors()):
            continue
        holder.text = _BREAK.sub("", holder.text or "") or None
        for child in holder:
            child.tail = _BREAK.sub("", child.tail or "") or None


def _in_brackets(root: etree._Element) -> None:
    """The end of a line beside a bracket, within it, is no space."""
    words = etree.tostring(root, encoding="unicode", method="text")
    if not any(beside.search(words) for beside in _BESIDE_BRACKET):  # as in nearly all
        return
    as_written = {one for block in root.iter("preformat", "code", "tex-math") for one in block.iter()}
    for element in root.iter("{*}*"):
        for place in ("text", "tail") if element not in as_written else ():
            words = getattr(element, place) or ""
            if "\n" in words and (kept := _IN_BRACKETS.sub("", words)) != words:
                setattr(element, place, kept)


def _trimmed(piece: etree._Element) -> None:
    """The end of a line at either end of a piece is none of its words; a gap that the words beside it need stands outside."""
    if _as_written(piece):
        return
    if lead := _LEAD.match(piece.text or ""):
        piece.text = (piece.text or "")[lead.end() :] or None
        previous = piece.getprevious()
        before = _before(piece) or (text_of(previous) if previous is not None else "")
        if re.search(r"[^\W_]\Z|[,.;:)\]]\Z", before) and not _off_line(piece):
            say_before(piece, " ")
    last = piece[-1] if len(piece) else None
    words = (piece.text if last is None else last.tail) or ""
    if not (end := _TRAIL.search(words)):
        return
    if last is None:
        piece.text = words[: end.start()] or None
    else:
        last.tail = words[: end.start()] or None
    if re.match(r"[\w(\[]", piece.tail or ""):
        piece.tail = f" {piece.tail}"


def _beside_raised(piece: etree._Element) -> None:
    """What is raised or lowered, or a stop, stands straight behind the piece before it, and a piece behind what is raised at its head."""
    previous = piece.getprevious()
    if previous is None or previous.tag not in _PIECES or previous.tail != "\n" or _as_written(piece):
        return
    raised = _off_line(piece) and not _ISOTOPE.match(text_of(piece) + (piece.tail or ""))
    if raised or (_off_line(previous) and _heads(previous)) or _CLOSES.match(text_of(piece) or "."):
        previous.tail = None


def _heads(raised: etree._Element) -> bool:
    """Whether nothing stands straight before what is raised: it belongs to what follows, as the 13 of carbon does."""
    before = _before(raised)
    return before[-1:] in tuple(" \u00a0\n([") if before else raised.getprevious() is None


def _off_line(piece: etree._Element) -> bool:
    """Whether all of a piece is raised or lowered."""
    while piece.tag not in ("sub", "sup") and piece.get("ref-type") not in ("fn", "table-fn"):
        if len(piece) != 1 or (piece.text or "").strip() or (piece[0].tail or "").strip():
            return False
        piece = piece[0]
    return True


def _as_written(piece: etree._Element) -> bool:
    return next(piece.iterancestors("preformat", "code"), None) is not None


def _close_up(sub: etree._Element) -> None:
    """A subscript, or italics that begin with one, stands straight behind the italics that it belongs to."""
    parent = sub.getparent()
    lead = parent if parent is not None and parent.tag == "italic" and parent[0] is sub and not (parent.text or "").strip() else sub
    before = lead.getprevious()
    if before is not None and before.tag in ("italic", "bold") and _LINE_END.fullmatch(before.tail or ""):
        before.tail = None


def _breaks_at_all(before: list[str]) -> bool:
    """Whether all pieces begin lines, and spaces that are meant stand before the ends of the lines."""
    if len(before) < _MANY or not all(map(_BREAK.search, before)):
        return False
    kept = [words for words in before if re.search(r"\S[ \t]+\n[ \t]*\Z", words)]
    return len(kept) * _KEPT >= len(before)


def _before(piece: etree._Element) -> str:
    """The text straight before a piece."""
    previous, parent = piece.getprevious(), piece.getparent()
    return (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
