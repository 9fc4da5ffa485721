"""Progress: how far a run is, how fast, how many failed, how long it still takes; a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

_MANY = 20  # articles from which lines are worth their room
_EVERY = 10.0  # seconds between two lines

Advance = Callable[[int, int], None]  # how many are done, how many of them failed


@contextmanager
def progress(total: int, stream: TextIO, redirect: bool) -> Iterator[Advance]:
    """What to call with the numbers of articles that are done and that failed."""
    if stream.isatty() and total > 1:
        with _bar(total, stream, redirect) as advance:
            yield advance
    else:
        yield _lines(total, stream)


def said(done: int, failed: int, total: int, seconds: float) -> str:
    """Where a run is, in words."""
    rate = done / seconds if seconds else 0.0
    left = f", about {_time(max(0, total - done) / rate)} left" if rate and done < total else ""
    return f"{done} of {total} articles, {failed} failed, {rate:.1f} a second{left}"


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min" if minutes else f"{round(seconds)} s"


def _lines(total: int, stream: TextIO) -> Advance:
    start = last = time.monotonic()

    def advance(done: int, failed: int) -> None:
        nonlocal last
        now = time.monotonic()
        if total >= _MANY and (now - last >= _EVERY or done == total):
            last = now
            stream.write(said(done, failed, max(done, total), now - start) + "\n")
            stream.flush()

    return advance


@contextmanager
def _bar(total: int, stream: TextIO, redirect: bool) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    # No thread of its own: workers are forked from this process.
    bar = Progress(
        BarColumn(),
        TextColumn("{task.description}"),
        console=Console(file=stream),
        transient=True,
        auto_refresh=False,
        redirect_stdout=redirect,
    )
    start = time.monotonic()
    with bar:
        task = bar.add_task("", total=total)

        def advance(done: int, failed: int) -> None:
            words = said(done, failed, max(done, total), time.monotonic() - start)
            bar.update(task, completed=done, total=max(done, total), description=words, refresh=True)

        advance(0, 0)
        yield advance
