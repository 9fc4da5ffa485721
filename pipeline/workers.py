"""Workers: warm processes that do one job after another, watched by this one: what hangs or swells is ended, and costs one article."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from pipeline.diagnostics import OverLimit, Report
from pipeline.files import staging_folder
from pipeline.job import Job, Limits, Outcome, Task

_LOOK: Final = 0.5  # seconds between two looks at the workers
_STALE: Final = 1 << 30  # bytes: a worker that has grown so big is replaced
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
# A fork has all that its parent has loaded; on macOS libraries do not bear it.
_KIND: Final = "fork" if sys.platform == "linux" else "spawn"


@dataclass
class _Worker:
    process: Any
    pipe: Connection
    job: Job | None = None
    since: float = 0.0


class Crew:
    """As many workers as are needed, up to a number."""

    def __init__(self, size: int, task: Task, kind: str = _KIND) -> None:
        self._size, self._task, self._kind = size, task, kind
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._tried: set[Job] = set()

    @property
    def full(self) -> bool:
        """Whether every worker has a job."""
        return len(self._busy) >= self._size

    @property
    def at_work(self) -> bool:
        """Whether any worker has a job."""
        return bool(self._busy)

    def give(self, job: Job) -> None:
        """Give a job to a worker that has none."""
        worker = self._idle.pop() if self._idle else self._hired()
        worker.job, worker.since = job, time.monotonic()
        self._busy.append(worker)
        with suppress(OSError):  # a worker that died while it was idle is found by its end of the pipe
            worker.pipe.send(job)

    def done(self, patience: float = _LOOK) -> Iterator[Outcome]:
        """The outcomes that are there; those of workers that died or were ended are said to be lost."""
        ready = wait([worker.pipe for worker in self._busy], patience) if self._busy else []
        for worker in list(self._busy):
            outcome = self._received(worker) if worker.pipe in ready else self._ended(worker)
            if outcome:
                yield outcome

    def close(self) -> None:
        """End all workers: the idle ones at once, those at work as soon as they have cleared up."""
        workers = [*self._idle, *self._busy]
        for worker in workers:
            worker.pipe.close()
        for worker in self._busy:
            worker.process.terminate()
        deadline = time.monotonic() + 5
        for worker in workers:
            worker.process.join(max(0.0, deadline - time.monotonic()))
            _kill(worker)
        self._idle, self._busy = [], []

    def _hired(self) -> _Worker:
        context: Any = multiprocessing.get_context(self._kind)
        here, there = context.Pipe()
        others = [worker.pipe for worker in (*self._idle, *self._busy)] if self._kind == "fork" else []
        process = context.Process(target=_serve, args=(there, [here, *others] if self._kind == "fork" else [], self._task), daemon=True)
        process.start()
        there.close()
        return _Worker(process, here)

    def _received(self, worker: _Worker) -> Outcome | None:
        self._busy.remove(worker)
        try:
            outcome: Outcome = worker.pipe.recv()
        except (EOFError, OSError):
            return self._lost(worker)
        worker.job = None
        if _memory(worker.process.pid) > _STALE:
            worker.pipe.close()
            worker.process.join(5)
            _kill(worker)
        else:
            self._idle.append(worker)
        return outcome

    def _lost(self, worker: _Worker) -> Outcome | None:
        """A worker has died: its job is tried once more, since it may be innocent."""
        job = worker.job
        _kill(worker)
        if job is None:
            return None
        if job not in self._tried:
            self._tried.add(job)
            self.give(job)
            return None
        return lost(job, "worker-returns", f"its worker was ended twice, last {_end_of(worker.process.exitcode)}")

    def _ended(self, worker: _Worker) -> Outcome | None:
        """End a worker whose job is over its limits."""
        limits = worker.job.limits if worker.job else Limits()
        if time.monotonic() - worker.since > limits.seconds + grace(limits):
            reason = f"it takes more than {limits.seconds} seconds"
        elif _memory(worker.process.pid) > limits.memory << 20:
            reason = f"it takes more than {limits.memory} MB of memory"
        else:
            return None
        self._busy.remove(worker)
        _kill(worker)
        return lost(worker.job, "limits-kept", reason) if worker.job else None


def lost(job: Job, code: str, reason: str) -> Outcome:
    """The outcome of a job whose worker did not come back."""
    report = Report(job.source)
    report(code, reason)
    return Outcome(job.source, tuple(report))


def grace(limits: Limits) -> float:
    """The seconds that an article has to end what it is told to end."""
    return min(30.0, 1 + limits.seconds / 4)


def timed(task: Task, job: Job) -> Outcome:
    """Do the task within the limits of the job, as far as a process can limit itself: an exception ends the format that is made."""
    if threading.current_thread() is not threading.main_thread():
        return task(job)
    limits = job.limits
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory << 20, resource.getrlimit(resource.RLIMIT_DATA)[1]))

    def time_is_up(*_: object) -> None:
        raise OverLimit(f"it takes more than {limits.seconds} seconds")

    usual = signal.signal(signal.SIGALRM, time_is_up)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds, grace(limits) / 2)
    try:
        return task(job)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)


def _serve(pipe: Connection, others: list[Connection], task: Task) -> None:
    """The life of a worker: deaf to Ctrl-C, which its parent hears; what ends it between two jobs ends it at once."""
    gc.disable()  # a job leaves its rubbish when it is done; the last one's goes with the process
    os.setpgid(0, 0)  # with what it starts it is a group, which is ended as one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _die_with_parent()
    for other in others:
        other.close()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        tempfile.tempdir = os.environ["TMPDIR"] = str(staging_folder(Path(tempfile.gettempdir())))  # removed when it is no more
        for done in count():
            job = pipe.recv()
            _sweep(done)
            pipe.send(timed(task, job))


def _sweep(done: int) -> None:
    """Clear away what the job before has left; what the first jobs have loaded stays, and is looked through no more."""
    if done:
        gc.collect()
    if done.bit_count() == 1:  # 1, 2, 4, 8 …
        gc.freeze()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)


def _kill(worker: _Worker) -> None:
    """End a worker and what it has started."""
    worker.pipe.close()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.process.pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(worker.process.pid, signal.SIGKILL) if worker.process.exitcode is None else None
    worker.process.join()


def _memory(pid: int) -> int:
    """The bytes that a process and its children hold; 0 where the system does not tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        return _resident(pid) + sum(map(_resident, children))
    except OSError:
        return 0


def _resident(pid: int | str) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _end_of(code: int | None) -> str:
    return f"by {signal.Signals(-code).name}" if code and code < 0 else f"with status {code}"
