"""Batch: many jobs, on workers of this machine or on any `concurrent.futures.Executor`; outcomes come as they are complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from functools import partial
from importlib import import_module
from itertools import islice

from pipeline.archives import clean, opened
from pipeline.build import build, kept
from pipeline.job import Job, Outcome
from pipeline.workers import Crew, Task, lost


def run(jobs: Iterable[Job], workers: int = 1, task: Task = build, preload: Iterable[str] = ()) -> Iterator[Outcome]:
    """Do the task for every job, in processes that this one watches; what an earlier build has made is only looked at."""
    crew = Crew(workers, partial(opened, task))
    known: Callable[[Job], Outcome | None] = kept if task is build else lambda job: None
    modules = tuple(preload)
    try:
        for job in jobs:
            yield from crew.done(0)
            if outcome := known(job):
                yield outcome
                continue
            while crew.full:
                yield from crew.done()
            modules = _loaded(modules)
            crew.give(job)
        while crew.at_work:
            yield from crew.done()
    finally:
        crew.close()
        clean()


def on(executor: Executor, jobs: Iterable[Job], task: Task = build, ahead: int = 1000) -> Iterator[Outcome]:
    """Do the task for every job on an executor of the caller's (threads, Dask, …), so many given ahead; what it loses, it loses alone."""
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


def _loaded(modules: tuple[str, ...]) -> tuple[()]:
    """Load what all workers need before the first of them starts; one that cannot be loaded is told of where it is used."""
    for name in modules:
        try:
            getattr(import_module(name), "warm", lambda: None)()
        except ImportError:
            continue
    return ()
