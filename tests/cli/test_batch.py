"""Batches: a lost worker costs one article; any executor serves; nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import batch
from pipeline.diagnostics import Report
from pipeline.faults import boundary
from pipeline.job import Job, Limits, Outcome


def steady(job):
    """A task: fine, unless the source's name asks for an end."""
    if job.source.stem.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    if job.source.stem.startswith("raises"):
        raise RuntimeError("as asked")
    time.sleep(0.01)
    return Outcome(job.source)


def greedy(job):
    """A task that asks for more memory than a worker may have."""
    report = Report(job.source)
    with boundary(report):
        bytearray(2 * job.limits.memory << 20)
    return Outcome(job.source, tuple(report))


def endless(job):
    """A task that does not end of itself."""
    report = Report(job.source)
    with boundary(report):
        time.sleep(30)
    return Outcome(job.source, tuple(report))


def deaf(job):
    """A task that hangs where no signal is heard, as libraries in C do."""
    if job.source.stem == "deaf":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM, signal.SIGTERM])
        time.sleep(60)
    return Outcome(job.source)


def swelling(job):
    """A task whose child takes memory, which the worker does not feel."""
    if job.source.stem == "swells":
        code = "import resource, time; resource.setrlimit(resource.RLIMIT_DATA, (-1, -1)); a = b'x' * (400 << 20); time.sleep(60)"
        subprocess.run([sys.executable, "-c", code], check=False)
    return Outcome(job.source)


def jobs(*names):
    return [Job(Path(name)) for name in names]


def codes(outcomes):
    return {str(outcome.source): [one.code for one in outcome.diagnostics] for outcome in outcomes}


def test_a_killed_worker_costs_its_article_only():
    names = [f"a{n}" for n in range(5)]
    found = codes(batch.run(jobs(*names[:2], "killed", *names[2:], "killed-too"), 2, steady))
    assert found == {**{name: [] for name in names}, "killed": ["worker-returns"], "killed-too": ["worker-returns"]}


def test_any_executor_serves():
    with ThreadPoolExecutor(2) as threads:
        assert codes(batch.on(threads, jobs("a", "raises", "b"), steady)) == {"a": [], "raises": ["worker-returns"], "b": []}


def test_one_worker_is_this_process():
    assert codes(batch.run(jobs("a", "b"), 1, steady)) == {"a": [], "b": []}


def test_an_article_that_takes_too_much_memory_is_a_finding():
    assert codes(batch.run(jobs("a", "b"), 2, greedy)) == {"a": ["limits-kept"], "b": ["limits-kept"]}


def test_an_article_that_takes_too_long_is_a_finding():
    short = [replace(job, limits=Limits(seconds=1)) for job in jobs("a", "b")]
    assert codes(batch.run(short, 1, endless)) == {"a": ["limits-kept"], "b": ["limits-kept"]}


def test_what_does_not_hear_its_limit_is_ended():
    short = [replace(job, limits=Limits(seconds=1)) for job in jobs("deaf")]
    assert codes(batch.run([*short, *jobs("a")], 1, deaf)) == {"deaf": ["limits-kept"], "a": []}


def test_what_swells_in_a_process_of_its_own_is_ended():
    small = [replace(job, limits=Limits(memory=300)) for job in jobs("swells")]
    assert codes(batch.run([*small, *jobs("a")], 1, swelling)) == {"swells": ["limits-kept"], "a": []}


SLOW = """
import sys, time
from pathlib import Path
from pipeline import batch
from pipeline.build import Job, Outcome

def slow(job):
    part = Path(job.source.name)
    try:
        part.touch()
        time.sleep(60)
    finally:
        part.unlink(missing_ok=True)
    return Outcome(job.source)

if __name__ == "__main__":
    try:
        list(batch.run([Job(Path(str(n))) for n in range(6)], 2, slow))
    except KeyboardInterrupt:
        sys.exit(130)
"""


def test_ctrl_c_ends_the_workers_and_their_temporary_files(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "slow.py"], cwd=tmp_path, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 30
    while len(os.listdir(tmp_path)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "")
    assert os.listdir(tmp_path) == ["slow.py"]


@pytest.mark.parametrize("workers", [1, 2])
def test_findings_come_in_the_order_of_the_sources(folder, pipeline, workers):
    for name in ("b", "a", "d", "c"):
        (folder / f"{name}.xml").write_bytes(b"<article>")
    done = pipeline("check", "d.xml", "a.xml", "c.xml", "b.xml", "--jobs", workers)
    assert [line[0] for line in done.err.splitlines()] == ["d", "a", "c", "b"]
