"""A real browser for tests of pages, and axe in it."""

from __future__ import annotations

from contextlib import contextmanager

from tests import judges
from tests.oracles.judge import HOME

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = ("file:", "http://127.0.0.1", "data:", "blob:")


@contextmanager
def browser():
    """Chromium; a test without it is skipped by name."""
    judges.ready("browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


def opened(chromium, address, **choices):
    """A page, and what went wrong on it: errors, and requests that left the machine."""
    page = chromium.new_page(**choices)
    page.wrong = []
    page.on("pageerror", lambda fault: page.wrong.append(str(fault)))
    page.on(
        "request", lambda one: None if one.url.startswith(("file:", "http://127.0.0.1", "data:", "blob:")) else page.wrong.append(one.url)
    )
    page.goto(address)
    return page


def barriers(page):
    """What axe finds wrong with a page as it stands now."""
    page.add_script_tag(path=str(HOME / "axe/package/axe.min.js"))
    found = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
