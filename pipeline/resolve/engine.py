"""Engine: pandoc's citeproc, and its reader of BibLaTeX, as one `pandoc lua` co-process a worker; how to call it, no policy."""

from __future__ import annotations

import atexit
import json
import os
import resource
import selectors
import subprocess
import tempfile
import time
import zlib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import pypandoc

from pipeline.cache import Store, digest

WORKER: Final = Path(__file__).with_name("worker.lua")
API: Final = [1, 23, 1]
# Garbage is collected every 128 MB, not every megabyte or so: on long lists that takes a fifth to a half off the time
_MEMORY: Final = "-A128m"
Json = Any


class EngineFault(Exception):
    """The engine died, answered nonsense, refused the document, or took too long."""


class Engine:
    """A `pandoc lua` process that answers framed requests; it is started when first asked and again after a fault."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._asked = 0
        self.memory: Store | None = None  # where answers are kept

    def cite(self, blocks: list[Json], meta: Mapping[str, Json], timeout: float) -> tuple[list[Json], list[str]]:
        """The blocks as citeproc leaves them, and its warnings; timeout in seconds. Raises EngineFault."""
        document = {"pandoc-api-version": API, "meta": dict(meta), "blocks": blocks}
        question = json.dumps(document, ensure_ascii=False).encode()
        name = digest(question, _version()) if self.memory else ""
        if self.memory and (kept := self.memory.get("answers", name)):
            blocks, warnings = json.loads(zlib.decompress(kept))
            return blocks, warnings
        self._start()
        answer, warnings = self._ask("cite", question, timeout)
        printed = json.loads(answer)["blocks"]
        if self.memory:
            self.memory.put("answers", name, zlib.compress(json.dumps([printed, warnings], ensure_ascii=False).encode(), 1))
        return printed, warnings

    def reference(self, entry: str, timeout: float) -> list[Json]:
        """The CSL-JSON of an entry in BibLaTeX and of those given with it; timeout in seconds. Raises EngineFault."""
        self._start()
        answer, _ = self._ask("reference", entry.encode(), timeout)
        return list(json.loads(answer))

    def stop(self) -> None:
        """End the process; the next question starts another."""
        process, self._process = self._process, None
        if process and self._owner == os.getpid():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()

    def _start(self) -> None:
        # A forked worker must not share its parent's process.
        if self._process and self._owner == os.getpid() and self._process.poll() is None:
            return
        self.stop()
        command = [pypandoc.get_pandoc_path(), "lua", str(WORKER)]
        empty = {"pandoc-api-version": API, "meta": {}, "blocks": []}
        with tempfile.TemporaryDirectory() as folder:  # it begins a file of history, which would outlive it
            environment = {**os.environ, "TMPDIR": folder, "GHCRTS": _MEMORY}
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            )
            self._owner = os.getpid()
            os.set_blocking(self._process.stdout.fileno(), False)  # type: ignore[union-attr]
            self._ask("ping", json.dumps(empty).encode(), 60)
        self._seal()

    def _seal(self) -> None:
        """From here on the process opens no file and no socket, whatever a style or a document asks."""
        if hasattr(resource, "prlimit") and self._process:
            resource.prlimit(self._process.pid, resource.RLIMIT_NOFILE, (3, 3))

    def _ask(self, verb: str, payload: bytes, timeout: float) -> tuple[bytes, list[str]]:
        self._asked += 1
        deadline = time.monotonic() + timeout
        try:
            self._send(f"{verb} {self._asked} {len(payload)}\n".encode() + payload)
            status, number, size, lines = self._line(deadline).split()
            body = self._read(int(size), deadline)
            warnings = [self._line(deadline) for _ in range(int(lines))]
        except (OSError, ValueError) as fault:
            self.stop()
            raise EngineFault(str(fault) or type(fault).__name__) from fault
        if int(number) != self._asked:
            self.stop()
            raise EngineFault("it answered another question")
        if status != "ok":
            raise EngineFault(body.decode("utf-8", "replace"))
        return body, warnings

    def _send(self, data: bytes) -> None:
        self._buffer = b""
        if not self._process or not self._process.stdin:
            raise OSError("no process")
        self._process.stdin.write(data)
        self._process.stdin.flush()

    def _line(self, deadline: float) -> str:
        while b"\n" not in self._buffer:
            self._fill(deadline)
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode("utf-8", "replace")

    def _read(self, size: int, deadline: float) -> bytes:
        parts, have = [self._buffer], len(self._buffer)
        while have < size:
            self._buffer = b""
            self._fill(deadline)
            parts.append(self._buffer)
            have += len(self._buffer)
        data = b"".join(parts)
        self._buffer = data[size:]
        return data[:size]

    def _fill(self, deadline: float) -> None:
        pipe = self._process.stdout if self._process else None
        if pipe is None:
            raise OSError("no process")
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise OSError("it took too long")
        data = os.read(pipe.fileno(), 1 << 20)
        if not data:
            raise OSError("it ended")
        self._buffer += data


@cache
def _version() -> bytes:
    """Which pandoc answers, and how it is asked."""
    pandoc = pypandoc.get_pandoc_path()
    return f"{metadata.version('pypandoc_binary')} {os.stat(pandoc).st_size} ".encode() + WORKER.read_bytes()


engine = Engine()
atexit.register(engine.stop)
