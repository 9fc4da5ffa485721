"""Persons: names written in one piece; their surname and given names, where the way of writing says which is which."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import listed, new, remove
from pipeline.tree import find_all, text_of

_UPPER: Final = r"[^\W\d_a-zß-öø-ÿ]"
_INITIAL: Final = rf"{_UPPER}[\w’']{{0,2}}\.(?:[-‐]?{_UPPER}[\w’']{{0,2}}\.)*"
_CAPITAL: Final = rf"{_UPPER}[\w’'‐-]+"
_PARTICLE: Final = (
    r"(?:[a-zà-ÿ’']{1,4}|D[aeiou]|D[eo]s|De[lr]|Della|Dell’|V[ao]n(?: [Dd]e[nr]?)?|L[aeo]s?|El|Al|St\.|San|Santa|Ten|Ter|Abu|Ben|Bin)"
)
_FAMILY: Final = rf"(?:{_PARTICLE} )*(?:{_PARTICLE})?{_CAPITAL}"
_SUFFIX: Final = r"(?:,? (?P<suffix>[JS]r\.?|I{2,3}|IV))?"
_NARROW: Final = re.compile("[\u00a0\u2009\u200a\u202f]")  # such spaces hold initials together
_PLAIN: Final = [
    re.compile(form)
    for form in (
        rf"(?P<given>(?:{_INITIAL} ?)+) (?P<family>{_FAMILY}){_SUFFIX}",  # G. 't Hooft, X.-J. van der Liu, A. De Simone
        rf"(?P<family>{_FAMILY}(?:[ -]{_CAPITAL})?),? (?P<given>{_UPPER}{{1,3}}|(?:{_INITIAL} ?)+)",  # Abel KE; Abel, K. E.
        rf"(?P<family>{_FAMILY}(?:[ -]{_CAPITAL})?), (?P<given>(?:(?:{_INITIAL}|{_CAPITAL}|{_UPPER}) ?){{1,4}})",  # Abel, Kevin E.
        rf"(?P<given>{_CAPITAL}(?: {_CAPITAL})*(?: {_INITIAL})+) (?P<family>{_FAMILY}){_SUFFIX}",  # Michael P. Zaletel
    )
]
_IN_FULL: Final = re.compile(rf"(?!The |New )(?P<given>{_CAPITAL}(?: {_CAPITAL})??) (?P<family>{_FAMILY}){_SUFFIX}")  # Kin Fai Mak
_HALF: Final = re.compile(rf"(?P<half>{_CAPITAL}(?: {_CAPITAL})*) (?P<initials>{_UPPER}{{1,3}})")
_PARTICLES: Final = re.compile("[a-zà-ÿ’']{1,4}(?: [a-zà-ÿ’']{1,4})*")
_GENERATIONS: Final = frozenset(("Filho", "Filha", "Júnior", "Junior", "Neto", "Netto", "Neta", "Sobrinho"))
_BODIES: Final = frozenset(
    listed(
        """
    agency association authority bank board bureau center centre centres centers collaboration college commission committee community
    company consortium corporation council department division federation foundation fund government group inc initiative institute
    laboratory ltd ministry museum nations network office organisation organization partnership press project research school section
    service services society statistics survey system team trust union university others authors anonymous
    """
    )
)


def parted(name: etree._Element) -> None:
    """Make a `string-name` without marked parts a `name`, in place, if its way of writing is plain."""
    words = _NARROW.sub(" ", text_of(name))
    if len(name) or name.get("name-style") == "eastern" or any(word.lower().strip(".,") in _BODIES for word in words.split()):
        return
    forms = [*_PLAIN, _IN_FULL] if _has_company(name) else _PLAIN
    found = next((found for form in forms if (found := form.fullmatch(words))), None)
    if found is None:
        return
    parts, tail = found.groupdict(), name.tail
    name.clear()
    name.tail, name.tag = tail, "name"
    for tag, key in (("surname", "family"), ("given-names", "given"), ("suffix", "suffix")):
        if parts.get(key):
            name.append(new(tag, name, None, [parts[key].strip()]))


def whole(name: etree._Element) -> None:
    """Put the half of a surname that stands with the initials where it belongs: "da" and "Silva-Filho JE", "Sousa" and "Neto MD"."""
    family, given = name.find("surname"), name.find("given-names")
    if family is None or given is None or len(family) or len(given):
        return
    found = _HALF.fullmatch(text_of(given))
    if found and (_PARTICLES.fullmatch(text_of(family)) or found["half"] in _GENERATIONS):
        family.text, given.text = f"{text_of(family)} {found['half']}", found["initials"]


def _has_company(name: etree._Element) -> bool:
    """Whether others are named beside somebody: a body, or a newspaper, that is called a name mostly stands alone."""
    group = name.getparent()
    return group is not None and sum(one.tag in ("name", "string-name", "etal") for one in group) > 1


def unmarked(root: etree._Element) -> None:
    """A mark within the name of a contributor is the contributor's."""
    for mark in find_all(root, "//contrib/name//xref | //contrib/string-name//xref"):
        whole = next(mark.iterancestors("name", "string-name"), None)
        if whole is None:  # an earlier mark held it
            continue
        remove(mark)
        whole.addnext(mark)
        whole.tail, mark.tail = None, whole.tail
