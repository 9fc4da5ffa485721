"""Cluster: the workers of a Dask scheduler as an executor for batches; each watches a process of its own that does the work."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.job import Job, Outcome, Task
from pipeline.workers import Crew

_OWN = threading.local()


@contextmanager
def executor(address: str, say: Callable[[str], None]) -> Iterator[Executor]:
    """The workers of the scheduler at an address, which may come later; raises ImportError without Dask, OSError where nobody answers."""
    import distributed

    connected: Any = distributed.Client  # typed in some versions, and there not wholly
    with connected(address) as client:
        if not client.nthreads():
            say(f"{address} has no worker yet; the batch waits for one")
        yield client.get_executor(pure=False)


@dataclass(frozen=True)
class Watched:
    """A task for a worker of a cluster: done in a process that is warm, that has the working folder of the run, and that can be ended."""

    task: Task
    folder: Path

    def __call__(self, job: Job) -> Outcome:
        """Do the task for a job."""
        crew = self._crew()
        crew.give(job)
        while True:
            for outcome in crew.done():
                return outcome

    def inside(self, job: Job) -> Outcome:
        """Do the task for a job, in the process that is watched."""
        with suppress(OSError):  # where all sources are addresses, no machine needs the folder of another
            os.chdir(self.folder)
        return self.task(job)

    def _crew(self) -> Crew:
        """The process of this thread, for as long as the task is the same."""
        if getattr(_OWN, "watched", None) != self:
            if hasattr(_OWN, "crew"):
                _OWN.crew.close()
            multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # Dask's workers are, and may have children
            _OWN.watched, _OWN.crew = self, Crew(1, self.inside, "spawn")
        crew: Crew = _OWN.crew
        return crew
