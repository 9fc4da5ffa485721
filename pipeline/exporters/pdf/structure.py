"""Structure: our tags written into a print, instead of WeasyPrint's; what is no part of the text is marked as an artifact."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pydyf

from pipeline.exporters.pdf.grid import heads
from pipeline.exporters.pdf.reading import name_glyphs, spoken
from pipeline.exporters.pdf.tags import CALL, MARKER, Annotation, Mark, Node, Tree
from pipeline.instead import instead

_HEADINGS = {f"H{level}": level for level in range(1, 7)}
_LOCK = threading.Lock()  # what is replaced belongs to a module: one print at a time


@contextmanager
def tagged(pages: list[Any]) -> Iterator[None]:
    """While this holds, WeasyPrint writes our tags; the notes of these pages and their calls link each other."""
    from weasyprint import pdf
    from weasyprint.pdf.stream import Stream

    silent = dict(idle(pages))
    _link(pages, silent)
    add_fonts, mark = _naming(pdf.build_fonts_dictionary), _marking(Stream.marked, silent)
    plain = _plainly(Stream.add_image)
    with _LOCK, instead(pdf, add_tags=_add_tags, build_fonts_dictionary=add_fonts), instead(Stream, marked=mark, add_image=plain):
        yield


def _boxes(box: Any) -> Iterator[Any]:
    """A box and all in it, in their order."""
    rest = [box]
    while rest:
        one = rest.pop()
        one = getattr(one, "_box", one)  # of what is placed absolutely
        yield one
        rest.extend(reversed(getattr(one, "children", ())))


def idle(pages: list[Any]) -> Iterator[tuple[Any, dict[str, str]]]:
    """The boxes that say nothing new, each with what it is."""
    heads: dict[Any, Any] = {}
    for box in (box for page in pages for box in _boxes(page._page_box)):
        if kind := silence(box, heads):
            yield from ((one, kind) for one in _boxes(box))


def silence(box: Any, heads: dict[Any, Any]) -> dict[str, str] | None:
    """What a box is that says nothing new: margins of pages, leaders, ornaments, heads of tables that go on from those known."""
    if hasattr(box, "at_keyword"):
        return {"Type": "/Pagination", "Subtype": "/Footer" if box.at_keyword.startswith("@bottom") else "/Header"}
    if getattr(box, "is_header", False) and heads.setdefault(box.element, box) is not box:
        return {"Type": "/Pagination"}
    if box.is_leader or (box.element_tag == "img" and box.element.get("role") == "presentation"):
        return {"Type": "/Layout"}
    return None


def _link(pages: list[Any], silent: Mapping[Any, Any]) -> None:
    """Leave one link to each piece of a link; add those from calls to their notes at the foot, and back."""
    for page in pages:
        page.links = [link for link in page.links if link[3].element_tag == "a" and link[3] not in silent]
        found = {(box.element, str(box.element_tag)): box for box in reversed(list(_boxes(page._page_box)))}
        for (_, tag), box in reversed(found.items()):
            if tag.endswith((CALL, MARKER)):
                left, top, width, height = box.hit_area()
                area, note = (left, top, left + width, top + height), box.element.get("id")
                page.links.append(("internal", note if tag.endswith(CALL) else f"call.{note}", area, box))
                if tag.endswith(CALL):
                    page.anchors.setdefault(f"call.{note}", area)


def _marking(marked: Callable[..., Any], silent: Mapping[Any, dict[str, str]]) -> Callable[..., Any]:
    """A `Stream.marked` that keeps these boxes out of the text, and has others read as what they say."""

    def mark(stream: Any, box: Any, tag: str) -> Any:
        if stream._tags is not None and box in silent:
            return _Marked(stream, "Artifact", pydyf.Dictionary(silent[box]).data)
        words = getattr(box, "text", "")
        if stream._tags is None or (words and not (words.isascii() and box.style["direction"] == "ltr")):
            return _spoken(marked, stream, box, tag)
        stream._tags[box] = {"tag": tag, "mcid": (number := len(stream._tags))}
        return _Marked(stream, tag, b"<</MCID %d>>" % number)

    return mark


class _Marked:
    """Marks what is drawn while it holds; most of what is drawn is, and a function that waits would take twice as long."""

    def __init__(self, stream: Any, tag: str, properties: bytes) -> None:
        self._stream = stream
        stream.begin_marked_content(tag, properties)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_fault: object) -> None:
        self._stream.end_marked_content()


@contextmanager
def _spoken(marked: Callable[..., Any], stream: Any, box: Any, tag: str) -> Iterator[None]:
    with marked(stream, box, tag), spoken(stream, box):
        yield


def _plainly(add_image: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's way to add a picture, its dots as they are: an archive may not have them smoothed (ISO 19005-3, 6.2.8)."""
    return lambda stream, picture, _smooth, ratio: add_image(stream, picture, False, ratio)


