"""The command line: arguments in, exit status out. The only room that prints."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn, TypeAlias

import click

from pipeline import __version__, batch, cluster, plugins, remote
from pipeline.archives import clean, opened, unpacked
from pipeline.build import audit, boundary, build, check, convert, explained
from pipeline.config import PAPERS, PROFILES, THEMES, Config, ConfigError, settle
from pipeline.diagnostics import Report
from pipeline.files import append, write_file
from pipeline.job import FORMATS, Job, Outcome
from pipeline.progress import progress
from pipeline.reports import github, page
from pipeline.reports.files import FORMS
from pipeline.shards import share
from pipeline.sources import Found, NoSource, Sources, expanded, named_once
from pipeline.spool import Spool
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
@click.option("--theme", metavar="NAME", help=f"The style of print: {', '.join(THEMES)}.")
@click.option("--paper", metavar="SIZE", help=f"The size of print: {', '.join(PAPERS)}.")
@click.option("--columns", metavar="N", help="The columns of printed text: 1 or 2.")
@click.option("--marks", is_flag=True, default=None, help="Print with crop marks and bleed, as PDF/X-4 in place of PDF/A and PDF/UA.")
@click.option(
    "--css",
    multiple=True,
    metavar="FILE",
    callback=lambda *given: list(given[-1]) or None,
    help="A style sheet of your own for print, after the theme; may be given again.",
)
@click.option("--fetch", is_flag=True, default=None, help="Download pictures that stand on the network.")
@click.option("--audit/--no-audit", default=None, help="Read the files back: do they cite alike? (default: where CI is set)")
@click.option("--scheduler", metavar="ADDRESS", help="Build on the workers of the Dask scheduler at this address.")
@click.option("--cache", metavar="DIR", help="A folder of what was made, shared by several runs and machines.")
@click.option("--force", is_flag=True, help="Make everything anew, whatever an earlier run has made.")
@click.option("--explain", metavar="ID", help="Say why an article was built last and what has changed since; build nothing.")
@click.option("--show-config", is_flag=True, help="Print every choice and where it came from; build nothing.")
def build_command(sources: tuple[Path, ...], show_config: bool, force: bool, explain: str | None, **options: Option) -> None:
    """Build articles in all formats."""
    config = configured(sources, options)
    for name in config["to"]:
        known(name, plugins.EXPORTERS, "format")
    if show_config:
        click.echo(config)
        return
    found = meant(sources, config["output"], config["shard"])

    def job(source: Path) -> Job:
        choices = {
            "importer": options["importer"],
            "audit": config["audit"],
            "store": config.store,
            "force": force,
            "limits": config.limits,
        }
        return Job(source, config["to"], config["output"], config.settings, **choices)

    if explain:
        tell(explain, found.jobs(job))
        return
    far = remote.address(config["output"]) or any(remote.address(one.path) for one in found.found)
    task = remote.built if far else build
    finish(found, job, task, config, options["report"], [plugins.installed(plugins.EXPORTERS)[name].module for name in config["to"]])


def tell(article: str, jobs: Iterable[Job]) -> None:
    """Say why the formats of an article were built, and which would be."""
    asked = [job for job in jobs if job.id == article] or fail(f"No source has the name {article}.")
    for job in asked:
        with boundary(Report(job.source)):
            click.echo("\n".join(explained(unpacked(job, Report(job.source)))))
    clean()


@cli.command("import")
@shared
@click.option("--output", metavar="DIR", help="Where the canonical articles go (default: beside their sources).")
def import_command(sources: tuple[Path, ...], output: str | None, **options: Option) -> None:
    """Write the canonical articles of sources in any known form."""
    config = configured(sources, options)
    found = meant(sources, Path(output or "."), config["shard"])

    def job(source: Path) -> Job:
        return Job(source, output=Path(output) if output else source.parent, importer=options["importer"], limits=config.limits)

    for one in map(job, (one.path for one in found.found)):
        if (one.output / f"{one.id}.xml").resolve() == one.source.resolve():
            raise click.UsageError(f"{one.source} would be written over; choose another folder with --output.")
    finish(found, job, convert, config, options["report"])


@cli.command("check")
@shared
def check_command(sources: tuple[Path, ...], **options: Option) -> None:
    """Validate articles; nothing is written."""
    config = configured(sources, options)
    found = meant(sources, config["output"], config["shard"])
    finish(found, lambda source: Job(source, importer=options["importer"], limits=config.limits), check, config, options["report"])


@cli.command("audit")
@click.argument("outputs", nargs=-1, required=True, type=PATH, metavar="OUTPUT...")
@fail_on
@reported
def audit_command(outputs: tuple[Path, ...], **options: Option) -> None:
    """Read finished articles back: do all their formats cite alike?"""
    from pipeline.checks.audit import articles

    config = configured((), {"importer": "", "file": None, **options})
    folders = [folder for output in outputs for folder in articles(output) or fail(f"{output} has no finished article in it.")]
    finish(Sources([Found(folder) for folder in folders]), Job, audit, config, options["report"])


@cli.command("serve")
@click.argument("sources", nargs=-1, required=True, type=PATH, metavar="SOURCE...")
@click.option("--config", "file", type=PATH, metavar="FILE", help="The file of choices; else pipeline.toml beside the sources.")
@click.option("--style", metavar="NAME|FILE.csl", help="The citation style.")
@click.option("--profile", metavar="NAME", help=f"The citations of wikitext: {' or '.join(PROFILES)}.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8400, show_default=True, help="Where the browser finds it; 0: any free port."
)
def serve_command(sources: tuple[Path, ...], port: int, **options: Option) -> None:
    """Show articles in a browser while they are edited: four formats side by side, built anew at every change."""
    from pipeline.preview import server
    from pipeline.preview.desk import Desk

    config = configured(sources, {"importer": "", "report": None, **options})
    with tempfile.TemporaryDirectory() as folder:
        job = Job(Path(), FORMATS, Path(folder), config.settings, audit=True, store=config.store, limits=config.limits)
        paths = [one.path for one in meant(sources, Path(folder), "1/1").found]
        desk = Desk({path.stem: replace(job, source=path) for path in paths}, cluster.Watched(partial(opened, build), Path.cwd()))
        try:
            with server.server(desk, port) as here:
                Thread(target=desk.watch, daemon=True).start()
                click.echo(f"http://127.0.0.1:{here.server_port}/  (Ctrl-C ends it)")
                here.serve_forever()
        except OSError as fault:
            raise click.UsageError(f"--port: {port}: {fault.strerror}") from fault
        finally:
            desk.ended.set()


@cli.command("report")
@click.argument("output", type=click.Path(path_type=Path, exists=True, file_okay=False))
def report_command(output: Path) -> None:
    """Write the page of all articles in an output folder, OUTPUT/index.html, also of what several machines have built."""
    manifests = {path.parent.relative_to(output).as_posix(): path.read_bytes() for path in sorted(output.rglob("manifest.json"))}
    pages = [path.read_bytes() for path in sorted(output.glob("index*.html"))]
    save(output / "index.html", page.gathered(pages, manifests))
    click.echo(output / "index.html")


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


def meant(words: Iterable[Path], output: Path, shard: str) -> Sources:
    """The sources that are meant, or a shard of them; what has none ends the command with status 2."""
    near = [word for word in words if not remote.address(word)]
    try:
        sources = expanded(near, output, sys.stdin.read().splitlines() if Path("-") in near else ())
        sources.found += [one for word in words if remote.address(word) for one in remote.found(word)]
        named_once(sources.found)
    except (NoSource, OSError, ImportError) as fault:
        raise click.UsageError(str(fault)) from fault
    mine = set(share((one.path for one in sources.found), shard))
    return Sources([one for one in sources.found if one.path in mine])


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
            save(report, FORMS[report.suffix](outcomes, report.parent))
        tell_github(outcomes)
        if task in (build, remote.built):
            tell_page(outcomes, config["output"], config["shard"])
    sys.exit(1 if outcomes.worst >= config["fail-on"] else 0)


def coming(jobs: Iterable[Job], task: Task, config: Config, preload: Iterable[str]) -> Iterator[Outcome]:
    """The outcomes of jobs, done here or on a cluster."""
    if not config["scheduler"]:
        yield from batch.run(jobs, config["jobs"], task, preload)
        return
    try:
        with cluster.executor(config["scheduler"]) as executor:
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


def tell_github(outcomes: Iterable[Outcome]) -> None:
    """In a job of GitHub's: annotate the lines with findings, and add to the summary of the step."""
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
    if outcome.audit and not outcome.files:
        click.echo(outcome.audit.summary)


def save(path: Path, data: bytes) -> None:
    """Write a report; a place that cannot be written ends the command with status 2."""
    try:
        write_file(path, data)
    except OSError as fault:
        raise click.UsageError(f"--report: {path}: {fault.strerror}") from fault


def main() -> None:
    """Run the command line; wrong usage ends it with status 2, Ctrl-C with 130."""
    try:
        sys.exit(cli.main(prog_name="pipeline", standalone_mode=False) or 0)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
