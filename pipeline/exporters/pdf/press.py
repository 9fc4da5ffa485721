"""Press: WeasyPrint, warm and shut in: what a page may load, which style sheets it has, what its complaints mean."""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from pipeline import fonts
from pipeline.article import Picture, Settings
from pipeline.diagnostics import Refused, Report
from pipeline.exporters.pdf import quick
from pipeline.exporters.pdf.again import drawn_again
from pipeline.exporters.pdf.alike import alike
from pipeline.exporters.pdf.balance import balanced
from pipeline.exporters.pdf.breaks import whole_lines
from pipeline.exporters.pdf.captions import roomy_captions
from pipeline.exporters.pdf.drawings import plain_letters
from pipeline.exporters.pdf.ends import brought_back
from pipeline.exporters.pdf.filled import filled
from pipeline.exporters.pdf.floats import whole_floats
from pipeline.exporters.pdf.flow import flowing
from pipeline.exporters.pdf.known import known
from pipeline.exporters.pdf.leftward import joined_marks, leftward_lines
from pipeline.exporters.pdf.measured import Faces
from pipeline.exporters.pdf.notes import staying
from pipeline.exporters.pdf.outlines import outlined
from pipeline.exporters.pdf.parted import parted_notes
from pipeline.exporters.pdf.plain import plain_boxes, plain_ink, plain_lines
from pipeline.exporters.pdf.shared import once
from pipeline.exporters.pdf.signs import even_signs
from pipeline.exporters.pdf.structure import tagged
from pipeline.exporters.pdf.written import written
from pipeline.styles import folder, sheet

BASE = "https://article.invalid/"  # where the pictures of an article seem to stand; nothing is there
ARCHIVE, SHOP = "pdf/a-3a", "pdf/x-4"  # what a print is: for readers and archives, or for a printing press
_LOADED = 200  # files that a style sheet may load; one that loads itself has no end
_PIXELS = 60_000_000  # of one picture: more would take a gigabyte
_LOCK = threading.Lock()  # the layout functions that are changed are a module's: one print at a time
_MISSING = re.compile(r"unsupported by fonts: (.*)", re.DOTALL)

quick.load()  # whoever imports this module is about to print


@cache
def _fonts() -> Any:
    """The fonts, looked up once a process."""
    from PIL import Image
    from weasyprint.text.fonts import FontConfiguration

    Image.MAX_IMAGE_PIXELS = _PIXELS // 2  # Pillow refuses twice this
    with fonts.pinned():
        return FontConfiguration()


@cache
def _sheet(path: Path, stamp: int) -> tuple[Any, Report]:
    """A style sheet, parsed once a process unless it changes, and what it could not load: all but what stands below its own folder."""
    from weasyprint import CSS

    report = Report(path)
    try:
        with _heard(report):
            words, fetch, counters = sheet(path), fetcher({}, path.parent), dict[str, Any]()
            css = CSS(string=words, base_url=path.as_uri(), url_fetcher=fetch, font_config=_fonts(), counter_style=counters)
            css.counters = counters
            return css, report
    except (ValueError, SyntaxError) as fault:  # it is not text, or its selectors are too deep
        report("css-readable", f"it cannot be read: {fault}")
        return None, report


@lru_cache(maxsize=2)
def _faces(*sheets: Any) -> Faces:
    """What is known of the texts of prints that have the same style sheets, and so the same fonts."""
    return {}


def _sheets(styles: list[Path], report: Report) -> list[Any]:
    read = [_sheet(path, path.stat().st_mtime_ns) for path in styles]
    for one in (one for _, found in read for one in found):
        path = Path(one.path)
        report("css-readable", f"{path.name}: {one.message.replace(f'{path.parent.as_uri()}/', '')}")
    if not all(sheet for sheet, _ in read):
        raise Refused
    return [sheet for sheet, _ in read]


def warm() -> None:
    """Load what all prints share."""
    _sheets(sheets("journal", Settings()), Report(Path()))


def fetcher(pictures: Mapping[str, Picture], below: Path | None = None) -> Any:
    """What loads the parts of a page: pictures that were found before, `data:`, and files below one folder; nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    known = {picture.name: picture for picture in pictures.values()}
    loaded = count(1)

    class Shut(URLFetcher):  # type: ignore[misc]
        """Answers from memory."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            picture = known.get(unquote(url[len(BASE) :])) if url.startswith(BASE) else None
            if picture is not None:
                return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme == "file" and not parts.netloc and below is not None and path.is_relative_to(below.resolve()):
                if next(loaded) > _LOADED:
                    raise ValueError(f"more than {_LOADED} files are loaded")
                return URLFetcherResponse(url, path.read_bytes())
            raise ValueError(f"not of this article: {url}")

    return Shut(allowed_protocols={"data", "file", "https"})


