"""Pictures: finds the files that an article names, below its own folder and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.schema.pictures import inside
from pipeline.tree import HREF

LIMIT = 64 * 1024 * 1024  # bytes of one picture
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
)
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp")  # what a page or a book can show


@dataclass(frozen=True)
class Picture:
    """A picture of the article: the address that the article gives it, its bytes, its media type."""

    href: str
    data: bytes
    media_type: str


def pictures(article: Article, report: Report) -> Mapping[str, Picture]:
    """The pictures that an output can show, by address; what is missing or cannot be shown is reported."""
    found: dict[str, Picture] = {}
    for element in _named(article.root, "graphic", "inline-graphic"):
        href = str(element.get(HREF))
        picture = found.get(href) or find(article, href, report, element)
        if picture and picture.media_type not in SHOWN:
            report("picture-readable", f"{href} is {picture.media_type}; outputs show PNG, JPEG, GIF, SVG and WebP", element)
        elif picture:
            found[href] = picture
    return found


def files(article: Article, report: Report) -> Mapping[str, Picture]:
    """The other files that go with the article: media and supplements below its folder; addresses on the network are only links."""
    found: dict[str, Picture] = {}
    for element in _named(article.root, "media", "supplementary-material"):
        href = str(element.get(HREF))
        if "://" not in href and (file := find(article, href, report, element)):
            found[href] = file
    return found


def _named(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    return (element for element in root.iter(*tags) if element.get(HREF))


def find(article: Article, href: str, report: Report, element: etree._Element) -> Picture | None:
    """The file at an address that an element of the article gives, or None with a diagnostic."""
    path = inside(article.folder, href)
    if path is None:
        report("picture-inside", f"{href} leads out of the article's folder", element)
        return None
    try:
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= LIMIT else b""
    except OSError:
        data = b""
    if not data:
        report("picture-found", f"there is no {href} below the article's folder", element)
        return None
    return Picture(href, data, media_type(data, path.suffix))


def media_type(data: bytes, suffix: str = "") -> str:
    """The media type of a file by its first bytes; the suffix only where these do not tell."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if b"<svg" in data[:1000]:
        return "image/svg+xml"
    known = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    return known or {".mp4": "video/mp4", ".mp3": "audio/mpeg", ".csv": "text/csv"}.get(suffix.lower(), "application/octet-stream")
