"""Page: one file for a browser on which all articles of an output folder can be found, without a server; it is its own store."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from string import Template
from typing import Any, TypeAlias
from urllib.parse import quote

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.job import Outcome
from pipeline.styles import folder

Row: TypeAlias = dict[str, Any]
_GRAVEST_FIRST = sorted(Severity, reverse=True)
_FOUND = 50  # findings of an article that a page tells; the manifest has them all
_ROWS = re.compile(rb'<meta name="generator" content="article-pipeline report">.*<script type="application/json" id="articles">(.*?)</script>', re.S)
_NAMES = {"pdf": "PDF", "epub": "EPUB", "tei": "TEI", "wikitext": "wikitext", "html": "HTML", "jats": "JATS", "csljson": "CSL-JSON"}
_MAIN = {"pdf": ".pdf", "epub": ".epub", "tei": ".tei.xml", "wikitext": ".wiki", "html": ".html", "jats": ".jats.xml"}
THUMBNAIL = "thumbnail.png"


def page(rows: Mapping[str, Row]) -> bytes:
    """The page of these articles, by their ids."""
    files = folder() / "pages"
    style = "".join((files / f"{name}.css").read_text("utf-8") for name in ("palette", "report"))
    text = json.dumps([rows[key] for key in sorted(rows)], ensure_ascii=False, separators=(",", ":"))
    parts = {"style": style, "script": (files / "report.js").read_text("utf-8"), "articles": text.replace("<", "\\u003c")}
    return Template((files / "report.html").read_text("utf-8")).substitute(parts).encode()


def rows(data: bytes) -> dict[str, Row] | None:
    """The articles of a page that was made here; None of any other page."""
    found = _ROWS.search(data)
    return {row["id"]: row for row in json.loads(found[1])} if found else None


def told(outcome: Outcome, manifest: bytes, before: Row | None) -> Row:
    """The row of an article that has been built, or has failed; what was not done now is taken from before."""
    row = _failed(outcome) if not outcome.files else standing(manifest)
    row |= _findings((one.severity, one.code, one.line, one.message) for one in outcome.diagnostics)
    same = before if before and before["files"] == row["files"] else None
    row["audit"] = _audit(outcome) or (same["audit"] if same else "")
    row["seconds"] = same["seconds"] if same and not outcome.made and outcome.files else round(outcome.seconds, 2)
    return row


def _failed(outcome: Outcome) -> Row:
    return {"id": outcome.source.stem, "title": "", "source": outcome.source.name, "files": [], "size": 0, "picture": ""}


def _audit(outcome: Outcome) -> str:
    differs = any(one.code in ("citations-agree", "output-readable") for one in outcome.diagnostics)
    return "" if not outcome.packed else "no" if differs else "yes"


def standing(manifest: bytes, before: Row | None = None) -> Row:
    """The row of an article by its manifest alone, and by what an earlier page said of the same files."""
    record = json.loads(manifest)
    name, artifacts = record["id"], record["artifacts"]
    row: Row = {"id": name, "title": record.get("title", ""), "source": record["source"]["name"]}
    row["files"] = [[_NAMES.get(kind, kind), quote(f"{name}/{file}"), size] for kind, file, size in _main(name, artifacts)]
    row["size"] = sum(one["size"] for one in artifacts)
    row["picture"] = quote(f"{name}/{THUMBNAIL}") if any(one["name"] == THUMBNAIL for one in artifacts) else ""
    row |= _findings((Severity[one["severity"].upper()], one["code"], one["line"], one["message"]) for one in record["diagnostics"])
    same = before if before and before["files"] == row["files"] else None
    return row | ({key: same[key] for key in ("audit", "seconds", "counts", "found")} if same else {"audit": "", "seconds": None})


def _main(name: str, artifacts: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str, int]]:
    """The file of each format that a reader opens."""
    for one in artifacts:
        kind, file = one["exporter"], one["name"]
        if file == f"{name}{_MAIN[kind]}" if kind in _MAIN else file.startswith(f"{name}."):
            yield kind, file, one["size"]


def _findings(found: Iterable[tuple[Severity, str, int, str]]) -> Row:
    ordered = sorted(found, key=lambda one: (-one[0], one[2]))
    counts = Counter(one[0] for one in ordered)
    shown = [[severity.name.lower(), code, line, message] for severity, code, line, message in ordered[:_FOUND]]
    return {"counts": [counts[severity] for severity in _GRAVEST_FIRST], "found": shown}
