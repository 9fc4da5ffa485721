"""Tasks: what can be done for a job; each brings its rooms with it when it is first done, for most runs have little to do."""

from __future__ import annotations

from pipeline.job import Job, Outcome


def build(job: Job) -> Outcome:
    """Build one article."""
    from pipeline.build import build

    return build(job)


def check(job: Job) -> Outcome:
    """Read and validate one article."""
    from pipeline.build import check

    return check(job)


def convert(job: Job) -> Outcome:
    """Write the canonical article of a source."""
    from pipeline.build import convert

    return convert(job)


def audit(job: Job) -> Outcome:
    """Read the finished files of one article back."""
    from pipeline.build import audit

    return audit(job)
