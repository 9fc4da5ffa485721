"""Every common form of picture becomes one that outputs can show, in sRGB, small enough, without anything that is not picture."""

import struct
import sys
import zlib

import pytest
from PIL import Image, ImageCms, features

from pipeline.pictures import convert
from pipeline.pictures.convert import BOX, Unreadable, shown
from tests.pictures.drawn import lines, opened, photograph, saved

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
RED, WHITE = (255, 0, 0), (255, 255, 255)


def near(colour, other, by=12):
    return all(abs(a - b) <= by for a, b in zip(colour, other, strict=True))


@pytest.mark.parametrize("data", [saved(lines(), "PNG"), saved(photograph(), "JPEG"), saved(lines("P"), "GIF"), SVG])
def test_what_outputs_can_show_stays_as_it_is(data):
    assert shown(data)[0] is data


def test_a_picture_with_a_broken_part_behind_its_pixels_is_made_anew():
    whole = saved(lines(), "PNG")
    broken = whole[:-12] + b"\x90\x00\x00\x00" + whole[-12:]
    made, kind = shown(broken)
    assert (kind, opened(made).tobytes()) == ("image/png", opened(whole).tobytes())
    assert b"\x90\x00\x00\x00" not in made[-16:]


@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("TIFF", "RGB", {}),
        ("TIFF", "RGB", {"compression": "tiff_lzw"}),
        ("TIFF", "CMYK", {"compression": "tiff_lzw"}),
        ("TIFF", "P", {}),
        ("TIFF", "YCbCr", {}),
        ("TIFF", "RGBA", {}),
        ("BMP", "RGB", {}),
        ("WEBP", "RGB", {"lossless": True}),
        ("AVIF", "RGB", {}),
        ("JPEG2000", "RGB", {}),
    ],
)
def test_line_art_becomes_png(form, mode, options):
    data, kind = shown(saved(lines(mode), form, **options))
    image = opened(data)
    assert (kind, image.format, image.size) == ("image/png", "PNG", (320, 200))
    assert near(image.convert("RGB").getpixel((160, 100)), RED, 30)
    assert near(image.convert("RGB").getpixel((160, 20)), WHITE, 30)


@pytest.mark.parametrize(("form", "mode"), [("TIFF", "RGB"), ("TIFF", "CMYK"), ("BMP", "RGB")])
@pytest.mark.parametrize("size", [(320, 200), (800, 900)])
def test_a_photograph_becomes_jpeg(form, mode, size):
    data, kind = shown(saved(photograph(mode, size), form))
    assert (kind, opened(data).format, opened(data).size) == ("image/jpeg", "JPEG", size)


def test_big_line_art_becomes_png():
    assert shown(saved(lines(size=(800, 900)), "TIFF"))[1] == "image/png"


