"""The floor: bare WeasyPrint on the pipeline's own HTML and CSS, in one warm process; and one warm worker of the pipeline.

`python -m bench.floor floor|FORMATS FILE.xml…` prints the seconds of processor time; what the first article loads is not counted.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.compare import processor_time
from pipeline.article import Picture
from pipeline.build import build, read, resolved
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


def floor(sources: Iterable[Path]) -> float:
    """Bare WeasyPrint, as it is used by itself."""
    press = Floor()
    pages = [page(source) for source in sources]
    press(pages[0])
    return _seconds(lambda: [press(one) for one in pages])


def warm(sources: Iterable[Path], formats: tuple[str, ...]) -> float:
    """A worker of the pipeline that has built an article before."""
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        jobs = [Job(source, formats, Path(folder)) for source in sources]
        build(jobs[0])
        gc.collect()
        gc.freeze()
        return _seconds(lambda: [_built(job) for job in jobs])


def _built(job: Job) -> None:
    outcome = build(job)
    gc.collect()  # as a worker does
    assert len(outcome.files) > len(job.formats), outcome.diagnostics


def _seconds(work: Callable[[], object]) -> float:
    start = processor_time()
    work()
    return processor_time() - start


if __name__ == "__main__":
    kind, *names = sys.argv[1:]
    found = [Path(name) for name in names]
    print(floor(found) if kind == "floor" else warm(found, tuple(kind.split(","))))
