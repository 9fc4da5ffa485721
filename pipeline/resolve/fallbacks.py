"""Fallbacks: words that a style prints where a reference has none, as "n.d." and "Anonymous" (CSL 1.0.2, Group).

The engine takes every macro for a group, and leaves its words out where no variable that it calls is there; and a macro of which
no branch applies it takes for words. Both are told by variables of our own: those that every item has, and one that none has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.resolve.csl import Item
from pipeline.resolve.keys import CSL

_NS: Final = {"c": CSL}
_GROUP, _TEXT, _CHOOSE, _ELSE = (f"{{{CSL}}}{name}" for name in ("group", "text", "choose", "else"))
_PRINTING: Final = (_TEXT, *(f"{{{CSL}}}{name}" for name in ("number", "names", "date")))
_ALWAYS: Final = "always-"  # and a number: what is printed for a name is printed once (CSL 1.0.2, Substitute)
_NEVER: Final = "never"
_ASKED: Final = re.compile(rb'"(always-\d+)"')


def present(style: bytes, items: list[Item]) -> list[Item]:
    """The items with the variables that all have, where a style asks for them."""
    asked = {name.decode(): "." for name in _ASKED.findall(style)}
    return [item | asked for item in items] if asked else items


def mend(root: etree._Element) -> None:
    """Let the words stand, and what has no words be empty."""
    macros = _Macros(root)
    number = 0
    for branch in [one for macro in macros.named.values() for one in _branches(macro)]:
        if not macros.call(branch) and not macros.guard(branch):
            for words in [one for one in branch.iter(_TEXT) if one.get("term") or one.get("value")]:
                _stand(words, number := number + 1)
    for name in [name for name in macros.completing() if not macros.says(name)]:
        _be_empty(macros.named[name])


def _branches(macro: etree._Element) -> Iterator[etree._Element]:
    """The branches of a macro that apply where something is not there."""
    for part in macro.iter(f"{{{CSL}}}*"):
        last = part.getnext() is None and part.tag in (_TEXT, _GROUP)
        parent = part.getparent()
        if part.tag == _ELSE or part.get("match") == "none" or (last and parent is not None and parent.tag == f"{{{CSL}}}substitute"):
            yield part


class _Macros:
    """The macros of a style, and what is known of them and of its groups."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.named = {str(macro.get("name")): macro for macro in root.iterfind("c:macro", _NS)}
        self._calling: dict[str, bool] = {}
        self._saying: dict[str, bool] = {}
        callers = [leaf for leaf in root.iter(*_PRINTING) if self._calls(leaf)]
        self._groups = {group for leaf in callers for group in leaf.iterancestors(_GROUP)}

    def call(self, part: etree._Element) -> bool:
        """Whether a part calls a variable of the references, itself or by its macros."""
        return any(self._calls(leaf) for leaf in part.iter(*_PRINTING))

    def _calls(self, leaf: etree._Element) -> bool:
        variable, name = leaf.get("variable"), leaf.get("macro")
        if name and name not in self._calling:
            self._calling[name] = self.call(self.named[name])
        return self._calling[name] if name else bool(variable) and variable != "year-suffix" and not str(variable).startswith(_ALWAYS)

    def guard(self, part: etree._Element) -> bool:
        """Whether a part stands in a group that prints nothing without its variables."""
        return any(group in self._groups for group in part.iterancestors(_GROUP))

    def says(self, name: str) -> bool:
        """Whether a macro, or one that it calls, may print words by themselves that do not stand."""
        if name not in self._saying:
            leaves = [leaf for leaf in self.named[name].iter(_TEXT) if not leaf.get("variable") and not _stands(leaf)]
            bare = [leaf for leaf in leaves if not self.guard(leaf)]
            self._saying[name] = any(not leaf.get("macro") or self.says(str(leaf.get("macro"))) for leaf in bare)
        return self._saying[name]

    def completing(self) -> list[str]:
        """The macros that stand in groups, and everywhere beside something that calls a variable."""
        found: dict[str, bool] = {}
        for group in self.root.iter(_GROUP):
            calling = [self.call(one) for one in group]
            for place, one in enumerate(group):
                if one.tag == _TEXT and (name := one.get("macro")):
                    found[name] = found.get(name, True) and any(calling[:place] + calling[place + 1 :])
        return [name for name, always in found.items() if always]


def _stand(words: etree._Element, number: int) -> None:
    """Put words into a group with a variable that is there and of which nothing is seen."""
    group = words.makeelement(_GROUP)
    words.addprevious(group)
    group.append(words)
    etree.SubElement(group, _TEXT, {"variable": f"{_ALWAYS}{number}", "strip-periods": "true"})  # its only letter is a period


def _stands(words: etree._Element) -> bool:
    beside = words.getnext()
    return beside is not None and (beside.get("variable") or "").startswith(_ALWAYS)


def _be_empty(macro: etree._Element) -> None:
    for choose in [one for one in macro.iter(_CHOOSE) if one.find("c:else", _NS) is None]:
        if next(choose.iterancestors(_GROUP), None) is None:
            etree.SubElement(etree.SubElement(choose, _ELSE), _TEXT, variable=_NEVER)
