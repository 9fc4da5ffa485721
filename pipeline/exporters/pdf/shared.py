"""Shared: what all words of one face have in common, and all elements of one rule, is made once.

WeasyPrint 70 makes Pango a new context, with its font and its features, for every line that it measures or draws; it validates the value of
a custom property for every element that has it; and it reads pages with a parser written in Python, where ours are XML.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any
from xml.etree import ElementTree

from pipeline.exporters.html.xhtml import XHTML
from pipeline.exporters.pdf.known import memory
from pipeline.instead import instead

_NAMES = (
    "font_style", "font_stretch", "font_weight", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings",
    "font_language_override", "lang",
)  # fmt: skip
_font = itemgetter(*_NAMES)
_layout = itemgetter(*_NAMES, "font_size", "font_kerning", "direction", "text_decoration_line")  # what a layout takes, before its text


@contextmanager
def once() -> Iterator[None]:
    """While this holds, layouts are copies of the first of their kind, values of properties are validated once, and pages are XML."""
    import weasyprint
    from weasyprint.css.validation.expanders import PendingExpander
    from weasyprint.css.validation.properties import PendingProperty
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    with (
        instead(weasyprint.tinyhtml5, parse=_tree),
        instead(line_break, _font_style_cache_key=_face),
        instead(inline, create_layout=_later(inline.create_layout)),
        instead(line_break.Layout, setup=_copied(line_break.Layout.setup)),
        instead(PendingExpander, validate=_expanded(PendingExpander.validate)),
        instead(PendingProperty, validate=_validated(PendingProperty.validate)),
    ):
        yield


def _tree(page: Any, **named: Any) -> ElementTree.Element:
    """The tree of a page as WeasyPrint has it: the names of HTML without their namespace."""
    root = ElementTree.fromstring(page.read())
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{XHTML}}}")
    return root


def _face(style: Any, include_size: bool = False) -> tuple[Any, ...]:
    """What tells faces apart, as something to look up by."""
    face = (*style["font_family"], *_font(style))
    return (*face, style["font_size"], style["line_height"]) if include_size else face


def _copied(setup: Callable[..., None]) -> Callable[..., None]:
    """A way to set up layouts that copies what it has set up before."""
    from weasyprint.text.ffi import ffi, gobject, pango

    if not hasattr(pango, "pango_layout_copy"):  # declared once a process
        ffi.cdef("PangoLayout* pango_layout_copy(PangoLayout* layout);")
    first: dict[tuple[Any, ...], dict[str, Any]] = {}

    def copy(layout: Any) -> Any:
        return ffi.gc(pango.pango_layout_copy(layout), gobject.g_object_unref)

    def again(layout: Any, style: Any) -> None:
        about = memory(style)
        if (key := about.get("layout")) is None:
            *same, line = _layout(style)
            key = about["layout"] = (*style["font_family"], *same, line != "none")
        if kept := first.get(key):
            vars(layout).update(kept, style=style, layout=copy(kept["layout"]))
            return
        before = set(vars(layout))
        setup(layout, style)
        made = {name: value for name, value in vars(layout).items() if name not in before and name != "style"}
        first[key] = made | {"layout": copy(layout.layout), "first_line_direction": 0}

    return again


def _later(create: Callable[..., Any]) -> Callable[..., Any]:
    """A way to make the layout of a text in a stretched line, which Pango need not know before it is drawn."""
    from weasyprint.text.line_break import Layout

    def made(text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float) -> Any:
        if style["text_decoration_line"] != "none" or style["word_spacing"] or "\n" in text:
            return create(text, style, context, max_width, justification_spacing)
        layout = Layout.__new__(Layout)
        layout.text, layout.justification_spacing, layout.max_width = text, justification_spacing, max_width
        layout.first_line_direction = 0
        layout.layout = layout.language = layout.style = None
        return layout

    return made


def _expanded(validate: Callable[..., Any]) -> Callable[..., Any]:
    """A way to validate shorthands that remembers all that they stand for."""

    def again(self: Any, tokens: Any, wanted: str, base_url: Any) -> Any:
        known = vars(self).setdefault("known", {})
        words = _words(tokens)
        if words not in known:
            try:
                known[words] = {_whole(self, name): value for name, value in reversed([*self.validator(tokens)])}
            except ValueError:  # what comes before the fault counts
                return validate(self, tokens, wanted, base_url)
        return known[words][wanted]

    return again


def _whole(pending: Any, name: str) -> str:
    return f"{pending.name}{name}" if name.startswith("-") else name


def _validated(validate: Callable[..., Any]) -> Callable[..., Any]:
    """A way to validate values that remembers them."""

    def again(self: Any, tokens: Any, wanted: str, base_url: Any) -> Any:
        known = vars(self).setdefault("known", {})
        words = _words(tokens)
        if words not in known:
            known[words] = validate(self, tokens, wanted, base_url)
        return known[words]

    return again


def _words(tokens: Any) -> str:
    return "".join(token.serialize() for token in tokens)
