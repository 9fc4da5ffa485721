"""The floor: bare WeasyPrint on the pipeline's own HTML and CSS, in one warm process; the pages are made before the clock starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.article import Picture
from pipeline.build import read, resolved
from pipeline.diagnostics import Report
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.export import _page, prepared, serialised
from pipeline.job import Job
from pipeline.metadata import moment

VARIANT = "pdf/a-3a"


@dataclass(frozen=True)
class Page:
    """A page ready to be printed."""

    html: bytes
    pictures: Mapping[str, Picture]


def page(source: Path) -> Page:
    """The page that the pipeline prints of an article."""
    report = Report(source)
    article = resolved(read(Job(source, ("pdf",)), report), report)
    document = prepared(article, report)
    made = _page(article, document, b"", moment(article.metadata.published, None))
    return Page(serialised(made), document.pictures)


class Floor:
    """Prints pages, with the fonts and style sheets shared."""

    def __init__(self) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()
        self._sheets: list[Any] = [CSS(filename=path, font_config=self._fonts) for path in sheets()]

    def __call__(self, one: Page) -> bytes:
        """The print of a page."""
        from weasyprint import HTML

        html = HTML(string=one.html.decode("utf-8"), base_url=press.BASE, url_fetcher=press.fetcher(one.pictures))
        return bytes(html.write_pdf(stylesheets=self._sheets, font_config=self._fonts, pdf_variant=VARIANT))


def sheets() -> list[Path]:
    """The house style of prints."""
    return [press.folder() / "css" / name for name in ("base.css", "paper.css")]
