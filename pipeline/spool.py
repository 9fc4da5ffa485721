"""Spool: the outcomes of a run, on disk, so that a run of any length takes the same memory."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from pipeline.diagnostics import Severity
from pipeline.job import Outcome


class Spool:
    """Outcomes, put in as they come, given back in the order of their sources, as often as one likes."""

    def __init__(self, file: IO[bytes], rank: Callable[[Path], Any]) -> None:
        self._file, self._rank = file, rank
        self._places: dict[Path, int] = {}
        self.failed = 0  # how many have an error
        self.worst: Severity | int = 0

    def put(self, outcome: Outcome) -> None:
        """Put an outcome in."""
        self._places[outcome.source] = self._file.seek(0, 2)
        pickle.dump(outcome, self._file)
        self.worst = max(self.worst, outcome.worst or 0)
        self.failed += outcome.worst == Severity.ERROR

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Outcome]:
        for source in sorted(self._places, key=self._rank):
            self._file.seek(self._places[source])
            yield pickle.load(self._file)
