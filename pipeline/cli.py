"""The command line: arguments in, exit status out. The only room that prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import click

from pipeline import __version__, batch, plugins
from pipeline.build import audit, build, check, convert
from pipeline.config import PROFILES, Config, ConfigError, settle
from pipeline.files import append, write_file
from pipeline.job import FORMATS, Job, Outcome
from pipeline.reports import github
from pipeline.reports.files import FORMS
from pipeline.shards import share
from pipeline.sniff import knower
from pipeline.workers import Task

PATH = click.Path(path_type=Path)
Command = Callable[..., None]
Option: TypeAlias = Any  # click gives each option its type

fail_on = click.option("--fail-on", metavar="SEVERITY", help="Exit with 1 at findings of this severity: note, warning or error.")
reported = click.option(
    "--report", type=PATH, metavar="FILE", help="Write the findings to FILE.json, .xml (JUnit), .sarif, or .html to read."
)


def shared(command: Command) -> Command:
    """The options that every command over sources has."""
    options = (
        click.argument("sources", nargs=-1, required=True, type=PATH, metavar="SOURCE..."),
        click.option("--from", "importer", default="", metavar="FORMAT", help="The form of the sources; else it is found out."),
        click.option("--config", "file", type=PATH, metavar="FILE", help="The file of choices; else pipeline.toml beside the sources."),
        fail_on,
        reported,
        click.option("--jobs", metavar="N", help="How many articles at once."),
        click.option("--shard", metavar="K/N", help="Only the K-th of N parts of the sources, for jobs that know nothing of each other."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pipeline")
def cli() -> None:
    """One canonical JATS article in; PDF, EPUB, TEI and wikitext out, with the same citations in all of them."""


@cli.command("build")
@shared
@click.option("--to", metavar="FORMATS", help=f"Formats with commas between them (default: {','.join(FORMATS)}).")
@click.option("--output", metavar="DIR", help="Where the folder of each article goes (default: output).")
@click.option("--style", metavar="NAME|FILE.csl", help="The citation style.")
@click.option("--profile", metavar="NAME", help=f"The citations of wikitext: {' or '.join(PROFILES)}.")
@click.option("--fetch", is_flag=True, default=None, help="Download pictures that stand on the network.")
@click.option("--audit/--no-audit", default=None, help="Read the files back: do they cite alike? (default: where CI is set)")
@click.option("--cache", metavar="DIR", help="A folder of what was made, shared by several runs and machines.")
@click.option("--force", is_flag=True, help="Make everything anew, whatever an earlier run has made.")
@click.option("--show-config", is_flag=True, help="Print every choice and where it came from; build nothing.")
def build_command(sources: tuple[Path, ...], show_config: bool, force: bool, **options: Option) -> None:
    """Build articles in all formats."""
    config = configured(sources, options)
    for name in config["to"]:
        known(name, plugins.EXPORTERS, "format")
    if show_config:
        click.echo(config)
        return
    jobs = [
        Job(
            source,
            config["to"],
            config["output"],
            config.settings,
            options["importer"],
            config["audit"],
            config.store,
            force,
            config.limits,
        )
        for source in expanded(sources, config)
    ]
    finish(jobs, build, config, options["report"], preload=[plugins.installed(plugins.EXPORTERS)[name].module for name in config["to"]])


@cli.command("import")
@shared
@click.option("--output", metavar="DIR", help="Where the canonical articles go (default: beside their sources).")
def import_command(sources: tuple[Path, ...], output: str | None, **options: Option) -> None:
    """Write the canonical articles of sources in any known form."""
    config = configured(sources, options)
    jobs = [
        Job(source, output=Path(output) if output else source.parent, importer=options["importer"]) for source in expanded(sources, config)
    ]
    for job in jobs:
        if (job.output / f"{job.id}.xml").resolve() == job.source.resolve():
            raise click.UsageError(f"{job.source} would be written over; choose another folder with --output.")
    finish(jobs, convert, config, options["report"])


@cli.command("check")
@shared
def check_command(sources: tuple[Path, ...], **options: Option) -> None:
    """Validate articles; nothing is written."""
    config = configured(sources, options)
    finish([Job(source, importer=options["importer"]) for source in expanded(sources, config)], check, config, options["report"])


@cli.command("audit")
@click.argument("outputs", nargs=-1, required=True, type=PATH, metavar="OUTPUT...")
@fail_on
@reported
def audit_command(outputs: tuple[Path, ...], **options: Option) -> None:
    """Read finished articles back: do all their formats cite alike?"""
    from pipeline.checks.audit import articles

    config = configured((), {"importer": "", "file": None, **options})
    jobs = [Job(folder) for output in outputs for folder in articles(output) or fail(f"{output} has no finished article in it.")]
    finish(jobs, audit, config, options["report"])


@cli.command("formats")
def formats_command() -> None:
    """List what can be read and what can be written, and by whom."""
    for verb, group in (("reads", plugins.IMPORTERS), ("writes", plugins.EXPORTERS)):
        for name in plugins.names(group):
            click.echo(f"{verb:7} {name:12} {' '.join(plugins.maker(group, name))}")


def configured(sources: Iterable[Path], options: dict[str, Option]) -> Config:
    """The choices that hold; a wrong one ends the command with status 2."""
    if options["importer"]:
        known(options["importer"], plugins.IMPORTERS, "importer")
    if options["report"] and options["report"].suffix not in FORMS:
        raise click.UsageError(f"--report: {options['report']} does not end with {', '.join(FORMS)}.")
    flags = {key.replace("_", "-"): raw for key, raw in options.items() if key not in ("importer", "file", "report")}
    try:
        return settle(flags, sources, options["file"])
    except ConfigError as fault:
        raise click.UsageError(str(fault)) from fault


def fail(message: str) -> NoReturn:
    """End the command with status 2."""
    raise click.UsageError(message)


def known(name: str, group: str, kind: str) -> None:
    """End the command with status 2 if there is no such plugin."""
    if name not in plugins.names(group):
        raise click.UsageError(f"There is no {kind} {name}; there are {', '.join(plugins.names(group))}.")


def expanded(sources: Iterable[Path], config: Config) -> list[Path]:
    """The files meant by the sources: of a folder, those that an importer knows; no two may bear one name."""
    files = list(dict.fromkeys(file for source in sources for file in (in_folder(source, config) if source.is_dir() else [source])))
    stems: dict[str, Path] = {}
    for file in files:
        if (other := stems.setdefault(file.stem, file)) != file:
            raise click.UsageError(f"{other} and {file} would both be built as {file.stem}; build one, or rename it.")
    return share(files, config["shard"])


def in_folder(folder: Path, config: Config) -> list[Path]:
    """The sources of a folder, by name. XML is always one, so that a damaged article does not go unseen."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    found = [path for path in files if path.suffix == ".xml" or knower(path, head_of(path))]
    if not found or folder.resolve() == config["output"].resolve():
        raise click.UsageError(f"{folder} has no source in it.")
    return found


