"""Formats: what the exporters make of an article, each file once; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline import plugins
from pipeline.article import Article, Artifact
from pipeline.diagnostics import OverLimit, Refused, Report
from pipeline.faults import reported
from pipeline.job import Limits


def export(article: Article, formats: Iterable[str], report: Report) -> list[tuple[str, Artifact]]:
    """The artifacts of every format that works, each once, with the name of its exporter."""
    made = list[tuple[str, Artifact]]()
    for name in print_first(formats):
        new = exported(name, article, report)
        made += [(name, artifact) for artifact in new]
        article = replace(article, print=new[0].data) if name == "pdf" and new else article
    return merged(made, Limits().output, report)


def print_first(formats: Iterable[str]) -> list[str]:
    """The formats in the order in which they are made: a book says where the pages of the print begin."""
    return sorted(formats, key=lambda name: name != "pdf")


def merged(artifacts: Iterable[tuple[str, Artifact]], limit: int, report: Report) -> list[tuple[str, Artifact]]:
    """Artifacts, each once, with the name of its exporter; raises OverLimit where all are more than so many MB."""
    made: dict[str, tuple[str, Artifact]] = {}
    for name, artifact in artifacts:
        if not _proper(artifact.name):
            report("export-works", f"{name}: {artifact.name!r} is not the name of a file below the output folder")
        elif made.setdefault(artifact.name, (name, artifact))[1].data != artifact.data:
            report("export-works", f"{name}: {artifact.name} is also made by {made[artifact.name][0]}, with other content")
    if sum(len(artifact.data) for _, artifact in made.values()) > limit << 20:
        raise OverLimit(f"its files have more than {limit} MB")
    return list(made.values())


def exported(name: str, article: Article, report: Report) -> list[Artifact]:
    """The files of one format, or none where it fails."""
    if name not in plugins.installed(plugins.EXPORTERS):
        report("export-known", f"{name} is not a format; there are {', '.join(plugins.names(plugins.EXPORTERS))}")
        return []
    try:
        return list(plugins.exporter(name)(article, report))
    except Refused:
        report("export-works", f"{name} is not made")
    except ImportError as fault:
        report("export-known", f"{name}: {fault}")
    except Exception as fault:  # the other formats go on
        reported(fault, "export-works", f"{name}: ", report)
    return []


def _proper(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts
