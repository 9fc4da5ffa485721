"""Batch: many jobs, on workers of this machine or on any `concurrent.futures.Executor`; outcomes come as they are complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from functools import partial
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING

from pipeline import tasks
from pipeline.archives import clean, opened
from pipeline.job import Job, Outcome, Task
from pipeline.kept import unchanged

if TYPE_CHECKING:
    from pipeline.workers import Crew


def run(jobs: Iterable[Job], workers: int = 1, task: Task = tasks.build, preload: Iterable[str] = ()) -> Iterator[Outcome]:
    """Do the task for every job, in processes that this one watches; what an earlier build has made is only looked at."""
    known: Callable[[Job], Outcome | None] = unchanged if task is tasks.build else lambda job: None
    crew: Crew | None = None
    try:
        for job in jobs:
            yield from crew.done(0) if crew else ()
            if outcome := known(job):
                yield outcome
                continue
            crew = crew or _crew(workers, task, preload)
            while crew.full:
                yield from crew.done()
            crew.give(job)
        while crew and crew.at_work:
            yield from crew.done()
    finally:
        if crew:
            crew.close()
        clean()


def _crew(size: int, task: Task, preload: Iterable[str]) -> Crew:
    """Workers, when the first job is for them: what they need is loaded before the first of them starts."""
    from pipeline.workers import Crew

    for name in ("pipeline.build", *preload):
        with suppress(ImportError):  # one that cannot be loaded is told of where it is used
            getattr(import_module(name), "warm", lambda: None)()
    return Crew(size, partial(opened, task))


def on(executor: Executor, jobs: Iterable[Job], task: Task = tasks.build, ahead: int = 1000) -> Iterator[Outcome]:
    """Do the task for every job on an executor of the caller's (threads, Dask, …), so many given ahead; what it loses, it loses alone."""
    from pipeline.workers import lost

    coming = iter(jobs)
    waiting: dict[Future[Outcome], Job] = {}
    while True:
        waiting |= {executor.submit(task, job): job for job in islice(coming, ahead - len(waiting))}
        if not waiting:
            return
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            job = waiting.pop(future)
            fault = future.exception()
            yield lost(job, "worker-returns", f"{type(fault).__name__}: {fault}") if fault else future.result()
