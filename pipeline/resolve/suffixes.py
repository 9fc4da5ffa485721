"""Suffixes: the letter that tells the works of a year apart stands behind the year, not behind the first part of a date that is printed.

A style that does not say where the letter stands has it behind the first year (CSL 1.0.2, Disambiguation). The engine puts it behind the
first date, which may be the month and the day ("2 Mar. a2019"), or end with them ("2019 (2 March)a"). There the style is made to say it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, TypeAlias

from lxml import etree

from pipeline.resolve.keys import CSL

Found: TypeAlias = tuple[list[etree._Element], bool]  # dates, and whether there may be none

_NS: Final = {"c": CSL}
_LETTER: Final = "year-suffix"
_AROUND: Final = ("prefix", "suffix", "font-style", "font-weight", "font-variant", "text-decoration", "vertical-align")
_LAWS: Final = frozenset(["bill", "hearing", "legal_case", "legislation", "personal_communication", "regulation", "treaty"])
_BRANCHES: Final = (f"{{{CSL}}}choose", f"{{{CSL}}}style")


def behind_years(root: etree._Element) -> None:
    """Say where the letter stands, in a style that does not, if the engine would put it elsewhere."""
    if root.find("c:citation[@disambiguate-add-year-suffix='true']", _NS) is None or root.find(f".//*[@variable='{_LETTER}']") is not None:
        return
    dates = root.findall(".//c:date[@variable='issued']", _NS)
    after = dict(pairwise(dates))
    firsts = _Firsts(root).of(root.find("c:bibliography/c:layout", _NS))
    if any(_year(date) not in (None, len(date) - 1) or (date in after and _is_torn(date, after[date])) for date in firsts):
        for date in dates:
            _say(date)


class _Firsts:
    """The dates of which one is the first that a part of a style prints."""

    def __init__(self, root: etree._Element) -> None:
        self.macros = {str(macro.get("name")): macro for macro in root.iterfind("c:macro", _NS)}
        self.known: dict[str, Found] = {}

    def of(self, layout: etree._Element | None) -> list[etree._Element]:
        """Those of a layout."""
        return [] if layout is None else self._among(layout)[0]

    def _found(self, node: etree._Element) -> Found:
        if node.tag == f"{{{CSL}}}date" and node.get("variable") == "issued":
            return [node], False
        if (name := node.get("macro")) is not None:
            if name not in self.known:
                self.known[name] = self._among(self.macros.get(name, ()))
            return self.known[name]
        if node.tag == f"{{{CSL}}}choose":
            return self._branches(node)
        return ([], True) if node.tag == f"{{{CSL}}}names" else self._among(node)

    def _among(self, parts: Iterable[etree._Element]) -> Found:
        """Those of parts one after another; what else may be printed of them, if none need be."""
        found: list[etree._Element] = []
        for part in parts:
            some, none = self._found(part)
            found += some
            if not none:
                return found, False
        return found, True

    def _branches(self, choose: etree._Element) -> Found:
        usual = [branch for branch in choose if not _is_law(branch)]
        sure = next((branch for branch in usual if _is_sure(branch)), None)
        branches = [self._among(branch) for branch in ([sure] if sure is not None else usual)]
        none = any(none for _, none in branches) or (sure is None and choose.find("c:else", _NS) is None)
        return [date for some, _ in branches for date in some], none


def _is_law(branch: etree._Element) -> bool:
    """Whether a branch is for laws and the like alone, which have no letters."""
    return bool(branch.get("type")) and _LAWS.issuperset(str(branch.get("type")).split()) and branch.get("match") != "none"


def _is_sure(branch: etree._Element) -> bool:
    """Whether a branch is taken for all works that have a date and are no laws."""
    if branch.get("match") == "none":
        return _LAWS.issuperset(str(branch.get("type", "other")).split()) and not branch.get("variable")
    return branch.get("variable") == "issued" and not branch.get("type")


def _year(date: etree._Element) -> int | None:
    """Which part of a date is the year; none in a date whose parts the language has, or without a year."""
    parts = [part.get("name") for part in date] if date.get("form") is None else []
    return parts.index("year") if "year" in parts else None


def _is_torn(first: etree._Element, second: etree._Element) -> bool:
    """Whether a date without the year is followed by the year, and both are printed."""
    if first.get("form") or not len(first) or _year(first) is not None or _year(second) is None:
        return False
    around = set(first.iterancestors())
    return next(one for one in second.iterancestors() if one in around).tag not in _BRANCHES


def _say(date: etree._Element) -> None:
    """Print the letter behind the year of a date, in the place of the date and with what stands round it."""
    place = _year(date)
    if place is None and not (date.get("form") and date.get("date-parts", "year").startswith("year")):
        return
    around = {name: str(date.attrib.pop(name)) for name in _AROUND if name in date.attrib}
    outer = date.makeelement(f"{{{CSL}}}group", around)
    date.addprevious(outer)
    inner = etree.SubElement(outer, f"{{{CSL}}}group")
    rest = list(date)[place + 1 :] if place is not None else []
    if rest:
        etree.SubElement(outer, str(date.tag), {str(name): str(value) for name, value in date.items()}).extend(rest)
        outer.set("delimiter", date.get("delimiter") or "")
    inner.append(date)
    etree.SubElement(inner, f"{{{CSL}}}text", variable=_LETTER)
    year = date[-1] if place is not None else date
    if after := str(year.attrib.pop("suffix", "")):
        inner.set("suffix", after)
