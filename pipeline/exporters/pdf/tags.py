"""Tags: the structure of a print, one element for each element of its HTML, on however many pages that stands."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_ROLES: Final = {
    "article": "Art", "section": "Sect", "header": "Div", "nav": "Div", "aside": "Div", "div": "Div", "figure": "Div", "img": "Figure",
    "figcaption": "Caption", "caption": "Caption", "blockquote": "BlockQuote", "p": "P", "pre": "P", "code": "Code", "a": "Link",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
    "ul": "L", "ol": "L", "dl": "L", **{f"h{level}": f"H{level}" for level in range(1, 7)},
}  # fmt: skip
_HOLDERS: Final = {"Document", "Art", "Sect", "Div", "BlockQuote", "LBody", "TD", "TH"}  # a note may stand in one, between its blocks
_MARKS: Final = {"1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
CALL, MARKER = "::footnote-call", "::footnote-marker"


@dataclass(frozen=True)
class Mark:
    """A piece of marked content: where it is, and what it says."""

    page: int
    number: int
    words: str


@dataclass(frozen=True)
class Annotation:
    """The area of a link on a page."""

    page: int
    object: Any


@dataclass(eq=False)
class Node:
    """A structure element to be."""

    role: str
    parent: Node | None = None
    html: Any = None
    says: dict[str, str] = field(default_factory=dict)  # Lang, Alt, E
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)  # by owner: Layout, List, Table
    kids: list[Node | Mark | Annotation] = field(default_factory=list)
    notes: list[Node] = field(default_factory=list)  # called in it: read after it, or at its end if it holds blocks

    def add(self, role: str, html: Any = None) -> Node:
        """A new element at the end of this one."""
        made = Node(role, self, html)
        self.kids.append(made)
        return made

    @property
    def around(self) -> Iterator[Node]:
        """The element and those around it, from the inside."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    @property
    def content(self) -> list[Node | Mark | Annotation]:
        """What stands in the element, the notes where they are read."""
        found = [one for kid in self.kids for one in (kid, *(kid.notes if isinstance(kid, Node) and kid.role not in _HOLDERS else ()))]
        return [*found, *(self.notes if self.role in _HOLDERS else ())]

    @property
    def words(self) -> str:
        """What it says, to people who see it or to those who don't."""
        said = [kid.words for kid in self.content if not isinstance(kid, Annotation)]
        return self.says.get("Alt") or " ".join("".join(said).split())


