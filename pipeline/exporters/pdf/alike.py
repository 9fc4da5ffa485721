"""Alike: elements to which the same rules apply have one style, whatever their names; what is seldom asked for is made when asked.

WeasyPrint 70 shares a style between elements of the same rules and the same parent. An `id` is a rule of its own to it, so that no
citation, no reference and nothing inside them shares anything; the calls, markers and callbacks of notes have a style for each element of
the page, and each page has its own for its sixteen margins.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from pipeline.exporters.pdf.known import memory
from pipeline.instead import instead

_ANCHOR = "-weasy-anchor"
_SELDOM = frozenset(("marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))


@contextmanager
def alike() -> Iterator[None]:
    """While this holds, styles are shared by all elements, and by all pages, that differ in nothing but their name."""
    from weasyprint import css, document

    usual = css.StyleFor
    with (
        instead(document, layout_document=_let_go(document.layout_document)),
        instead(css, find_style_attributes=_nameless(css.find_style_attributes)),
        instead(usual, __init__=_named(usual.__init__), __call__=_asked(usual.__call__)),
        instead(usual, set_computed_styles=_shared(usual.set_computed_styles)),
    ):
        yield


def _let_go(lay: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """A way to lay out a document after which nothing in it leads back to itself: Python frees at once what it else has to search for."""

    def laid(html: Any, root: Any, context: Any) -> Iterator[Any]:
        yield from lay(html, root, context)
        vars(context.style_for).pop("put_off", None)
        context.target_collector.target_lookup_items.clear()
        context.target_collector.counter_lookup_items.clear()

    return laid


def _nameless(find: Callable[..., Any]) -> Callable[..., Any]:
    """A way to find the rules of attributes that leaves names out, and has one rule for the same words."""
    import tinycss2

    def found(tree: Any, *others: Any) -> Iterator[Any]:
        known: dict[Any, Any] = {}
        last, before = None, tuple[str, ...]()
        for specificity, element, declarations, base in find(tree, *others):
            if (name := _name(declarations)) is None or name != element.get("id"):
                before = (*(before if element is last else ()), tinycss2.serialize(declarations))
                last = element
                yield specificity, element, known.setdefault(before, declarations), base

    return found


def _name(declarations: Any) -> str | None:
    """The name that a rule gives its element."""
    first = declarations[0] if len(declarations) == 1 else None
    return first.value[0].value if getattr(first, "name", "") == _ANCHOR else None  # type: ignore[union-attr]


def _named(make: Callable[..., None]) -> Callable[..., None]:
    """A way to make the styles of a page that names elements behind that."""
    from weasyprint.css import ComputedStyle

    class Named(ComputedStyle):  # type: ignore[misc]
        """A style that others share, with a name."""

        def __init__(self, common: Any, name: str) -> None:
            memory(common)
            self.__dict__.update(vars(common), common=common, anonymous_style=common.anonymous_style)
            self["anchor"] = name

        def __missing__(self, key: str) -> Any:
            value = self[key] = self.common[key]
            return value

    def made(self: Any, html: Any, sheets: Any, hints: Any, fonts: Any, targets: Any) -> None:
        make(self, html, sheets, hints, fonts, targets)
        styles = self.get_computed_styles()
        for element in html.etree_element.iter():
            if name := element.get("id"):
                styles[element, None] = Named(styles[element, None], name)
                targets.collect_anchor(name)

    return made


def _shared(compute: Callable[..., None]) -> Callable[..., None]:
    """A way to compute a style that puts off what is seldom asked for, and makes those of like pages once."""

    def computed(self: Any, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **named: Any) -> None:
        if pseudo_type in _SELDOM:
            put_off = vars(self).setdefault("put_off", {})
            again = partial(compute, element=element, parent=parent, root=root, pseudo_type=pseudo_type, **named)
            put_off[element, pseudo_type] = self.get_cascaded_styles()[element, pseudo_type], again
        elif isinstance(element, tuple):  # a kind of page
            _of_a_page(self, element, parent, pseudo_type, partial(compute, self, element, parent, root, pseudo_type, **named))
        else:
            compute(self, element, parent, root, pseudo_type, **named)

    return computed


def _of_a_page(self: Any, page: Any, parent: Any, margin: str | None, compute: Callable[[], None]) -> None:
    """Give a page, or a margin of it, the style of an earlier one to which the same rules apply."""
    rules, styles = self.get_cascaded_styles().get((page, margin), {}), self.get_computed_styles()
    key = margin, id(styles[parent, None]), tuple((name, id(value)) for name, (value, _) in rules.items())
    known = vars(self).setdefault("known", {})
    if key in known:
        styles[page, margin] = known[key]
        return
    compute()
    known[key] = styles[page, margin]


def _asked(ask: Callable[..., Any]) -> Callable[..., Any]:
    """A way to ask for a style that makes it first, if it was put off."""

    def asked(self: Any, element: Any, pseudo_type: str | None = None) -> Any:
        if pseudo_type in _SELDOM and (put_off := self.put_off.pop((element, pseudo_type), None)):
            rules, compute = put_off
            self.get_cascaded_styles()[element, pseudo_type] = rules
            compute(self)
            del self.get_cascaded_styles()[element, pseudo_type]
        return ask(self, element, pseudo_type)

    return asked
