"""The race: the same articles, in one run, by what people use today, by bare WeasyPrint, and by the pipeline."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pypandoc

from bench import plot
from bench.floor import VARIANT, page, sheets
from bench.growth import article
from pipeline.job import FORMATS

LENGTHS = (5, 24, 110, 820)  # paragraphs: about 3, 12, 54 and 400 pages
LONG = 500  # paragraphs, from which on an article is measured once: it takes minutes
BATCH = (5, 10, 24, 50)  # paragraphs of the articles drawn up beside those in `source/`
PANDOC = {"epub": "epub3", "tei": "tei", "wikitext": "mediawiki"}
HALVES = 2


@dataclass(frozen=True)
class Took:
    """What a piece of work took: seconds of processors, seconds on the wall, and the memory of its greatest process."""

    cpu: float
    wall: float
    memory: int = 0


def ran(*commands: Sequence[str], cwd: Path | None = None) -> Took:
    """Time commands that run side by side, each with its children; the memory is that of the greatest process of all."""
    cpu, wall = _children(), time.perf_counter()
    environment = {**os.environ, "XDG_CACHE_HOME": str(cwd), "CI": ""} if cwd else None
    started = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) for command in commands]
    ended = [os.wait4(process.pid, 0) for process in started]
    used = [one for _, _, one in ended]
    for process, (_, status, _) in zip(started, ended, strict=True):
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (0, 1), process.args  # 1: an article has errors, as the loop's may have
    return Took(_children() - cpu, time.perf_counter() - wall, max(one.ru_maxrss for one in used) >> 10)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def naive(sources: Iterable[Path], output: Path) -> Took:
    """The shell loop: pandoc for each format of each article, and its HTML through the command of WeasyPrint."""
    pandoc, press = pypandoc.get_pandoc_path(), Path(sys.executable).with_name("weasyprint")
    lines = []
    for source in sources:
        base = output / source.stem
        lines += [f"'{pandoc}' -f jats -t {form} -s --citeproc '{source}' -o '{base}.{name}'" for name, form in PANDOC.items()]
        lines += [f"'{pandoc}' -f jats -t html -s --citeproc '{source}' -o '{base}.html'; '{press}' -q '{base}.html' '{base}.pdf'"]
    return ran(["sh", "-c", "\n".join(lines)])


def ours(sources: Iterable[Path], folder: Path, *words: str, jobs: int = 1) -> Took:
    """The command, from its start; the folder holds its outputs and its cache."""
    return ran(_command(sources, folder, *words, jobs=jobs), cwd=folder)


def _command(sources: Iterable[Path], folder: Path, *words: str, jobs: int = 1) -> list[str]:
    output = ["--output", str(folder / "output"), "--jobs", str(jobs)]
    return [sys.executable, "-m", "pipeline", "build", *map(str, sources), *output, *words]


def alone(kind: str, sources: Sequence[Path]) -> Took:
    """A warm process of bare WeasyPrint, or of the pipeline for some formats."""
    command = [sys.executable, "-m", "bench.floor", kind, *map(str, sources)]
    return Took(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout), 0)


def prepare(folder: Path) -> None:
    """Cut the fonts into the cache of a folder, which setup does for a user's."""
    ran([sys.executable, "-m", "pipeline.fonts"], cwd=folder)


def batches(sources: Sequence[Path], folder: Path) -> dict[str, Took]:
    """Every way to build the batch, once."""
    prepare(folder)
    took = {"naive": naive(sources, folder), "first": ours(sources, folder)}
    took["unchanged"] = ours(sources, folder)
    took["audited"] = ours(sources, folder, "--force", "--audit")
    took["two workers"] = ours(sources, folder, "--force", jobs=HALVES)
    parts = [sources[part::HALVES] for part in range(HALVES)]
    took["two processes"] = ran(*(_command(part, folder / str(n), "--force") for n, part in enumerate(parts)), cwd=folder)
    took["warm"], took["floor"] = alone(",".join(FORMATS), sources), alone("floor", sources)
    return took


def drawn_up(folder: Path, paragraphs: int, name: str) -> Path:
    """An article of so many paragraphs, three references to each."""
    source = folder / f"{name}-{paragraphs}.xml"
    source.write_text(article(paragraphs, 3 * paragraphs), "utf-8")
    return source


