"""People and organisations: names, contributors, affiliations."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from lxml import etree

from pipeline.exporters.tei.base import ID, Element, Table, children, made, new, nodes, pointers, said_again, spaced, tei, uri
from pipeline.markup import Parts
from pipeline.metadata import family_first
from pipeline.tree import fold, name, raw_text, text_of

PARTS = {"surname": "surname", "given-names": "forename", "prefix": "roleName", "suffix": "genName"}
NAMES = {"name", "name-alternatives", "collab", "anonymous", "string-name"}
_OWN_WORDS = etree.XPath(".//text()[not(ancestor::label or ancestor::institution-id)]", smart_strings=False)
KNOWN = {
    "doi": "DOI",
    "orcid": "ORCID",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "isbn": "ISBN",
    "issn": "ISSN",
    "arxiv": "arXiv",
    "handle": "Handle",
}


@tei("name")
def person_name(element: Element, render: Table) -> Parts:
    """A name, its parts in the order of its culture, or in that of a printed reference."""
    order = ("prefix", "surname", "given-names", "suffix") if family_first(element) else ("prefix", "given-names", "surname", "suffix")
    printed = next(element.iterancestors("mixed-citation"), None) is not None
    parts = element if printed else (one for tag in order for one in element.iterchildren(tag))
    words = spaced(*(render.render(one) for one in parts))
    return made("persName", element, words, type=element.get("name-style"))


@tei("surname", "given-names", "prefix", "suffix")
def part_of_name(element: Element, render: Table) -> Parts:
    """A part of a name."""
    return made(PARTS[str(element.tag)], element, render.inside(element))


@tei("string-name")
def string_name(element: Element, render: Table) -> Parts:
    """A name as it is written."""
    return made("persName", element, render.inside(element))


@tei("name-alternatives")
def name_alternatives(element: Element, render: Table) -> Parts:
    """The same name in several scripts."""
    return spaced(*(render.render(one) for one in element))


@tei("collab", "institution")
def organisation(element: Element, render: Table) -> Parts:
    """A group or an institution."""
    return made("orgName", element, render.inside(element), type=element.get("content-type"))


@tei("anonymous")
def anonymous(element: Element, render: Table) -> Parts:
    """Somebody whose name is not given."""
    return [new("name", type="anonymous")]


@tei("institution-wrap")
def institution(element: Element, render: Table) -> Parts:
    """An institution with its identifiers."""
    return spaced(*(render.render(one) for one in element))


@tei("institution-id", "contrib-id")
def identifier(element: Element, render: Table) -> Parts:
    """An identifier of an institution or a person."""
    kind = element.get("contrib-id-type") or element.get("institution-id-type") or ""
    checked = "authenticated" if element.get("authenticated") == "true" else None
    return [new("idno", render.inside(element), type=KNOWN.get(kind.lower(), kind), rend=checked)]


@tei("object-id")
def object_identifier(element: Element, render: Table) -> Parts:
    """The identifier of a part, in a note, which may stand anywhere."""
    return [new("note", [new("idno", render.inside(element), type=kind_of(element))], type="object-id")]


def kind_of(element: Element) -> str:
    """The kind of an identifier, as TEI writes it."""
    kind = element.get("pub-id-type") or ""
    return KNOWN.get(kind, kind)


@tei("contrib-group")
def contributors(element: Element, render: Table) -> Parts:
    """The contributors of a group."""
    return children(element, render)


@tei("contrib")
def contributor(element: Element, render: Table) -> Parts:
    """A contributor, with identifiers, affiliations, address and biography."""
    tag, role = credit(element)
    words = spaced(*(render.render(one) for one in element if one.tag != "role"))
    return made(tag, element, words, role=role)


def credit(element: Element) -> tuple[str, str]:
    """What a contributor is in TEI, and as what."""
    group = element.getparent()
    kind = element.get("contrib-type") or (group.get("content-type") if group is not None else None) or "author"
    flags = {"corresp": "corresponding", "equal-contrib": "equal", "deceased": "deceased"}
    roles = [word for key, word in flags.items() if element.get(key) == "yes"]
    tag = "author" if kind in ("author", "authors") else "editor"
    return tag, " ".join([*([kind] if tag == "editor" and kind not in ("editor", "editors") else []), *roles])


def names_of(element: Element, render: Table) -> Parts:
    """The name of a contributor alone, for a second place."""
    return said_again(spaced(*(render.render(one) for one in element if one.tag in NAMES)))


@tei("contrib/xref")
def contributor_reference(element: Element, render: Table) -> Parts:
    """An affiliation of a contributor, in words, pointing to its entry; or a note about the contributor."""
    if element.get("ref-type") != "aff":
        return made("ref", element, render.inside(element), type=element.get("ref-type"), target=pointers(element.get("rid")))
    keys = (element.get("rid") or "").split()
    found = [[new("affiliation", [address_of(element, key)], ref=f"#{key}")] for key in keys]
    known = {raw_text(nodes(one)[0]) for one in found}
    if len(element) or text_of(element) not in {"", *known}:  # a label of its own
        return spaced(*found, made("ref", element, render.inside(element), type="aff", target=pointers(element.get("rid"))))
    nodes(found[0])[0].attrib.update({ID: str(element.get("id"))} if element.get("id") else {})
    return spaced(*found)


def address_of(element: Element, key: str) -> str:
    """The words of an affiliation, without its label and its identifiers."""
    affiliation = _affiliations(element.getroottree().getroot()).get(key)
    return fold("".join(cast("list[str]", _OWN_WORDS(affiliation)))) if affiliation is not None else ""


@lru_cache(maxsize=1)  # as many as there are contributors ask for them
def _affiliations(root: Element) -> dict[str | None, Element]:
    return {one.get("id"): one for one in root.iter("aff")}


@tei("degrees")
def degrees(element: Element, render: Table) -> Parts:
    """Academic degrees."""
    return [new("addName", render.inside(element), type="degrees")]


@tei("role")
def role(element: Element, render: Table) -> Parts:
    """A contributor's part in the work."""
    entry = uri(element.get("vocab-term-identifier"))
    more = {
        "ref": entry,
        "key": element.get("vocab-term"),
        "source": uri(element.get("vocab-identifier")),
        "n": element.get("content-type"),
    }
    return [new("resp", render.inside(element), rend=element.get("vocab"), **more)]


