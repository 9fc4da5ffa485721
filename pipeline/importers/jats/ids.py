"""Ids: unique, well formed, made where one is needed; references to them followed, and mended where they lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.ids import is_id, spelled
from pipeline.importers.jats.tools import CITATIONS, content, documents, fill, listed, remove, unwrap
from pipeline.schema.links import TARGETS
from pipeline.tree import HREF, find_all, text_of

_SPLIT: Final = re.compile(r"[\s,;]+")
_NEEDED: Final = listed("aff fn app sub-article response corresp")
_ANCHORS: Final = listed("styled-content named-content target")
_FLOATS: Final = listed("fig table-wrap boxed-text supplementary-material")
_POINTING: Final = ("rid", "headers", "continued-from")


def unique(root: etree._Element, report: Report) -> None:
    """Every id once in the file, as XML allows it; references in the same sub-article follow."""
    taken: set[str] = set()
    first: dict[str, etree._Element] = {}
    renamed: dict[tuple[etree._Element, str], str] = {}
    for element in find_all(root, "//*/@id/.."):
        old = str(element.get("id"))
        new = _free(old if is_id(old) else spelled(f"id-{old}", "_"), taken)
        if new != old:
            element.set("id", new)
            if old not in first or _owner(first[old]) is not _owner(element):  # of two in one, the first is meant
                renamed.setdefault((_owner(element), old), new)
            if old in taken:
                report("import-repaired", f'the id "{old}" is taken already; it becomes "{new}" here', element)
        first.setdefault(old, element)
        taken.add(new)
    if renamed:
        _follow(root, renamed)
    for document in documents(root):
        if document.tag != "article" and not document.get("id"):
            document.set("id", _free(str(document.tag), taken))
    for n, ref in enumerate(root.iter("ref"), 1):
        if not ref.get("id"):
            ref.set("id", _free(f"ref-{n}", taken))  # "ref-2" behind "ref" would be another work of it
    for element in root.iter(*_NEEDED):
        if not element.get("id"):
            element.set("id", _free(str(element.tag), taken))


def _owner(element: etree._Element) -> etree._Element:
    """The article, sub-article or response that an element stands in."""
    around = (node for node in (element, *element.iterancestors()) if node.tag in ("article", "sub-article", "response"))
    return next(around, element)


def _free(base: str, taken: set[str]) -> str:
    """A name like this that is not taken; it is taken now."""
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}-{n}"
    taken.add(name)
    return name


def fresh(element: etree._Element, base: str) -> str:
    """An id that the file does not have yet, and to which nothing points: what was moved out for a while comes back."""
    root, n = element.getroottree().getroot(), 1
    taken = {key for found in root.xpath("//@id | //@rid") for key in str(found).split()}  # type: ignore[union-attr]
    while f"{base}-{n}" in taken:
        n += 1
    return f"{base}-{n}"


def _follow(root: etree._Element, renamed: dict[tuple[etree._Element, str], str]) -> None:
    """Point references to the new names: of the document they stand in, else of the file."""
    of_file = {old: new for (_, old), new in reversed(renamed.items())}
    kept = {str(i) for i in root.xpath("//@id")}  # type: ignore[union-attr]
    for element in find_all(root, "//*[@rid or @headers or @continued-from]"):
        document = _owner(element)
        for attribute in _POINTING:
            if keys := element.get(attribute):
                names = [
                    renamed.get((document, key)) or (key if key in kept else of_file.get(key, key)) for key in _SPLIT.split(keys.strip())
                ]
                element.set(attribute, " ".join(names))


def typed(root: etree._Element, _report: Report) -> None:
    """A cross-reference that does not say what it leads to is of the kind of its goal, and what leads to a reference cites it.

    "#r1", as an address says it, is the id r1; a link of the web to it is a cross-reference. The only work in a reference is the reference.
    """
    _anchors(root)
    by_id = {str(element.get("id")): element for element in find_all(root, "//*/@id/..")}
    _internal(root, by_id)
    for xref in root.iter("xref"):
        keys = [key.removeprefix("#") for key in _SPLIT.split((xref.get("rid") or "").strip())]
        keys = [_of_only_work(by_id[key]) or key if key in by_id else key for key in keys]
        goal = by_id.get(keys[0])
        if goal is None:
            continue
        xref.set("rid", " ".join(keys))
        if (not xref.get("ref-type") or goal.tag == "ref") and (found := kind(goal, "")) != "other":
            xref.set("ref-type", found)


def _anchors(root: etree._Element) -> None:
    """An anchor in a caption, as converters write what TeX calls a label, is the id of what the caption describes."""
    for anchor in [one for one in find_all(root, "//caption//*[@id][not(node())]") if one.tag in _ANCHORS]:
        holder = next(anchor.iterancestors(*_FLOATS), None)
        if holder is not None and not holder.get("id"):
            holder.set("id", str(anchor.get("id")))
            remove(anchor)


def _internal(root: etree._Element, by_id: dict[str, etree._Element]) -> None:
    """Links of the web to a place in the file itself."""
    for link in root.iter("ext-link", "uri"):
        address = (link.get(HREF) or "").strip()
        if address.startswith("#") and address[1:] in by_id:
            link.attrib.clear()
            link.tag = "xref"
            link.set("ref-type", kind(by_id[address[1:]], ""))
            link.set("rid", address[1:])


def _of_only_work(goal: etree._Element) -> str | None:
    """The id of the reference whose only work this is."""
    ref = goal.getparent()
    if goal.tag not in CITATIONS or ref is None or ref.tag != "ref" or sum(one.tag in CITATIONS for one in ref) > 1:
        return None
    return ref.get("id")


def linked(root: etree._Element, report: Report) -> None:
    """Cross-references lead somewhere, and say what to; those that lead nowhere keep their words."""
    by_id = {str(element.get("id")): element for element in find_all(root, "//*/@id/..")}
    for xref in list(root.iter("xref")):
        keys = [key for key in _SPLIT.split(xref.get("rid") or "") if key]
        known = list(dict.fromkeys(key for key in keys if key in by_id))
        if len(known) < len(set(keys)) or not keys:
            lost = ", ".join(key for key in keys if key not in by_id) or "no id"
            report("import-repaired", f"a cross-reference points to {lost}, which is not there; its words stay", xref)
        if not known:
            _let_go(xref)
            continue
        goals = list(dict.fromkeys(_whole(key, by_id) for key in known))
        xref.set("rid", " ".join(goals))
        xref.set("ref-type", kind(by_id[goals[0]], xref.get("ref-type") or "other"))
    for element in root.iter("td", "th", "list", "named-content"):
        _keep_known(element, by_id, report)


def _let_go(xref: etree._Element) -> None:
    """A reference to nothing is its words; in a citation they join those of its neighbour, and a citation of nothing is its words too."""
    cluster = xref.getparent()
    if xref.get("ref-type") == "fn" and text_of(xref).isdecimal() and not len(xref):
        xref.attrib.clear()
        xref.tag = "sup"  # a call to a note that the file does not have
        return
    if cluster is None or cluster.get("content-type") != "citation":
        unwrap(xref)
        return
    others = [one for one in cluster.findall("xref") if one is not xref]
    if others:
        fill(others[0], content(xref))
        remove(xref)
    else:
        for part in (*cluster, cluster):
            unwrap(part)


def _whole(key: str, by_id: dict[str, etree._Element]) -> str:
    """The id of the formula, reference or table that an id is in: a notation of it, its fields, its grid are no target of their own."""
    target = by_id[key]
    wholes = ("table-wrap",) if target.tag in ("table", "thead", "tbody") else ("disp-formula", "inline-formula", "ref")
    whole = None if target.tag in wholes else next(target.iterancestors(*wholes), None)
    if whole is None:
        return key
    if not whole.get("id"):
        del target.attrib["id"]
        whole.set("id", key)
        by_id[key] = whole
    return str(whole.get("id"))


def _keep_known(element: etree._Element, by_id: dict[str, etree._Element], report: Report) -> None:
    for attribute in ("headers", "continued-from", "rid"):
        if keys := element.get(attribute):
            known = [key for key in keys.split() if key in by_id]
            if len(known) < len(keys.split()):
                report("import-repaired", f"@{attribute} names what is not there: {keys}", element)
            element.attrib.pop(attribute)
            if known:
                element.set(attribute, " ".join(known))


def kind(target: etree._Element, said: str) -> str:
    """The ref-type of a reference to an element."""
    tag = str(target.tag)
    if tag == "ref":
        return "bibr"
    if tag == "fn":
        return "table-fn" if next(target.iterancestors("table-wrap-foot"), None) is not None else "fn"
    fitting = [one for one, tags in _kinds() if tag in tags]
    return said if said in fitting else fitting[0] if fitting else "other"


def _kinds() -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((one, tags) for one, tags in TARGETS.items() if one not in ("fn", "table-fn"))
