"""Plan: what a sample of articles takes in a warm worker, and what a million would: `python -m bench.plan FOLDER [COUNT]`."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, quantiles

SAMPLE = ("sample", "articles", "source kB", "core s mean", "p50", "p95", "most", "output MB mean", "peak MB")
PLAN = ("articles", "core hours", "hours on 400 cores", "output TB", "$ a thousand", "$ in all", "$ a month to keep")
CORES = 400
HOUR, MONTH = 0.04, 0.023  # dollars for a core hour and for a GB kept for a month: the order of what clouds ask


@dataclass(frozen=True)
class Taken:
    """What the build of one article took: seconds of processor time, bytes of output, bytes of memory."""

    seconds: float
    output: int
    memory: int


def taken(sources: list[Path]) -> list[Taken]:
    """Build articles in one warm process, each with its audit."""
    command = [sys.executable, "-m", "bench.plan", "--warm", *map(str, sources)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [Taken(float(seconds), int(output), int(memory)) for seconds, output, memory in map(str.split, said)]


def warm(sources: list[Path]) -> None:
    """Build articles, the first of them twice, as a worker has built others before; says what each took."""
    from pipeline import plugins
    from pipeline.build import build
    from pipeline.job import FORMATS, Job

    for name in FORMATS:
        plugins.exporter(name)
    with tempfile.TemporaryDirectory() as folder:
        for n, source in enumerate([sources[0], *sources]):
            before, output = spent(), Path(folder) / str(n)
            build(Job(source, output=output, audit=True))
            size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
            if n:
                print(spent() - before, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10)
            gc.collect()


def spent() -> float:
    """The processor time of this process, and of the citation engine beside it, where the system says it in files."""
    from pipeline.resolve.engine import engine

    about = Path(f"/proc/{engine._process.pid if engine._process else 0}/stat")
    ticks = about.read_text().rpartition(")")[2].split()[11:13] if about.is_file() else ()
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def head(names: tuple[str, ...]) -> str:
    """The head of a table."""
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}"


def row(name: str, sources: list[Path], found: list[Taken]) -> str:
    """A row of the table."""
    seconds = sorted(one.seconds for one in found)
    cuts = quantiles(seconds, n=20, method="inclusive")
    size = mean(path.stat().st_size for path in sources) / 1e3
    output = mean(one.output for one in found) / 1e6
    peak = max(one.memory for one in found) / 1e6
    numbers = f"{size:.0f} | {mean(seconds):.1f} | {cuts[9]:.1f} | {cuts[18]:.1f} | {seconds[-1]:.1f} | {output:.2f} | {peak:.0f}"
    return f"| {name} | {len(found)} | {numbers} |"


def planned(number: int, found: list[Taken]) -> str:
    """What so many articles like these take."""
    hours = number * mean(one.seconds for one in found) / 3600
    terabytes = number * mean(one.output for one in found) / 1e12
    price = 1000 * hours * HOUR / number
    return (
        f"| {number:,} | {hours:,.0f} | {hours / CORES:,.1f} | {terabytes:.2f} | {price:.2f} | "
        f"{hours * HOUR:,.0f} | {terabytes * 1000 * MONTH:,.0f} |"
    )


def main() -> None:
    """Print the tables for a folder of articles."""
    if sys.argv[1] == "--warm":
        warm([Path(word) for word in sys.argv[2:]])
        return
    every = sorted(Path(sys.argv[1]).rglob("*.xml"), key=lambda path: path.stat().st_size)
    count = min(int(sys.argv[2]), len(every)) if len(sys.argv) > 2 else len(every)
    sources = [every[(2 * n + 1) * len(every) // (2 * count)] for n in range(count)]  # spread evenly over the sizes
    found = taken(sources)
    print(f"{head(SAMPLE)}\n{row(Path(sys.argv[1]).name, sources, found)}\n\n{head(PLAN)}")
    print("\n".join(planned(number, found) for number in (1_000_000, 8_000_000)))


if __name__ == "__main__":
    main()
