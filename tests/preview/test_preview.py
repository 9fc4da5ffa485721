"""The preview, used in a browser while an article is edited."""

from __future__ import annotations

import http.client
import threading
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.job import FORMATS, Job
from pipeline.preview import panes, server
from pipeline.preview.desk import Desk
from tests.browser import barriers, browser, opened
from tests.cli.conftest import ARTICLE

HOSTILE = "<script>document.title='broken'</script>"
TWICE = ARTICLE.replace(
    'rid="r1"/>.</p>', f'rid="r1"/>.</p><p>Again<xref ref-type="bibr" rid="r1"/>, {HOSTILE.replace("<", "&lt;")}.</p>'
).replace("A small article", HOSTILE.replace("<", "&lt;"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An article that is served, its name with quotes in it."""
    folder = tmp_path_factory.mktemp("edited")
    path = folder / 'it\'s "1" & 2.xml'
    path.write_text(TWICE, "utf-8")
    made = Desk({path.stem: Job(path, FORMATS, folder / "made", audit=True)}, build)
    with server.server(made, 0) as here:
        made.address = f"http://127.0.0.1:{here.server_port}/"
        for work in (here.serve_forever, made.watch):
            threading.Thread(target=work, daemon=True).start()
        yield made
        made.ended.set()
        made.touched([path])
        here.shutdown()


@pytest.fixture(scope="module")
def chromium():
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def view(desk, chromium):
    page = opened(chromium, desk.address, viewport={"width": 1400, "height": 900})
    page.locator("#status.good").wait_for(timeout=120_000)
    return page


def here(view, kind):
    return view.locator(f"#{kind} .here")


def test_a_citation_that_is_clicked_in_one_is_shown_in_all(view):
    assert "consistent: 2 citations" in view.locator("#status").inner_text()
    view.locator("#wikitext [data-key]").nth(1).click()
    assert view.locator("#citation").inner_text().startswith("Citation 2 of 2")
    for kind in ("pdf", "tei", "wikitext"):
        assert here(view, kind).count() == 1
        assert view.locator(f"#{kind} [data-key='r1']").nth(1).get_attribute("class").endswith("here")
    book = view.frame_locator("#epub")
    assert book.locator(".here").count() == 1
    book.locator(".citation a").nth(0).click()
    view.get_by_text("Citation 1 of 2").wait_for()
    assert [here(view, kind).count() for kind in ("pdf", "tei", "wikitext")] == [1, 1, 1]
    view.get_by_role("button", name="Next citation").click()
    view.get_by_text("Citation 2 of 2").wait_for()
    assert view.wrong == []


def test_titles_and_words_are_only_text(view):
    assert "script&gt;" in view.locator("#tei").inner_text()
    assert view.title() == "Preview"


def test_axe_finds_no_barrier(desk, chromium):
    page = opened(chromium, desk.address, bypass_csp=True)  # for axe itself
    page.locator("#status.good").wait_for(timeout=120_000)
    assert barriers(page) == []


def test_it_is_built_anew_when_the_article_changes(desk, view):
    view.locator("#wikitext [data-key]").nth(1).click()
    path = next(iter(desk.jobs.values())).source
    path.write_text(TWICE.replace("Words of its own", "Other words"), "utf-8")
    view.locator("#wikitext", has_text="Other words").wait_for(timeout=120_000)
    assert view.locator("#citation").inner_text().startswith("Citation 2 of 2")


def test_only_this_machine_is_answered(desk):
    host = desk.address.split("/")[2]
    for named, status in ((host, 200), ("evil.example:80", 403), ("", 403)):
        line = http.client.HTTPConnection(host)
        line.request("GET", "/articles", headers={"Host": named})
        assert line.getresponse().status == status
        line.close()


@pytest.mark.parametrize(
    "path", ["/../pyproject.toml", "/book/x/../../etc/passwd", "/state/nobody", "/page/%22/1", "/state", "/etc/passwd"]
)
def test_nothing_else_is_served(desk, path):
    line = http.client.HTTPConnection(desk.address.split("/")[2])
    line.request("GET", path)
    assert line.getresponse().status == 404
    line.close()


def test_sources_are_shown_as_text():
    text = 'a <b c="<">&amp;</b>\n<ref type="bibr" target="#r&quot;1">1</ref>'
    shown = panes.tei(text)
    assert '<a tabindex="0" role="button" data-place="2" data-key="r&quot;1">&lt;ref' in shown
    assert "<b" not in shown
    assert 'data-key="r 1"' in panes.wikitext("x [[#r%201|<i>1</i>]]")
    assert 'data-key="r1"' in panes.wikitext('<ref name="ref-r1" />')
    assert "<ref" not in panes.wikitext('<ref name="ref-r1" />')


def test_a_command_serves_until_it_is_ended(tmp_path):
    import re
    import signal
    import subprocess
    import sys
    from urllib.request import urlopen

    (tmp_path / "a.xml").write_text(ARTICLE, "utf-8")
    command = [Path(sys.executable).with_name("pipeline"), "serve", tmp_path / "a.xml", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        try:
            address = re.match(r"http://127\.0\.0\.1:\d+/", run.stdout.readline())[0]
            with urlopen(f"{address}articles") as answer:
                assert answer.read() == b'["a"]'
            run.send_signal(signal.SIGINT)
            assert run.wait(60) == 130
        finally:
            run.kill()
