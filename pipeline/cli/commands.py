"""Commands: what `pipeline` can do, each with its options."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import click

from pipeline import __version__, plugins, remote, tasks
from pipeline.archives import clean, opened, unpacked
from pipeline.cli.options import PATH, Option, configured, fail, fail_on, known, meant, reported, shared
from pipeline.cli.running import finish, save
from pipeline.config import PAPERS, PROFILES, THEMES
from pipeline.diagnostics import Report
from pipeline.faults import boundary
from pipeline.job import FORMATS, Job
from pipeline.kept import explained
from pipeline.reports import page
from pipeline.sources import Found, Sources


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
@click.option("--marks", is_flag=True, default=None, help="Print with crop marks and bleed.")
@click.option("--output-intent", metavar="FILE.icc", help="Print for the press of this ICC profile: PDF/X-4 in place of PDF/A and PDF/UA.")
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
    task = remote.built if far else tasks.build
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
    finish(found, job, tasks.convert, config, options["report"])


@cli.command("check")
@shared
def check_command(sources: tuple[Path, ...], **options: Option) -> None:
    """Validate articles; nothing is written."""
    config = configured(sources, options)
    found = meant(sources, config["output"], config["shard"])
    finish(found, lambda source: Job(source, importer=options["importer"], limits=config.limits), tasks.check, config, options["report"])


@cli.command("audit")
@click.argument("outputs", nargs=-1, required=True, type=PATH, metavar="OUTPUT...")
@fail_on
@reported
def audit_command(outputs: tuple[Path, ...], **options: Option) -> None:
    """Read finished articles back: do all their formats cite alike?"""
    from pipeline.checks.audit import articles

    config = configured((), {"importer": "", "file": None, **options})
    folders = [folder for output in outputs for folder in articles(output) or fail(f"{output} has no finished article in it.")]
    finish(Sources([Found(folder) for folder in folders]), Job, tasks.audit, config, options["report"])


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
    from pipeline import cluster
    from pipeline.preview import server
    from pipeline.preview.desk import Desk

    config = configured(sources, {"importer": "", "report": None, **options})
    with tempfile.TemporaryDirectory() as folder:
        job = Job(Path(), FORMATS, Path(folder), config.settings, audit=True, store=config.store, limits=config.limits)
        paths = [one.path for one in meant(sources, Path(folder), "1/1").found]
        desk = Desk({path.stem: replace(job, source=path) for path in paths}, cluster.Watched(partial(opened, tasks.build), Path.cwd()))
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


@cli.command("cache")
@click.option("--prune", type=click.IntRange(0), required=True, metavar="DAYS", help="Remove what nobody has used for so many days.")
@click.option("--cache", metavar="DIR", help="The folder of what was made; else that of this user.")
def cache_command(prune: int, cache: str | None) -> None:
    """Clear the folder of what was made; what is missing there is made again when it is needed."""
    config = configured((), {"importer": "", "file": None, "report": None, "cache": cache})
    gone, size = config.store.prune(prune)
    click.echo(f"{config['cache']}: {gone} pieces, {size / 1e6:.1f} MB removed")


@cli.command("formats")
def formats_command() -> None:
    """List what can be read and what can be written, and by whom."""
    for verb, group in (("reads", plugins.IMPORTERS), ("writes", plugins.EXPORTERS)):
        for name in plugins.names(group):
            click.echo(f"{verb:7} {name:12} {' '.join(plugins.maker(group, name))}")


def main() -> None:
    """Run the command line; wrong usage ends it with status 2, Ctrl-C with 130."""
    try:
        sys.exit(cli.main(prog_name="pipeline", standalone_mode=False) or 0)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
