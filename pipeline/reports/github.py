"""GitHub: the findings of a run as annotations of its lines, and as the summary of a step, in Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.job import Outcome

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SHOWN = 10  # annotations of each kind that GitHub shows of one step
_ROWS = 100  # articles that a summary names


def commands(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The commands that make GitHub annotate lines: of each severity as many as it shows, the gravest first."""
    found = sorted((one for outcome in outcomes for one in outcome.diagnostics), key=lambda one: -one.severity)
    for severity, some in groupby(found, key=lambda one: one.severity):
        yield from (_annotation(_COMMANDS[severity], one) for one in list(some)[:_SHOWN])


def _annotation(command: str, one: Diagnostic) -> str:
    line = f",line={one.line}" if one.line else ""
    return f"::{command} file={_property(one.path)}{line},title={_property(one.code)}::{_data(one.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(outcomes: Iterable[Outcome], title: str) -> str:
    """What became of a run, as Markdown: the counts, the codes found, the articles with findings."""
    found = [one for outcome in outcomes for one in outcome.diagnostics]
    troubled = sorted((one for one in outcomes if one.diagnostics), key=lambda one: -(one.worst or 0))
    counts = Counter(one.severity for one in found)
    parts = [
        f"## {title}",
        "",
        f"{_many(sum(1 for _ in outcomes), 'article')}, " + ", ".join(_many(counts[one], one.name.lower()) for one in _COMMANDS),
    ]
    if found:
        codes = Counter((one.severity, one.code) for one in found)
        rows = [
            (code, severity.name.lower(), str(n)) for (severity, code), n in sorted(codes.items(), key=lambda one: (-one[0][0], -one[1]))
        ]
        parts += ["", *_table(("code", "severity", "found"), rows)]
        parts += ["", *_table(("article", "first finding", "all"), [_row(one) for one in troubled[:_ROWS]])]
    if len(troubled) > _ROWS:
        parts += ["", f"and {_many(len(troubled) - _ROWS, 'article')} more with findings"]
    return "\n".join([*parts, "", ""])


def _row(outcome: Outcome) -> tuple[str, str, str]:
    first = max(outcome.diagnostics, key=lambda one: (one.severity, -one.line))
    return str(outcome.source), f"{first.line}: {first.severity.name.lower()}[{first.code}]: {first.message}", str(len(outcome.diagnostics))


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = [" | ".join(map(_cell, row)) for row in rows]
    return [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *(f"| {line} |" for line in lines)]


def _cell(text: str) -> str:
    """Text in a cell of a table, no character of it a sign of Markdown or HTML."""
    return re.sub(r"[\\`*_{}\[\]<>()#+!|~&@:-]", lambda sign: f"&#{ord(sign[0])};", text)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