@tei("bio")
def biography(element: Element, render: Table) -> Parts:
    """Something about a contributor's life."""
    return made("note", element, children(element, render), type="bio")


def responsibility(element: Element, render: Table) -> Parts:
    """What a contributor did, one `respStmt` for all the roles."""
    roles = render.each(element.findall("role"))
    if not roles:
        return []
    return [new("respStmt", [*roles, *nodes(names_of(element, render))], corresp=pointers(element.get("id")))]


@tei("aff")
def affiliation(element: Element, render: Table) -> Parts:
    """An affiliation as an organisation that contributors point to."""
    label = text_of(element.find("label")) or None
    return made("org", element, [new("orgName", [new("seg", without_label(element, render), type="affiliation")])], n=label)


def without_label(element: Element, render: Table) -> Parts:
    """What stands in an affiliation or a correspondence after its label."""
    label = element.find("label")
    if label is None:
        return render.inside(element)
    rich = render.each([label]) if len(label) else []
    after: Parts = [(label.tail or "").lstrip(" \t\r\n")]
    for one in label.itersiblings():
        after += [*render.render(one), one.tail or ""]
    return [*rich, *after]


@tei("addr-line", "postal-code")
def address_line(element: Element, render: Table) -> Parts:
    """A line of an address."""
    return [new("seg", render.inside(element), type=name(element))]


@tei("city", "state", "country")
def place(element: Element, render: Table) -> Parts:
    """A part of an address that is a place."""
    tag = {"city": "settlement", "state": "region", "country": "country"}[name(element)]
    return [new(tag, render.inside(element), key=element.get("country"))]


@tei("corresp")
def correspondence(element: Element, render: Table) -> Parts:
    """How to reach the authors."""
    return made("note", element, without_label(element, render), type="corresp", n=text_of(element.find("label")) or None)


@tei("author-notes")
def author_notes(element: Element, render: Table) -> Parts:
    """Notes about the authors."""
    return children(element, render)
