"""A real scheduler with workers that are processes, one of them killed in the middle of a batch."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from pipeline.cluster import Watched
from pipeline.job import Job, Limits, Outcome
from tests.cli.conftest import ARTICLE

pytest.importorskip("distributed")
FORMATS = ("--to", "wikitext,tei,epub")
BIN = Path(sys.executable).parent


def until(holds, what, patience=180):
    for _ in range(patience * 10):
        if found := holds():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited for {what} in vain")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A Dask scheduler and two workers, as one starts them by hand."""
    folder = tmp_path_factory.mktemp("dask")
    where = folder / "scheduler.json"
    with (folder / "log").open("wb") as log:
        common = {"cwd": folder, "stdout": log, "stderr": log}
        quiet = ("--no-dashboard",)
        started = [
            subprocess.Popen([BIN / "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", where, *quiet], **common)
        ]
        until(where.is_file, "the scheduler")
        options = ("--scheduler-file", where, "--nworkers", "2", "--nthreads", "1", *quiet)
        started.append(subprocess.Popen([BIN / "dask", "worker", *options], **common))
        from distributed import Client

        with Client(scheduler_file=str(where)) as client:
            client.wait_for_workers(2, timeout=180)
            yield client
        for process in reversed(started):
            process.terminate()
            process.wait(60)


@pytest.fixture
def articles(tmp_path):
    (tmp_path / "source").mkdir()
    for n in range(12):
        text = ARTICLE.replace("A small article", f"Article {n}").replace("Words", " ".join(f"word{n}" for _ in range(400)))
        (tmp_path / f"source/a{n}.xml").write_text(text, "utf-8")
    (tmp_path / "source/empty.xml").write_bytes(b"")
    return tmp_path


def started(folder, *options):
    command = [BIN / "pipeline", "build", "source", *FORMATS, "--force", *options]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "index.html"}


def test_a_cluster_builds_the_same_bytes_though_a_worker_is_killed(scheduler, articles):
    run = started(articles, "--output", "far", "--scheduler", scheduler.scheduler.address)
    until(lambda: list((articles / "far").glob("*/manifest.json")), "the first article")
    os.kill(next(iter(scheduler.run(os.getpid).values())), signal.SIGKILL)
    out, err = run.communicate(timeout=600)
    assert run.returncode == 1, err
    assert [line.partition("[")[2].partition("]")[0] for line in err.splitlines() if "error[" in line] == ["source-readable"]
    assert "far/a0/a0.epub" in out.splitlines()
    started(articles, "--output", "near", "--jobs", "1").communicate(timeout=600)
    assert files(articles / "far") == files(articles / "near")
    assert len(files(articles / "far")) == 12 * 4
    assert not list((articles / "far").rglob(".part-*"))


def endless(job):
    """A task that does not end of itself, unless the source's name says so."""
    if job.source.stem != "short":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(600)
    return Outcome(job.source)


def test_what_hangs_is_ended_by_its_worker_and_the_next_job_is_done(tmp_path):
    watched = Watched(endless, tmp_path)
    jobs = [Job(Path("long.xml"), limits=Limits(seconds=1)), Job(Path("short.xml"))]
    with ThreadPoolExecutor(1) as thread:
        found = [thread.submit(watched, job).result() for job in jobs]
    assert [[one.code for one in outcome.diagnostics] for outcome in found] == [["limits-kept"], []]


def test_no_scheduler_there_is_wrong_usage(articles):
    done = subprocess.run(
        [BIN / "pipeline", "build", "source", *FORMATS, "--scheduler", "tcp://127.0.0.1:9"],
        cwd=articles,
        env=os.environ | {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--scheduler: " in done.stderr


@pytest.fixture
def containers():
    """The commands of the scheduler and of a worker that the page of clusters gives Kubernetes."""
    text = (Path(__file__).parents[2] / "docs/cluster.md").read_text("utf-8")
    spec = yaml.safe_load(text.partition("```yaml\n")[2].partition("```")[0])["spec"]
    return [spec[kind]["spec"]["containers"][0]["args"] for kind in ("scheduler", "worker")]


def test_the_commands_for_kubernetes_make_a_cluster_and_a_batch_waits_for_its_worker(containers, articles):
    (scheduler, *more), worker = containers
    where = articles / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    here = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", where)
    running = [subprocess.Popen([BIN / scheduler, *more, *here], cwd=articles, **quiet)]
    try:
        until(where.is_file, "the scheduler")
        address = json.loads(until(where.read_text, "its address"))["address"]
        batch = started(articles, "--output", "output", "--scheduler", address)
        assert batch.stderr.readline() == f"{address} has no worker yet; the batch waits for one\n"
        named = [word.replace("$(DASK_WORKER_NAME)", "worker-1") for word in worker]
        environment = {**os.environ, "DASK_SCHEDULER_ADDRESS": address}  # as the operator says it
        running.append(subprocess.Popen([BIN / named[0], *named[1:], "--no-dashboard"], cwd=articles, env=environment, **quiet))
        batch.communicate(timeout=180)
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(60)
    assert len(list((articles / "output").glob("*/manifest.json"))) == 12
