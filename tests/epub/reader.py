"""A book opened in epub.js, an engine that readers are made of, in a real browser."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from mimetypes import guess_type

from tests import judges
from tests.browser import browser
from tests.oracles.judge import HOME

ADDRESS = "http://127.0.0.1:9/"  # nothing listens: the book answers
PAGE = """<!DOCTYPE html><html lang="en"><title>Reader</title><style>body { margin: 0 } #area { width: 100vw; height: 100vh }</style>
<div id="area"></div><script src="/epub.js"></script>"""
OPEN = """async FLOW => {
  window.book = ePub('/book/');
  window.shown = book.renderTo('area', {width: '100%', height: '100%', flow: FLOW});
  await book.ready;
  return book.spine.spineItems.map(item => item.href);
}"""
# What stands in the page that is shown now: its words, what is wider than it, how dark its paper and its letters are
LOOK = """() => {
  const inside = document.querySelector('iframe').contentDocument, root = inside.documentElement, limit = root.clientWidth + 1;
  const moves = node => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(node).overflowX);
  const scrolls = node => node && node !== inside.body && (moves(node) || scrolls(node.parentElement));
  const wide = [...inside.body.querySelectorAll('*')].filter(node => {
    const box = node.getBoundingClientRect();
    return box.width && (box.right > limit || box.left < -1) && !scrolls(node);
  });
  return {words: inside.body.innerText, pictures: [...inside.images].every(one => one.naturalWidth), body: inside.body.dir || root.dir,
          wide: wide.map(node => node.outerHTML.slice(0, 200)), scroll: root.scrollWidth - root.clientWidth};
}"""


class Reader:
    """A book in a reader."""

    def __init__(self, page, flow) -> None:
        self.page, self.flow, self.wrong = page, flow, []
        page.on("pageerror", lambda fault: self.wrong.append(str(fault)))

    def open(self) -> list[str]:
        """The files of the spine."""
        self.page.goto(ADDRESS)
        return self.page.evaluate(OPEN, self.flow)

    def show(self, href: str) -> dict:
        """Turn to a place, and say what stands there."""
        self.page.evaluate("href => shown.display(href)", href)
        self.page.wait_for_timeout(150)
        return self.page.evaluate(LOOK)

    def lands(self, file: str, href: str) -> bool:
        """Whether a link in a file leads to something."""
        target, _, key = href.partition("#")
        self.page.evaluate("href => shown.display(href)", target or file)
        return self.page.evaluate("key => !!document.querySelector('iframe').contentDocument.getElementById(key)", key)


@contextmanager
def reading(data: bytes, flow="scrolled-doc", **choices):
    """A reader with this book, which scrolls or turns pages (`paginated`); the test is skipped by name where there is no reader."""
    judges.ready("reader")
    with browser() as chromium, zipfile.ZipFile(io.BytesIO(data)) as book:
        page = chromium.new_page(**choices)
        page.route("**/*", lambda route: _answer(route, book))
        yield Reader(page, flow)


def _answer(route, book: zipfile.ZipFile) -> None:
    path = route.request.url.removeprefix(ADDRESS)
    if path == "":
        route.fulfill(body=PAGE, content_type="text/html")
    elif path == "epub.js":
        route.fulfill(path=HOME / "epubjs/package/dist/epub.min.js")
    elif path.removeprefix("book/") in book.namelist():
        kind = guess_type(path)[0] or ("application/xhtml+xml" if path.endswith(".xhtml") else "application/xml")
        route.fulfill(body=book.read(path.removeprefix("book/")), content_type=kind)
    else:
        route.abort()
