"""Convert: a picture in any common form as one that pages, books and prints can show, in sRGB and no bigger than print needs."""

from __future__ import annotations

import io
import os
import resource
import struct
import subprocess
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from lxml import etree
from PIL import EpsImagePlugin, Image, ImageCms, ImageFile, ImageOps

from pipeline.pictures.drawing import Swollen, inert

SHOWN = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")  # what every output can show
BOX = (2400, 3200)  # pixels: 300 to the inch on the text block of a page, and some
MEMORY = 256 * 1024 * 1024  # bytes of a decoded picture
SECONDS = 60  # that Ghostscript may take for a picture
_FORMS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "AVIF", "JPEG2000", "EPS")  # what Pillow may try
_PLAIN = ("1", "L", "LA", "P", "RGB", "RGBA")  # modes that every output shows as they are
_DEEP = ("I", "F")
_QUALITY = 88
# What a damaged picture makes Pillow and PDFium raise; not Exception, so that the limits of an article hold here too
_FAULTS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
    subprocess.SubprocessError,
    Image.DecompressionBombError,
    ImageCms.PyCMSError,
)
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x00\x0cjP  ", "image/jp2"),
    (b"%PDF-", "application/pdf"),
    (b"%!PS", "application/postscript"),
    (b"\xc5\xd0\xd3\xc6", "application/postscript"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (b"\x01\x00\x09\x00", "image/wmf"),
)
_SUFFIXES = {".mp4": "video/mp4", ".mp3": "audio/mpeg", ".csv": "text/csv"}


class Unreadable(Exception):
    """A picture cannot be shown; the message says why."""


def media_type(data: bytes, suffix: str = "") -> str:
    """The media type of a file by its first bytes; the suffix only where these do not tell."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    if data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF":
        return "image/emf"
    known = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    if not known and b"<svg" in data[:4096]:
        return "image/svg+xml"
    return known or _SUFFIXES.get(suffix.lower(), "application/octet-stream")


def shown(data: bytes, tell: Callable[[str], None] = lambda said: None) -> tuple[bytes, str]:
    """A picture as outputs can show it, and its media type; what a drawing loses for it is told. Raises Unreadable."""
    kind = media_type(data)
    if kind == "image/svg+xml":
        return _drawing(data, tell), kind
    if kind in ("image/emf", "image/wmf", "application/octet-stream"):
        raise Unreadable(f"it is {kind}")
    with _faults(kind):
        image = _page(data) if kind == "application/pdf" else _opened(data)
        if kind in SHOWN and image.mode in _PLAIN and _fits(image) and not _profile(image) and _is_whole(data):
            return data, kind
        image = _fitted(_srgb(ImageOps.exif_transpose(image)))
        return _encoded(image, photograph=kind == "image/jpeg")


@contextmanager
def _faults(kind: str) -> Iterator[None]:
    """Whatever a damaged or hostile picture makes the libraries raise is one finding."""
    if kind == "application/postscript" and not EpsImagePlugin.has_ghostscript():
        raise Unreadable("it is EPS, and Ghostscript, which reads that, is not on this machine")
    before = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS  # other libraries set them for all
    ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = False, MEMORY // 2
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _FAULTS as fault:
        raise Unreadable(f"it is {kind} that cannot be read ({type(fault).__name__})") from fault
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = before


def _drawing(data: bytes, tell: Callable[[str], None]) -> bytes:
    try:
        return inert(data, tell)
    except etree.XMLSyntaxError as fault:
        raise Unreadable("it is SVG that is not well-formed, or needs other files to be read") from fault
    except (Swollen, RecursionError) as fault:
        raise Unreadable(str(fault) if isinstance(fault, Swollen) else "its parts use each other without end") from fault


def _opened(data: bytes) -> Image.Image:
    """The picture, or the first of several, decoded."""
    Image.init()
    image = Image.open(io.BytesIO(data), formats=_FORMS)
    if image.width * image.height * (1 if image.mode in ("1", "L", "P") else 4) > MEMORY:
        raise Unreadable(f"it has {image.width} × {image.height} pixels")
    if isinstance(image, EpsImagePlugin.EpsImageFile):
        return _printed(data, cast("Any", image.tile[0].args)[1], max(1, min(4, BOX[0] // image.width, BOX[1] // image.height)))
    image.load()
    return image


def _is_whole(data: bytes) -> bool:
    """Whether all parts of a file are sound, not only those that its pixels need: others read them too."""
    try:
        Image.open(io.BytesIO(data), formats=_FORMS).verify()
    except _FAULTS:
        return False
    return True


def _printed(data: bytes, box: tuple[int, int, int, int], scale: int) -> Image.Image:
    """PostScript as Ghostscript draws it, which may read and write nothing, and has a time and a size that it may take."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.eps"), Path(folder, "out.ppm")
        source.write_bytes(data)
        size = f"-g{(box[2] - box[0]) * scale}x{(box[3] - box[1]) * scale}"
        how = ["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pnmraw", size, f"-r{72 * scale}", f"-sOutputFile={target}"]
        program = ["-c", f"{-box[0]} {-box[1]} translate", "-f", str(source), "-c", "showpage"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [str(EpsImagePlugin.gs_binary), *how, *program]
        alone = {**os.environ, "TMPDIR": folder}  # -dSAFER leaves it the folder of temporary files, which is everybody's
        subprocess.run(command, check=True, timeout=SECONDS, preexec_fn=_small_files, env=alone, **quiet)  # type: ignore[call-overload]
        return Image.open(io.BytesIO(target.read_bytes()), formats=["PPM"]).convert("RGB")


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY, MEMORY))


