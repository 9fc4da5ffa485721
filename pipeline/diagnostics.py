"""Diagnostics: what was found, where, how grave; the table of codes; the sink that every room reports to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_LONGEST = 1000  # characters of a message


class Severity(IntEnum):
    """How grave a finding is; the order is that of `--fail-on`."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True)
class Code:
    """What a code says should hold, and how grave it is if it does not."""

    name: str
    severity: Severity
    text: str


@cache
def codes() -> dict[str, Code]:
    """The table of codes, by name (pipeline/codes.toml)."""
    table = tomllib.loads(files("pipeline").joinpath("codes.toml").read_text("utf-8"))
    return {name: Code(name, Severity[row["severity"].upper()], row["text"]) for name, row in table.items()}


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One finding: `path:line: severity[code]: message`."""

    path: str
    line: int
    code: str
    message: str

    @property
    def severity(self) -> Severity:
        """How grave it is, by the table of codes."""
        return codes()[self.code].severity

    def __str__(self) -> str:
        return f"{visible(self.path)}:{self.line}: {self.severity.name.lower()}[{self.code}]: {self.message}"


_STEERING = r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"  # a terminal, a log, the order of letters


def visible(text: str) -> str:
    """Text in which characters that steer a terminal are written out: an article or the name of a file may hold any."""
    return text if text.isprintable() else re.sub(_STEERING, lambda found: found[0].encode("unicode_escape").decode(), text)


def _short(message: str) -> str:
    """A message without its middle, where it quotes more than anyone reads."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 2 :]}"


@dataclass
class Report:
    """The sink for the diagnostics of one article."""

    path: Path
    found: list[Diagnostic] = field(default_factory=list)
    _known: set[Diagnostic] = field(default_factory=set, repr=False, compare=False)

    def __call__(self, code: str, message: str, where: etree._Element | int = 0) -> None:
        """Report a finding at an element or a line (0: the file as a whole)."""
        if code not in codes():
            raise KeyError(f"{code} is not in the table of codes")
        line = where if isinstance(where, int) else line_of(where)
        self.add([Diagnostic(str(self.path), line, code, _short(visible(" ".join(message.split()))))])

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Take findings over, each once."""
        new = [one for one in dict.fromkeys(found) if one not in self._known]
        self._known.update(new)
        self.found += new

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self.found))

    def worst(self) -> Severity | None:
        """The gravest severity found, or None."""
        return max((d.severity for d in self.found), default=None)


def line_of(element: etree._Element) -> int:
    """The source line of an element, or of its nearest ancestor that has one."""
    for node in (element, *element.iterancestors()):
        if isinstance(node.sourceline, int):
            return node.sourceline
    return 0


class Refused(Exception):
    """The article cannot be built; its diagnostic has been reported."""


class OverLimit(Exception):
    """The article is more than it may be: too long, too big, too slow."""


def documentation() -> str:
    """The page docs/diagnostics.md: every code, how grave it is, and what it says should hold."""
    rows = [f"| `{code.name}` | {code.severity.name.lower()} | {code.text} |" for code in sorted(codes().values(), key=lambda c: c.name)]
    head = ["# Diagnostics", "", "A code names what should hold. Each has a folder of cases in `tests/codes/`.", ""]
    return "\n".join([*head, "| code | severity | what should hold |", "|---|---|---|", *rows, ""])
