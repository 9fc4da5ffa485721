"""The pictures of an article beside its outputs: their names, the same in all formats; placeholders; originals; fetching."""

import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from pipeline.article import Settings
from pipeline.build import Job, build, convert
from pipeline.pictures.fetch import cache
from tests import judges
from tests.pictures.drawn import lines, opened, photograph, saved

HEAD = """<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" dtd-version="1.3" xml:lang="en">
<front><journal-meta><journal-id/><issn/></journal-meta>
<article-meta><title-group><article-title>On silk</article-title></title-group></article-meta></front>
"""
ALL = ("html", "epub", "pdf", "tei", "wikitext", "jats")


def figure(number, href, alt="<alt-text>A pattern</alt-text>"):
    title = f"<caption><title>Silk of the {number} kind</title></caption>"
    return f'<fig id="f{number}"><label>Figure {number}</label>{title}<graphic xlink:href="{href}">{alt}</graphic></fig>'


def article(folder, *hrefs, more=""):
    figures = "".join(figure(number, href) for number, href in enumerate(hrefs, 1))
    path = folder / "silk.xml"
    path.write_text(f"{HEAD}<body>{figures}{more}</body><back></back></article>", "utf-8")
    return path


def built(path, *formats, **settings):
    """The files made of an article, by name, and the codes of the findings."""
    output = path.parent.parent / "output"
    outcome = build(Job(path, formats, output, Settings(**settings)))
    files = {file.relative_to(output / "silk").as_posix(): file.read_bytes() for file in outcome.files}
    return files, [one.code for one in outcome.diagnostics]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "source"
    made.mkdir()
    return made


def test_all_formats_name_the_files_beside_them(folder):
    (folder / "figures").mkdir()
    (folder / "figures" / "one.TIF").write_bytes(saved(lines(), "TIFF"))
    (folder / "journal.x.g002.tif").write_bytes(saved(photograph("CMYK"), "TIFF"))
    (folder / "a b.gif").write_bytes(saved(lines("P"), "GIF"))
    files, codes = built(article(folder, "figures/one.tif", "info:doi/10.1/journal.x.g002", "a%20b.gif"), *ALL)
    assert codes == []
    names = ["figures/one.png", "journal.x.g002.jpg", "a_b.gif"]
    page = etree.fromstring(files["silk.html"])
    assert page.xpath("//@src") == names
    assert etree.fromstring(files["silk.jats.xml"]).xpath("//graphic/@*[local-name() = 'href']") == names
    assert etree.fromstring(files["silk.tei.xml"]).xpath("//*[local-name() = 'graphic']/@url") == page.xpath("//@src")
    assert all(f"[[File:{Path(name).name}|" in files["silk.wiki"].decode() for name in names)
    assert set(names) < set(files)
    with zipfile.ZipFile(io.BytesIO(files["silk.epub"])) as book:
        assert {f"EPUB/{name}" for name in names} < set(book.namelist())


def test_archives_keep_what_a_picture_was(folder):
    tiff = saved(lines(), "TIFF")
    (folder / "one.tif").write_bytes(tiff)
    (folder / "two.png").write_bytes(saved(lines(), "PNG"))
    for name, keeps in (("jats", True), ("tei", True), ("wikitext", False), ("html", False)):
        files, _ = built(article(folder, "one.tif", "two.png"), name)
        assert files.get("originals/one.tif") == (tiff if keeps else None)
        assert "originals/two.png" not in files


def test_the_file_of_the_address_is_the_original_though_another_is_shown(folder, monkeypatch):
    monkeypatch.setattr("PIL.EpsImagePlugin.gs_binary", False)
    (folder / "one.eps").write_bytes(b"%!PS-Adobe")
    (folder / "one.jpg").write_bytes(saved(photograph(), "JPEG"))
    files, codes = built(article(folder, "one.eps"), "jats")
    assert codes == []
    assert files["originals/one.eps"] == b"%!PS-Adobe"
    assert files["one.jpg"] == (folder / "one.jpg").read_bytes()


def test_pictures_that_would_bear_one_name_get_two(folder):
    (folder / "one.tif").write_bytes(saved(lines(), "TIFF"))
    (folder / "one.bmp").write_bytes(saved(lines(size=(99, 99)), "BMP"))
    files, codes = built(article(folder, "one.tif", "one.bmp", "one.tif"), "html", "wikitext")
    assert codes == []
    assert etree.fromstring(files["silk.html"]).xpath("//@src") == ["one.png", "one-2.png", "one.png"]
    assert [opened(files[name]).size for name in ("one.png", "one-2.png")] == [(320, 200), (99, 99)]


@pytest.mark.parametrize(
    ("name", "safe"), [('a"b*.png', "a_b_.png"), ("a#1.png", "a_1.png"), ("what?.png", "what_.png"), ("a b[1].png", "a_b_1_.png")]
)
def test_names_that_no_book_can_hold_are_changed(folder, name, safe):
    (folder / name).write_bytes(saved(lines(), "PNG"))
    files, codes = built(article(folder, name.replace('"', "&quot;")), "html", "tei")
    assert codes == []
    assert etree.fromstring(files["silk.html"]).xpath("//@src") == [safe]
    assert safe in files


