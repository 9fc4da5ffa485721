"""Back: the back matter in the kinds that the profile has; lists of references and notes come to it from wherever they stand."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.allowed import INLINE
from pipeline.importers.jats.ids import fresh
from pipeline.importers.jats.tools import (
    content,
    document_of,
    fill,
    has_words,
    is_empty,
    listed,
    new,
    part,
    rename,
    replace,
    runs,
    take,
    unwrap,
)
from pipeline.tree import find_all

_KINDS: Final = listed("ack app-group fn-group glossary notes ref-list sec")
_GATHERED: Final = ("ref-list", "fn-group", "glossary")
_HOLDERS: Final = ("sec", "app", "notes")


def back(root: etree._Element, report: Report) -> None:
    """The back matter of the article and of its sub-articles."""
    for stray in list(root.iter(*_GATHERED)):
        _gather(stray, report)
    for matter in list(root.iter("back")):
        if has_words(matter):
            runs(matter, {str(child.tag) for child in matter if child.tag not in INLINE})
        for child in list(matter):
            _child(child, matter, report)
    for holder in root.iter("ack", "glossary", "notes", "ref-list"):
        _numbered(holder)
    for inner in find_all(root, ".//notes/notes | .//sec/notes"):
        _section(inner)
    for group in list(root.iter("fn-group")):
        _fn_group(group)
    for matter in list(root.iter("ack", "notes")):
        _one_section(matter)
    for glossary in list(root.iter("glossary")):
        if glossary.find("def-list") is None:
            rename(glossary, "notes").set("notes-type", "glossary")
    for app in list(root.iter("app-group")):
        _app_group(app)
    for ref_list in list(root.iter("ref-list")):
        _ref_list(ref_list)


def _gather(stray: etree._Element, report: Report) -> None:
    """A list of references or of notes inside a section stands in the back matter; what held it, if it held nothing else, is gone."""
    parent = stray.getparent()
    if parent is None or parent.tag in ("back", "ref-list", "table-wrap-foot", "glossary"):
        return
    if stray.tag == "glossary" and next(stray.iterancestors("boxed-text"), None) is not None:
        _in_box(stray, parent)
        return
    matter = part(document_of(stray), "back")
    stray.tail = None
    parent.remove(stray)
    if parent.tag in _HOLDERS and all(child.tag in ("title", "label") for child in parent):
        _numbered(parent)
        for label in parent.findall("label") if parent.find("title") is None else ():
            rename(label, "title")
    title = parent.find("title") if parent.tag in _HOLDERS else None
    alone = parent.tag in _HOLDERS and all(child.tag in ("title", "label") for child in parent)
    first = title is not None and all(child.tag in ("title", "label", *_GATHERED) for child in parent)
    if first and title is not None:
        _entitle(stray, title)
    if alone:
        if parent.get("id") and not stray.get("id"):
            stray.set("id", str(parent.get("id")))
        grandparent = parent.getparent()
        if grandparent is not None:
            replace(parent)
    elif parent.tag != "boxed-text" or not _out_of_box(stray, parent):
        report("import-simplified", f"a <{stray.tag}> inside a <{parent.tag}> stands in the back matter", stray)
    matter.append(stray)


def _in_box(glossary: etree._Element, parent: etree._Element) -> None:
    """Words that a box explains stay in it, those under a heading in a section of it."""
    heads = [child for child in glossary if child.tag in ("label", "title")]
    if heads and parent.tag in ("boxed-text", "sec") and all(after.tag in ("sec", "glossary") for after in glossary.itersiblings()):
        rename(glossary, "sec")
        return
    for head in heads:
        replace(head, new("p", head, None, [new("bold", head, None, content(head))]))
    if (key := glossary.get("id")) and (words := glossary.find("def-list")) is not None and not words.get("id"):
        words.set("id", key)
    unwrap(glossary)


def _out_of_box(stray: etree._Element, box: etree._Element) -> bool:
    """Whether a box held nothing but references; then its heading is theirs, and it is gone."""
    if (
        stray.tag != "ref-list"
        or any(child.tag not in ("object-id", "label", "caption") for child in box)
        or box.find("caption/p") is not None
    ):
        return False
    heads = [head for path in ("label", "caption/title") if (head := box.find(path)) is not None]
    if words := [part for n, head in enumerate(heads) for part in [*([" "] if n else []), *content(head)]]:
        _entitle(stray, new("title", box, None, words))
    if (key := box.get("id")) and not stray.get("id"):
        stray.set("id", key)
    for xref in box.getroottree().iter("xref") if key else ():
        if xref.get("rid") == key:
            xref.set("rid", str(stray.get("id")))
    replace(box)
    return True


def _entitle(stray: etree._Element, title: etree._Element) -> None:
    """Give a list the heading of the section that held it, before its own."""
    own = stray.find("title")
    title.tail = None
    if own is None:
        stray.insert(0, title)
    else:
        parent = title.getparent()
        if parent is not None:
            parent.remove(title)
        own.text, words = None, [own.text or "", *own]
        fill(own, [*content(title), ": ", *words])


def _child(child: etree._Element, matter: etree._Element, report: Report) -> None:
    tag = str(child.tag)
    if tag in _KINDS:
        return
    if tag == "app":
        replace(child, group := new("app-group", child))
        group.append(child)
    elif tag == "fn":
        replace(child, group := new("fn-group", child))
        group.append(child)
    elif tag in ("title", "label"):
        replace(child, holder := new("notes", child))
        holder.append(rename(child, "p"))
    elif tag == "bio":
        rename(child, "notes").set("notes-type", "bio")
        for key in [key for key in child.attrib if str(key).startswith("{http://www.w3.org/1999/xlink")]:
            del child.attrib[key]
    elif is_empty(child):
        matter.remove(child)
    else:
        replace(child, holder := new("notes", child))
        holder.append(child)


def _numbered(holder: etree._Element) -> None:
    """The number of a heading stands in it."""
    label, title = holder.find("label"), holder.find("title")
    if label is None or title is None or is_empty(label):
        return
    label.tail = None
    holder.remove(label)
    fill(title, [*content(label), " ", *content(title)])


def _section(inner: etree._Element) -> None:
    """Notes with a heading inside others are a section of them."""
    if inner.find("title") is not None and all(after.tag in ("notes", "sec") for after in inner.itersiblings()):
        kind = take(inner, "notes-type")
        rename(inner, "sec", **({"sec-type": kind} if kind else {}))


def _one_section(matter: etree._Element) -> None:
    """The heading of a part that is one section is that of the section."""
    alone = len(matter) == 1 and matter[0].tag == "sec" and not has_words(matter)
    if alone and not matter[0].get("id") and matter[0].find("label") is None:
        unwrap(matter[0])


def _fn_group(group: etree._Element) -> None:
    """Notes only, after the title; words between them become notes."""
    for label in group.findall("label"):
        rename(label, "title") if group.find("title") is None else unwrap(label)
    for child in list(group):
        if child.tag == "p":
            replace(child, fn := new("fn", child, {"id": f"{group.get('id') or 'fn-group'}-p{group.index(child)}"}))
            fn.append(child)
        elif child.tag == "fn-group":
            unwrap(child)
    if group.find("fn") is None and not has_words(group):
        title = group.find("title")
        replace(group, *([new("notes", group, None, [rename(title, "p")])] if title is not None and not is_empty(title) else []))


def _app_group(group: etree._Element) -> None:
    """Appendices only; what a group says itself is an appendix, where the group says it first."""
    for app in [child for child in group if child.tag == "app" and is_empty(child)]:
        group.remove(app)
    own = [child for child in group if child.tag != "app"]
    if [child.tag for child in group] == ["title", "app"] and group[1].find("title") is None:
        group[1].insert(0, own.pop())
    if own and len(own) == len(group) and all(child.tag == "supplementary-material" for child in own):
        rename(group, "sec", sec_type="supplementary-material")
        return
    if own and not all(is_empty(child) for child in own):
        first = new("app", group, {"id": fresh(group, f"{group.get('id') or 'app-group'}-head")})
        group.insert(group.index(own[0]), first)
        first.extend(own)
    else:
        for child in own:
            group.remove(child)
    if not len(group):
        replace(group)


def _ref_list(ref_list: etree._Element) -> None:
    """A title, words, references, inner lists: in this order."""
    for label in ref_list.findall("label"):
        rename(label, "title") if ref_list.find("title") is None else rename(label, "p")
    order = ("title", "p", "ref", "ref-list")
    loose = find_all(ref_list, "./*[not(self::title or self::p or self::ref or self::ref-list)]")
    for child in loose:
        if is_empty(child):
            ref_list.remove(child)
    ref_list[:] = sorted(ref_list, key=lambda child: order.index(child.tag) if child.tag in order else 1)
