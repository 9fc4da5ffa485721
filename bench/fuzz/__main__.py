"""Builds mutated sources for some minutes; each that breaks a law is kept in a folder of its own, with its style and pictures."""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from bench.fuzz import laws, seeds
from pipeline.article import Settings
from pipeline.build import build
from pipeline.job import Job, Limits
from pipeline.workers import timed

LIGHT = ("html", "epub", "tei", "wikitext", "jats", "csljson")
STYLES = ("ieee", "apa", "chicago-notes-bibliography", "nature", "as-published", "modern-language-association")


def case(seed: int, folder: Path) -> Job:
    """The mutated source of this seed, written into a folder with all that goes with it."""
    draw = random.Random(seed)
    suffix, data = seeds.source(draw)
    path = folder / f"case{suffix}"
    path.write_bytes(data)
    style = draw.choice(STYLES)
    if draw.random() < 0.1:
        (folder / "case.csl").write_bytes(seeds.style(draw))
        style = str(folder / "case.csl")
    if draw.random() < 0.3:
        for name, picture in seeds.pictures(data, draw):
            if not (folder / name).exists():
                (folder / name).write_bytes(picture)
    formats = (*LIGHT, "pdf") if draw.random() < 0.25 else LIGHT
    settings = Settings(style=style, profile=draw.choice(("resolved", "resolved", "wikipedia")))
    return Job(path, formats, folder / "output", settings, audit=True, limits=Limits(seconds=300))


def tried(job: Job) -> list[str]:
    """What is wrong with the build of a case."""
    try:
        return laws.broken(timed(build, job), not job.settings.style.endswith(".csl"))
    except Exception:  # the law that none escapes
        return ["an exception escapes build: " + traceback.format_exc(limit=-2).replace("\n", " ")]


def kind(said: str) -> str:
    """What a finding is, without what is this case's own: names, numbers, quotations."""
    return re.sub(r"“[^”]*”|'[^']*'|\"[^\"]*\"|<[^>]*>|\d+|case\.\w+", "…", said)[:100]


def run(first: int, minutes: float, kept: Path) -> Counter[str]:
    """Try seed after seed until the time is up; the findings, by kind. The first case of each kind is kept."""
    found, end, seed = Counter[str](), time.monotonic() + minutes * 60, first
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as folder:
            for said in tried(case(seed, Path(folder))):
                found[kind(said)] += 1
                if found[kind(said)] == 1:
                    print(f"seed {seed}: {said}", flush=True)
                    shutil.copytree(folder, kept / str(seed), dirs_exist_ok=True)
        seed += 1
    print(f"{seed - first} cases, seeds {first} to {seed - 1}; {sum(found.values())} findings of {len(found)} kinds", flush=True)
    return found


def main() -> int:
    """Run, or run one seed again; the status is 1 if a law was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1, help="the first; each case has the next")
    parser.add_argument("--only", action="store_true", help="try this seed alone")
    parser.add_argument("--kept", type=Path, default=Path("output/fuzz"), help="where the cases that break a law are kept")
    asked = parser.parse_args()
    if asked.only:
        shutil.rmtree(asked.kept / str(asked.seed), ignore_errors=True)
        (asked.kept / str(asked.seed)).mkdir(parents=True)
        found = tried(case(asked.seed, asked.kept / str(asked.seed)))
        print("\n".join(found))
        return bool(found)
    return bool(run(asked.seed, asked.minutes, asked.kept))


if __name__ == "__main__":
    sys.exit(main())