def _naming(add_fonts: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's way to write fonts, after their glyphs are named."""

    def add(pdf: Any, fonts: Mapping[Any, Any], *words: Any) -> Any:
        name_glyphs(fonts.values())
        return add_fonts(pdf, fonts, *words)

    return add


def _add_tags(pdf: Any, document: Any, _version: Any, streams: list[Any]) -> None:
    """What WeasyPrint calls to add tags."""
    tree = Tree()
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tree.grow(number, page._page_box, page.height * 0.75, stream._tags)
    _Writer(pdf, len(streams)).write(tree)
    tree.release()
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Writer:
    """Writes the elements of a tree as objects."""

    def __init__(self, pdf: Any, pages: int) -> None:
        self.pdf = pdf
        self.parents: list[dict[int, bytes]] = [{} for _ in range(pages)]  # of the marked content of each page
        self.areas: list[tuple[bytes, Any]] = []  # annotations, and the elements that they belong to
        self.ids: dict[Node, str] = {}
        self.named: dict[str, bytes] = {}
        self.levels: list[int] = []  # of the last heading and those above it

    def write(self, tree: Tree) -> None:
        """Write the tree, and the tables that lead from the content to it."""
        root = self._object({"Type": "/StructTreeRoot"})
        _fit_tables(tree, self.ids)
        root["K"] = pydyf.Array([self._element(tree.root, root.reference)])
        numbers = pydyf.Array()
        for page, found in enumerate(self.parents):
            numbers.extend([page, pydyf.Array(reference for _, reference in sorted(found.items()))])
        for number, (reference, annotation) in enumerate(self.areas, len(self.parents)):
            numbers.extend([number, reference])
            annotation["StructParent"] = number
        root["ParentTree"] = self._object({"Nums": numbers}).reference
        if self.named:
            names = [part for name, reference in sorted(self.named.items()) for part in (pydyf.String(name), reference)]
            root["IDTree"] = self._object({"Names": pydyf.Array(names)}).reference
        self.pdf.catalog["StructTreeRoot"] = root.reference

    def _object(self, values: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(values)
        self.pdf.add_object(made)
        return made

    def _element(self, node: Node, parent: bytes) -> bytes:
        made = self._object({"Type": "/StructElem", "S": f"/{self._role(node)}", "P": parent})
        made.update({key: pydyf.String(value) for key, value in node.says.items()})
        _number(node)
        if said := [_attributes(owner, values) for owner, values in node.attributes.items() if values]:
            made["A"] = pydyf.Array(said)
        if name := self._name(node, made.number):
            made["ID"], self.named[name] = pydyf.String(name), made.reference
        first = next((kid.page for kid in node.content if not isinstance(kid, Node)), None)
        if first is not None:
            made["Pg"] = self.pdf.page_references[first]
        made["K"] = pydyf.Array(self._kid(kid, node, made, first) for kid in node.content if not _empty(kid))
        return bytes(made.reference)

    def _name(self, node: Node, number: int) -> str:
        """The name of a head that cells name, of a note, of an item of a list: where links lead to the last two, it is theirs."""
        key = node.html.get("id") if node.role in ("LI", "Note") and node.html is not None else None
        if key:
            return f"{'item' if node.role == 'LI' else 'note'}.{key}"
        return self.ids.get(node, f"note.{number}" if node.role == "Note" else "")

    def _role(self, node: Node) -> str:
        """The role; that of a heading counts from 1 and leaves out no level, whatever the HTML has (ISO 14289-1, 7.4.2)."""
        if node.role not in _HEADINGS:
            return node.role
        level = _HEADINGS[node.role]
        self.levels = [*(one for one in self.levels if one < level), level]
        return f"H{len(self.levels)}"

    def _kid(self, kid: Node | Mark | Annotation, node: Node, element: Any, page: int | None) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, element.reference)
        if isinstance(kid, Mark):
            self.parents[kid.page][kid.number] = element.reference
            content = {"Type": "/MCR", "Pg": self.pdf.page_references[kid.page], "MCID": kid.number}
            return kid.number if kid.page == page else pydyf.Dictionary(content)
        self.areas.append((element.reference, kid.object))
        if words := node.words:
            kid.object["Contents"] = pydyf.String(words)
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.object.reference, "Pg": self.pdf.page_references[kid.page]})


def _empty(kid: Node | Mark | Annotation) -> bool:
    """Whether nothing at all stands in an element that no grid needs."""
    return isinstance(kid, Node) and kid.role not in ("TR", "TH", "TD") and all(map(_empty, kid.content))


def _number(node: Node) -> None:
    """A list whose items bring labels of their own is numbered if these have numbers."""
    if node.role == "L" and node.attributes["List"]["ListNumbering"] == "/None" and node.html.tag == "ol":
        labels = [kid.kids[0].words for kid in node.kids[:1] if isinstance(kid, Node) and kid.kids and isinstance(kid.kids[0], Node)]
        if any(letter.isdigit() for letter in "".join(labels)[:4]):
            node.attributes["List"]["ListNumbering"] = "/Decimal"


def _attributes(owner: str, values: Mapping[str, Any]) -> Any:
    made = pydyf.Dictionary({"O": f"/{owner}"})
    for key, value in values.items():
        made[key] = pydyf.Array(value) if isinstance(value, tuple) else value
    return made


def _fit_tables(tree: Tree, ids: dict[Node, str]) -> None:
    """Where scopes do not tell, name the heads of each cell of a table."""
    for table in [node for node in tree.known.values() if node.role == "Table"]:
        for cell, found in heads(table.html).items():
            for head in found:
                ids.setdefault(tree.known[head, head.tag], f"head.{len(ids) + 1}")
            names = tuple(pydyf.String(ids[tree.known[head, head.tag]]) for head in found)
            tree.known[cell, cell.tag].attributes["Table"]["Headers"] = names
