"""Running: the jobs of a command are done, what is found is printed, and the command ends with its status."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NoReturn

import click

from pipeline import batch, remote, tasks
from pipeline.archives import opened
from pipeline.config import Config
from pipeline.files import append, write_file
from pipeline.job import Job, Outcome, Task
from pipeline.progress import progress
from pipeline.reports import page
from pipeline.sources import Sources
from pipeline.spool import Spool


def finish(
    sources: Sources, make: Callable[[Path], Job], task: Task, config: Config, report: Path | None, preload: Iterable[str] = ()
) -> NoReturn:
    """Do the task for all sources, print what is found in their order, and exit with the status."""
    with tempfile.TemporaryFile() as file:
        outcomes = Spool(file, sources.rank)
        try:
            collect(outcomes, coming(sources.jobs(make), task, config, preload), sources)
        finally:
            for outcome in outcomes:
                show(outcome)
        if report:
            tell_file(outcomes, report)
        tell_github(outcomes)
        if task in (tasks.build, remote.built):
            tell_page(outcomes, config["output"], config["shard"])
    sys.exit(1 if outcomes.worst >= config["fail-on"] else 0)


def coming(jobs: Iterable[Job], task: Task, config: Config, preload: Iterable[str]) -> Iterator[Outcome]:
    """The outcomes of jobs, done here or on a cluster."""
    if not config["scheduler"]:
        yield from batch.run(jobs, config["jobs"], task, preload)
        return
    from pipeline import cluster  # with it come workers

    try:
        with cluster.executor(config["scheduler"], partial(click.echo, err=True)) as executor:
            yield from batch.on(executor, jobs, cluster.Watched(partial(opened, task), Path.cwd()))
    except (ImportError, OSError, ValueError) as fault:
        raise click.UsageError(f"--scheduler: {fault}") from fault


def collect(outcomes: Spool, arriving: Iterable[Outcome], sources: Sources) -> None:
    """Put outcomes in as they come, and show how far the run is."""
    total = len(sources.found)
    try:
        with progress(total, sys.stderr, sys.stdout.isatty()) as advance:
            for outcome in chain(arriving, sources.refused):
                outcomes.put(outcome)
                advance(len(outcomes), outcomes.failed)
    except KeyboardInterrupt:
        click.echo(f"stopped: {len(outcomes)} of {total} are done; the same command goes on from here", err=True)
        raise


def tell_file(outcomes: Iterable[Outcome], report: Path) -> None:
    """Write what was found into a file, in the form that its suffix says."""
    from pipeline.reports.files import FORMS

    save(report, FORMS[report.suffix](outcomes, report.parent))


def tell_github(outcomes: Iterable[Outcome]) -> None:
    """In a job of GitHub's: annotate the lines with findings, and add to the summary of the step."""
    from pipeline.reports import github

    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in github.commands(outcomes):
            click.echo(line, err=True)
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        append(Path(path), github.summary(outcomes, click.get_current_context().command_path).encode())


def tell_page(outcomes: Iterable[Outcome], output: Path, shard: str) -> None:
    """Bring the page of all articles in the output folder up to date; where nothing was ever made there is none."""
    path = output / page.name(shard)
    manifests, earlier = remote.contents(one.files[-1] for one in outcomes if one.files), remote.contents([path]).get(path, b"")
    if not manifests and not earlier:
        return
    try:
        remote.put(path, page.after(earlier, outcomes, output, manifests))
    except page.Foreign:
        click.echo(f"{remote.shown(path)} stays as it is: it is no page of articles", err=True)
    except OSError as fault:
        click.echo(f"{remote.shown(path)}: {fault.strerror or fault}", err=True)


def show(outcome: Outcome) -> None:
    """Print the findings of an article, and the files made of it."""
    for diagnostic in outcome.diagnostics:
        click.echo(str(diagnostic), err=True)
    for path in outcome.files:
        click.echo(remote.shown(path))
    if not outcome.files and outcome.audit:
        click.echo(outcome.audit.summary)


def save(path: Path, data: bytes) -> None:
    """Write a report; a place that cannot be written ends the command with status 2."""
    try:
        write_file(path, data)
    except OSError as fault:
        raise click.UsageError(f"--report: {path}: {fault.strerror}") from fault
