"""Batch: many jobs on any `concurrent.futures.Executor`; outcomes come as they are complete, and a lost worker costs one article."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from functools import partial
from importlib.util import find_spec

from pipeline.build import Job, Outcome, OutOfTime, build
from pipeline.diagnostics import Report

Task = Callable[[Job], Outcome]
SECONDS = 600  # that one article may take
MEMORY = 4 << 30  # bytes that one worker may take


def run(jobs: Iterable[Job], workers: int = 1, task: Task = build, preload: Iterable[str] = ()) -> Iterator[Outcome]:
    """Do the task for every job: in this process for one worker, else in a pool whose processes start with `preload` imported."""
    if workers == 1:
        yield from map(partial(timed, task), jobs)
    else:
        yield from _pooled(deque(jobs), workers, partial(interruptible, task), tuple(preload))


def on(executor: Executor, jobs: Iterable[Job], task: Task = build) -> Iterator[Outcome]:
    """Do the task for every job on an executor of the caller's (threads, Dask, …); what it loses, it loses alone."""
    waiting = {executor.submit(task, job): job for job in jobs}
    while waiting:
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            job = waiting.pop(future)
            fault = future.exception()
            yield lost(job, f"{type(fault).__name__}: {fault}") if fault else future.result()


def lost(job: Job, reason: str) -> Outcome:
    """The outcome of a job whose worker did not come back."""
    report = Report(job.source)
    report("worker-returns", reason)
    return Outcome(job.source, tuple(report))


def interruptible(task: Task, job: Job) -> Outcome:
    """Do the task with Ctrl-C switched on: it ends the job and its temporary files, and leaves an idle worker in peace."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return timed(task, job)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def timed(task: Task, job: Job) -> Outcome:
    """Do the task; OutOfTime ends it, or the format it is at, when its time is up (in a main thread, where there is such an alarm)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return task(job)
    usual = signal.signal(signal.SIGALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, SECONDS)
    try:
        return task(job)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)


def _time_is_up(*_: object) -> None:
    raise OutOfTime(f"it takes more than {SECONDS} seconds")


def _settle_in() -> None:
    """A new worker: deaf to Ctrl-C while it is idle, and no greater than it may be."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if find_spec("resource"):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _pooled(waiting: deque[Job], workers: int, task: Task, preload: tuple[str, ...]) -> Iterator[Outcome]:
    """Pools in turn: after a worker is lost, each job that was under way is tried alone, to find the one that costs its worker."""
    while waiting:
        suspects: list[Job] = []
        with _pool(min(workers, len(waiting)), preload) as pool:
            yield from _until_broken(pool, waiting, workers, task, suspects)
        for job in suspects:
            with _pool(1, preload) as pool:
                yield _alone(pool, job, task)


def _pool(workers: int, preload: tuple[str, ...]) -> Executor:
    import multiprocessing  # with its pool a tenth of the start of a command that needs neither
    from concurrent.futures import ProcessPoolExecutor

    kinds = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in kinds else "spawn")
    if "forkserver" in kinds:
        context.set_forkserver_preload(["pipeline.build", *preload])
    return ProcessPoolExecutor(workers, context, initializer=_settle_in)


def _until_broken(pool: Executor, waiting: deque[Job], workers: int, task: Task, suspects: list[Job]) -> Iterator[Outcome]:
    """Outcomes as they come, with as many jobs under way as there are workers; those under way when the pool breaks are suspects."""
    under_way: dict[Future[Outcome], Job] = {}
    try:
        while waiting or under_way:
            while waiting and len(under_way) < workers:
                under_way[pool.submit(task, waiting[0])] = waiting[0]
                waiting.popleft()  # after submit: a job that a broken pool refuses is still waiting
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                outcome = future.result()
                del under_way[future]
                yield outcome
    except BrokenExecutor:
        suspects += under_way.values()
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise


def _alone(pool: Executor, job: Job, task: Task) -> Outcome:
    try:
        return pool.submit(task, job).result()
    except BrokenExecutor:
        return lost(job, "its worker was killed, or ran out of memory")
