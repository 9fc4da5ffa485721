"""Buckets, on a real S3 server that runs here: the same articles as on this machine, whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline import remote
from pipeline.job import Job
from pipeline.reports import page
from tests.cli.conftest import ARTICLE

s3fs = pytest.importorskip("s3fs")
GRAPHIC = '<graphic xlink:href="dot.tif"><alt-text>A dot</alt-text></graphic>'
PICTURED = ARTICLE.replace("<p>Words", f'<fig id="f1"><caption><title>A dot</title></caption>{GRAPHIC}</fig><p>Words')
FORMATS = ("--to", "wikitext,epub,html")


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("flask")
    from moto.server import ThreadedMotoServer

    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    yield "http://{}:{}".format(*moto.get_host_and_port())
    moto.stop()


@pytest.fixture
def bucket(server, monkeypatch, folder):
    """An empty bucket, and the environment that leads to it."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem(use_listings_cache=False)
    if system.exists("articles"):
        system.rm("articles", recursive=True)
    else:
        system.mkdir("articles")
    return system


@pytest.fixture
def filled(bucket, folder):
    """Articles in the bucket and the same ones here; one has a picture, under another suffix and in a folder, one is empty."""
    from PIL import Image

    (folder / "source/figures").mkdir()
    Image.new("RGB", (4, 4), "red").save(folder / "source/figures/DOT.png")
    (folder / "source/pictured.xml").write_text(PICTURED, "utf-8")
    (folder / "source/empty.xml").write_bytes(b"")
    (folder / "source/figures/other.png").write_bytes(b"not asked for")
    bucket.put(str(folder / "source"), "articles/in", recursive=True)
    return bucket


def test_a_bucket_gives_the_same_files(filled, folder, pipeline):
    far = pipeline("build", "s3://articles/in", *FORMATS, "--output", "s3://articles/out")
    near = pipeline("build", "source", *FORMATS, "--output", "near")
    assert (far.status, far.codes) == (1, near.codes), far.err
    assert "s3://articles/in/empty.xml:0: error[source-readable]" in far.err
    assert "s3://articles/out/pictured/pictured.epub" in far.out.splitlines()
    stored = {name.removeprefix("articles/out/"): filled.cat_file(name) for name in filled.find("articles/out")}
    here = {str(path.relative_to("near")): path.read_bytes() for path in Path("near").rglob("*") if path.is_file()}
    assert {name: data for name, data in stored.items() if name != "index.html"} == {
        name: data for name, data in here.items() if name != "index.html"
    }
    assert any(name.endswith("dot.png") for name in stored)
    rows = page.rows(stored["index.html"])
    assert {key: len(row["files"]) for key, row in rows.items()} == {"empty": 0, "pictured": 3, "small": 3}


def test_what_was_built_before_stays_where_an_article_fails(filled, folder, pipeline):
    pipeline("build", "s3://articles/in/small.xml", *FORMATS, "--output", "s3://articles/out")
    before = {name: filled.cat_file(name) for name in filled.find("articles/out/small")}
    filled.pipe_file("articles/in/small.xml", b"")
    pipeline("build", "s3://articles/in/small.xml", *FORMATS, "--output", "s3://articles/out")
    assert {name: filled.cat_file(name) for name in filled.find("articles/out/small")} == before


def test_where_a_manifest_stands_all_files_do(filled, folder, monkeypatch):
    job = Job(Path("s3://articles/in/small.xml"), ("wikitext", "html"), Path("s3://articles/out"))
    assert remote.built(job).worst is None
    put = remote.put

    def torn(path, data):
        if path.name.endswith(".html"):
            raise OSError("the line is cut")
        put(path, data)

    monkeypatch.setattr(remote, "put", torn)
    found = remote.built(job)
    assert [one.code for one in found.diagnostics] == ["output-writable"]
    assert found.files == ()
    assert not filled.exists("articles/out/small/manifest.json")
    monkeypatch.undo()


def test_a_bucket_that_is_not_there_is_told(bucket, folder, pipeline):
    done = pipeline("build", "source/small.xml", *FORMATS, "--output", "s3://nowhere/out")
    assert done.status == 1
    assert "small.xml:0: error[output-writable]: s3://nowhere/out: " in done.err
    done = pipeline("build", "s3://articles/nothing.xml", *FORMATS)
    assert "error[source-readable]: s3://articles/nothing.xml" in done.err


def test_an_article_of_the_web_is_read_with_its_pictures(folder, pipeline):
    from PIL import Image

    (folder / "web").mkdir()
    (folder / "web/on.xml").write_text(PICTURED.replace("dot.tif", "figures/dot.png"), "utf-8")
    (folder / "web/figures").mkdir()
    Image.new("RGB", (4, 4), "red").save(folder / "web/figures/dot.png")
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder / "web")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/on.xml"
        done = pipeline("build", address, "--to", "html")
        server.shutdown()
    assert (done.status, done.err) == (0, "")
    record = json.loads((folder / "output/on/manifest.json").read_bytes())
    assert sorted(one["name"].rpartition("/")[2] for one in record["artifacts"]) == ["dot.png", "on.html"]


@pytest.mark.parametrize(
    ("path", "address"),
    [("s3://b/k.xml", "s3://b/k.xml"), ("https://h/a.xml", "https://h/a.xml"), ("source/a.xml", ""), ("/s3:/a", ""), ("a:b.xml", "")],
)
def test_addresses_and_paths_are_told_apart(path, address):
    assert remote.address(Path(path)) == address


def test_without_addresses_nothing_of_them_is_loaded():
    code = "import pipeline.cli.commands, sys; print(sorted({'fsspec', 's3fs', 'distributed', 'dask'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