def sheets(theme: str, settings: Settings) -> list[Path]:
    """The style sheets of a print, the user's last."""
    house = folder() / "css"
    names = ["base", "paper", f"themes/{theme}"]
    names += [f"sheets/{settings.paper}"] if settings.paper != "auto" else []
    names += ["sheets/columns"] if settings.columns > 1 else []
    names += ["sheets/marks"] if settings.marks else []
    names += ["sheets/press"] if settings.output_intent else []
    return [*(house / f"{name}.css" for name in names), *(path.resolve() for path in settings.css)]


def laid_out(page: bytes, pictures: Mapping[str, Picture], styles: list[Path], variant: str, report: Report) -> Any:
    """The page in pages, not yet drawn."""
    from weasyprint import HTML
    from weasyprint.css.counters import CounterStyle

    read, counters = _sheets(styles, report), CounterStyle()
    for one in read:
        counters.update(one.counters)

    def render() -> Any:
        document = HTML(string=page.decode("utf-8"), base_url=BASE, url_fetcher=fetcher(pictures))
        return document.render(stylesheets=read, font_config=_fonts(), counter_style=counters, pdf_variant=variant)

    with (
        _heard(report),
        _LOCK,
        once(),
        alike(),
        known(),
        staying(),
        parted_notes(),
        plain_boxes(),
        whole_lines(),
        filled(_faces(*read)),
        balanced(),
        brought_back(),
        whole_floats(),
        roomy_captions(),
        leftward_lines(),
        even_signs(),
        outlined(),
        plain_lines(),
    ):
        with flowing():
            laid = render()
        return laid if _whole(laid) else render()


def _whole(laid: Any) -> bool:
    """Whether every box has its place: a mark of a list may lose it where text goes before figures, and could not be drawn."""
    from weasyprint.layout.absolute import AbsolutePlaceholder

    boxes = (box for page in laid.pages for box in page._page_box.descendants())
    return all(box._layout_done for box in boxes if isinstance(box, AbsolutePlaceholder))


def drawn(laid: Any, attached: tuple[str, bytes], when: datetime, variant: str, report: Report) -> tuple[bytes, set[str]]:
    """The pages as PDF, with the source attached where the variant has room for it; and the characters that no font has."""
    from weasyprint import Attachment

    name, source = attached
    fetch = fetcher({})
    attachment = Attachment(string=source.decode("utf-8"), name=name, relationship="Source", created=when, modified=when, url_fetcher=fetch)
    with (
        _heard(report) as ear,
        _LOCK,
        once(),
        written(),
        tagged(laid.pages),
        plain_letters(),
        joined_marks(),
        drawn_again(),
        plain_ink(),
        _identified(source),
    ):
        # an archive gets its identifier when it is finished; pydyf would write everything twice to find one
        own = {"attachments": [attachment], "pdf_identifier": False} if variant == ARCHIVE else {}
        data = bytes(laid.write_pdf(pdf_variant=variant, **own))
    return data, ear.missing


@contextmanager
def _identified(source: bytes) -> Iterator[None]:
    """While this holds, the identifier in a file for print shops comes from the source; WeasyPrint rolls dice for it."""
    from weasyprint.pdf import metadata

    dice, metadata.uuid4 = metadata.uuid4, lambda: uuid5(NAMESPACE_URL, sha256(source).hexdigest())
    try:
        yield
    finally:
        metadata.uuid4 = dice


@contextmanager
def _heard(report: Report) -> Iterator[_Ear]:
    """Hear what WeasyPrint complains of, and say it in our words."""
    logger = logging.getLogger("weasyprint")
    handler = _Ear(report)
    old, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.propagate = old


class _Ear(logging.Handler):
    """Turns complaints about glyphs, pictures and style sheets into diagnostics."""

    def __init__(self, report: Report) -> None:
        super().__init__(logging.WARNING)
        self.report = report
        self.missing: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if missing := _MISSING.search(said):
            self.missing |= {chr(int(code, 16)) for code in re.findall(r"\(U\+([0-9A-F]+)\)", missing.group(1))}
            self.report("glyph-available", f"no font of the print style has {missing.group(1)}")
        elif said.startswith("Failed to load image"):
            self.report("picture-readable", said.replace(BASE, ""))
        elif said.startswith("Failed to render SVG"):
            self.report("picture-readable", f"{said.split()[-1].replace(BASE, '')[:80]} is printed as far as its first fault")
        elif said.startswith(("Failed to load stylesheet", "Font-face")):
            self.report("css-readable", said)
