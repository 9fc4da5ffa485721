"""Tags: what a reading voice needs and WeasyPrint's tag tree lacks: languages, notes, heads of tables, terms, words for links."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_ROLES = {"pre": "Div", "aside": "Div", "figure": "Div", "header": "Div", "code": "Code", "em": "Span", "i": "Span", "b": "Span"}
_PSEUDO = {"::footnote-marker": "Lbl", "::footnote-call": "Reference"}
_LOCK = threading.Lock()  # the tag builder is a module's function: one print at a time


@contextmanager
def richer() -> Iterator[None]:
    """While this holds, every structure element that WeasyPrint builds is mended as it is built, where its HTML is still known."""
    from weasyprint.pdf import tags

    original = tags._build_box_tree

    def build(box: Any, parent: Any, pdf: Any, page: int, nums: Any, annotations: Any, known: Any) -> Iterator[Any]:
        for element in original(box, parent, pdf, page, nums, annotations, known):
            _mend(box, element)
            yield element

    with _LOCK:
        tags._build_box_tree = build
        try:
            yield
        finally:
            tags._build_box_tree = original


def _mend(box: Any, element: Any) -> None:
    """Add to a structure element what its box tells; a box that stands for several elements tells nothing."""
    from pydyf import String

    html = getattr(box, "element", None)
    tag = getattr(box, "element_tag", None)
    if html is None or tag in (None, "html", "body"):
        return
    own = tag == html.tag
    for pseudo, role in _PSEUDO.items():
        if str(tag).endswith(pseudo) and element["S"] == "/NonStruct":
            element["S"] = f"/{role}"
    if not own and element["S"] == "/Link":  # the page number after it
        element["S"] = "/Span"
    if own and html.get("lang"):
        element["Lang"] = String(html.get("lang"))
    if own:
        _role(box, html, element)
    annotation = getattr(box, "link_annotation", None)
    if annotation is not None and (words := _words(box)):
        annotation["Contents"] = String(words)


def _role(box: Any, html: Any, element: Any) -> None:
    """The role of an element by its HTML, where WeasyPrint has none or a worse one."""
    from pydyf import String

    kind, role = html.get("class") or "", element["S"]
    if html.tag == "th" and role == "/TH":
        element["A"]["Scope"] = "/Row" if html.get("scope", "").startswith("row") else "/Column"
    elif kind == "footnote":
        element["S"], element["ID"] = "/Note", String(f"note.{element.number}")
    elif role == "/Figure":
        element["S"] = "/Formula" if kind == "formula" else role
        if "Alt" not in element:  # a picture without words (reported before): its name, else a voice says nothing at all
            element["Alt"] = String(html.get("src", "").rpartition("/")[2][:80] or "picture")
    elif html.tag == "dt" and role == "/LBody":
        element["S"] = "/Lbl"
    elif role == "/NonStruct":
        element["S"] = f"/{_ROLES.get(html.tag, 'NonStruct')}"


def _words(box: Any) -> str:
    """The text of a box."""
    texts = [one.text for one in box.descendants() if hasattr(one, "text")] if hasattr(box, "descendants") else []
    return " ".join("".join(texts).split())
