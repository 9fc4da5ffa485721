"""Contributors: names, groups, addresses; what stands inside a contributor and is not theirs moves out."""

from __future__ import annotations

import copy
import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import affiliations, mailboxes, persons, shared, tongues
from pipeline.importers.jats.called import called
from pipeline.importers.jats.custom import keep
from pipeline.importers.jats.ids import fresh
from pipeline.importers.jats.tools import content, fill, has_words, is_empty, listed, new, remove, rename, replace, said, take, trim, unwrap
from pipeline.tree import HREF, LANG, find_all, fold, text_of

NAMES: Final = ("anonymous", "collab", "name", "name-alternatives", "string-name")
_ORDER: Final = ("contrib-id", *NAMES, "degrees")
_LAST: Final = ("bio", "email", "ext-link", "role", "xref")
_IN_GROUP: Final = ("aff", "address", "xref", "email", "role", "bio", "ext-link", "aff-alternatives", "on-behalf-of", "author-comment")
_IN_PROSE: Final = ("mixed-citation", "citation")  # names stand there as they are printed
_NAME_PARTS: Final = ("surname", "given-names", "prefix", "suffix")
_CREDIT: Final = {"writing-original-draft": "Writing – original draft", "writing-review-editing": "Writing – review & editing"}
_ADDRESS: Final = listed("addr-line institution institution-wrap city state postal-code country phone fax")
_BEINGS: Final = listed("person individual group organization institution collab collaboration")  # said where JATS says what they did
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\. ?){1,3}")
_FAMILY: Final = re.compile(r"[^\W\d_][^\W\d_a-z]?[^\W\d_A-Z]{2,}(?:[ '’-][^\W\d_]+)*")
_ROLES: Final = listed("author editor translator reviewer illustrator compiler")


def contributors(root: etree._Element, report: Report) -> None:
    """All names and groups of contributors of the article and its sub-articles."""
    persons.unmarked(root)
    for name in list(root.iter("name")):
        if next(name.iterancestors("ref", "product", *_IN_PROSE), None) is None:
            personal(name, report)
    for wrapper in list(root.iter("name-alternatives")):
        _alternatives(wrapper)
    _unraised(root)
    affiliations.marked(root)
    called(root)
    affiliations.at_home(root)
    mailboxes.within(root)
    for group in list(root.iter("contrib-group")):
        _name_roles(group, report)
        if any(ancestor.tag == "collab" for ancestor in group.iterancestors()):
            continue
        if group.getparent() is not None and group.getparent().tag in ("article-meta", "front-stub"):  # type: ignore[union-attr]
            _group(group, report)
    for aff in list(root.iter("aff")):
        affiliations.affiliation(aff)
    tongues.numbered(root)
    for wrapper in list(root.iter("aff-alternatives")):
        tongues.several(wrapper)


def personal(name: etree._Element, report: Report) -> None:
    """A `name`: surname and given names as plain text, in their order; what is said twice is joined."""
    parts: dict[str, str] = {}
    for child in name:
        if (tag := str(child.tag)) in _NAME_PARTS and (words := text_of(child)):
            parts[tag] = f"{parts[tag]} {words}" if tag in parts else words
    if not {"surname", "given-names"} & set(parts):
        words = " ".join(parts.values()) or text_of(name)
        report("import-repaired", f"a name has neither surname nor given names: {words}", name)
        parts = {"surname": words}
    if _INITIALS.fullmatch(parts.get("surname", "")) and _FAMILY.fullmatch(parts.get("given-names", "")):
        report("import-repaired", f"surname and given names have changed places: {parts['surname']}, {parts['given-names']}", name)
        parts["surname"], parts["given-names"] = parts["given-names"], parts["surname"]
    tail = name.tail
    attributes = {key: value for key, value in name.attrib.items() if key == "name-style" or str(key).startswith("{")}
    name.clear()
    name.tail = tail
    name.attrib.update(attributes)
    for tag in _NAME_PARTS:
        if tag in parts:
            name.append(new(tag, name, None, [parts[tag]]))


def _alternatives(wrapper: etree._Element) -> None:
    """Forms of one name: personal names only; one form needs no wrapper."""
    for child in list(wrapper):
        child.tail = None
        if child.tag in ("string-name", "collab"):
            parts = [(str(one.tag), text_of(one)) for one in child if one.tag in _NAME_PARTS] or [("surname", text_of(child))]
            given = {key: str(child.get(key)) for key in ("name-style", LANG) if child.get(key)}
            replace(child, new("name", child, given, [new(tag, child, None, [words]) for tag, words in sorted(parts, key=_rank)]))
    wrapper.text = None
    if len(wrapper) == 1:
        unwrap(wrapper)


