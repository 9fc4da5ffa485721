"""Notes: footnotes written where they are called move to the end of the article or of their table, and a call stays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import (
    content,
    document_of,
    fill,
    has_words,
    is_blank,
    is_empty,
    listed,
    new,
    part,
    remove,
    rename,
    replace,
    unwrap,
)
from pipeline.tree import find_all, text_of

_MARK: Final = re.compile(r"\d{1,3}|[a-zA-Z]|[*†‡§¶#|‖]{1,3}")
_ROMAN: Final = re.compile(r"[ivxl]{2,7}|[IVXL]{2,7}")
_SIGN: Final = re.compile(r"\s*([*†‡§¶#‖]{1,3})\s*(?=\w)")
_PARTED: Final = re.compile(r"\A\s*[.:)]?\s*")
_HOMES: Final = ("fn-group", "author-notes", "table-wrap-foot")
_TYPES: Final = frozenset(
    listed(
        """
    abbr coi-statement com con conflict corresp current-aff deceased edited-by equal financial-disclosure on-leave other
    participating-researchers presented-at presented-by present-address previously-at study-group-members supplementary-material
    supported-by
    """
    )
)
_BLOCKS: Final = listed("back sec body notes app ref-list boxed-text ack")
_AMONG: Final = listed(
    "fig disp-quote list-item speech statement table-wrap verse-group def fig-group supplementary-material media abstract"
)


def notes(root: etree._Element, report: Report) -> None:
    """All notes of the file."""
    marks: dict[str, set[str]] = defaultdict(set)
    for xref in root.iter("xref"):
        marks[xref.get("rid") or ""].add(text_of(xref).strip("[]() "))
    _led_out(root)
    _legends(root, marks)
    for fn in list(root.iter("fn")):
        _type(fn)
        _words(fn)
        _label(fn)
        _as_called(fn, marks.get(fn.get("id") or "-", set()))
        if next((one.tag for one in fn.iterancestors("fn", *_HOMES)), "fn") == "fn":
            _move(fn, called=(fn.get("id") or "-") in marks)


def _type(fn: etree._Element) -> None:
    kind = (fn.get("fn-type") or "").lower()
    if kind and kind not in _TYPES:
        fn.set("fn-type", "coi-statement" if kind.startswith(("coi", "compet")) else "other")
    elif kind:
        fn.set("fn-type", kind)


def _words(fn: etree._Element) -> None:
    """A note holds paragraphs."""
    for title in fn.findall("title"):
        rename(title, "p")
    label = fn.find("label")
    if label is not None and len(label) == 1 and label[0].tag == "sup" and is_blank(label.text) and is_blank(label[0].tail):
        unwrap(label[0])  # a style raises the marks of notes
    if label is not None:
        fn.text, label.tail = None if not (fn.text or "").strip() else fn.text, label.tail
    if not has_words(fn):
        return
    parts = content(fn)
    if label is not None and label in parts:
        parts.remove(label)
        fn.append(label)
    run: list[str | etree._Element] = []
    for child in parts:
        if isinstance(child, str) or child.tag != "p":
            run.append(child)
        else:
            _close(fn, run)
            fn.append(child)
    _close(fn, run)


def _label(fn: etree._Element) -> None:
    """A mark at the beginning of a note's words, raised or a sign, is its label."""
    first = fn.find("p")
    if first is None or fn.find("label") is not None:
        return
    mark = first[0] if len(first) and is_blank(first.text) else None
    if mark is not None and mark.tag == "sup" and _MARK.fullmatch(text_of(mark)) and _marks(mark, fn):
        mark.tail, first.text = None, (mark.tail or "").lstrip(" \t\r\n")
        fn.insert(0, rename(mark, "label"))
    elif found := _SIGN.match(first.text or ""):
        first.text = (first.text or "")[found.end() :]
        fn.insert(0, new("label", fn, None, [found[1]]))


def _as_called(fn: etree._Element, marks: set[str]) -> None:
    """A note without a label has the one mark that all its calls have, which its words may begin with."""
    mark, labelled = next(iter(marks), ""), fn.find("label") is not None or fn.get("symbol")
    alone = len(marks) == 1 and (_MARK.fullmatch(mark) or _ROMAN.fullmatch(mark)) and not labelled and len(fn)
    if alone and (_taken_off(fn, mark) or not text_of(fn).startswith(mark)):
        fn.insert(0, new("label", fn, None, [mark]))