def lengths(folder: Path, paragraphs: Iterable[int], rounds: int) -> dict[int, list[tuple[float, float, float]]]:
    """By pages, in each round: the processor time of the command of WeasyPrint, of bare WeasyPrint warm, of the pipeline's PDF warm."""
    rows = {}
    for count in paragraphs:
        source = drawn_up(folder, count, "length")
        (folder / "page.html").write_bytes(page(source).html)
        styles = [word for path in sheets() for word in ("-s", str(path))]
        press = [str(Path(sys.executable).with_name("weasyprint")), "-q", "--pdf-variant", VARIANT, *styles]
        command = [*press, str(folder / "page.html"), str(folder / "page.pdf")]
        turns = 1 if count >= LONG else rounds
        found = [(ran(command).cpu, alone("floor", [source]).cpu, alone("pdf", [source]).cpu) for _ in range(turns)]
        rows[_pages(folder / "page.pdf")] = found
    return rows


def _pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def spread(values: Iterable[float], form: str = ".2f") -> str:
    """A median, with the least and the most."""
    found = list(values)
    return f"{median(found):{form}} ({min(found):{form}}–{max(found):{form}})"


def table(rounds: Sequence[dict[str, Took]], count: int) -> list[str]:
    """The rounds as a table of ratios."""

    def ratio(one: str, other: str, wall: bool = False) -> str:
        return spread((turn[one].wall / turn[other].wall if wall else turn[one].cpu / turn[other].cpu) for turn in rounds)

    def rate(name: str) -> str:
        return spread((60 * count / turn[name].wall for turn in rounds), ".0f")

    rows = [
        ("processor time, by that of a shell loop of pandoc and `weasyprint`", ratio("first", "naive")),
        ("the same, audited", ratio("audited", "naive")),
        ("a warm worker, four formats, by bare WeasyPrint, PDF only", ratio("warm", "floor")),
        ("an unchanged batch, by the first build", ratio("unchanged", "first")),
        ("two workers, how many times as fast as one", ratio("first", "two workers", wall=True)),
        ("two independent processes with half of the articles each", ratio("first", "two processes", wall=True)),
        ("articles a minute, one worker", rate("first")),
        ("articles a minute, the shell loop", rate("naive")),
        ("MB of the greatest process, pipeline", spread((turn["first"].memory for turn in rounds), ".0f")),
        ("MB of the greatest process, shell loop", spread((turn["naive"].memory for turn in rounds), ".0f")),
    ]
    return ["| what | median (least–most) |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]


def length_table(rows: dict[int, list[tuple[float, float, float]]]) -> list[str]:
    """The lengths as a table."""
    lines = [
        f"| {pages} | {spread((alone / mine for alone, _, mine in found), '.1f')} | {spread(mine / bare for _, bare, mine in found)} "
        f"| {spread((1000 * mine / pages for *_, mine in found), '.0f')} |"
        for pages, found in rows.items()
    ]
    return [
        "| pages | `weasyprint` once a document takes so many times as long | by bare WeasyPrint | ms a page |",
        "|---|---|---|---|",
        *lines,
    ]


def main() -> None:
    """Run, print the tables, draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lengths", type=int, nargs="*", default=LENGTHS, help="paragraphs of drawn-up articles")
    parser.add_argument("--sizes", type=int, nargs="*", default=(1, 3, 10), help="articles of drawn-up batches")
    parser.add_argument("--plot", type=Path, default=Path("docs/images/bench.svg"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        sources = asked.sources or [*sorted(Path("source").glob("*.xml")), *(drawn_up(Path(name), count, "batch") for count in BATCH)]
        rounds, sizes = [], {}
        for turn in range(asked.rounds):
            folder = Path(name, str(turn))
            folder.mkdir()
            rounds.append(batches(sources, folder))
            shutil.rmtree(folder)
        print(f"{len(sources)} articles, {asked.rounds} rounds\n")
        print("\n".join(table(rounds, len(sources))), flush=True)
        for count in asked.sizes:
            some = [Path(name, f"batch-{count}-{n}.xml") for n in range(count)]
            for path in some:
                path.write_text(article(10, 10), "utf-8")
            folder = Path(name, f"batch-{count}")
            folder.mkdir()
            prepare(folder)
            sizes[count] = (naive(some, folder).cpu / count, ours(some, folder).cpu / count)
        by_length = lengths(Path(name), asked.lengths, asked.rounds)
        print("\n" + "\n".join(length_table(by_length)))
        middle = {pages: tuple(map(median, zip(*found, strict=True))) for pages, found in by_length.items()}
        asked.plot.write_text(plot.drawn(middle, sizes), "utf-8")


if __name__ == "__main__":
    main()
