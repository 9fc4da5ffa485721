"""Links: one without words shows its address; one that holds a citation or a call is parted round it, since few formats nest links."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.markup import Parts, append, build
from pipeline.tree import HREF, find_all, text_of

_LINKS = ("ext-link", "xref")
_HOLDS = etree.XPath("boolean(descendant::xref[@ref-type='bibr' or @ref-type='fn' or @ref-type='table-fn'])")


def name_links(root: etree._Element) -> None:
    """Print the address of a link that has no words."""
    for link in root.iter("ext-link"):
        if link.getparent().tag != "element-citation" and not len(link) and not text_of(link):  # type: ignore[union-attr]
            link.text = link.get(HREF)


def end_hidden(root: etree._Element, report: Report) -> None:
    """Make a link into the fields of a reference, of which styles print some, or into its label, which they print anew, words."""
    shown = {str(one.get("id")) for one in find_all(root, "//*[@id][not(ancestor::element-citation)]")}
    for link in list(root.iter("xref")):
        if not shown.issuperset(goals := (link.get("rid") or "").split()):
            report("reference-restyled", f"a link leads into a reference, of which a style prints the words: {' '.join(goals)}", link)
            link.tag = "styled-content"
            link.attrib.clear()


def part_links(root: etree._Element) -> None:
    """Part the links that hold citations or calls: these stay where they are, and the link is on the words between them."""
    for link in list(root.iter(*_LINKS, "related-article")):
        if not len(link) or not _HOLDS(link):
            continue
        if link.tag == "related-article":
            _part_related(link)
        else:
            tag, target = str(link.tag), {str(key): str(value) for key, value in link.attrib.items() if key != "id"}
            for key in target:
                del link.attrib[key]
            link.tag = "styled-content"
            _part(link, tag, target)


def _part_related(related: etree._Element) -> None:
    """Put the address of a related article on the words in it."""
    if not related.get(HREF):
        return
    target = {key: related.attrib.pop(key) for key in ("ext-link-type", HREF) if key in related.attrib}
    words = build("styled-content", None, [related.text or "", *related])
    related.text = None
    related.append(words)
    _part(words, "ext-link", {str(key): str(value) for key, value in target.items()})


def _part(holder: etree._Element, tag: str, target: dict[str, str]) -> None:
    """Put the link round the parts of an element that hold no other."""
    content: Parts = [holder.text or ""]
    for child in list(holder):
        content += [child, child.tail or ""]
        child.tail = None
        holder.remove(child)
    holder.text = None
    append(holder, _linked(content, tag, target))


def _linked(content: Parts, tag: str, target: dict[str, str]) -> Iterator[str | etree._Element]:
    run: Parts = []
    for piece in (*content, None):
        if isinstance(piece, str) or (piece is not None and piece.tag not in _LINKS and not _HOLDS(piece)):
            run.append(piece)
            continue
        link = build(tag, target, run)
        yield from [link] if text_of(link) or len(link) else run
        run = []
        if piece is not None:
            if piece.tag not in _LINKS and piece.get("content-type") != "citation":  # its brackets lead to no other goal
                _part(piece, tag, target)
            yield piece
