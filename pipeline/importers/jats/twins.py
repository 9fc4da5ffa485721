"""Groups: a table that has its caption in other languages as members of its own is one, with all; a figure has its picture."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import content, new, remove, rename
from pipeline.tree import LANG, find_all, language_of

_WORDS: Final = ("label", "caption", "object-id")
_PICTURES: Final = ("graphic", "media", "alternatives")


def of_tables(group: etree._Element) -> None:
    """The tables of a group, of which one alone has more than words."""
    members = group.findall("table-wrap")
    full = [one for one in members if _shows(one)]
    if len(full) == 1:
        _joined(full[0], [one for one in members if one is not full[0]], group)


def of_figures(group: etree._Element) -> None:
    """Pictures beside the figures of a group stand in them, and alone are one figure."""
    figures, loose = group.findall("fig"), [child for child in group if child.tag in _PICTURES]
    if loose and not figures:
        rename(group, "fig")
        return
    for place, picture in enumerate(loose):
        bare = next((one for one in figures if not _shows(one)), figures[min(place, len(figures) - 1)])
        remove(picture)
        picture.tail = None
        bare.append(picture)


def _shows(member: etree._Element) -> bool:
    return any(child.tag not in _WORDS for child in member)


def _joined(full: etree._Element, others: list[etree._Element], group: etree._Element) -> None:
    """One member with the labels and captions of the others behind its own."""
    for other in others:
        said = [content(part) for part in find_all(other, "label | caption/title | caption/p")]
        caption = full.find("caption")
        if caption is None:
            caption = new("caption", other)
            full.append(caption)
        caption.append(new("p", other, {LANG: language_of(other)}, [word for words in said for word in (*words, " ")][:-1]))
        remove(other)
    if group.get("id") and not full.get("id"):
        full.set("id", group.attrib.pop("id"))
    _led_to(full, [str(other.get("id")) for other in others if other.get("id")])


def _led_to(full: etree._Element, ids: list[str]) -> None:
    """Links that led to others lead to the one."""
    if ids and not full.get("id"):
        full.set("id", ids[0])
    for xref in full.getroottree().iter("xref") if ids else ():
        keys = [str(full.get("id")) if key in ids else key for key in (xref.get("rid") or "").split()]
        xref.set("rid", " ".join(dict.fromkeys(keys)))
