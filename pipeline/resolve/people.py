"""People of references: JATS ↔ CSL names; particles, corporate and single names."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final
from urllib.parse import quote, unquote

from lxml import etree

from pipeline.markup import build
from pipeline.styles import terms
from pipeline.tree import text_of

Name = dict[str, Any]

OTHER_ROLES: Final = {
    "allauthors": "author",
    "inventor": "author",
    "guest-editor": "editor",
    "transed": "translator",
    "assignee": "authority",
}
AS_NAMED: Final = ("author", "editor", "translator", "compiler", "director", "curator", "illustrator")
# The other name variables of CSL 1.0.2: a `person-group` of the kind `custom`
CUSTOM: Final = (
    *("chair", "collection-editor", "composer", "container-author", "contributor", "editor-translator", "editorial-director"),
    *("executive-producer", "guest", "host", "interviewer", "narrator", "organizer", "original-author", "performer", "producer"),
    *("recipient", "reviewed-author", "script-writer", "series-creator"),
)
VARIABLES: Final = (*AS_NAMED, *CUSTOM)
_OTHERS: Final = ("collection-editor", "container-author", "original-author", "recipient", "reviewed-author")
MAKERS: Final = tuple(role for role in VARIABLES if role not in _OTHERS)  # people who made what is cited
_NAMES: Final = ("name", "string-name", "collab", "name-alternatives", "etal", "anonymous")
UNSEEN: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]*")  # no-break spaces and their kin, as a field may have alone
_PARTS: Final = (("family", "surname"), ("given", "given-names"), ("suffix", "suffix"))
OTHERS: Final = {"literal": "others"}
WHOLE: Final = "\ue003"  # behind a given name that has no initials: the engine puts the mark of one behind it
WITHIN: Final = "\ue004"  # between the words of such a name, each of which would get one
_PARTICLES: Final = ("dropping-particle", "non-dropping-particle")


def people(citation: etree._Element, *, scripts: bool = False) -> dict[str, list[Name] | str]:
    """The names of a reference, by their CSL variable; `scripts`: with their forms in other scripts."""
    found: dict[str, list[Name]] = {}
    loose = [e for e in citation if e.tag in _NAMES[:4]]
    groups = [("author", loose)] + [(_role(group), [e for e in group if isinstance(e.tag, str)]) for group in citation.iter("person-group")]
    for variable, members in groups:
        found.setdefault(variable, []).extend(filter(None, (in_scripts(one) if scripts else person(one) for one in members)))
    said: dict[str, list[Name] | str] = {
        variable: sorted(names, key=lambda name: name == OTHERS)  # the engine knows them at the end only
        for variable, names in found.items()
        if names
    }
    if authority := found.get("authority"):
        said["authority"] = ", ".join(map(in_words, authority))  # CSL has it as text
    return said


def _role(group: etree._Element) -> str:
    kind = group.get("person-group-type") or "author"
    kind = (group.get("custom-type") or "") if kind == "custom" else kind
    if group.get("person-group-type") == "custom" and kind not in (*VARIABLES, *OTHER_ROLES) and _has_authors(group):
        return "contributor"  # a sponsor is no author
    return kind if kind in VARIABLES else OTHER_ROLES.get(kind, "author")


def _has_authors(group: etree._Element) -> bool:
    """Whether a reference of people of other kinds names its authors too."""
    beside = [one for one in group.getparent() if one is not group]  # type: ignore[union-attr]
    return any(one.tag in _NAMES or one.get("person-group-type") in ("author", "editor") for one in beside)


def in_words(person: Name) -> str:
    """A name as a sentence has it."""
    return str(person.get("literal") or " ".join(filter(None, (person.get("given"), person.get("family")))))


def person(element: etree._Element) -> Name | None:
    """A CSL name; a single name is literal, since a given name alone would vanish from labels."""
    if element.tag == "name-alternatives":
        return person(element[0])
    if element.tag == "etal":
        return dict(OTHERS)
    there = {child.tag: child for child in reversed(element)}  # the first of each name
    parts = {csl: value for csl, jats in _PARTS if not UNSEEN.fullmatch(value := text_of(there.get(jats)))}
    if element.tag in ("name", "string-name") and "family" in parts:
        return _said(element, parts)
    literal = parts.get("given") or text_of(element)
    return {"literal": literal} if literal else None


def in_scripts(element: etree._Element) -> Name | None:
    """A CSL name with its form in another script behind it, where a suffix stands: `Takahashi, Jirō, 高橋次郎`."""
    name = person(element)
    if name is not None and _has_no_initials(str(name.get("given", ""))):
        name |= {"given": f"{name['given'].replace(' ', WITHIN)}{WHOLE}"}
    if name is None or "literal" in name or element.tag != "name-alternatives":
        return name
    others = [other for one in list(element)[1:] if (other := person(one)) and _latin(in_words(other)) != _latin(in_words(name))]
    return name | {"suffix": " ".join(filter(None, (name.get("suffix"), *map(_whole, others[:1]))))} if others else name


def _has_no_initials(given: str) -> bool:
    """Whether a given name is written in a script without capitals, and not as initials."""
    return given.lower() == given.upper() and "." not in given and any(map(str.isalpha, given))


def _whole(name: Name) -> str:
    """A name in the order in which its people write it."""
    if not name.get("static-ordering"):
        return in_words(name)
    spaced = " " if _latin(in_words(name)) else ""
    return spaced.join(filter(None, (name.get("family"), name.get("given"))))


def _latin(words: str) -> bool:
    return any("LATIN" in unicodedata.name(letter, "") for letter in words)


def _said(element: etree._Element, parts: dict[str, str]) -> Name:
    """The parts of a name with what its attributes say: which words are particles, in what order and how it is written."""
    if not element.keys():  # as most
        return parts
    said = dict(part.split("=", 1) for part in (element.get("specific-use") or "").split() if "=" in part)
    dropping, fixed = (unquote(said.get(name, "")) for name in _PARTICLES)
    made: Name = dict(parts)
    if fixed and made["family"].startswith(fixed):
        made |= {"non-dropping-particle": fixed, "family": made["family"].removeprefix(fixed).lstrip(" ")}
    if dropping and str(made.get("given", "")).endswith(dropping):
        made |= {"dropping-particle": dropping, "given": str(made["given"]).removesuffix(dropping).rstrip(" ")}
    if said.get("comma-suffix") == "true":
        made["comma-suffix"] = True
    if element.get("name-style") == "eastern":
        made["static-ordering"] = True
    return {key: value for key, value in made.items() if value}


def to_jats(name: Name) -> etree._Element | None:
    """The JATS element of a CSL name; nothing for an empty one."""
    words = {key: str(value).strip() for key, value in name.items() if isinstance(value, str | int)}
    family, given = words.get("family", ""), words.get("given", "")
    if words.get("literal") == "others":
        return build("etal")
    if (literal := words.get("literal") or (family if name.get("isInstitution") else "")) or not (family or given):
        return build("collab", None, [literal]) if literal else None
    if not family:
        return build("name", {"name-style": "given-only"}, [build("given-names", None, [given])])
    said = {key: words[key] for key in _PARTICLES if words.get(key)} | ({"comma-suffix": "true"} if name.get("comma-suffix") else {})
    use = " ".join(f"{key}={quote(value)}" for key, value in said.items()) or None
    style = "eastern" if name.get("static-ordering") else None
    particle, dropping = said.get("non-dropping-particle", ""), said.get("dropping-particle", "")
    parts = (
        ("surname", particle + ("" if re.search(r"['’-]$", particle) or not particle else " ") + family),
        ("given-names", " ".join(filter(None, (given, dropping)))),
        ("suffix", words.get("suffix", "")),
    )
    return build("name", {"name-style": style, "specific-use": use}, [build(tag, None, [text]) for tag, text in parts if text])


def short_names(made: Name, language: str) -> str:
    """The authors of an item as a sentence names them: one, two, or the first and others."""
    names: list[Name] = next((made[variable] for variable in ("author", "editor", "translator") if variable in made), [])
    short = [_short(name) for name in names]
    if not short:
        return title_of(made)
    if len(short) == 2 and short[1] != "others":
        return f"{short[0]} {terms(language)['and']} {short[1]}"
    return short[0] + (" et al." if len(short) > 1 else "")


def title_of(made: Name) -> str:
    """The title of an item, short if it has a short one, without its mark-up."""
    return re.sub(r"<[^>]*>", "", str(made.get("title-short") or made.get("title", "")))


def _short(name: Name) -> str:
    return " ".join(filter(None, (name.get("non-dropping-particle"), name.get("family")))) or str(name.get("literal"))
