"""Options: what several commands are told, and what it means; what cannot be meant ends a command with status 2."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import click

from pipeline import plugins, remote
from pipeline.config import Config, ConfigError, settle
from pipeline.shards import share
from pipeline.sources import NoSource, Sources, expanded, named_once

PATH = click.Path(path_type=Path)
Command = Callable[..., None]
Option: TypeAlias = Any  # click gives each option its type
REPORTS = (".json", ".xml", ".sarif", ".html")

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


def configured(sources: Iterable[Path], options: dict[str, Option]) -> Config:
    """The choices that hold; a wrong one ends the command with status 2."""
    if options["importer"]:
        known(options["importer"], plugins.IMPORTERS, "importer")
    if options["report"] and options["report"].suffix not in REPORTS:
        raise click.UsageError(f"--report: {options['report']} does not end with {', '.join(REPORTS)}.")
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
