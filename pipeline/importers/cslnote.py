"""CSL notes: variables that reference managers write into the note of an item, a line each, since they have no field for them."""

from __future__ import annotations

import re
from typing import Any, Final

from pipeline.resolve import csl, people

_LINE: Final = re.compile(r"(?:\{:)?([A-Za-z_-]+): *(.+?)\}?")  # `PMID: 1234`, or in the older form `{:PMID: 1234}`
_NO_FIELD: Final = (
    "collection-title-short",
    "original-title",
    "medium",
    "section",
    "chapter-number",
    "references",
    "container-title-short",
)
_KNOWN: Final = frozenset(
    (*csl.FIELDS, *csl.DATES, *people.VARIABLES, "title", "title-short", "container-title", "page", "URL", *_NO_FIELD)
)


def taken_out(item: csl.Item) -> csl.Item:
    """The item with the variables that reference managers write into its note, a line each (`PMID: 1234`), as its own."""
    lines = str(item.get("note") or "").split("\n")
    said: csl.Item = {}
    while lines and (match := _LINE.fullmatch(lines[0])) and match[1] in _KNOWN:
        said[match[1]] = _value(match[1], match[2])
        lines.pop(0)
    return {**said, **item, "note": "\n".join(lines)} if said else item


def _value(variable: str, words: str) -> Any:  # noqa: ANN401  text, names or a date
    if variable in csl.DATES:
        return {"raw": words}
    if variable in people.VARIABLES:
        family, _, given = words.partition("||")
        return [{"family": family.strip(), "given": given.strip()} if given else {"literal": words}]
    return words
