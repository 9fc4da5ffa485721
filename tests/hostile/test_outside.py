"""A whole build of a hostile folder, watched from outside and from inside: it opens nothing beyond its folder and asks nobody."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.hostile.kit import ALL, CANARY, article, drawing, picture

CANARIES = ("outside.txt", "outside.svg", "outside.css")
MATH = "<p><inline-formula><tex-math>\\input{{{0}/outside.txt}}</tex-math></inline-formula></p>"
INSIDE = '<image href="file://{0}/outside.svg"/><style>@import "file://{0}/outside.css"</style><image href="http://127.0.0.1:9/x"/>'
ADDRESSES = (
    "../outside.svg",
    "{0}/outside.svg",
    "file://{0}/outside.svg",
    "link.svg",
    "links/outside.svg",
    "http://127.0.0.1:9/x.svg",
    "a.svg",
    "a.eps",
)
SUPPLEMENT = '<supplementary-material xlink:href="../outside.txt"><caption><p>Data</p></caption></supplementary-material>'
INCLUDED = '<p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{0}/outside.txt" parse="text"/></p>'
DOCTYPE = (
    '<!DOCTYPE article SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "file://{0}/outside.txt"> %p; '
    '<!ENTITY x SYSTEM "{0}/outside.txt">]>'
)
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 90\n%%EndComments\n(OUT/outside.txt) (r) file 100 string readstring pop = showpage"
RUN = "import sys; from pipeline.__main__ import main; sys.argv[0] = 'pipeline'; main()"
# Told by the interpreter itself of every file, address and program; what it hears it writes into the file of its first argument.
GUARD = """
import sys
heard = open(sys.argv.pop(1), "w")
def hear(event, words):
    if event in ("open", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "urllib.Request"):
        print(event, words, file=heard, flush=True)
sys.addaudithook(hear)
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with every way out that a source knows, and files outside that nobody may open."""
    inside = tmp_path / "in"
    inside.mkdir()
    for name in CANARIES:
        (tmp_path / name).write_bytes(drawing(f"<text>{CANARY}</text>"))
    (inside / "link.svg").symlink_to(tmp_path / "outside.svg")
    (inside / "links").symlink_to(tmp_path)
    (inside / "a.svg").write_bytes(drawing(INSIDE.format(tmp_path)))
    (inside / "a.eps").write_bytes(EPS.replace(b"OUT", str(tmp_path).encode()))
    body = "".join(picture(one.format(tmp_path)) for one in ADDRESSES) + SUPPLEMENT + MATH.format(tmp_path) + INCLUDED.format(tmp_path)
    (inside / "ways.xml").write_bytes(article(body))
    (inside / "entities.xml").write_bytes(article("<p>&x;</p>", DOCTYPE.format(tmp_path)))
    return tmp_path


def words(folder):
    return ["build", "in", "--to", ",".join(ALL), "--output", str(folder / "out"), "--audit", "--force"]


def built(folder):
    assert len(list((folder / "out" / "ways").iterdir())) > len(ALL)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not on this machine")
def test_the_system_sees_no_file_opened_outside_and_no_connection(folder):
    log = folder / "strace.log"
    watched = ["strace", "-f", "-qq", "-e", "trace=open,openat,connect,sendto", "-o", str(log), sys.executable, "-c", RUN]
    done = subprocess.run([*watched, *words(folder)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    built(folder)
    calls = log.read_text("utf-8", "replace")
    assert "ways.xml" in calls
    assert [line for line in calls.splitlines() if any(name in line for name in CANARIES)] == []
    assert re.findall(r"connect\([^\n]*AF_INET[^\n]*", calls) == []


def test_the_interpreter_sees_no_file_opened_outside_and_no_host_looked_up(folder):
    log = folder / "heard.log"
    done = subprocess.run(
        [sys.executable, "-c", GUARD + RUN, str(log), *words(folder), "--jobs", "1"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    built(folder)
    heard = log.read_text("utf-8", "replace")
    assert "ways.xml" in heard
    assert [line for line in heard.splitlines() if any(name in line for name in CANARIES) or line.startswith(("socket", "urllib"))] == []
