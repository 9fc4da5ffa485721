"""Hostile pictures: addresses and links out of the folder, drawings that run, load or swell, bombs, PostScript that reads."""

import shutil
import struct
import zlib

import pytest

from tests.hostile.kit import CANARY, LINE, article, bomb, built, codes, drawing, opened, picture, text
from tests.pictures.drawn import lines, saved

OUTSIDE = [
    "../outside.svg",
    "%2e%2e/outside.svg", "..%2Foutside.svg", "figures/../../outside.svg", "..\\outside.svg", "/etc/hostname",
    "//127.0.0.1:9/x.png",
    "\\\\127.0.0.1\\x.png", "file:///etc/hostname", "FILE:../outside.svg", "a%00.svg", "ftp://127.0.0.1:9/x.png",
    "data:image/svg+xml,&lt;svg/&gt;", "",
]  # fmt: skip


@pytest.mark.parametrize("href", OUTSIDE)
def test_an_address_out_of_the_folder_is_told_and_not_read(tmp_path, href):
    (tmp_path / "outside.svg").write_bytes(drawing(f"<text>{CANARY}</text>"))
    outcome = built(tmp_path, article(picture(href)))
    assert codes(outcome) == [("picture-inside", LINE)]
    assert "outside.svg" not in [path.name for path in outcome.files]


@pytest.mark.parametrize("href", ["http://127.0.0.1:9/x.png", "HTTPS://127.0.0.1:9/x.png"])
def test_a_picture_on_the_network_is_told_and_not_fetched(tmp_path, href):
    assert codes(built(tmp_path, article(picture(href)))) == [("picture-local", LINE)]


@pytest.mark.parametrize("kind", ["file", "folder", "circle"])
def test_a_link_of_the_file_system_out_of_the_folder_is_not_followed(tmp_path, kind):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "map.svg").write_bytes(drawing(f"<text>{CANARY}</text>"))
    goal = {"file": tmp_path / "outside" / "map.svg", "folder": tmp_path / "outside", "circle": inside / "figures"}[kind]
    (inside / ("map.svg" if kind == "file" else "figures")).symlink_to(goal)
    names = ("map.svg", "figures/map.svg", "MAP.svg", "map")
    files = (
        f'<p>Words.</p><supplementary-material xlink:href="{names[kind != "file"]}"><caption><p>Data</p></caption></supplementary-material>'
    )
    outcome = built(tmp_path, article("".join(map(picture, names)) + files))
    assert {code for code, _ in codes(outcome)} <= {"picture-inside", "picture-found", "format-holds"}
    assert len(codes(outcome)) > 2
    assert not [path for path in outcome.files if path.name.endswith(".svg")]


ALIVE = {
    "a script": "<script>alert(1)</script>",
    "a page": '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>',
    "an event": '<rect width="9" height="9" onclick="alert(1)"/>',
    "a link that runs": '<a xlink:href="java&#10;script:alert(1)"><rect width="9" height="9"/></a>',
    "an animated link": '<a href="#r"><animate attributeName="xlink:href" to="javascript:alert(1)"/><rect id="r"/></a>',
    "a picture elsewhere": '<image href="http://127.0.0.1:9/a.png" width="9" height="9"/>',
    "a file as a picture": '<image xlink:href="file:///etc/hostname" width="9" height="9"/>',
    "a part of another drawing": '<use href="http://127.0.0.1:9/a.svg#b"/>',
    "an import": "<style>@import url(http://127.0.0.1:9/a.css); rect { fill: red }</style>",
    "an import in escapes": r"<style>@\69 mport 'http://127.0.0.1:9/a.css';</style>",
    "a style elsewhere": r'<rect width="9" height="9" style="fill: u\72l(http://127.0.0.1:9/a)"/>',
    "a colour elsewhere": '<rect width="9" height="9" fill="url( http://127.0.0.1:9/a#b )"/>',
    "a base elsewhere": '<g xml:base="http://127.0.0.1:9/"><use href="#r"/></g><rect id="r" width="9" height="9"/>',
}


@pytest.mark.parametrize("inside", ALIVE.values(), ids=ALIVE)
def test_a_drawing_that_runs_or_loads_is_made_still(tmp_path, inside):
    outcome = built(tmp_path, article(picture("a.svg")), {"a.svg": drawing(f'<circle r="3"/>{inside}')})
    assert set(codes(outcome)) == {("picture-inert", LINE)}
    for path in outcome.files:
        data = opened(path) if path.name != "manifest.json" else b""  # which has the findings
        assert b"127.0.0.1" not in data
        assert b"alert(1)" not in data
    assert "<circle" in text(outcome, "a.svg")


NONE = {
    "a width": ('<rect width="NaN" height="9"/>', '<rect height="9"/>'),
    "a power": ('<circle r="1e999"/>', "<circle/>"),
    "a path": ('<path d="M0 0L9 9L NaN 5"/>', '<path d="M0 0L9 9"/>'),
    "a shift": ('<g transform="translate(-inf 0)"/>', "<g/>"),
}