def test_no_picture_takes_the_name_of_an_output(folder):
    (folder / "cover.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    (folder / "silk.pdf").write_bytes(b"%PDF-1.4 as published")
    (folder / "manifest.json").write_bytes(b"{}")
    more = "".join(f'<supplementary-material xlink:href="{name}"/>' for name in ("silk.pdf", "manifest.json"))
    files, codes = built(article(folder, "cover.svg", more=more), "html", "pdf", "epub")
    assert codes == ["format-holds"] * 2  # a book holds no supplements
    assert {"cover-2.svg", "silk-2.pdf", "manifest-2.json", "silk.pdf", "manifest.json"} < set(files)
    assert files["silk-2.pdf"] == b"%PDF-1.4 as published"
    with zipfile.ZipFile(io.BytesIO(files["silk.epub"])) as book:
        assert {"EPUB/cover.svg", "EPUB/cover-2.svg"} < set(book.namelist())


def test_the_media_type_is_that_of_the_file(folder):
    (folder / "one.tif").write_bytes(saved(lines(), "TIFF"))
    graphic = '<graphic xlink:href="one.tif" mimetype="image" mime-subtype="tiff"><alt-text>A</alt-text></graphic>'
    files, _ = built(article(folder, more=graphic), "tei", "jats")
    assert etree.fromstring(files["silk.tei.xml"]).xpath("//@mimeType") == ["image/png"]
    assert etree.fromstring(files["silk.jats.xml"]).xpath("//graphic/@mime-subtype") == ["png"]


HOSTILE = ("../secret.png", "/etc/hostname", "https://example.org/figures/map.png", "gone.tif", "broken.png", "drawing.emf")


def damaged(folder):
    (folder.parent / "secret.png").write_bytes(saved(lines(), "PNG"))
    (folder / "broken.png").write_bytes(saved(lines(), "PNG")[:300])
    (folder / "drawing.emf").write_bytes(b"\x01\x00\x00\x00" + bytes(36) + b" EMF")
    return article(folder, *HOSTILE)


def test_no_picture_stops_a_build_and_each_is_named_where_it_should_stand(folder):
    files, codes = built(damaged(folder), *ALL)
    assert sorted(codes) == sorted(["picture-inside"] * 2 + ["picture-local", "picture-found"] + ["picture-readable"] * 2)
    names = [href.rpartition("/")[2] for href in HOSTILE]
    page = etree.fromstring(files["silk.html"])
    assert ["".join(one.itertext()) for one in page.xpath("//*[@class = 'missing']")] == [f"[{name} – A pattern]" for name in names]
    assert page.xpath("//*[@class = 'missing']/*/@href") == ["https://example.org/figures/map.png"]
    assert not page.xpath("//*[local-name() = 'img']")
    with zipfile.ZipFile(io.BytesIO(files["silk.epub"])) as book:
        assert all(name in book.read("EPUB/article.xhtml").decode() for name in names)
    text = "".join(one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(files["silk.pdf"]))
    assert all(name in text for name in names)
    assert etree.fromstring(files["silk.tei.xml"]).xpath("//*[local-name() = 'graphic']/@url") == list(HOSTILE)
    assert "[[File:gone.tif|" in files["silk.wiki"].decode()
    assert {name.rpartition(".")[2] for name in files} == {"html", "epub", "pdf", "png", "xml", "wiki", "json"}


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_the_judges_accept_placeholders_and_converted_pictures(folder, kind):
    damaged(folder)
    (folder / "print.tif").write_bytes(saved(photograph("CMYK"), "TIFF"))
    (folder / "big.png").write_bytes(saved(lines("P", (3000, 900)), "PNG"))
    (folder / "clear.webp").write_bytes(saved(lines("RGBA"), "WEBP"))
    (folder / "шёлк 1.gif").write_bytes(saved(lines("P"), "GIF"))
    inline = '<p>Silk <inline-graphic xlink:href="gone.png"/> and <inline-graphic xlink:href="big.png"/>.</p>'
    path = article(folder, *HOSTILE, "print.tif", "big.png", "clear.webp", "шёлк 1.gif", more=inline)
    files, _ = built(path, kind)
    file = folder / f"silk.{kind}"
    file.write_bytes(files[file.name])
    assert judges.problems(kind, [file]) == {str(file): []}


@pytest.mark.parametrize("href", ["data:image/svg+xml,%3Csvg/%3E", "javascript:alert(1)", " data:image/png;base64,AA"])
def test_an_address_that_is_a_picture_or_a_script_itself_is_not_shown(folder, href):
    files, codes = built(article(folder, href), "html", "pdf")
    assert codes == ["picture-inside"]
    assert not etree.fromstring(files["silk.html"]).xpath("//*[local-name() = 'img'] | //*[@class = 'missing']//@href")


def test_a_placeholder_does_not_repeat_its_figure(folder):
    files, _ = built(article(folder, more=figure(1, "gone.png", "")), "html")
    assert etree.fromstring(files["silk.html"]).xpath("//*[@class = 'missing']/text()") == ["[gone.png]"]


def test_an_import_takes_the_files_along_as_they_are(folder, tmp_path):
    (folder / "figures").mkdir()
    (folder / "figures" / "one.TIF").write_bytes(b"II*\x00 whatever")
    outcome = convert(Job(article(folder, "one.tif", "gone.png"), output=tmp_path / "canonical"))
    assert [file.relative_to(tmp_path).as_posix() for file in outcome.files] == ["canonical/silk.xml", "canonical/figures/one.TIF"]
    assert (tmp_path / "canonical" / "figures" / "one.TIF").read_bytes() == b"II*\x00 whatever"


def test_words_for_a_picture_that_has_none_of_its_own(folder):
    (folder / "one.png").write_bytes(saved(lines(), "PNG"))
    figures = [figure(1, "one.png", ""), figure(2, "one.png", "<alt-text/>"), figure(3, "one.png")]
    files, codes = built(article(folder, more="".join(figures)), "html")
    alts = [one.get("alt") for one in etree.fromstring(files["silk.html"]).iter("{*}img")]
    assert alts == ["Figure 1 – Silk of the 1 kind", "", "A pattern"]
    assert codes == ["alt-text-given"]


class Server(BaseHTTPRequestHandler):
    """A small publisher: a picture, a page that is none, a picture that has moved, and moves that lead astray."""

    PLACES = {"/moved.png": "/map.tif", "/astray.png": "file:///etc/hostname", "/round.png": "/round.png"}  # noqa: RUF012

    def do_GET(self):
        self.server.asked.append(self.path)
        if place := self.PLACES.get(self.path):
            self.send_response(302)
            self.send_header("Location", place)
            self.end_headers()
            return
        found = {"/map.tif": saved(lines(), "TIFF"), "/page.png": b"<html>No picture</html>"}.get(self.path)
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(found or b"")

    def log_message(self, *words):
        pass


@pytest.fixture
def publisher(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("pipeline.pictures.fetch.public", lambda host: True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.asked, server.address = [], f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_that_was_not_asked_for(folder, publisher):
    files, codes = built(article(folder, f"{publisher.address}/map.tif"), "html")
    assert codes == ["picture-local"]
    assert publisher.asked == []
    assert "map.png" not in files


def test_a_picture_is_fetched_once(folder, publisher):
    for _ in range(2):
        files, codes = built(article(folder, f"{publisher.address}/map.tif", f"{publisher.address}/moved.png"), "html", "jats", fetch=True)
        assert codes == []
        assert etree.fromstring(files["silk.html"]).xpath("//@src") == ["map.png", "moved.png"]
        assert opened(files["map.png"]).size == (320, 200)
    assert sorted(publisher.asked) == ["/map.tif", "/map.tif", "/moved.png"]
    assert len(list(cache().iterdir())) == 2


@pytest.mark.parametrize("name", ["page.png", "gone.png", "astray.png", "round.png"])
def test_what_cannot_be_fetched_is_only_missing(folder, publisher, name):
    files, codes = built(article(folder, f"{publisher.address}/{name}"), "html", fetch=True)
    assert codes == ["picture-local"]
    assert f">{name}</a> – A pattern]" in files["silk.html"].decode()
    assert not list(cache().glob("*"))


def test_a_picture_beside_the_article_is_not_fetched(folder, publisher):
    (folder / "map.png").write_bytes(saved(lines(), "PNG"))
    files, codes = built(article(folder, f"{publisher.address}/map.tif"), "html", fetch=True)
    assert (codes, publisher.asked) == ([], [])
    assert "map.png" in files


def test_a_picture_over_the_limit_is_not_kept(folder, publisher, monkeypatch):
    monkeypatch.setattr("pipeline.pictures.fetch.LIMIT", 1000)
    _, codes = built(article(folder, f"{publisher.address}/map.tif"), "html", fetch=True)
    assert codes == ["picture-local"]


def test_a_file_over_the_limit_is_not_read(folder, monkeypatch):
    monkeypatch.setattr("pipeline.pictures.LIMIT", 100)
    (folder / "one.png").write_bytes(saved(lines(), "PNG"))
    assert built(article(folder, "one.png"), "html")[1] == ["picture-readable"]


def test_a_drawing_that_print_cannot_finish_is_told(folder):
    inside = '<rect width="9" height="9"/><g transform="rotate(half)"><path d="M0 0h9"/></g>'
    (folder / "map.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>', "utf-8")
    assert built(article(folder, "map.svg"), "html", "pdf")[1] == ["picture-readable"]
