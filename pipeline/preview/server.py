"""Server: the desk for a browser on this machine, and for no other."""

from __future__ import annotations

import json
import mimetypes
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.preview import prints
from pipeline.preview.desk import Desk
from pipeline.styles import folder

_BOOK = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'"  # and no script
_POLICY = f"{_BOOK}; script-src 'self'; connect-src 'self'; frame-src 'self'"
_PATIENCE = 15.0  # seconds after which a waiting browser is told that nothing has changed
_OWN = {"/": "preview.html", "/preview.js": "preview.js", "/preview.css": "preview.css", "/palette.css": "palette.css"}
_NAMES = ("127.0.0.1", "localhost")


def server(desk: Desk, port: int) -> ThreadingHTTPServer:
    """A server for the desk, on a port of this machine; 0: any that is free. Raises OSError."""
    made = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, desk))
    made.daemon_threads = True
    return made


class _Handler(BaseHTTPRequestHandler):
    """Answers a browser: the page, the state of an article, its files, and word of changes."""

    def __init__(self, desk: Desk, *arguments: Any) -> None:  # noqa: ANN401  as the library has it
        self.desk = desk
        super().__init__(*arguments)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a request."""
        if self.headers.get("Host", "").rpartition(":")[0] not in _NAMES:  # a page from elsewhere that pretends to be this one
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = urlsplit(self.path).path
        try:
            if path == "/changes":
                self._changes()
            elif path in _OWN:
                self._send((folder() / "pages" / _OWN[path]).read_bytes(), _OWN[path], _POLICY)
            elif path == "/articles":
                self._send(json.dumps(list(self.desk.jobs)).encode(), "a.json")
            else:
                self._article(*[unquote(part) for part in path.split("/", 3)[1:]])
        except (KeyError, IndexError, TypeError, OSError):
            self.send_error(HTTPStatus.NOT_FOUND)

    def _article(self, what: str, name: str, inside: str = "") -> None:
        if what == "state":
            self._send(json.dumps(self.desk.state(name), ensure_ascii=False).encode(), "a.json")
        elif what == "page":
            self._send(prints.picture(self.desk.file(name, ".pdf"), int(inside)), "a.png")
        elif what == "book":
            self._send(self.desk.member(name, inside), inside, _BOOK)
        else:
            raise KeyError(what)

    def _send(self, data: bytes, name: str, policy: str = _BOOK) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") or name.endswith(".xhtml") else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _changes(self) -> None:
        """Word of each change, as an event, for as long as the browser listens."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        version = -1
        while not self.desk.ended.is_set():
            version = self.desk.wait(version, _PATIENCE)
            self.wfile.write(f"data: {version}\n\n".encode())
            self.wfile.flush()
