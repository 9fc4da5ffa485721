"""Lists: the references of each document in their order, and by the numbers that their labels say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from lxml import etree

from pipeline.importers.jats import labels
from pipeline.importers.jats.tools import document_of
from pipeline.tree import text_of

_MOST: Final = 500  # keys of one range


@dataclass
class Lists:
    """The references of a document, in the order of its lists."""

    order: dict[str, int] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    refs: Mapping[str, etree._Element] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> Mapping[int, str]:
        """The references by the numbers that their labels say; by their places, if there are no labels."""
        said = {key: text_of(self.refs[key].find("label")) for key in self.keys}
        numbered = any(labels.leading(label) is not None for label in said.values() if label)
        found: dict[int, str] = {}
        for place, key in enumerate(self.keys, 1):
            number = labels.leading(said[key] or ("" if numbered else str(place)))
            if number is not None:
                found.setdefault(number, key)
        return found

    def works(self, number: int) -> list[str]:
        """All works of the reference with a number: those that became references behind it too."""
        first = self.numbers[number]
        found = [first]
        for key in self.keys[self.order[first] + 1 :]:
            if key != f"{first}-{len(found) + 1}":
                break
            found.append(key)
        return found

    def between(self, first: str, last: str) -> list[str]:
        """The references between two: by the numbers that their labels say, else by their places in the list."""
        ends = [number for key in (first, last) for number, named in self.numbers.items() if named == key]
        if len(ends) == 2 and 0 < ends[1] - ends[0] <= _MOST and all(number in self.numbers for number in range(*ends)):
            return [key for number in range(*ends) for key in self.works(number)][1:]
        low, high = self.order.get(first), self.order.get(last)
        if low is None or high is None or not 0 < high - low <= _MOST:
            return []
        return self.keys[low + 1 : high]


def of_documents(root: etree._Element) -> dict[etree._Element, Lists]:
    """The references of every document; a sub-article without references has those of the article."""
    refs = {str(ref.get("id")): ref for ref in root.iter("ref")}
    found: dict[etree._Element, Lists] = {}
    for document in root.iter("article", "sub-article"):
        own = [key for key, ref in refs.items() if document_of(ref) is document]
        upper = next((found[ancestor] for ancestor in document.iterancestors("article", "sub-article")), None)
        found[document] = upper if upper and not own else Lists({key: n for n, key in enumerate(own)}, own, refs)
    return found
