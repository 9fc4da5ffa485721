"""TaxPub: treatments of taxa, an extension of JATS for journals of systematics, become sections, and names in them named content."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import fill, listed, new, remove, rename, replace, unwrap
from pipeline.tree import HREF, text_of

_SPACE: Final = "{http://www.plazi.org/taxpub}"
_NAMED: Final = listed("taxon-name taxon-authority taxon-status")
_HEADING: Final = ("label", *_NAMED)
_BLOCKS: Final = listed("sec p list table-wrap fig disp-quote nomenclature nomenclature-citation-list treatment-sec")


def treatments(root: etree._Element, report: Report) -> None:
    """Say in elements of JATS what TaxPub says in its own."""
    own = list(root.iter(f"{_SPACE}*"))
    if not own:
        return
    report("import-simplified", "treatments of taxa become sections; what TaxPub says of the parts of names is left out", root)
    for element in own:
        element.tag = str(element.tag).removeprefix(_SPACE)
    for element in own:
        _apart(element)
        if element.tag == "nomenclature-citation":
            for comment in element.iter("comment"):
                rename(comment, "named-content")
    for name in [element for element in own if element.tag == "taxon-name"]:
        _identifiers(name)
    for element in own:
        if made := _MADE.get(str(element.tag)):
            made(element)
        elif element.tag in _NAMED:
            rename(element, "named-content", content_type=str(element.tag))
    for element in own:
        if element.tag not in ("sec", "title", "p", "list", "list-item", "named-content"):
            unwrap(element)


def _apart(element: etree._Element) -> None:
    """Parts that stand beside each other without a space get one."""
    for child in element:
        following = child.getnext()
        if following is not None and following.tag != "object-id" and not child.tail:
            child.tail = " "


def _treatment(element: etree._Element) -> None:
    rename(element, "sec", sec_type="taxon-treatment")
    nomenclature = element.find("nomenclature")
    if nomenclature is not None:
        element.insert(0, new("title", nomenclature))


def _nomenclature(element: etree._Element) -> None:
    """Name, authority and status are the title of the treatment; identifiers, figures and citations stand below it."""
    section = element.getparent()
    title = section.find("title") if section is not None else None
    for child in list(element):
        child.tail = None
        if child.tag in _HEADING and title is not None:
            gap = [" "] if len(title) or title.text else []
            fill(title, [*gap, *([text_of(child)] if child.tag == "label" else [child])])
            remove(child) if child.tag == "label" else None
        elif child.tag not in _BLOCKS:
            replace(child, wrapped := new("p", child))
            wrapped.append(child)
    unwrap(element)


def _section(element: etree._Element) -> None:
    rename(element, "sec")


def _meta(element: etree._Element) -> None:
    """The classification of a taxon, as a line of the text."""
    for group in element.iter("kwd-group"):
        label, words = text_of(group.find("label")), ", ".join(text_of(kwd) for kwd in group.iter("kwd"))
        element.addprevious(new("p", group, None, [f"{label}: {words}" if label else words]))
    remove(element)


def _citations(element: etree._Element) -> None:
    rename(element, "list", list_type="simple")


def _citation(element: etree._Element) -> None:
    rename(element, "p")
    item = new("list-item", element)
    replace(element, item)
    item.append(element)


def _material(element: etree._Element) -> None:
    """Specimens listed without a paragraph are one."""
    parent = element.getparent()
    if parent is not None and parent.tag in ("sec", "treatment-sec", "taxon-treatment"):
        rename(element, "p")


def _identifiers(element: etree._Element) -> None:
    """Identifiers within the name of a treatment stand below its title, as links where they are addresses."""
    if element.getparent() is None or element.getparent().tag != "nomenclature":  # type: ignore[union-attr]
        return
    for found in [one for one in element if one.tag == "object-id"]:
        words = text_of(found)
        remove(found)
        link = new("ext-link", found, {"ext-link-type": "uri", HREF: words}, [words])
        element.addnext(link if words.startswith("http") else new("named-content", found, {"content-type": "object-id"}, [words]))


_MADE: Final = {
    "taxon-treatment": _treatment,
    "treatment-sec": _section,
    "treatment-meta": _meta,
    "nomenclature": _nomenclature,
    "nomenclature-citation-list": _citations,
    "nomenclature-citation": _citation,
    "material-citation": _material,
}
