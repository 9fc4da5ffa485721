"""Entries of a .bib file: split apart by bibtexparser, mended where it is plain what is missing, abbreviations spelled out."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from bibtexparser.model import Block, DuplicateBlockKeyBlock, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.model import Entry as Parsed
from bibtexparser.model import Field as ParsedField
from bibtexparser.splitter import Splitter

from pipeline.diagnostics import Report

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What is missing or too much, as a pattern and what to put in its place
_MENDS: Final = (
    (r",\s*,", ","),
    (r"^(\s*@\w+\s*[{(]\s*[^\s,={}]+)\s+(?=[\w-]+\s*=)", r"\1, "),
    (r"([\"}])(\s+)(?=[\w-]+\s*=\s*[\"{\d])", r"\1,\2"),
    (r"\s*\Z", "}"),
    (r"\s*\Z", "}"),
)
_ONLY_TO_SORT: Final = re.compile(r"\\(?:noopsort|sortnoop|noop)\s*\{[^{}]*\}", re.I)  # as many .bib files define it in their preamble
_LONGEST: Final = 5_000  # letters that abbreviations may add to a value
Spelled: TypeAlias = tuple[str, list[str]]
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # what it says of broken entries is told here, with the line


@dataclass(frozen=True)
class Field:
    """A field of an entry: its value in LaTeX, without the marks round it, and its line."""

    value: str
    line: int


@dataclass(frozen=True)
class Entry:
    """An entry: its key, its type, its fields by their names in small letters, and its line."""

    key: str
    kind: str
    fields: dict[str, Field]
    line: int


def entries(text: str, report: Report) -> list[Entry]:
    """The entries of a file in their order; what is broken beyond mending is told, and loses nothing but itself."""
    blocks = list(_mended(Splitter(text).split().blocks, report))
    strings: dict[str, Spelled] = {}
    for block in (one for one in blocks if isinstance(one, String)):
        strings[block.key.lower()] = spelled(str(block.value), strings)
    return [_entry(block, strings, report) for block in blocks if isinstance(block, Parsed)]


def _mended(blocks: list[Block], report: Report) -> Iterator[Block]:
    """The blocks of a file; one that failed as what it was meant to be, if that can be seen."""
    for number, block in enumerate(blocks):
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock):
            report("import-repaired", f"another entry or @string has the key {block.key} too", line)
            block = block.ignore_error_block or block
        found = _parsed(block)
        if _runs_on(found) if found is not None else isinstance(block, ParsingFailedBlock):
            after = blocks[number + 1] if number + 1 < len(blocks) else None
            if (found := _mend((block.raw or "") + (str(after.raw) if isinstance(after, ImplicitComment) else ""), line)) is None:
                report("import-lossless", f"an entry is lost, its marks do not close: {' '.join((block.raw or '').split())[:60]}", line)
                continue
            report("import-repaired", f"the entry {found.key} lacks a brace or a comma", line)
        yield found or block


def _parsed(block: Block) -> Parsed | None:
    """The entry that a block is; also one whose key, or a field of which, stands twice."""
    block = block.ignore_error_block or block if isinstance(block, ParsingFailedBlock) else block
    return block if isinstance(block, Parsed) else None


def _runs_on(entry: Parsed) -> bool:
    """Whether a field has the next one in its value, for want of a comma."""
    values = [str(one.value) for one in entry.fields]
    return any(_closing(one) < len(one) - 1 and re.match(r"\{.*\}\s+[\w-]+\s*=\s*[{\"\d]", one, re.S) for one in values)


def _mend(raw: str, line: int) -> Parsed | None:
    for pattern, new in _MENDS:
        raw = re.sub(pattern, new, raw)
        entry = next(map(_parsed, Splitter(raw).split().blocks), None)
        if entry is not None and not _runs_on(entry):
            fields = [ParsedField(one.key, one.value, (one.start_line or 0) + line - 1) for one in entry.fields]
            return Parsed(entry.entry_type, entry.key, fields, line - 1, raw)
    return None


def _entry(block: Parsed, strings: Mapping[str, Spelled], report: Report) -> Entry:
    fields: dict[str, Field] = {}
    for one in block.fields:
        name, line = one.key.strip().lower(), (one.start_line if one.start_line is not None else block.start_line or 0) + 1
        value, unknown = spelled(str(one.value), strings)
        value = _ONLY_TO_SORT.sub("", value)
        if unknown and name != "month":
            report("import-repaired", f"{block.key}: no @string says what {', '.join(unknown)} is; it stands in {name} as it is", line)
        if name in fields and value != fields[name].value:
            report("import-lossless", f"{block.key}: {name} stands twice, and only the first is read: {value[:60]}", line)
        fields.setdefault(name, Field(value, line))
    return Entry(block.key.strip(), block.entry_type.lower(), fields, (block.start_line or 0) + 1)


def spelled(value: str, strings: Mapping[str, Spelled]) -> Spelled:
    """A value with its abbreviations spelled out and without the marks round it, and the names that nobody explains.

    Abbreviations know those before them. What they make is no longer than a page or so; one that would be stands as it is.
    """
    value = value.strip()
    parts, at, unknown, longest = [], 0, dict[str, None](), len(value) + _LONGEST
    if value.startswith("{") and _closing(value) == len(value) - 1:
        return value[1:-1], []
    while at < len(value):
        part, at = _part(value, at)
        words, lost = strings.get(part.lower(), (part, [] if _says_itself(part) else [part]))
        if part[:1] in '{"':
            words, lost = part[1:-1], []
        longest -= len(words)
        parts.append(words if longest > 0 else part)
        unknown |= dict.fromkeys(lost if longest > 0 else [part])
    return "".join(parts), list(unknown)


def _says_itself(part: str) -> bool:
    """Whether a word outside of marks is no abbreviation: a number, or a month."""
    return part.isdigit() or re.fullmatch(r"\d[\w./-]*", part) is not None or part.lower() in MONTHS


def _part(value: str, at: int) -> tuple[str, int]:
    """The part of a value that begins here, as far as the next `#` outside of marks, and where the one after it begins."""
    depth, quoted = 0, False
    for n in range(at, len(value)):
        letter = value[n]
        depth += (letter == "{") - (letter == "}")
        if letter == '"' and not depth:
            quoted = not quoted
        if letter == "#" and not depth and not quoted:
            return value[at:n].strip(), n + 1
    return value[at:].strip(), len(value)


def _closing(value: str) -> int:
    """The place of the brace that closes the first one, or -1."""
    depth = 0
    for n, letter in enumerate(value):
        if value[n - 1 : n] != "\\":
            depth += (letter == "{") - (letter == "}")
        if not depth:
            return n
    return -1
