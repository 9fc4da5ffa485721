"""Page: docs/profile.md, drawn from the grammar: its notes, then every element with its attributes and what it may hold."""

from __future__ import annotations

from lxml import etree

from pipeline.schema import RNG, elements, grammar, models
from pipeline.tree import XLINK, XML

_NOTE = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"
_GROUPS = ("block", "inline", "emphasis")  # sets that the table names instead of listing them
_HEAD = """# The profile

What a canonical article may hold: a subset of NISO JATS 1.3 (Journal Publishing) in which there is one way to say a thing.
This page is drawn from the grammar (`pipeline/schema/*.rnc`); what the grammar cannot say stands in `conventions.md`.
"""
_TABLE = """
## Every element

A bold attribute must be given. *block*, *inline* and *emphasis* are the sets named in the first rows.

| element | attributes | may hold |
|---|---|---|
"""


def page() -> str:
    """The page."""
    return f"{_HEAD}\n{_notes()}{_TABLE}{_groups()}{''.join(map(_row, sorted(elements())))}"


def _notes() -> str:
    """The notes of the grammar, in its order, each with the elements it is about."""
    said = ""
    for define in grammar().iter(f"{RNG}define"):
        note = "\n".join(str(found.text).removeprefix("##").strip() for found in define.iter(_NOTE))
        lines = "\n".join(line.removeprefix("##").strip() for line in note.split("\n"))
        if lines:
            said += f"{_about(define)}: {' '.join(lines.split())}\n\n"
    return said


def _about(define: etree._Element) -> str:
    """The elements that a definition defines, without those inside them."""
    own = [pattern for pattern in define.iter(f"{RNG}element") if not any(p.tag == f"{RNG}element" for p in pattern.iterancestors())]
    names = list(dict.fromkeys(map(models.name_of, own))) or [str(define.get("name"))]
    return ", ".join(f"**{name}**" for name in names)


def _groups() -> str:
    return "".join(f"| *{group}* | | {_list(_group(group), without=group)} |\n" for group in _GROUPS)


def _group(group: str) -> frozenset[str]:
    return models.names(models.content(models.definitions()[group])) - {models.TEXT}


def _row(name: str) -> str:
    patterns = [pattern for pattern in grammar().iter(f"{RNG}element") if models.name_of(pattern) == name]
    keys = sorted({models.name_of(attribute) for pattern in patterns for attribute in models.own(pattern, "attribute")}, key=_written)
    always = frozenset.intersection(*map(models.required, patterns))
    attributes = " ".join(f"**{_written(key)}**" if key in always else _written(key) for key in keys)
    held = frozenset[str]().union(*(models.names(models.content(pattern)) for pattern in patterns))
    return f"| `{name}` | {attributes} | {_list(held)} |\n"


def _list(names: frozenset[str], without: str = "") -> str:
    """Names in a row of the table: text first, then the sets, then the others."""
    said = ["text"] if models.TEXT in names else []
    for group in _GROUPS:
        if group != without and _group(group) <= names:
            said, names = [*said, f"*{group}*"], names - _group(group)
    return " ".join([*said, *(f"`{name}`" for name in sorted(names - {models.TEXT}))])


def _written(key: str) -> str:
    return key.replace(f"{{{XML}}}", "xml:").replace(f"{{{XLINK}}}", "xlink:")
