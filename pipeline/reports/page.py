"""Page: one file for a browser on which all articles of an output folder can be found, without a server; it is its own store."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import Any, TypeAlias
from urllib.parse import quote

from pipeline.diagnostics import Severity
from pipeline.job import Outcome
from pipeline.styles import folder

Row: TypeAlias = dict[str, Any]
_GRAVEST_FIRST = sorted(Severity, reverse=True)
_FOUND = 50  # findings of an article that a page tells; the manifest has them all
_ROWS = re.compile(
    rb'<meta name="generator" content="article-pipeline report">.*<script type="application/json" id="articles">(.*?)</script', re.S
)
_NOTHING: Row = {"files": [], "size": 0, "picture": ""}
_NAMES = {"pdf": "PDF", "epub": "EPUB", "tei": "TEI", "wikitext": "wikitext", "html": "HTML", "jats": "JATS", "csljson": "CSL-JSON"}
_MAIN = {"pdf": ".pdf", "epub": ".epub", "tei": ".tei.xml", "wikitext": ".wiki", "html": ".html", "jats": ".jats.xml"}
THUMBNAIL = "thumbnail.png"


class Foreign(ValueError):
    """The page was not made here: it is not to be written over."""


def written(rows: Mapping[str, Row]) -> bytes:
    """The page of these articles, by their places."""
    files = folder() / "pages"
    style = "".join((files / f"{name}.css").read_text("utf-8") for name in ("palette", "report"))
    text = json.dumps([rows[key] for key in sorted(rows)], ensure_ascii=False, separators=(",", ":"))
    parts = {"style": style, "script": (files / "report.js").read_text("utf-8"), "articles": text.replace("<", "\\u003c")}
    return Template((files / "report.html").read_text("utf-8")).substitute(parts).encode()


def rows(page: bytes) -> dict[str, Row]:
    """The articles on a page, by their places; raises Foreign if it was not made here."""
    found = _ROWS.search(page)
    if page and not found:
        raise Foreign
    return {row["place"]: row for row in json.loads(found[1])} if found else {}


def name(shard: str) -> str:
    """What the page of a run is called; those of several shards can stand side by side."""
    part, parts = shard.split("/")
    return "index.html" if parts == "1" else f"index-{part}-of-{parts}.html"


def after(page: bytes, outcomes: Iterable[Outcome], output: Path, manifests: Mapping[Path, bytes]) -> bytes:
    """The page of an output folder after a run; raises Foreign if the page there is not ours."""
    found = rows(page)
    for outcome in outcomes:
        manifest = manifests.get(outcome.files[-1], b"") if outcome.files else b""
        place = outcome.files[-1].parent.relative_to(output).as_posix() if manifest else outcome.source.stem
        found[place] = _told(outcome, place, manifest, found.get(place))
    return written(found)


def gathered(pages: Iterable[bytes], manifests: Mapping[str, bytes]) -> bytes:
    """The page of all that stands in an output folder, by its manifests, and what the pages of earlier runs say."""
    before: dict[str, Row] = {}
    for page in pages:
        with suppress(Foreign):
            before |= rows(page)
    failed = {place: row for place, row in before.items() if not row["files"] and place not in manifests}
    return written(failed | {place: _standing(place, data, before.get(place)) for place, data in manifests.items()})


def _told(outcome: Outcome, place: str, manifest: bytes, before: Row | None) -> Row:
    """The row of an article that has been built, or has failed; what was not done now is taken from before."""
    title = before["title"] if before else ""
    row = _standing(place, manifest) if manifest else {"place": place, "title": title, "source": outcome.source.name, **_NOTHING}
    row |= _findings((one.severity, one.code, one.line, one.message) for one in outcome.diagnostics)
    same = before if before and before["files"] == row["files"] else None
    row["audit"] = _audit(outcome) or (same["audit"] if same else "")
    row["seconds"] = same["seconds"] if same and manifest and not outcome.made else round(outcome.seconds, 2)
    return row


def _audit(outcome: Outcome) -> str:
    differs = any(one.code in ("citations-agree", "output-readable") for one in outcome.diagnostics)
    return "" if not outcome.packed else "no" if differs else "yes"


def _standing(place: str, manifest: bytes, before: Row | None = None) -> Row:
    """The row of an article by its manifest alone, and by what an earlier page says of the same files."""
    record = json.loads(manifest)
    artifacts = record["artifacts"]
    row: Row = {"place": place, "title": record["title"], "source": record["source"]["name"]}
    row["files"] = [[_NAMES.get(kind, kind), quote(f"{place}/{file}"), size] for kind, file, size in _main(record["id"], artifacts)]
    row["size"] = sum(one["size"] for one in artifacts)
    row["picture"] = quote(f"{place}/{THUMBNAIL}") if any(one["name"] == THUMBNAIL for one in artifacts) else ""
    row |= _findings((Severity[one["severity"].upper()], one["code"], one["line"], one["message"]) for one in record["diagnostics"])
    same = before if before and before["files"] == row["files"] else None
    return row | ({key: same[key] for key in ("audit", "seconds", "counts", "found")} if same else {"audit": "", "seconds": None})


def _main(article: str, artifacts: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, int]]:
    """The file of each format that a reader opens."""
    for one in artifacts:
        kind, file = one["exporter"], one["name"]
        if file == f"{article}{_MAIN[kind]}" if kind in _MAIN else file.startswith(f"{article}."):
            yield kind, file, one["size"]


def _findings(found: Iterable[tuple[Severity, str, int, str]]) -> Row:
    ordered = sorted(found, key=lambda one: (-one[0], one[2]))
    counts = Counter(one[0] for one in ordered)
    shown = [[severity.name.lower(), code, line, message] for severity, code, line, message in ordered[:_FOUND]]
    return {"counts": [counts[severity] for severity in _GRAVEST_FIRST], "found": shown}
