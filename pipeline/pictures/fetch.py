"""Fetch: pictures that stand on the network, downloaded once, where the user asks for it."""

from __future__ import annotations

import os
import tempfile
import urllib.request
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path

from pipeline.pictures.convert import Unreadable, media_type

LIMIT = 64 * 1024 * 1024  # bytes of one picture
_SECONDS = 20  # to wait for a server


def fetched(url: str) -> Path:
    """The file of a picture on the network, in the user's cache; raises Unreadable."""
    path = cache() / sha256(url.encode()).hexdigest()
    if not path.is_file():
        _keep(path, _downloaded(url))
    return path


def cache() -> Path:
    """The folder of what was downloaded before."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "article-pipeline" / "pictures"


def _opener() -> urllib.request.OpenerDirector:
    """Knows HTTP and HTTPS and nothing else, wherever a server sends it."""
    opener = urllib.request.OpenerDirector()
    handlers = ("Proxy", "HTTP", "HTTPS", "HTTPDefaultError", "HTTPRedirect")
    for handler in (*(getattr(urllib.request, f"{name}Handler") for name in handlers), urllib.request.HTTPErrorProcessor):
        opener.add_handler(handler())
    return opener


def _downloaded(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"User-Agent": "article-pipeline"})
    try:
        with _opener().open(request, timeout=_SECONDS) as answer:
            data = bytes(answer.read(LIMIT + 1))
    except (OSError, HTTPException, ValueError) as fault:
        raise Unreadable(f"it could not be fetched ({fault})") from fault
    if len(data) > LIMIT:
        raise Unreadable(f"it is over {LIMIT // 1024 // 1024} MB")
    if media_type(data) == "application/octet-stream":
        raise Unreadable("what the server sends is no picture")
    return data


def _keep(path: Path, data: bytes) -> None:
    """Write a file whole: several articles may fetch one picture at once."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(data)
        Path(part.name).replace(path)
    except OSError as fault:
        raise Unreadable(f"it cannot be kept in {path.parent} ({fault.strerror})") from fault
