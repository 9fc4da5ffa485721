"""A run of any length takes the same: no open files that grow, no outcomes that wait in memory."""

import os
import tempfile
from pathlib import Path

import pytest

from pipeline import batch, progress
from pipeline.diagnostics import Diagnostic
from pipeline.job import Job, Outcome
from pipeline.spool import Spool


def open_files(job):
    """A task that says how many files its worker has open."""
    count = len(os.listdir("/proc/self/fd"))
    return Outcome(job.source, (Diagnostic(str(job.source), count, "build-works", str(os.getpid())),))


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="the system does not tell")
def test_no_files_stay_open():
    before = len(os.listdir("/proc/self/fd"))
    found = [outcome.diagnostics[0] for outcome in batch.run((Job(Path(f"a{n}")) for n in range(300)), 2, open_files)]
    assert len(found) == 300
    # A worker has as many as at its first article; the second has more than the first, since it is forked later.
    assert len({(one.message, one.line) for one in found}) == len({one.message for one in found}) <= 2
    assert len(os.listdir("/proc/self/fd")) == before


def test_jobs_are_drawn_as_they_are_needed():
    drawn = []

    def jobs():
        for n in range(50):
            drawn.append(n)
            yield Job(Path(f"a{n}"))

    for count, _ in enumerate(batch.run(jobs(), 2, open_files), 1):
        assert len(drawn) <= count + 3


def test_outcomes_wait_on_disk_and_come_in_the_order_of_their_sources():
    with tempfile.TemporaryFile() as file:
        spool = Spool(file, str)
        for name in "cab":
            spool.put(
                Outcome(Path(name), (Diagnostic(name, 1, "build-works" if name == "a" else "format-holds", "x"),), packed=b"x" * 9999)
            )
        assert [[str(one.source) for one in spool] for _ in range(2)] == [["a", "b", "c"]] * 2
        assert (len(spool), spool.failed, int(spool.worst)) == (3, 1, 3)
        assert file.seek(0, 2) > 3 * 9999


@pytest.mark.parametrize(
    ("done", "failed", "total", "seconds", "said"),
    [
        (0, 0, 5, 0.0, "0 of 5 articles, 0 failed, 0.0 a second"),
        (5, 2, 10, 10.0, "5 of 10 articles, 2 failed, 0.5 a second, about 10 s left"),
        (100, 0, 10_000, 100.0, "100 of 10000 articles, 0 failed, 1.0 a second, about 2 h 45 min left"),
        (10, 0, 10, 1.0, "10 of 10 articles, 0 failed, 10.0 a second"),
    ],
)
def test_where_a_run_is_in_words(done, failed, total, seconds, said):
    assert progress.said(done, failed, total, seconds) == said