@pytest.mark.parametrize(("inside", "left"), NONE.values(), ids=NONE)
def test_a_number_that_is_none_is_taken_out_of_a_drawing(tmp_path, inside, left):
    outcome = built(tmp_path, article(picture("a.svg")), {"a.svg": drawing(inside)})
    assert codes(outcome) == [("picture-inert", LINE)]
    assert left in text(outcome, "a.svg")


def test_one_choice_of_a_drawing_is_left(tmp_path):
    choice = '<switch><g systemLanguage="de"><path id="a"/></g><g id="b"/><text>otherwise</text></switch>'
    outcome = built(tmp_path, article(picture("a.svg")), {"a.svg": drawing(f"<title>named</title>{choice}")})
    assert '<switch><g id="b"/></switch>' in text(outcome, "a.svg")


def test_a_style_sheet_of_another_file_does_not_come_with_a_drawing(tmp_path):
    head = '<?xml-stylesheet href="http://127.0.0.1:9/a.css"?>'
    outcome = built(tmp_path, article(picture("a.svg")), {"a.svg": drawing('<circle r="3"/>', head)})
    assert codes(outcome) == [("picture-inert", LINE)]
    assert "127.0.0.1" not in text(outcome, "a.svg")


SWOLLEN = {
    "uses of uses": drawing(
        '<g id="g0"><path/></g>'
        + "".join(f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 10))
        + '<use href="#g9"/>'
    ),
    "uses in a circle": drawing('<g id="a"><use href="#a"/></g>'),
    "uses by the hundred thousand": drawing('<path id="p"/>' + '<use href="#p"/>' * 150_000),
    "a thousand million laughs": drawing("<text>&l9;</text>", bomb("svg")),
    "a file as an entity": drawing("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "../outside.txt">]>'),
}


@pytest.mark.parametrize("data", SWOLLEN.values(), ids=SWOLLEN)
def test_a_drawing_that_swells_is_not_shown(tmp_path, data):
    (tmp_path / "outside.txt").write_text(CANARY)
    assert codes(built(tmp_path, article(picture("a.svg")), {"a.svg": data})) == [("picture-readable", LINE)]


@pytest.mark.parametrize("size", ['width="1e9" height="1e9"', 'width="0" height="-5"', 'width="9e999" height="nan"', ""])
def test_a_drawing_of_any_size_fits_its_page(tmp_path, size):
    outcome = built(tmp_path, article(picture("a.svg")), {"a.svg": drawing('<rect width="9" height="9"/>', size=size)})
    assert {code for code, _ in codes(outcome)} <= {"picture-readable", "picture-inert"}
    assert text(outcome, ".pdf")


def png(width, height):
    """A picture that says it has this size, and has a few bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes(1_000_000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def header(form, at, size):
    """A small picture whose header says another size."""
    data = bytearray(saved(lines(size=(9, 9)), form))
    data[at : at + len(size)] = size
    return bytes(data)


BOMBS = {
    "PNG": png(60_000, 60_000),
    "PNG of the greatest size": png(2**31 - 1, 2**31 - 1),
    "GIF": header("GIF", 6, b"\xff\xff\xff\xff"),
    "BMP": header("BMP", 18, struct.pack("<ii", 60_000, 60_000)),
    "PDF": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>",
    "nothing but a beginning": b"\x89PNG\r\n\x1a\n",
    "text": b"<html><script>alert(1)</script></html>",
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_a_picture_that_is_a_bomb_or_none_is_not_opened(tmp_path, data):
    assert ("picture-readable", LINE) in codes(built(tmp_path, article(picture("a.png")), {"a.png": data}))


@pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript is not on this machine")
@pytest.mark.parametrize(
    "program",
    [
        "({}) (r) file 100 string readstring pop show showpage",
        "(%pipe%cat {}) (r) file 100 string readstring pop show showpage",
        "({}) deletefile showpage",
        "({}.made) (w) file (x) writestring showpage",
    ],
)
def test_postscript_reads_writes_and_runs_nothing(tmp_path, program):
    outside = tmp_path / "outside.txt"
    outside.write_text(CANARY)
    eps = "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 90\n%%EndComments\n/Courier 9 selectfont 9 9 moveto\n" + program.format(outside)
    outcome = built(tmp_path, article(picture("a.eps")), {"a.eps": eps.encode()}, ("html",))
    assert codes(outcome) == [("picture-readable", LINE)]
    assert outside.read_text() == CANARY
    assert not (tmp_path / "outside.txt.made").exists()


@pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript is not on this machine")
def test_postscript_without_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.pictures.convert.SECONDS", 1)
    eps = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 90\n%%EndComments\n{} loop\n"
    assert codes(built(tmp_path, article(picture("a.eps")), {"a.eps": eps}, ("html",))) == [("picture-readable", LINE)]
