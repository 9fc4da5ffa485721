"""Cache: pieces by their names, in a folder that several runs may share; each has its sum with it, and a damaged one is as good as none."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.files import clear, part

_DAY = 24 * 3600
DAMAGED: list[str] = []  # what was found damaged, for who wants to tell of it; what is made anew is put in its place


@dataclass(frozen=True)
class Store:
    """A folder of pieces. `shared`: the finished files are kept too, for runs that do not have this run's output."""

    folder: Path
    shared: bool = False

    def get(self, kind: str, key: str) -> bytes | None:
        """The piece of this kind and key, or None where there is none, or where it is not what was put there."""
        path = self._path(kind, key)
        try:
            head, _, data = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if head != digest(kind.encode(), data).encode():
            DAMAGED.append(f"{kind}/{path.name}")
            return None
        with suppress(OSError):  # whoever may only read leaves no trace
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)
        return data

    def prune(self, days: int) -> tuple[int, int]:
        """Remove the pieces that nobody has used for so many days, and what killed runs left; how many went, and how many bytes."""
        clear(self.folder)
        gone = size = 0
        for path in self.folder.glob("*/??/*"):
            with suppress(OSError):
                found = path.stat()
                if time.time() - found.st_mtime > days * _DAY:
                    path.unlink()
                    gone, size = gone + 1, size + found.st_size
        return gone, size

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep a piece; where that cannot be, nothing is kept."""
        path = self._path(kind, key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(prefix=part(), dir=self.folder, delete=False) as file:
                try:
                    file.write(digest(kind.encode(), data).encode() + b"\n" + data)
                    file.flush()
                    os.replace(file.name, path)
                except OSError:
                    os.unlink(file.name)

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key


def digest(*parts: bytes) -> str:
    """One sum of several pieces of bytes."""
    total = sha256()
    for one in parts:
        total.update(len(one).to_bytes(8, "big"))
        total.update(one)
    return total.hexdigest()


def user_folder() -> Path:
    """Where the cache of this user stands."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "article-pipeline" / "builds"
