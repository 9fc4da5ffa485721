"""Builds articles in every format, counts what each has kept, and prints it with pandoc's figures from the same run."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeAlias

import pypandoc

from bench.fidelity import outputs, source
from bench.fidelity.count import KINDS, Score, scores
from pipeline.article import Settings
from pipeline.build import Job, build

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "jats"
FORMATS = ("tei", "wikitext", "epub", "html", "pdf")
SUFFIXES = {"tei": ".tei.xml", "wikitext": ".wiki", "epub": ".epub", "html": ".html", "pdf": ".pdf"}
PANDOC = {"tei": "tei", "wikitext": "mediawiki", "epub": "epub3"}
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "article-pipeline" / "pandoc"
Table: TypeAlias = "dict[str, dict[str, Score]]"  # maker and format → kind → score


def by_pandoc(path: Path, name: str) -> Path | None:
    """Pandoc's output of an article, kept by the content of the article; None where it gives up."""
    target = CACHE / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:24]}.linked.{name}"
    if not target.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [
            pypandoc.get_pandoc_path(),
            "-f",
            "jats",
            "-t",
            PANDOC[name],
            "-s",
            "--citeproc",
            "-M",
            "link-citations=true",
            str(path),
            "-o",
            str(target),
        ]
        if subprocess.run(command, capture_output=True, timeout=300, check=False).returncode:
            return None
    return target


def measured(path: Path, formats: tuple[str, ...], output: Path, pandoc: bool) -> tuple[Path, Table, list[str]]:
    """The scores of one article, and what its build reported of losses."""
    wanted = source.read(path)
    outcome = build(Job(path, formats, output, settings=Settings()))
    files = {name: output / path.stem / f"{path.stem}{SUFFIXES[name]}" for name in formats}
    table = {f"{name}": scores(wanted, outputs.READERS[name](file) if file.exists() else None) for name, file in files.items()}
    for name in PANDOC if pandoc else ():
        made = by_pandoc(path, name)
        table[f"pandoc {name}"] = scores(wanted, outputs.READERS[name](made) if made else None)
    told = [str(one) for one in outcome.diagnostics if one.code in ("import-lossless", "import-simplified", "format-holds", "export-works")]
    return path, table, told


def summed(tables: Iterable[Table]) -> Table:
    """The scores of all articles together."""
    total: Table = {}
    for table in tables:
        for column, found in table.items():
            for kind, score in found.items():
                total.setdefault(column, {}).setdefault(kind, Score()).add(score.kept, score.all)
    return total


def percent(score: Score) -> str:
    """Kept of all, in percent."""
    return f"{100 * score.kept / score.all:.1f}" if score.all else "–"


def main() -> int:
    """Print the table, and below each row its worst articles."""
    parser = argparse.ArgumentParser(prog="python -m bench.fidelity", description=__doc__)
    parser.add_argument("sources", nargs="*", type=Path, help="articles in JATS, or folders of them; else the shared corpus")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--output", type=Path, help="keep the built files here")
    parser.add_argument("--no-pandoc", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--at-least", type=float, help="exit with 1 if a row is under this many percent")
    asked = parser.parse_args()
    files = [file for one in asked.sources or [CORPUS] for file in (sorted(one.glob("**/*.*ml")) if one.is_dir() else [one])]
    if not files:
        print(f"there is no article in JATS at {', '.join(map(str, asked.sources or [CORPUS]))}", file=sys.stderr)
        return 2
    formats = tuple(asked.formats.split(","))
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(asked.jobs) as pool:
        work = [pool.submit(measured, file, formats, asked.output or Path(folder), not asked.no_pandoc) for file in files]
        results = [one.result() for one in work]
    total = summed(table for _, table, _ in results)
    show(total, results, asked.worst)
    if asked.json:
        asked.json.write_text(json.dumps({c: {k: [s.kept, s.all] for k, s in row.items()} for c, row in total.items()}, indent=1), "utf-8")
    low = [
        kind
        for name in formats
        for kind, score in total[name].items()
        if score.all and 100 * score.kept < (asked.at_least or 0) * score.all
    ]
    return int(bool(low))


def show(total: Table, results: list[tuple[Path, Table, list[str]]], worst: int) -> None:
    """The table, then the worst articles of every row."""
    columns = list(total)
    print(f"{len(results)} articles; kept, in percent\n")
    print(f"{'kind (number)':36}" + "".join(f"{column:>17}" for column in columns))
    for kind in KINDS:
        number = total[columns[0]][kind].all
        print(f"{f'{kind} ({number})':36}" + "".join(f"{percent(total[column][kind]):>17}" for column in columns))
    for kind in KINDS:
        losses = [
            (score.all - score.kept, path, column, score, told)
            for path, table, told in results
            for column, found in table.items()
            if not column.startswith("pandoc") and (score := found[kind]).kept < score.all
        ]
        if losses:
            print(f"\n{kind}")
        for missing, path, column, score, told in sorted(losses, key=lambda one: (-one[0], str(one[1])))[:worst]:
            reported = "" if told else "; nothing reported"
            print(f"  {path.parent.name}/{path.name} {column}: {missing} of {score.all} lost{reported}; {' | '.join(score.lost[:2])[:160]}")


if __name__ == "__main__":
    sys.exit(main())