def test_a_print_jpeg_becomes_one_for_screens():
    data, kind = shown(saved(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG"))
    assert (kind, opened(data).mode) == ("image/jpeg", "RGB")
    assert near(opened(data).getpixel((4, 4)), RED)


def test_colours_are_those_that_the_profile_means():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    plain = saved(lines(), "PNG")
    srgb = saved(lines(), "PNG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    assert shown(srgb)[0] is srgb
    changed = opened(shown(saved(lines(), "PNG", icc_profile=profile))[0])
    assert "icc_profile" not in changed.info
    assert changed.size == opened(plain).size


def test_a_damaged_profile_is_no_profile():
    data = saved(lines(), "PNG", icc_profile=b"?")
    assert shown(data)[0] is data


@pytest.mark.parametrize(
    ("mode", "values"),
    [("I;16", struct.pack("<3H", 0, 32768, 65535)), ("I", struct.pack("=3i", -9, 0, 9)), ("F", struct.pack("=3f", 0, 0.5, 1))],
)
def test_deep_greys_become_eight_bits(mode, values):
    made = opened(shown(saved(Image.frombytes(mode, (3, 1), values), "TIFF"))[0])
    assert made.mode == "L"
    assert [made.getpixel((x, 0)) for x in range(3)] in ([0, 128, 255], [0, 127, 255])


def test_a_deep_png_too():
    image = Image.new("I;16", (9, 9), 65535)
    assert opened(shown(saved(image, "PNG"))[0]).getpixel((4, 4)) == 255


def test_the_first_of_several_pages():
    data = saved(Image.new("RGB", (9, 9), "red"), "TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9), "blue")])
    assert opened(shown(data)[0]).getpixel((4, 4)) == RED


@pytest.mark.parametrize("size", [(3000, 300), (300, 6500)])
@pytest.mark.parametrize("mode", ["1", "P", "RGB", "RGBA"])
def test_a_big_picture_is_made_smaller(size, mode):
    made = opened(shown(saved(lines(mode, size), "PNG"))[0])
    assert made.width <= BOX[0]
    assert made.height <= BOX[1]
    assert abs(made.width / made.height - size[0] / size[1]) < 0.2


def test_transparency_stays():
    image = lines("RGBA")
    image.putalpha(image.convert("L").point(lambda value: 255 if value < 200 else 0))
    for form in ("TIFF", "WEBP"):
        made = opened(shown(saved(image, form))[0])
        assert made.getpixel((160, 20))[3] == 0
        assert made.getpixel((5, 5))[3] == 255


def test_a_picture_that_lies_on_its_side_is_stood_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(shown(saved(lines(), "TIFF", exif=exif))[0]).size == (200, 320)


def test_nothing_but_the_picture_stays():
    exif = Image.Exif()
    exif[0x010E] = "who took it and where"
    data = saved(photograph("CMYK"), "JPEG", exif=exif, comment=b"secret")
    made = shown(data)[0]
    assert b"who took" in data
    assert b"who took" not in made
    assert b"secret" not in made


def test_a_page_of_a_pdf():
    data = saved(lines(), "PDF", resolution=72)
    made = opened(shown(data)[0])
    assert made.size == (1334, 834)  # 300 to the inch, and what was begun
    assert near(made.convert("RGB").getpixel((666, 416)), RED, 30)


def test_the_same_bytes_every_time():
    data = saved(photograph("CMYK"), "TIFF")
    assert shown(data) == shown(data)


def bomb(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bomb(30_000, 30_000), "cannot be read|pixels"),
        (bomb(10_000, 10_000), "10000 × 10000 pixels"),
        (b"II*\x00 and so on", "image/tiff that cannot be read"),
        (saved(lines(), "PNG")[:200], "image/png that cannot be read"),
        (b"%PDF-1.4 and so on", "application/pdf that cannot be read"),
        (b"\x01\x00\x00\x00" + bytes(36) + b" EMF", "it is image/emf"),
        (b"\xd7\xcd\xc6\x9a and so on", "it is image/wmf"),
        (b"words", "application/octet-stream"),
        (b"<svg", "not well-formed"),
        (b"<html><svg/></html>", "not SVG"),
    ],
)
def test_what_cannot_be_shown_says_why(data, why, monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    with pytest.raises(Unreadable, match=why):
        shown(data)


def test_a_colour_picture_may_need_as_much_memory_as_a_black_and_white_one_of_four_times_its_size(monkeypatch):
    monkeypatch.setattr(convert, "MEMORY", 320 * 200)
    assert shown(saved(lines("1"), "TIFF"))
    with pytest.raises(Unreadable, match="320 × 200 pixels"):
        shown(saved(lines(), "TIFF"))


def test_eps_needs_ghostscript(monkeypatch):
    monkeypatch.setattr("PIL.EpsImagePlugin.gs_binary", False)
    with pytest.raises(Unreadable, match="Ghostscript"):
        shown(saved(lines(), "EPS"))


FAKE = """#!{python}
import sys
from PIL import Image
said = dict(word.partition("=")[::2] for word in sys.argv if "=" in word)
[size] = [word[2:].split("x") for word in sys.argv if word.startswith("-g")]
assert "-dSAFER" in sys.argv
Image.new("RGB", tuple(map(int, size)), "red").save(said["-sOutputFile"], "PPM")
"""


def test_eps_is_drawn_for_print_and_safely(tmp_path, monkeypatch):
    fake = tmp_path / "gs"
    fake.write_text(FAKE.format(python=sys.executable))
    fake.chmod(0o755)
    monkeypatch.setattr("PIL.EpsImagePlugin.gs_binary", str(fake))
    data, kind = shown(saved(lines(), "EPS"))
    assert (kind, opened(data).size) == ("image/png", (1280, 800))
    fake.write_text(f"#!{sys.executable}\nraise SystemExit(1)\n")
    with pytest.raises(Unreadable, match="CalledProcessError"):
        shown(saved(lines(), "EPS"))


def test_the_limits_of_an_article_are_not_taken_for_a_damaged_picture(monkeypatch):
    class OutOfTime(Exception):
        pass

    def late(*_, **__):
        raise OutOfTime

    monkeypatch.setattr("PIL.Image.open", late)
    with pytest.raises(OutOfTime):
        shown(saved(lines(), "TIFF"))


def test_eps_is_drawn_by_ghostscript(monkeypatch):
    from PIL.EpsImagePlugin import has_ghostscript

    monkeypatch.setattr("PIL.EpsImagePlugin.gs_binary", None)  # it is looked for once a process, maybe by a test that hides all programs
    if not has_ghostscript():
        pytest.skip("Ghostscript is not installed")
    assert near(opened(shown(saved(lines(), "EPS"))[0]).convert("RGB").getpixel((640, 400)), RED, 30)


def test_the_installed_pillow_reads_all_forms():
    assert all(features.check(one) for one in ("libtiff", "webp", "avif", "jpg_2000", "littlecms2"))