class Tree:
    """The structure of a print, grown box by box."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self.known: dict[tuple[Any, str], Node] = {}
        self.holders: dict[Any, Any] = {}  # the HTML around each
        self.page, self.height, self.marks = 0, 0.0, dict[Any, dict[str, Any]]()
        self.last: Any = None  # the box of the last mark

    def release(self) -> None:
        """Let what is inside no longer lead to what is round it: then Python frees all of it when it is no more used."""
        rest = [self.root]
        while rest:
            node = rest.pop()
            node.parent = None
            rest += [one for one in (*node.kids, *node.notes) if isinstance(one, Node)]

    def grow(self, page: int, box: Any, height: float, marks: dict[Any, dict[str, Any]]) -> None:
        """Add a page: its number, its box, its height in points and the marked content of its boxes."""
        self.page, self.height, self.marks = page, height, marks
        self._add(box, self.root)

    def _add(self, box: Any, node: Node) -> None:
        box = getattr(box, "_box", box)  # of what is placed absolutely
        if hasattr(box, "at_keyword"):  # the margin of a page
            return
        node = self._node(box, node)
        if box.link_annotation:
            node.kids.append(Annotation(self.page, box.link_annotation))
        if mark := self.marks.pop(box, None):
            apart = "" if self.last is not None and _touch(box, self.last) else " "
            node.kids.append(Mark(self.page, mark["mcid"], apart + getattr(box, "text", "")))
            self.last = box
        for child in getattr(box, "children", ()):
            self._add(child, node)

    def _node(self, box: Any, node: Node) -> Node:
        """The element that a box is a part of: that of its HTML if there is one, else that of the box around it."""
        if box.element is None or hasattr(box, "text"):
            return node
        key = (box.element, str(box.element_tag))
        if key not in self.known:
            if key[1] == "html":
                self.holders = {child: one for one in box.element.iter() for child in one}
            node = self._inside(box.element, node)
            self.known[key] = self._made(box, box.element, key[1], node)
            if key[1] == box.element.tag:
                _describe(self.known[key], node, box.element)
            if self.known[key].role in ("Figure", "Formula"):
                self.known[key].attributes.setdefault("Layout", self._area(box))
        return self.known[key]

    def _inside(self, html: Any, node: Node) -> Node:
        """The element around this HTML, in the one of the box around it: a block that breaks up a line stands beside what holds it."""
        holder = self.holders.get(html)
        around = self.known.get((holder, holder.tag), node) if holder is not None else node
        return around if node in around.around else node

    def _made(self, box: Any, html: Any, tag: str, node: Node) -> Node:
        kind = (html.get("class") or "").split()
        if tag.endswith(CALL):
            self.known[html, html.tag] = _note(node, html)
            return node.add("Reference").add("Link")
        if tag.endswith(MARKER):
            return node.add("Lbl").add("Link")
        if tag == "li::marker":
            return _label(next(one for one in node.around if one.role == "LI"))
        if "::" in tag or tag in ("html", "body", "main") or node.role == "Formula":
            return node
        if tag in ("li", "dt", "dd"):
            return _item(node, html)
        if "math" in kind or "formula" in kind:
            return node.add("Formula", html)
        if "missing" in kind:  # the place of a picture
            return node.add("Figure", html)
        if "label" in kind and (item := _unlabelled(node)) is not None:
            return _label(item)
        return _plain(node, html, tag)

    def _area(self, box: Any) -> dict[str, Any]:
        """Where a picture stands, in points from the lower left corner of its page."""
        left, top = box.content_box_x() * 0.75, self.height - box.content_box_y() * 0.75
        return {"BBox": (left, top - box.height * 0.75, left + box.width * 0.75, top)} if isinstance(box.height, float | int) else {}


def _touch(box: Any, last: Any) -> bool:
    """Whether two boxes stand side by side in a line."""
    gaps = (box.position_x - last.position_x - last.width, last.position_x - box.position_x - box.width)
    return bool(abs(box.position_y - last.position_y) < box.height and min(map(abs, gaps)) < 1)


def _plain(node: Node, html: Any, tag: str) -> Node:
    """The element of an HTML element that is no special case; one that says nothing to a reading voice has none."""
    if tag == "a" and (node.role == "TOCI" or html.get("role") == "doc-noteref"):
        return node.add("Reference").add("Link", html)
    if tag in ("ol", "ul") and (node.role == "TOCI" or (node.html is not None and node.html.tag == "nav")):
        return node.add("TOC", html)
    if role := _ROLES.get(tag):
        return node.add(role, html)
    return node.add("Span", html) if html.get("lang") or (tag == "abbr" and html.get("title")) else node


def _describe(made: Node, around: Node, html: Any) -> None:
    """What a voice must know of an element beside its words."""
    if made is around:
        return
    if html.get("lang"):
        made.says["Lang"] = html.get("lang")
    if html.tag == "abbr" and html.get("title"):
        made.says["E"] = html.get("title")
    if made.role == "Figure":
        made.says["Alt"] = _alternative(html)
    elif made.role == "Formula":
        shown = [one.text or "" if one.tag != "img" else _alternative(one) if one.get("alt") != "" else "" for one in html.iter()]
        made.says["Alt"] = " ".join(" ".join(shown).split()) or "formula"
    elif made.role in ("TH", "TD"):
        spans = {name: int(html.get(name.lower()) or 1) for name in ("ColSpan", "RowSpan")}
        scope = {"Scope": "/Row" if (html.get("scope") or "").startswith("row") else "/Column"} if made.role == "TH" else {}
        made.attributes["Table"] = {**{name: span for name, span in spans.items() if span > 1}, **scope}
    elif made.role == "L":
        made.attributes["List"] = {"ListNumbering": f"/{_numbering(html)}"}


def _alternative(image: Any) -> str:
    """The words for a picture; of one without any (reported before) its name, else a voice says nothing at all."""
    words = "".join(image.itertext()).strip("[]")  # of a picture that is missing
    return str(image.get("alt") or words or image.get("src", "").rpartition("/")[2][:80] or "picture")


def _numbering(html: Any) -> str:
    if html.tag == "ol" and not html.get("class"):
        return _MARKS[html.get("type") or "1"]
    return "Disc" if html.tag == "ul" and not html.get("class") else "None"


def _note(node: Node, html: Any) -> Node:
    """A note, read after the block that calls it."""
    block = next(one for one in node.around if one.role in _HOLDERS or (one.parent is not None and one.parent.role in _HOLDERS))
    made = Node("Note", block, html, {"Lang": html.get("lang")} if html.get("lang") else {})
    block.notes.append(made)
    return made


def _item(node: Node, html: Any) -> Node:
    """The body or the label of an item of a list; terms and the definitions after them are one."""
    if node.role == "TOC":
        return node.add("TOCI", html)
    if html.tag == "li":
        return node.add("LI", html).add("LBody", html)
    last = node.kids[-1] if node.kids else None
    item = last if isinstance(last, Node) else node.add("LI")
    body = next((kid for kid in item.kids if isinstance(kid, Node) and kid.role == "LBody"), None)
    if html.tag == "dd":
        return body or item.add("LBody", html)
    return (node.add("LI") if body else item).add("Lbl", html)


def _unlabelled(node: Node) -> Node | None:
    """The item whose body begins here, if it has no label yet."""
    body: Node | None = node
    while body is not None and body.role == "P" and not body.kids:
        body = body.parent
    if body is None or body.role != "LBody" or any(kid is not node for kid in body.kids):
        return None
    item = body.parent
    return item if item is not None and item.kids == [body] else None


def _label(item: Node) -> Node:
    """The label of an item, before its body."""
    made = Node("Lbl", item)
    item.kids.insert(0, made)
    return made
