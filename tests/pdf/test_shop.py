"""A print for a press: marks beyond the bleed, the output intent inside, grays in black alone, nothing to click."""

import io
import struct

import pikepdf
import pytest
from click.testing import CliRunner

from pipeline.article import Article, Settings
from pipeline.cli.commands import cli
from pipeline.diagnostics import Report
from pipeline.exporters.pdf import export
from pipeline.exporters.pdf.shop import press
from tests.pdf.articles import article

BODY = """<p>Words <styled-content style="color:red">in red</styled-content>, and
 <ext-link xlink:href="https://example.org">a link</ext-link>.</p>
<fig id="f1"><caption><p>A drawing that shines through.</p></caption><graphic xlink:href="drawing.svg"/></fig>"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><g opacity="0.5"><rect width="40" height="40" fill="#333"/>
<rect x="20" width="40" height="40" fill="#d00"/></g></svg>"""


def profile(kind=b"prtr", space=b"CMYK"):
    """A profile of the smallest size: no ink is white, all of the first is black."""
    words = b"Press of the test"
    desc = b"desc" + bytes(4) + struct.pack(">I", len(words) + 1) + words + bytes(1 + 8 + 3 + 67)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    table = bytes(range(256))
    nodes = b"".join(bytes([255 - 85 * ((n >> 3) + (n >> 2 & 1) + (n >> 1 & 1)) if n % 2 == 0 else 0, 128, 128]) for n in range(16))
    unit = struct.pack(">9i", *(65536 if n % 4 == 0 else 0 for n in range(9)))
    colours = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + unit + table * 4 + nodes + table * 3
    parts = [(b"desc", desc), (b"cprt", b"text" + bytes(4) + b"none\0"), (b"wtpt", white), (b"A2B0", colours)]
    start, entries, data = 128 + 4 + 12 * len(parts), b"", b""
    for name, part in parts:
        entries += name + struct.pack(">2I", start + len(data), len(part))
        data += part + bytes(-len(part) % 4)
    body = struct.pack(">I", len(parts)) + entries + data
    lit = struct.pack(">3i", 63190, 65536, 54061)
    head = struct.pack(">I", 128 + len(body)) + bytes(4) + b"\x02\x40\0\0" + kind + space + b"Lab " + bytes(12) + b"acsp" + bytes(28) + lit
    return head.ljust(128, b"\0") + body


@pytest.fixture
def intent(tmp_path):
    (tmp_path / "press.icc").write_bytes(profile())
    (tmp_path / "drawing.svg").write_text(DRAWING, "utf-8")
    return tmp_path / "press.icc"


def printed(tmp_path, **chosen):
    """The print of the article, as bytes."""
    made = article(tmp_path, BODY)
    shop = Article(made.path, made.root, Settings(**chosen))
    (data,) = [file.data for file in export(shop, Report(tmp_path)) if file.name.endswith(".pdf")]
    return data


def operators(pdf):
    """Every operator that is drawn with, and its operands."""
    forms = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
    return [(str(one.operator), list(one.operands)) for page in [*pdf.pages, *forms] for one in pikepdf.parse_content_stream(page)]


def test_it_names_its_press_and_holds_its_profile(tmp_path, intent):
    with pikepdf.open(io.BytesIO(printed(tmp_path, output_intent=str(intent)))) as pdf:
        (one,) = pdf.Root.OutputIntents
        assert (one.S, one.OutputConditionIdentifier) == ("/GTS_PDFX", "Press of the test")
        assert one.DestOutputProfile.read_bytes() == intent.read_bytes()
        assert one.DestOutputProfile.N == 4
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in pdf.Root.Metadata.read_bytes()
        assert pdf.pdf_version == "1.6"


def test_grays_are_black_ink_and_colours_are_managed(tmp_path, intent):
    with pikepdf.open(io.BytesIO(printed(tmp_path, output_intent=str(intent)))) as pdf:
        colours = [operands for name, operands in operators(pdf) if name in ("rg", "RG")]
        assert colours
        assert all(len(set(map(float, one))) > 1 for one in colours)
        assert ("g", [0]) in [(name, list(map(float, operands))) for name, operands in operators(pdf) if name == "g"]
        holders = [page.obj for page in pdf.pages]
        holders += [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
        assert {str(holder.Resources.ColorSpace.DefaultRGB[0]) for holder in holders} == {"/ICCBased"}
        groups = [holder.Group.CS for holder in holders if "/Group" in holder]
        assert groups
        assert set(groups) == {"/DeviceCMYK"}


def test_nothing_can_be_clicked_and_that_is_told(tmp_path, intent):
    made, report = article(tmp_path, BODY), Report(tmp_path)
    shop = Article(made.path, made.root, Settings(output_intent=str(intent)))
    (data,) = [file.data for file in export(shop, report) if file.name.endswith(".pdf")]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not [page for page in pdf.pages if "/Annots" in page.obj]
    assert "a file for a press has no links, no tags and no source inside" in [one.message for one in report]


def test_the_same_bytes_each_time(tmp_path, intent):
    assert printed(tmp_path, output_intent=str(intent), marks=True) == printed(tmp_path, output_intent=str(intent), marks=True)


def test_marks_stand_beyond_the_bleed_in_an_archive_too(tmp_path, intent):
    with pikepdf.open(io.BytesIO(printed(tmp_path, marks=True))) as pdf:
        page = pdf.pages[0]
        media, bleed, trim = ([float(n) for n in box] for box in (page.mediabox, page.obj.BleedBox, page.trimbox))
        assert [bleed[0] - media[0], trim[0] - bleed[0]] == [14, 10]
        assert [media[2] - bleed[2], bleed[2] - trim[2]] == [14, 10]
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize("data", [profile(b"mntr", b"RGB "), profile(b"prtr", b"Lab "), b"", b"no profile" * 20])
def test_a_profile_of_a_screen_is_no_press(tmp_path, data):
    path = tmp_path / "other.icc"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="class prtr"):
        press(path)


def test_a_wrong_profile_is_a_wrong_use(tmp_path):
    done = CliRunner().invoke(cli, ["build", str(tmp_path), "--output-intent", str(tmp_path / "none.icc")])
    assert done.exit_code == 2
    assert "cannot be read: No such file" in done.output
