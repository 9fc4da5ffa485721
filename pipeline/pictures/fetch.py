"""Fetch: pictures that stand on the network, downloaded once, where the user asks for it."""

from __future__ import annotations

import ipaddress
import os
import socket
import tempfile
import time
import urllib.request
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.pictures.convert import Unreadable, media_type

LIMIT = 64 * 1024 * 1024  # bytes of one picture
_SECONDS = 20  # to wait for a server
_WHOLE = 120  # seconds for one picture


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
    handlers = ("Proxy", "HTTP", "HTTPS", "HTTPDefaultError")
    for handler in (*(getattr(urllib.request, f"{name}Handler") for name in handlers), _Redirects, urllib.request.HTTPErrorProcessor):
        opener.add_handler(handler())
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a server only to where a picture may be fetched from."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> urllib.request.Request | None:  # noqa: ANN401
        _refuse_private(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def public(host: str) -> bool:
    """Whether all addresses of a host are on the public network: an article may not make a machine ask its own neighbours."""
    found = {str(one[4][0]).partition("%")[0] for one in socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)}
    return all(ipaddress.ip_address(one).is_global for one in found)


def _refuse_private(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable("it leads to no server on the network")
    proxied = parts.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(parts.hostname)
    if not proxied and not public(parts.hostname):
        raise Unreadable(f"{parts.hostname} is not on the public network, and is not asked")


def _read(answer: Any) -> bytes:  # noqa: ANN401
    """What a server sends, as far as the limits of size and time go."""
    parts, size, deadline = list[bytes](), 0, time.monotonic() + _WHOLE
    while size <= LIMIT and (part := answer.read1(1 << 16)):
        if time.monotonic() > deadline:
            raise Unreadable(f"it takes more than {_WHOLE} seconds to come")
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _downloaded(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"User-Agent": "article-pipeline"})
    try:
        _refuse_private(url)
        with _opener().open(request, timeout=_SECONDS) as answer:
            data = _read(answer)
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