def _page(data: bytes) -> Image.Image:
    """The first page of a PDF, drawn for print."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        scale = min(300 / 72, BOX[0] / page.get_width(), BOX[1] / page.get_height())
        return page.render(scale=scale).to_pil().convert("RGB")  # type: ignore[no-any-return]


def _fits(image: Image.Image) -> bool:
    return image.width <= BOX[0] and image.height <= BOX[1]


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The colour profile of a picture, if it has one that is not sRGB."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        return None if "srgb" in ImageCms.getProfileDescription(profile).lower() else profile
    except (KeyError, TypeError, OSError, ImageCms.PyCMSError):
        return None


def _srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB, grey or black and white, eight bits a channel, without anything that is not picture."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")) if image.mode == "LAB" else _profile(image)
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in _DEEP:
        image = _stretched(image)
    elif image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode in ("La", "RGBa"):
        image = image.convert(f"{image.mode[:-1]}A")
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    image = _matched(image.convert(image.mode[:-1]) if alpha else image, profile)
    if alpha:
        image.putalpha(alpha)
    image.info = {}
    return image


def _stretched(image: Image.Image) -> Image.Image:
    """Measured values as greys, the least black, the greatest white."""
    low, high = cast("tuple[float, float]", image.getextrema())
    scale = 255 / ((high - low) or 1)
    return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")


def _matched(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    """The picture with the colours that its profile means; without one, by the plain sums."""
    plain = image if image.mode in ("1", "L", "RGB") else None
    if profile is None:
        return plain or image.convert("RGB")
    source = image.convert("L") if image.mode == "1" else image
    try:
        matched = ImageCms.profileToProfile(source, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:  # a profile of another kind of colour than the picture has
        return plain or image.convert("RGB")
    return matched or source


def _fitted(image: Image.Image) -> Image.Image:
    if _fits(image):
        return image
    image = image.convert("L") if image.mode == "1" else image
    image.thumbnail(BOX, Image.Resampling.LANCZOS)
    return image


def _encoded(image: Image.Image, photograph: bool) -> tuple[bytes, str]:
    """PNG, which loses nothing, unless JPEG takes less than half of that or the picture was JPEG before."""
    if image.mode in ("1", "LA", "RGBA"):
        return _saved(image, "PNG"), "image/png"
    part = _strips(image)
    if photograph or len(_saved(part, "JPEG")) * 2 < len(_saved(part, "PNG")):
        return _saved(image, "JPEG"), "image/jpeg"
    return _saved(image, "PNG"), "image/png"


def _strips(image: Image.Image) -> Image.Image:
    """An eighth of a picture, from its top, its middle and its end: how it is best kept shows there eight times as fast."""
    width, high = image.width, image.height // 24
    if high < 16:
        return image
    strips = Image.new(image.mode, (width, 3 * high))
    for n in range(3):
        top = (2 * n + 1) * image.height // 6 - high // 2
        strips.paste(image.crop((0, top, width, top + high)), (0, n * high))
    return strips


def _saved(image: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **({"quality": _QUALITY} if form == "JPEG" else {}))
    return buffer.getvalue()