def _rank(part: tuple[str, str]) -> int:
    return _NAME_PARTS.index(part[0])


def _group(group: etree._Element, report: Report) -> None:
    """A group: contributors only; affiliations and roles of the group go where the profile has them."""
    after: list[etree._Element] = []
    roles = [child for child in group if child.tag == "role"]
    shared.shared(group)
    for child in list(group):
        if child.tag == "contrib":
            after += contributor(child, report)
        elif child.tag in ("aff", "aff-alternatives"):
            child.tail = None
            after.append(child)
            group.remove(child)
        elif child.tag == "role":
            group.remove(child)
        else:
            _stray(child)
    without = [contrib for contrib in group.findall("contrib") if contrib.find("role") is None]
    for contrib in without:
        contrib.extend(copy.deepcopy(roles))
    meta = group.getparent()
    if not without and meta is not None:
        for role in roles:
            keep(role, meta)
    others = list(group.itersiblings("aff", "aff-alternatives"))
    for aff in reversed(after):
        aff.tail = None
        stays = not others or aff.tag == "contrib-group" or aff.find("label") is not None
        (group if stays else others[-1]).addnext(aff)
    if not len(group):
        remove(group)


def _unraised(root: etree._Element) -> None:
    """The marks of a contributor are links, whether raised or not; commas that are raised between them are none."""
    for sup in find_all(root, "//contrib/sup"):
        if not len(sup) and not (sup.text or "").strip(" \t\r\n\u00a0,;"):
            remove(sup)
        elif len(sup.findall("xref")) and not re.search(r"\w", (sup.text or "") + "".join(child.tail or "" for child in sup)):
            sup.text = None
            for child in sup:
                child.tail = None
            unwrap(sup)


def _name_roles(group: etree._Element, report: Report) -> None:
    """Contributors of whom a file says what they are do what their group does, else are authors."""
    whole = (group.get("content-type") or "").lower().removesuffix("s")
    for contrib in group.findall("contrib"):
        called = contrib.get("contrib-type") or ""
        if called.lower() in _BEINGS:
            contrib.set("contrib-type", whole if whole in _ROLES else "author")
            report("import-simplified", f"a contributor called {called} is taken as {contrib.get('contrib-type')}", contrib)
        elif roles := [role for role in called.lower().replace("co-", "").split() if role in _ROLES]:
            contrib.set("contrib-type", roles[0])


def _stray(child: etree._Element) -> None:
    """Words among contributors ("et al.", "on behalf of the group") become a contributor of their own."""
    if is_empty(child) and child.tag != "etal":
        remove(child)
        return
    replace(child, new("contrib", child, {"contrib-type": "author"}, [new("collab", child, None, [said(child) or "et al."])]))


def contributor(contrib: etree._Element, report: Report) -> list[etree._Element]:
    """A contributor in the order of the profile; returns the affiliations and groups that stood inside."""
    moved = _collab_inner(contrib)
    _between(contrib, report)
    for child in list(contrib):
        _part(child, contrib, moved)
    own = {one.get("id") for part in (contrib, *moved) for one in part.iter()} | {one.get("rid") for one in contrib.iter("xref")}
    for rid in [rid for rid in (take(contrib, "rid") or "").split() if rid not in own]:
        contrib.append(new("xref", contrib, {"ref-type": "aff", "rid": rid}))
    for key in [key for key in contrib.attrib if str(key).startswith("{")]:
        del contrib.attrib[key]
    _one_name(contrib, report)
    contrib[:] = sorted(contrib, key=lambda child: _ORDER.index(child.tag) if child.tag in _ORDER else len(_ORDER))
    for child in contrib:
        child.tail = None
    return moved


def _between(contrib: etree._Element, report: Report) -> None:
    """Words that a typesetter set between the parts of a contributor ("is in the") are no part of anything."""
    words = fold(" ".join([contrib.text or "", *(child.tail or "" for child in contrib)]))
    if any(character.isalpha() for character in words):
        report("import-simplified", f"words between the parts of a contributor are left out: {words}", contrib)
    contrib.text = None


