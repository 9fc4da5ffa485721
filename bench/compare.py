"""Times wikitext, TEI and HTML of one article, by the pipeline (warm and cold) and by pandoc, side by side."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pypandoc

from pipeline.build import Job, build

FORMATS = {"wikitext": "mediawiki", "tei": "tei", "html": "html"}
REPEATS = {"pipeline, warm": 5}  # short pieces of work are timed several at once: the clock of a living child ticks in hundredths
Timed = Callable[[], None]


def processor_time() -> float:
    """The seconds that this process and its children, ended or alive, have had of the processor."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used) + sum(map(_time_of, _children()))


def _children() -> list[str]:
    """The processes that this one has started and that still run, as the citation engine does."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    return listed.read_text("ascii").split() if listed.exists() else []


def _time_of(process: str) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def seconds(work: Timed, times: int) -> float:
    """The processor time of one piece of work, from several times of it."""
    start = processor_time()
    for _ in range(times):
        work()
    return (processor_time() - start) / times


def contenders(source: Path, output: Path, formats: list[str]) -> dict[str, Timed]:
    """The ways to make the same formats of the same article."""
    pandoc = pypandoc.get_pandoc_path()

    def warm() -> None:
        outcome = build(Job(source, tuple(formats), output / "warm"))
        assert len(outcome.files) > len(formats), outcome.diagnostics

    def cold() -> None:
        command = [sys.executable, "-m", "pipeline", "build", str(source), "--to", ",".join(formats), "--output", str(output / "cold")]
        subprocess.run(command, check=True, capture_output=True)

    def by_pandoc() -> None:
        for name in formats:
            target = str(output / f"pandoc.{name}")
            command = [pandoc, "-f", "jats", "-t", FORMATS[name], "-s", "--citeproc", str(source), "-o", target]
            subprocess.run(command, check=True, capture_output=True)

    return {"pipeline, warm": warm, "pipeline, cold": cold, "pandoc": by_pandoc}


def rounds(works: dict[str, Timed], count: int) -> dict[str, list[float]]:
    """The times of all contenders, in turns; what the first turn loads is not counted."""
    for work in works.values():
        work()
    turns = [{name: seconds(work, REPEATS.get(name, 1)) for name, work in works.items()} for _ in range(count)]
    return {name: [turn[name] for turn in turns] for name in works}


def spread(values: list[float], form: str) -> str:
    """A median with its least and its most."""
    return f"{median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "source", nargs="?", type=Path, default=max(Path("source").glob("*.xml"), default=None, key=lambda path: path.stat().st_size)
    )
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    size = asked.source.stat().st_size // 1024
    print(f"{asked.source}: {size} KB; {asked.rounds} rounds; seconds of processor time, median (least–most)\n")
    with tempfile.TemporaryDirectory() as output:
        for formats in ([*FORMATS], *([name] for name in FORMATS)):
            times = rounds(contenders(asked.source, Path(output), formats), asked.rounds)
            for name, values in times.items():
                ratios = [theirs / ours for theirs, ours in zip(times["pandoc"], values, strict=True)]
                by = "" if name == "pandoc" else f"   pandoc takes {spread(ratios, '.1f')} times as long"
                print(f"{' + '.join(formats):22} {name:15} {spread(values, '.3f')}{by}")
            print()


if __name__ == "__main__":
    main()
