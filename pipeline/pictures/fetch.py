"""Fetch: pictures that stand on the network, downloaded once, where the user asks for it."""

from __future__ import annotations

import ipaddress
import os
import socket
import tempfile
import time
import urllib.request
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
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
    kinds = (urllib.request.ProxyHandler, _Http, _Https, urllib.request.HTTPDefaultErrorHandler, _Redirects)
    for handler in (*kinds, urllib.request.HTTPErrorProcessor):
        opener.add_handler(handler())
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a server only to where a picture may be fetched from."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> urllib.request.Request | None:  # noqa: ANN401
        _refuse_other(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Http(urllib.request.HTTPHandler):
    """HTTP, to public addresses or by way of the user's proxy."""

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        """Open an address."""
        return self.do_open(HTTPConnection if req.has_proxy() else _Public, req)


class _Https(urllib.request.HTTPSHandler):
    """HTTPS, to public addresses or by way of the user's proxy."""

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        """Open an address."""
        return self.do_open(HTTPSConnection if getattr(req, "_tunnel_host", None) else _SafePublic, req)


class _Public(HTTPConnection):
    """A connection to a public address."""

    def __init__(self, *words: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*words, **named)
        self._create_connection = _reached


class _SafePublic(HTTPSConnection):
    """An encrypted connection to a public address."""

    def __init__(self, *words: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*words, **named)
        self._create_connection = _reached


def _reached(place: tuple[str, int], *words: Any) -> socket.socket:  # noqa: ANN401
    """A connection to one of the addresses of a host that were looked at: asked for again, its name may mean others."""
    host, port = place
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)]
    if not found or not all(map(public, found)):
        raise Unreadable(f"{host} is not on the public network, and is not asked")
    for one in found[:-1]:
        with suppress(OSError):
            return socket.create_connection((one, port), *words)
    return socket.create_connection((found[-1], port), *words)


def public(address: str) -> bool:
    """Whether an address is on the public network: an article may not make a machine ask its own neighbours."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address) and (inner := one.ipv4_mapped or one.sixtofour):
        return inner.is_global
    return one.is_global and not one.is_multicast


def _refuse_other(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable("it leads to no server on the network")


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
        _refuse_other(url)
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
