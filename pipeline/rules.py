"""Rules: a table from JATS element names to the functions that render them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from lxml import etree

from pipeline.tree import name

T = TypeVar("T")
Rule = Callable[[etree._Element, "Rules[T]"], T]


class NoRule(LookupError):
    """An element of the article has no rule in this format: a fault of the exporter, since the profile is closed."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        super().__init__(f"no rule for <{name(element)}>")


class Rules(Generic[T]):
    """One table a format: JATS element name, or `parent/name`, → the function that renders it.

    A rule returns what it renders and keeps no state; it asks the tree for its context.
    """

    def __init__(self, text: Callable[[str], T], join: Callable[[list[T]], T]) -> None:
        self.text, self.join = text, join
        self.table: dict[str, Rule[T]] = {}
        self._found: dict[tuple[str, str], Rule[T]] = {}  # by the tags of parent and element

    def __call__(self, *names: str) -> Callable[[Rule[T]], Rule[T]]:
        """Register the decorated function for these names."""

        def register(rule: Rule[T]) -> Rule[T]:
            self.table.update(dict.fromkeys(names, rule))
            self._found.clear()
            return rule

        return register

    def extend(self) -> Rules[T]:
        """A copy whose rules can be overridden without touching these."""
        copy = Rules(self.text, self.join)
        copy.table.update(self.table)
        return copy

    def render(self, element: etree._Element) -> T:
        """What the rule of this element makes of it; raises NoRule."""
        parent = element.getparent()
        tags = ("" if parent is None else parent.tag, element.tag)
        return (self._found.get(tags) or self._rule(element, parent))(element, self)

    def _rule(self, element: etree._Element, parent: etree._Element | None) -> Rule[T]:
        rule = (parent is not None and self.table.get(f"{name(parent)}/{name(element)}")) or self.table.get(name(element))
        if not rule:
            raise NoRule(element)
        self._found["" if parent is None else parent.tag, element.tag] = rule
        return rule

    def inside(self, element: etree._Element) -> T:
        """The text and the children of an element, rendered and joined."""
        parts = [self.text(words)] if (words := element.text) else []
        tag = element.tag
        for child in element:
            rule = self._found.get((tag, child.tag)) or self._rule(child, element)
            parts.append(rule(child, self))
            if words := child.tail:
                parts.append(self.text(words))
        return self.join(parts)

    def each(self, elements: list[etree._Element]) -> T:
        """These elements alone, without the text between them."""
        return self.join([self.render(element) for element in elements])
