"""Quirks: what the engine makes of a style otherwise than CSL says, met in the style itself."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.resolve import dated, fallbacks, keys, suffixes
from pipeline.resolve.keys import CSL

_NS: Final = {"c": CSL}


def mend(root: etree._Element) -> None:
    """Say what a style means in the words by which the engine does it."""
    _name_before_label(root)
    _between_names(root)
    _lone_parts(root)
    _own_forms(root)
    suffixes.behind_years(root)
    dated.short_years(root)
    keys.empty_last(root)
    fallbacks.mend(root)


def _name_before_label(root: etree._Element) -> None:
    """`names` with a label and no name prints the label first; an empty `name` before it puts it behind."""
    for names in root.iter(f"{{{CSL}}}names"):
        if names.find("c:label", _NS) is not None and names.find("c:name", _NS) is None:
            names.insert(0, etree.Element(f"{{{CSL}}}name"))


def _between_names(root: etree._Element) -> None:
    """What stands between the people of several roles, given for the style or a part of it, is given to each `names`.

    The engine would set it between the people of one role too (CSL 1.0.2, Inheritable Name Options).
    """
    places = [root, *root.iterfind("c:citation", _NS), *root.iterfind("c:bibliography", _NS)]
    given = [place.attrib.pop("names-delimiter") for place in places if place.get("names-delimiter") is not None]
    for names in root.iter(f"{{{CSL}}}names") if given else ():
        if names.get("delimiter") is None:
            names.set("delimiter", given[-1])


def _lone_parts(root: etree._Element) -> None:
    """A date of one part needs no delimiter; the engine would set it before the letter of a year."""
    for date in root.iter(f"{{{CSL}}}date"):
        if len(date) == 1 and date.get("form") is None:
            date.attrib.pop("delimiter", "")


def _own_forms(root: etree._Element) -> None:
    """A part of a localized date that gives no form has that of the language (CSL 1.0.2, Localized Date); the engine would print words."""
    for date in root.iterfind(".//c:date[@variable][@form]", _NS):
        for part in [part for part in date if part.get("form") is None]:
            if date.get("form") == "numeric" or set(part.attrib) == {"name"}:
                date.remove(part)
