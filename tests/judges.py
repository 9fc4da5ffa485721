"""The outside judges, asked from tests: a judge that is not installed skips the test by name, and fails it where CI=true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.oracles import judge


def ready(kind: str) -> None:
    """Skip the test, by name, if the judge of this kind is not installed."""
    done = _ask("--ready", kind)
    if done.returncode:
        _absent(done.stderr.strip())


def problems(kind: str, files: Iterable[Path], *options: str) -> dict[str, list[str]]:
    """What the judge of this kind (pdf, epub, tei, jats, wiki) finds wanting, by file; files without fault have an empty list."""
    ready(kind)
    done = _ask(kind, *options, *map(str, files))
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    if not verdicts:
        pytest.fail(done.stderr)
    return {verdict["file"]: verdict["problems"] for verdict in verdicts}


def schema(pattern: str) -> Path:
    """A schema by its path in the folder of schemas, as `jats-1.3/…dtd`."""
    found = judge.schema(pattern)
    if not found:
        _absent(f"no schema {pattern}; see tests/oracles/setup")
    return found


def _ask(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, judge.__file__, *words], capture_output=True, text=True, check=False)


def _absent(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
