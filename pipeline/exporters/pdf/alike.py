"""Alike: elements to which the same rules apply have one style, whatever their names; pseudo-elements have theirs when it is asked for.

WeasyPrint 70 shares a style between elements of the same rules and the same parent. An `id` is a rule of its own to it, so that no
citation, no reference and nothing inside them shares anything; the calls, markers and callbacks of notes have a style for each element of
the page, and each page has its own for its sixteen margins.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any
from weakref import proxy

from pipeline.exporters.pdf.cascade import Cascade, Rule, Rules, cascade, declared, spoken
from pipeline.exporters.pdf.known import memory
from pipeline.instead import instead


@contextmanager
def alike() -> Iterator[None]:
    """While this holds, styles are shared by all elements, and by all pages, that differ in nothing but their name."""
    from weasyprint import document
    from weasyprint.css import StyleFor
    from weasyprint.layout import block

    tables: list[Any] = []

    def lay(*words: Any) -> Any:
        made = lay_table(*words)
        tables.append(made[0])
        return made

    lay_table = block.table_layout
    released = instead(document, layout_document=_let_go(document.layout_document, tables)), instead(block, table_layout=lay)
    with released[0], released[1], instead(StyleFor, __init__=_made, __call__=_asked(StyleFor.__call__), set_computed_styles=_computed):
        yield


def _let_go(lay: Callable[..., Iterator[Any]], tables: list[Any]) -> Callable[..., Iterator[Any]]:
    """A way to lay out a document after which nothing in it leads back to itself: Python frees at once what it else has to search for."""

    def laid(html: Any, root: Any, context: Any) -> Iterator[Any]:
        pages = []
        for page in lay(html, root, context):
            pages.append(page)
            yield page
        context.target_collector.target_lookup_items.clear()
        context.target_collector.counter_lookup_items.clear()
        fetch = context.get_image_from_uri
        context.get_image_from_uri = partial(fetch.func, **{**fetch.keywords, "context": proxy(context)})
        columns = (column for table in filter(None, tables) for group in table.column_groups for column in group.children)
        areas = (area for page in pages for area in page.children)
        for holder, name in (
            *((one, "page") for one in areas),
            *((one, "get_cells") for one in columns),  # which backgrounds have asked for
            *((one, "anonymous_style") for one in context.style_for.get_computed_styles().values() if one is not None),
        ):
            vars(holder).pop(name, None)
        tables.clear()

    return laid


@cache
def _classes() -> tuple[Any, Any]:
    """The kinds of styles that take their values from others: those of a print, and those that have a name too."""
    from weasyprint.css import ComputedStyle

    class Worn(ComputedStyle):  # type: ignore[misc]
        """A style of one print, with what is known of it from others."""

        def __init__(self, common: Any) -> None:
            self.__dict__.update(vars(common), common=common)
            self.update(common)

        def __missing__(self, key: str) -> Any:
            value = self[key] = self.common[key]
            return value

    class Named(Worn):
        """A style that others share, with a name."""

        def __init__(self, common: Any, name: str) -> None:
            memory(common)
            super().__init__(common)
            self.anonymous_style = common.anonymous_style
            self["anchor"] = name

    return Worn, Named


class _Styles:
    """The styles of the elements of a page."""

    def __init__(self, known: Cascade, base: str, fonts: Any) -> None:
        self.known, self.base, self.fonts = known, base, fonts
        self.own: dict[Any, Any] = {}  # what is known of styles that no other print has
        self.worn: dict[int, Any] = {}  # by what is known of them
        self.kinds: dict[Any, int] = {}
        self.commons: dict[Any, Any] = {}
        self.put_off: dict[Any, Rules] = {}  # of pseudo-elements
        self.root: Any = None

    def style(self, element: Any) -> Any:
        """The style of an element, which others share."""
        node, parent = element.etree_element, element.parent.etree_element if element.parent is not None else None
        self.kinds[node], rules = self.known.rules(element, self.kinds.get(parent, -1))
        common = self.commons[node] = self.common(node, self.commons.get(parent), rules.get(None, ()))
        self.root = common if self.root is None else self.root
        if len(rules) > (None in rules):
            self.put_off[node] = rules
        return self._shared(common)

    def page(self, page: Any, parent: Any, cascaded: dict[str, Any], margin: str | None) -> Any:
        """The style of a page, or of a margin of it, which is that of others to which the same rules apply."""
        around = self.commons[parent]
        styles = self.own if around.alone else self.known.styles
        key = id(around), margin, tuple((name, id(value)) for name, (value, _) in cascaded.items())
        if key not in styles:
            styles[key] = self._computed(around, cascaded, margin)
            styles[key].alone = around.alone
        if margin is None:
            self.commons[page] = styles[key]
        return self._shared(styles[key])

    def _shared(self, common: Any) -> Any:
        if id(common) not in self.worn:
            self.worn[id(common)] = _classes()[0](common)
        return self.worn[id(common)]

    def common(self, node: Any, around: Any, rules: tuple[Rule, ...], pseudo: str | None = None) -> Any:
        """What is known of a style below that of what the element stands in."""
        said = () if pseudo else spoken(node)
        alone = any(name != "lang" for name, _ in said) or (around is not None and around.alone)
        styles = self.own if alone else self.known.styles
        key = id(around), pseudo, said, tuple(map(id, rules))
        if key not in styles:
            styles[key] = self._computed(around, declared(said, node.tag, rules, self.base), pseudo)
            styles[key].alone = alone
        return styles[key]

    def _computed(self, around: Any, cascaded: dict[str, Any], pseudo: str | None) -> Any:
        from weasyprint.css import ComputedStyle, InitialStyle

        root = InitialStyle(self.fonts) if self.root is None else self.root
        return ComputedStyle(around, cascaded, pseudo, root, self.base, self.fonts, self.known.sizes)

    def pseudo(self, node: Any, kind: str) -> Any:
        """The style of a pseudo-element, or None if there is none."""
        rules = self.put_off.get(node, {}).get(kind)
        return _classes()[0](self.common(node, self.commons[node], rules, kind)) if rules else None


def _made(self: Any, html: Any, sheets: Any, _hints: Any, fonts: Any, targets: Any) -> None:
    """Make the styles of a page; its pseudo-elements have theirs when they are asked for."""
    known = cascade(*map(tuple, sheets))
    known.begin()
    self.initial_page_sizes, self._sheets, self.font_config = known.sizes, sheets, fonts
    self._cascaded_styles, self._computed_styles = {}, {}
    self.put_off = _Styles(known, html.base_url, fonts)
    for element in html.wrapper_element.iter_subtree():
        node, style = element.etree_element, self.put_off.style(element)
        if name := node.get("id") or (node.get("name") if node.tag == "a" else None):
            style = _classes()[1](style, name)
        self._computed_styles[node, None] = style
        if style["anchor"]:
            targets.collect_anchor(style["anchor"])


def _asked(ask: Callable[..., Any]) -> Callable[..., Any]:
    """A way to ask for a style that makes it first, if it was put off."""

    def asked(self: Any, element: Any, pseudo_type: str | None = None) -> Any:
        styles = self._computed_styles
        if pseudo_type and (element, pseudo_type) not in styles and not isinstance(element, tuple):
            styles[element, pseudo_type] = self.put_off.pseudo(element, pseudo_type)
        return ask(self, element, pseudo_type)

    return asked


def _computed(self: Any, page: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **_named: Any) -> None:
    """Compute the style of a page, or of a margin of it: that of elements is computed otherwise."""
    cascaded = self.get_cascaded_styles().get((page, pseudo_type), {})
    self._computed_styles[page, pseudo_type] = self.put_off.page(page, parent, cascaded, pseudo_type)
