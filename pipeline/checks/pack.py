"""Pack: an audit as bytes, to be kept and sent; unpacked, it is made of the records of this package and of nothing else."""

from __future__ import annotations

import io
import pickle
import zlib
from dataclasses import replace
from pathlib import Path, PosixPath, PurePosixPath, PureWindowsPath, WindowsPath
from typing import Any

from pipeline.checks import audit, facts

_RECORDS = (audit.Audit, audit.Read, facts.Citation, facts.Entry, facts.Facts, facts.Knows, facts.Label, facts.Place)
_PATHS = (Path, PosixPath, PurePosixPath, PureWindowsPath, WindowsPath)
_KNOWN = {(one.__module__, one.__qualname__): one for one in (*_RECORDS, *_PATHS)}


def packed(done: audit.Audit) -> bytes:
    """An audit as bytes."""
    plain = audit.Audit(Path(), done.files)  # without what it has computed, and without the place of its files
    return zlib.compress(pickle.dumps(plain), 1)


def unpacked(data: bytes, folder: Path) -> audit.Audit:
    """The audit in these bytes, of the files in a folder."""
    done: audit.Audit = _Reader(io.BytesIO(zlib.decompress(data))).load()
    return replace(done, folder=folder)


class _Reader(pickle.Unpickler):
    """Makes records, and calls nothing."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  as the library has it
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an audit")
        return _KNOWN[module, name]
