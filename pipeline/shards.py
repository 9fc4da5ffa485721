"""Shards: the sources of a run parted among machines that know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path


def share(sources: Iterable[Path], shard: str) -> list[Path]:
    """The sources of one shard, `K/N`: an article stays in its shard whatever else comes or goes, so that caches stay useful."""
    part, parts = map(int, shard.split("/"))
    return [source for source in sources if _number(source.stem) % parts == part - 1]


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big")