def head_of(path: Path) -> bytes:
    """The first bytes of a file; of one that cannot be read, none."""
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError:
        return b""


def finish(jobs: list[Job], task: Task, config: Config, report: Path | None, preload: Iterable[str] = ()) -> None:
    """Do the task for all jobs, print what they find in the order of the sources, and exit with the status."""
    done: dict[Path, Outcome] = {}
    waiting = [job.source for job in jobs]
    with progress(len(jobs)) as advance:
        for outcome in batch.run(jobs, min(config["jobs"], len(jobs)), task, preload):
            done[outcome.source] = outcome
            advance()
            while waiting and waiting[0] in done:
                show(done[waiting.pop(0)])
    outcomes = [done[job.source] for job in jobs]
    if report:
        save(report, FORMS[report.suffix](outcomes, report.parent))
    tell_github(outcomes)
    worst = max((outcome.worst or 0 for outcome in outcomes), default=0)
    sys.exit(1 if worst >= config["fail-on"] else 0)


def tell_github(outcomes: list[Outcome]) -> None:
    """In a job of GitHub's: annotate the lines with findings, and add to the summary of the step."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in github.commands(outcomes):
            click.echo(line, err=True)
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        append(Path(path), github.summary(outcomes, click.get_current_context().command_path).encode())


def show(outcome: Outcome) -> None:
    """Print the findings of an article, and the files made of it."""
    for diagnostic in outcome.diagnostics:
        click.echo(str(diagnostic), err=True)
    for path in outcome.files:
        click.echo(path)
    if outcome.audit and not outcome.files:
        click.echo(outcome.audit.summary)


def save(path: Path, data: bytes) -> None:
    """Write a report; a place that cannot be written ends the command with status 2."""
    try:
        write_file(path, data)
    except OSError as fault:
        raise click.UsageError(f"--report: {path}: {fault.strerror}") from fault


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal; nothing elsewhere."""
    if total == 1 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task("articles", total=total)
        yield lambda: bar.advance(task)


def main() -> None:
    """Run the command line; wrong usage ends it with status 2, Ctrl-C with 130."""
    try:
        sys.exit(cli.main(prog_name="pipeline", standalone_mode=False) or 0)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
