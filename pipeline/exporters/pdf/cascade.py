"""Cascade: which rules are those of an element, and the style that follows from them, is found once for all prints with the same sheets.

WeasyPrint asks each rule of every element, though nearly all rules ask of an element and of those around it alone, and computes every
style in each print. Here a print takes its styles from those that earlier ones have computed; a style is for each print one of its own,
since layouts change some.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from types import CodeType
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree

# what rules ask that ask nothing of neighbours, of what is inside, or of a name that only one element has
_FIRM: Final = {"local_name", "namespace_url", "classes", "any", "all", "next", "ancestors", "parent", "etree_element", "attrib", "get"} | {
    *("lang", "in_html_document", "startswith", "endswith", "lower", "split_whitespace", "ascii_lower")
}
_OWN: Final = frozenset(["href", "id"])  # attributes of which nearly each element has another
_KINDS, _STYLES = 10_000, 2_000  # that are kept: some ten megabytes of each
_SVG: Final = "{http://www.w3.org/2000/svg}svg"


class Rule(NamedTuple):
    """A rule of a style sheet, in the order in which rules apply."""

    sheet: int
    specificity: tuple[int, ...]
    order: int
    pseudo: str | None
    declarations: Any
    origin: str
    weight: tuple[float, tuple[int, ...]]  # of its layer and itself


Rules = dict[str | None, tuple[Rule, ...]]  # of an element and its pseudo-elements


class Kind(NamedTuple):
    """Elements to which the same rules apply, but for those that ask for more than an element and what it stands in."""

    number: int
    rules: Rules
    firm: tuple[Rule, ...]
    loose: tuple[tuple[Callable[[Any], bool], Rule], ...]


class Sizes(dict[str, Any]):
    """The sizes of the first page, which some lengths are parts of, and whether any were."""

    asked = False

    def __getitem__(self, key: str) -> Any:
        self.asked = True
        return super().__getitem__(key)


@dataclass(eq=False)
class Cascade:
    """The rules of some style sheets, and what is known of elements by them."""

    buckets: dict[tuple[str, str | None], list[tuple[Callable[[Any], bool], Rule]]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)  # attributes that rules look at
    kinds: dict[Any, Kind] = field(default_factory=dict)
    styles: dict[Any, Any] = field(default_factory=dict)
    sizes: Sizes = field(default_factory=Sizes)

    def begin(self) -> None:
        """Get ready for a print: forget what is too much, or may not be so again."""
        if len(self.kinds) > _KINDS or len(self.styles) > _STYLES or self.sizes.asked:
            self.kinds.clear()
            self.styles.clear()
        self.sizes = Sizes(box=None, area=None)

    def rules(self, element: Any, around: int) -> tuple[int, Rules]:
        """The kind of an element that stands in one of some kind, by their numbers, and the rules that apply to it."""
        node = element.etree_element
        key = around, node.tag, tuple(pair for pair in node.attrib.items() if pair[0] in self.asked)
        kind = self.kinds.get(key) or self._learn(key, element)
        if kind.loose and (more := [rule for test, rule in kind.loose if test(element)]):
            return kind.number, _parted([*kind.firm, *more])
        return kind.number, kind.rules

    def _learn(self, key: Any, element: Any) -> Kind:
        found = list(self._candidates(element))
        firm = [rule for test, rule in found if not _loose(test) and test(element)]
        loose = tuple((test, rule) for test, rule in found if _loose(test))
        kind = self.kinds[key] = Kind(len(self.kinds), _parted(firm), tuple(firm), loose)
        return kind

    def _candidates(self, element: Any) -> Iterator[tuple[Callable[[Any], bool], Rule]]:
        """The rules that may apply, as cssselect2 sorts them."""
        keys = [("class", one) for one in element.classes] + [("tag", element.local_name.lower()), ("in", element.namespace_url), ("", "")]
        keys += [("id", element.id)] if element.id is not None else []
        keys += [("", "lang")] if "lang" in element.etree_element.attrib else []
        for key in keys:
            yield from self.buckets.get(key, ())


def _parted(rules: list[Rule]) -> Rules:
    """Rules by the pseudo-element that they are for, each in the order in which they apply."""
    parted: dict[str | None, list[Rule]] = {}
    for rule in sorted(rules, key=lambda one: one[:3]):
        parted.setdefault(rule.pseudo, []).append(rule)
    return {pseudo: tuple(some) for pseudo, some in parted.items()}


@lru_cache(maxsize=2)
def cascade(*sheets: tuple[Any, str, Any]) -> Cascade:
    """What is known of these style sheets, each with its origin and the weight of all its rules, if they have one."""
    made = Cascade(asked={"class"})
    for number, (sheet, origin, heavy) in enumerate(sheets):
        for key, entries in _entries(sheet.matcher):
            for test, specificity, order, pseudo, (declarations, layer) in entries:
                weight = inf if layer is None else sheet.layers.index(layer), heavy or specificity
                made.buckets.setdefault(key, []).append((test, Rule(number, specificity, order, pseudo, declarations, origin, weight)))
                made.asked |= set() if _loose(test) else {word for code in _codes(test) for word in code.co_consts if isinstance(word, str)}
                made.asked |= {"lang"} if any("lang" in code.co_names for code in _codes(test)) else set()
    return made


def _entries(matcher: Any) -> Iterator[tuple[tuple[str, str | None], list[Any]]]:
    """The rules of a sheet by what an element must have."""
    for kind, some in (
        ("id", matcher.id_selectors),
        ("class", matcher.class_selectors),
        ("tag", matcher.lower_local_name_selectors),
        ("in", matcher.namespace_selectors),
        ("", {"lang": matcher.lang_attr_selectors, "": matcher.other_selectors}),
    ):
        yield from (((kind, name), entries) for name, entries in some.items())


@lru_cache(maxsize=8192)
def _loose(test: Callable[[Any], bool]) -> bool:
    """Whether a rule asks for more than what an element and those around it are: its test is code, and says so."""
    return any(not _FIRM.issuperset(code.co_names) or not _OWN.isdisjoint(map(str, code.co_consts)) for code in _codes(test))


def _codes(test: Callable[[Any], bool]) -> Iterator[CodeType]:
    """The code of a test, and of what is inside it."""
    rest = [test.__code__]
    while rest:
        yield (code := rest.pop())
        rest += [one for one in code.co_consts if isinstance(one, CodeType)]


def declared(said: tuple[tuple[str, str], ...], tag: str, rules: tuple[Rule, ...], base: str) -> dict[str, Any]:
    """What attributes and rules declare: each property with its value and the weight of that (CSS Cascading 4, 6)."""
    from weasyprint.css import declaration_precedence, find_style_attributes, preprocess_declarations

    own = [
        (preprocess_declarations(base, declarations), "author", (inf, specificity))
        for specificity, _, declarations, _ in find_style_attributes(ElementTree.Element(tag, dict(said)), False, base)
    ]
    style: dict[str, Any] = {}
    for declarations, origin, weight in [*own, *((rule.declarations, rule.origin, rule.weight) for rule in rules)]:
        for name, value, importance in declarations:
            heavy = declaration_precedence(origin, importance), *weight
            if name not in style or style[name][1] <= heavy:
                style[name] = value, heavy
    return style


def spoken(node: Any) -> tuple[tuple[str, str], ...]:
    """The attributes of an element that are rules themselves."""
    if node.tag == _SVG:
        return tuple(node.attrib.items())
    return tuple((name, node.attrib[name]) for name in ("style", "lang") if node.attrib.get(name))
