"""Shop: what makes of a PDF of WeasyPrint's a PDF/X-4, for the printing press of an output intent (ISO 15930-7)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

_SPACES = {b"CMYK": (4, Name.DeviceCMYK), b"RGB ": (3, Name.DeviceRGB), b"GRAY": (1, Name.DeviceGray)}
_GRAY = {"rg": Operator("g"), "RG": Operator("G")}


def press(path: Path) -> bytes:
    """The ICC profile in a file; raises OSError where there is none, ValueError where it is of no press (ICC.1, 7.2: class `prtr`)."""
    profile = path.read_bytes()
    if profile[36:40] != b"acsp" or profile[12:16] != b"prtr" or profile[16:20] not in _SPACES:
        raise ValueError("is the ICC profile of a printing press (class prtr), in CMYK, RGB or gray")
    return profile


def exchanged(data: bytes, path: Path) -> bytes:
    """The finished file: its press named and held inside, colours managed, grays in black alone, and nothing to click."""
    profile = press(path)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.OutputIntents = Array([_intent(pdf, profile)])
        managed = Array([Name.ICCBased, _held(pdf, _srgb(), 3)])
        for page in pdf.pages:
            page.contents_coalesce()
            if Name.Annots in page.obj:
                del page.obj.Annots
        for holder, stream in _drawings(pdf):
            stream.write(_in_black(holder))
            _manage(holder, managed, _SPACES[profile[16:20]][1])
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _intent(pdf: pikepdf.Pdf, profile: bytes) -> Dictionary:
    """The output intent (ISO 32000-1, 14.11.5): the printing condition that the file is made for."""
    from PIL import ImageCms

    title = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip() or "Custom"
    held = _held(pdf, profile, _SPACES[profile[16:20]][0])
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=pikepdf.String(title),
        Info=pikepdf.String(title),
        DestOutputProfile=held,
    )


def _held(pdf: pikepdf.Pdf, profile: bytes, colours: int) -> pikepdf.Stream:
    stream = pdf.make_stream(profile)
    stream.N = colours
    return stream


@cache
def _srgb() -> bytes:
    """What the colours of pages and pictures are in."""
    return files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()


def _drawings(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """What has content and resources: pages, forms, tiles; and where the content stands."""
    yield from ((page.obj, page.obj.Contents) for page in pdf.pages)
    for one in list(pdf.objects):
        if isinstance(one, pikepdf.Stream) and (one.get(Name.Subtype) == Name.Form or one.get(Name.PatternType) == 1):
            yield one, one


def _in_black(holder: pikepdf.Object) -> bytes:
    """The content, in which each gray is one of black ink: mixed of all inks, letters would have coloured seams."""
    said = ((list(one.operands), one.operator) for one in pikepdf.parse_content_stream(holder))
    return pikepdf.unparse_content_stream(
        [(given[:1], _GRAY[str(operator)]) if _is_gray(given, operator) else (given, operator) for given, operator in said]
    )


def _is_gray(colours: list[pikepdf.Object], operator: Operator) -> bool:
    return str(operator) in _GRAY and len({float(one) for one in colours}) == 1


def _manage(holder: pikepdf.Object, managed: Array, own: Name) -> None:
    """Let RGB mean sRGB there, and what shines through mix in the colours of the press."""
    if Name.Resources not in holder:
        holder.Resources = Dictionary()
    if Name.ColorSpace not in holder.Resources:
        holder.Resources.ColorSpace = Dictionary()
    holder.Resources.ColorSpace.DefaultRGB = managed
    if Name.Group in holder:
        holder.Group.CS = own
