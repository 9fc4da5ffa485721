"""Pictures on the network, where they are asked for: no neighbour of this machine is asked, whatever leads to it."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.pictures import fetch
from tests.hostile.kit import article, built, codes, picture
from tests.laws.articles import png

OUTSIDE = "93.184.215.14"  # an address on the public network, which is never reached here


@pytest.fixture
def neighbour(monkeypatch, tmp_path):
    """A server on this machine, which has a picture and sends others on; it counts what it is asked."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    class Neighbour(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            self.send_response(302 if self.path.startswith("/to/") else 200)
            if self.path.startswith("/to/"):
                self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            self.wfile.write(png())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("", 0), Neighbour)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def fetching(folder, href):
    return codes(built(folder, article(picture(href)), formats=("html",), fetch=True))


HOSTS = ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "[::]", "169.254.169.254", "10.0.0.1"]


@pytest.mark.parametrize("host", HOSTS)
def test_no_neighbour_is_asked(tmp_path, neighbour, host):
    assert fetching(tmp_path, f"http://{host}:{neighbour.server_port}/x.png") == [("picture-local", 4)]
    assert neighbour.asked == []


@pytest.mark.parametrize("target", ["http://127.0.0.2:{0}/x.png", "http://[::1]:{0}/x.png", "file:///etc/passwd", "ftp://127.0.0.2/x"])
def test_no_neighbour_is_asked_by_way_of_another_server(tmp_path, neighbour, monkeypatch, target):
    monkeypatch.setattr(fetch, "public", lambda address: address == "127.0.0.1")
    way = f"/to/{target.format(neighbour.server_port)}"
    assert fetching(tmp_path, f"http://127.0.0.1:{neighbour.server_port}{way}") == [("picture-local", 4)]
    assert neighbour.asked == [way]


def names(monkeypatch, *answers):
    """Answers for a name, one after another; what is connected to is noted and refused."""
    left, reached = list(answers), []

    def asked(host, port, *_, **__):
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (one, port)) for one in addresses]

    def connected(place, *_):
        reached.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    monkeypatch.setattr(socket, "create_connection", connected)
    return reached


@pytest.mark.usefixtures("neighbour")
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_of_a_neighbour_is_not_asked(tmp_path, monkeypatch, scheme):
    reached = names(monkeypatch, [OUTSIDE, "127.0.0.1"])
    assert fetching(tmp_path, f"{scheme}://pictures.example/x.png") == [("picture-local", 4)]
    assert reached == []


@pytest.mark.usefixtures("neighbour")
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_means_another_later_is_asked_where_it_was_looked_at(tmp_path, monkeypatch, scheme):
    reached = names(monkeypatch, [OUTSIDE], ["127.0.0.1"])
    assert fetching(tmp_path, f"{scheme}://pictures.example/x.png") == [("picture-local", 4)]
    assert reached == [OUTSIDE]
