"""Plan: what a sample of articles takes, one after another on one core, and what a million would: `python -m bench.plan FOLDER [COUNT]`."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
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


def taken(source: Path) -> Taken:
    """Build one article with its audit, warm: a run of nothing but this article, less a run of nothing."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "bench.plan", "--one", str(source), folder]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    start = float(said[-1])
    return Taken(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - start, size, int(said[-2]))


def one(source: Path, folder: Path) -> None:
    """In a process of its own: load everything, then build; says the memory at its highest, and the seconds of the loading."""
    from pipeline import plugins
    from pipeline.build import build
    from pipeline.job import FORMATS, Job

    for name in FORMATS:
        plugins.exporter(name)
    own = resource.getrusage(resource.RUSAGE_SELF)
    build(Job(source, output=folder, audit=True))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10, own.ru_utime + own.ru_stime)


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
    if sys.argv[1] == "--one":
        one(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    every = sorted(Path(sys.argv[1]).rglob("*.xml"), key=lambda path: path.stat().st_size)
    count = min(int(sys.argv[2]), len(every)) if len(sys.argv) > 2 else len(every)
    sources = [every[(2 * n + 1) * len(every) // (2 * count)] for n in range(count)]  # spread evenly over the sizes
    found = [taken(source) for source in sources]
    print(f"{head(SAMPLE)}\n{row(Path(sys.argv[1]).name, sources, found)}\n\n{head(PLAN)}")
    print("\n".join(planned(number, found) for number in (1_000_000, 8_000_000)))


if __name__ == "__main__":
    main()