def _part(child: etree._Element, contrib: etree._Element, moved: list[etree._Element]) -> None:
    child.tail = None
    if child.tag in ("aff", "aff-alternatives"):
        _move_aff(child, contrib, moved)
    elif child.tag == "address":
        _address(child, contrib, moved)
    elif child.tag == "ext-link" and (
        "orcid" in (child.get("ext-link-type"), child.get("content-type")) or "orcid.org/" in child.get(HREF, "")
    ):
        address = text_of(child) or child.get(HREF) or ""
        known = any(text_of(one) == address for one in contrib.iterfind("contrib-id"))
        remove(child) if known else replace(child, new("contrib-id", child, {"contrib-id-type": "orcid"}, [address]))
    elif child.tag == "role" and not text_of(child):
        _named_role(child)
    elif child.tag == "contrib-id":
        kind = child.get("contrib-id-type") or "other"
        child.set("contrib-id-type", "orcid" if "orcid.org/" in text_of(child) or kind.lower() == "orcid" else kind)
    elif child.tag in ("on-behalf-of", "author-comment", "etal"):
        words = said(child) or "et al."
        replace(child, new("bio", child, None, [new("p", child, None, [words])]))
    elif child.tag == "bio":
        for title in find_all(child, "./title | ./label"):
            rename(title, "p")
        if has_words(child):
            fill(child, [new("p", child, None, content(child))])
    elif child.tag not in (*_ORDER, *_LAST):
        remove(child) if is_empty(child) else replace(child, new("bio", child, None, [new("p", child, None, [said(child)])]))


def _named_role(role: etree._Element) -> None:
    """A role that only its attributes say is said in words; those of CRediT end their addresses."""
    address = next((value for value in map(str, role.attrib.values()) if "credit.niso.org/" in value.rstrip("/")), "")
    slug = address.rstrip("/").rpartition("/")[2] if "/contributor-roles/" in address else ""
    words = role.get("vocab-term") or _CREDIT.get(slug) or slug.replace("-", " ").capitalize()
    if not words:
        remove(role)
        return
    role.text = words
    if slug:
        role.attrib.clear()
        role.attrib.update({"vocab": "credit", "vocab-identifier": "https://credit.niso.org/"})
        role.attrib.update({"vocab-term": words, "vocab-term-identifier": address})


def _collab_inner(contrib: etree._Element) -> list[etree._Element]:
    """Members, affiliations and addresses inside a group's name move out of it."""
    moved: list[etree._Element] = []
    for collab in contrib.findall("collab"):
        for group in list(collab.iter("contrib-group")):
            remove(group)
            group.tail = None
            group.set("content-type", "collab-members")
            moved.append(group)
        for inner in [one for one in collab if one.tag in _IN_GROUP]:
            remove(inner)
            inner.tail = None
            contrib.append(inner)
        trim(collab)
    for collab in [one for one in contrib.findall("collab")[1:] if is_empty(one)]:  # the name of its members stands before them
        remove(collab)
    return moved


def _move_aff(aff: etree._Element, contrib: etree._Element, moved: list[etree._Element]) -> None:
    contrib.remove(aff)
    if not aff.get("id"):
        aff.set("id", fresh(contrib, "aff"))
    moved.append(aff)
    contrib.append(new("xref", aff, {"ref-type": "aff", "rid": str(aff.get("id"))}))


def _address(address: etree._Element, contrib: etree._Element, moved: list[etree._Element]) -> None:
    """An address: its mail and links are the contributor's, the rest an affiliation, or is said of one who has affiliations."""
    for child in list(address):
        if child.tag in ("email", "ext-link"):
            child.tail = None
            contrib.append(child)
    if is_empty(address):
        remove(address)
        return
    for before in list(address)[:-1]:
        before.tail = before.tail if (before.tail or "").strip() else ", "
    if contrib.get("rid") or contrib.find("xref[@ref-type='aff']") is not None:
        replace(address, new("bio", address, None, [new("p", address, None, [said(address)])]))
        return
    rename(address, "aff", id=address.get("id") or fresh(contrib, "aff"))
    _move_aff(address, contrib, moved)


def _is_alias(name: etree._Element) -> bool:
    """Whether a name is another name of somebody."""
    return (name.get("content-type") or "").lower() in ("alias", "pseudonym", "pen-name", "nickname")


def _one_name(contrib: etree._Element, report: Report) -> None:
    """A contributor has one name; a second of another kind becomes the contributor after."""
    found = [child for child in contrib if child.tag in NAMES]
    if not found:
        words = "; ".join(filter(None, (said(child) for child in contrib if child.tag not in ("xref", "contrib-id"))))
        report("import-repaired", f"a contributor has no name{f': {words}' if words else ''}", contrib)
        contrib.append(new("anonymous", contrib))
    people = [child for child in found if child.tag == "name" or (child.tag == "string-name" and (child.get(LANG) or _is_alias(child)))]
    if len(people) > 1 and len(people) == len(found):
        both = new("name-alternatives", people[0])
        contrib.insert(0, both)
        both.extend(people)
        _alternatives(both)
        return
    for extra in reversed(found[1:]):
        other = new("contrib", extra, {"contrib-type": contrib.get("contrib-type") or "author"}, [extra])
        contrib.addnext(other)
