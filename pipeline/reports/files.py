"""Files: the findings of a run, as JSON, JUnit XML or SARIF for machines, as a page for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from pipeline import __version__
from pipeline.diagnostics import Diagnostic, Severity, codes
from pipeline.job import Outcome
from pipeline.markup import build

_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_json(outcomes: Iterable[Outcome]) -> bytes:
    """The outcomes as JSON."""
    return _dump({"version": __version__, "articles": [_article(outcome) for outcome in outcomes]})


def _article(outcome: Outcome) -> dict[str, Any]:
    found = [
        {"severity": _word(one), "code": one.code, "path": one.path, "line": one.line, "message": one.message}
        for one in outcome.diagnostics
    ]
    record: dict[str, Any] = {"source": str(outcome.source), "files": [str(path) for path in outcome.files], "diagnostics": found}
    if outcome.audit:
        from pipeline.checks import table  # with it come the readers of PDF

        record["audit"] = table.record(outcome.audit)
    return record


def as_page(outcomes: Iterable[Outcome], beside: Path) -> bytes:
    """The findings, and what was audited side by side, as a page whose links lead from that folder to the files."""
    from pipeline.checks.sheet import sheet

    return sheet(((str(one.source), one.diagnostics, one.audit) for one in outcomes), beside)


def as_junit(outcomes: Iterable[Outcome]) -> bytes:
    """The outcomes as JUnit XML: an article is a test case, which fails by its errors."""
    cases = [_case(outcome) for outcome in outcomes]
    failures = sum(case.find("failure") is not None for case in cases)
    counts: dict[str, str | None] = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    suite = build("testsuite", {"name": "pipeline", **counts}, cases)
    return bytes(etree.tostring(build("testsuites", counts, [suite]), encoding="utf-8", xml_declaration=True))


def _case(outcome: Outcome) -> etree._Element:
    errors = [one for one in outcome.diagnostics if one.severity == Severity.ERROR]
    rest = [_clean(str(one)) for one in outcome.diagnostics if one.severity != Severity.ERROR]
    parts = [build("failure", {"message": _clean(one.message), "type": one.code}, [_clean(str(one))]) for one in errors]
    parts += [build("system-out", parts=["\n".join(rest)])] if rest else []
    return build("testcase", {"classname": "pipeline", "name": _clean(str(outcome.source))}, parts)


def _clean(text: str) -> str:
    """Text that XML can hold: a message may quote what the source should not have had."""
    return "".join(char if char in "\t\n" or char.isprintable() or (char.isspace() and char > "\x7f") else "\ufffd" for char in text)


def as_sarif(outcomes: Iterable[Outcome]) -> bytes:
    """The findings as SARIF 2.1.0."""
    found = [one for outcome in outcomes for one in outcome.diagnostics]
    rules = [{"id": name, "shortDescription": {"text": codes()[name].text}} for name in sorted({one.code for one in found})]
    driver = {"name": "article-pipeline", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(one) for one in found]}
    return _dump({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _result(one: Diagnostic) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(Path(one.path))}}
    if one.line:
        place["region"] = {"startLine": one.line}
    return {"ruleId": one.code, "level": _word(one), "message": {"text": one.message}, "locations": [{"physicalLocation": place}]}


def _uri(path: Path) -> str:
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _word(one: Diagnostic) -> str:
    return one.severity.name.lower()


def _dump(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n"


FORMS: Mapping[str, Callable[[Iterable[Outcome], Path], bytes]] = {
    ".json": lambda outcomes, _: as_json(outcomes),
    ".xml": lambda outcomes, _: as_junit(outcomes),
    ".sarif": lambda outcomes, _: as_sarif(outcomes),
    ".html": as_page,
}