def _taken_off(fn: etree._Element, mark: str) -> bool:
    """Take a mark off the words that it begins, from which emphasis or a stop parts it."""
    first = fn.find("p")
    lead = first[0] if first is not None and len(first) and is_blank(first.text) else None
    if first is not None and lead is not None and lead.tag in ("italic", "bold") and text_of(lead) == mark and (lead.tail or "").strip():
        first.remove(lead)
        first.text = _PARTED.sub("", lead.tail or "")
        return True
    found = re.match(rf"\s*{re.escape(mark)}[.:)]\s+", (first.text or "") if first is not None else "")
    if first is not None and found:
        first.text = str(first.text)[found.end() :]
    return bool(found)


def _marks(mark: etree._Element, fn: etree._Element) -> bool:
    """Whether a mark is a note's own: words stand apart behind it, or it is called so; the 13 of carbon is not."""
    rest, called = mark.tail or "", find_all(fn, "//xref[@rid=$key]", key=str(fn.get("id")))
    so_called = text_of(mark) in (text_of(call).strip("[]() ") for call in called)
    following = mark.getnext()
    apart = bool(rest.strip()) or (so_called and following is not None and bool(text_of(following)))
    return apart and (rest[:1].isspace() or not text_of(mark).isdigit() or so_called)


def _close(fn: etree._Element, run: list[str | etree._Element]) -> None:
    if any(not isinstance(part, str) or part.strip() for part in run):
        fn.append(fill(new("p", fn), run))
    run.clear()


def _move(fn: etree._Element, *, called: bool) -> None:
    """A note in the text: a call stays; one that stands among blocks has no call, if it is called elsewhere or they are many."""
    parent = fn.getparent()
    table = next((ancestor for ancestor in fn.iterancestors("table-wrap")), None)
    among = parent is not None and (parent.tag in _BLOCKS or (called and parent.tag in _AMONG))
    if among or _called_there(fn):
        remove(fn)
    else:
        replace(fn, new("xref", fn, {"ref-type": "fn", "rid": str(fn.get("id"))}))
    fn.tail = None
    if table is not None:
        _foot(table).append(fn)
        return
    back = part(document_of(parent if parent is not None else fn), "back")
    group = next((one for one in back.findall("fn-group") if one.get("content-type") is None and one.find("title") is None), None)
    if group is None:
        group = new("fn-group", fn)
        back.append(group)
    group.append(fn)


def _led_out(root: etree._Element) -> None:
    """Notes in a paragraph among notes stand behind it, and in its place if it says nothing else."""
    for words in find_all(root, "//table-wrap-foot//p[fn] | //fn-group//p[fn] | //author-notes//p[fn]"):
        if next(words.iterancestors("fn"), None) is not None:
            continue
        for fn in reversed(words.findall("fn")):
            remove(fn)
            fn.tail = None
            words.addnext(fn)
        if is_empty(words):
            remove(words)


def _legends(root: etree._Element, marks: Collection[str]) -> None:
    """A note that is a paragraph of a figure, and is called elsewhere, is read there, behind its mark."""
    for words in find_all(root, "//fig/p[fn] | //fig/caption/p[fn]"):
        inner = words.findall("fn")
        if has_words(words) or len(inner) < len(words) or not all(fn.get("id") in marks and len(fn.findall("p")) == 1 for fn in inner):
            continue
        for fn in inner:
            _words(fn)
            label = fn.find("label")
            mark = text_of(label) if label is not None else ""
            raised: list[str | etree._Element] = [new("sup", fn, None, [mark]), " "] if mark else []
            line = new("p", fn, {"id": str(fn.get("id"))}, [*raised, *content(fn.findall("p")[0])])
            if words.getparent().tag == "fig" and (caption := words.getparent().find("caption")) is not None:  # type: ignore[union-attr]
                caption.append(line)
            else:
                words.addprevious(line)
            for call in find_all(root, "//xref[@rid=$key]", key=str(fn.get("id"))):
                call.set("ref-type", "other")
                if mark and not text_of(call):
                    call.append(new("sup", call, None, [mark]))
        remove(words)


def _called_there(fn: etree._Element) -> bool:
    """Whether the call of a note stands straight before it."""
    call = fn.getprevious()
    return call is not None and call.tag == "xref" and call.get("rid") == fn.get("id") and is_blank(call.tail)


def _foot(table: etree._Element) -> etree._Element:
    foot = table.find("table-wrap-foot")
    if foot is None:
        foot = new("table-wrap-foot", table)
        table.append(foot)
    return foot
