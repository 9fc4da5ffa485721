"""The page of all articles: opened and used in a browser."""

import json

import pytest

from pipeline.diagnostics import Report
from pipeline.job import Outcome
from pipeline.reports import page
from tests.browser import barriers, browser, opened

TITLE = "The <script>document.title = 'broken'</script> & \"quoted\" article </script>"


def manifest(name, title="", formats=("pdf", "tei"), found=()):
    ends = {"pdf": ".pdf", "tei": ".tei.xml"}
    artifacts = [{"name": f"{name}{ends[one]}", "sha256": "", "size": 1000 + len(name), "exporter": one} for one in formats]
    return json.dumps(
        {"id": name, "title": title, "source": {"name": f"{name}.xml"}, "artifacts": artifacts, "diagnostics": list(found)}
    ).encode()


def finding(severity, code, message="so", line=7):
    return {"severity": severity, "code": code, "line": line, "message": message}


def written(folder, manifests):
    path = folder / "index.html"
    path.write_bytes(page.gathered([], manifests))
    return path.as_uri()


@pytest.fixture(scope="module")
def chromium():
    with browser() as one:
        yield one


@pytest.fixture
def many(tmp_path):
    """Ten thousand articles; every tenth has an error, one a hostile name and title."""
    manifests = {
        f"a{n}": manifest(f"a{n}", f"Article number {n}", found=[finding("error", "isbn-valid")] if n % 10 == 0 else [])
        for n in range(9999)
    }
    name = 'it\'s "<b>" #1?'
    manifests[name] = manifest(name, TITLE, found=[finding("warning", "picture-local", "<img src=x onerror=\"document.title='broken'\">")])
    return written(tmp_path, manifests)


def test_ten_thousand_articles_are_searched_filtered_sorted_and_turned(chromium, many):
    view = opened(chromium, many)
    shown = view.locator("tbody tr")
    assert shown.count() == 100
    assert view.locator("#status").inner_text() == "10,000 articles of 10,000, page 1 of 100"
    view.get_by_label("Search").fill("number 4711")
    assert "Article number 4711" in shown.nth(0).inner_text()
    assert view.locator("#status").inner_text() == "1 article of 10,000, page 1 of 1"
    view.get_by_label("Search").fill("")
    view.get_by_label("Show").select_option("with errors")
    assert view.locator("#status").inner_text() == "1,000 articles of 10,000, page 1 of 10"
    view.get_by_role("button", name="Next").click()
    assert view.locator("#status").inner_text() == "1,000 articles of 10,000, page 2 of 10"
    view.get_by_label("Show").select_option("all articles")
    view.get_by_label("Finding").select_option("picture-local")
    assert shown.count() == 1
    view.get_by_label("Finding").select_option("any")
    size = view.get_by_role("button", name="Size")
    size.click()
    assert view.locator("th[aria-sort]").inner_text().startswith("Size")
    assert "a0.xml" in shown.nth(0).inner_text()
    size.click()
    assert TITLE in shown.nth(0).inner_text()
    assert view.wrong == []


def test_it_is_used_by_keyboard(chromium, many):
    view = opened(chromium, many)
    for keys in ("Tab", "4711", "Tab", "Tab", "Tab", "Enter"):
        view.keyboard.type(keys) if keys.isdecimal() else view.keyboard.press(keys)
    assert view.locator("tbody tr").count() == 1
    assert view.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.textContent") == "Validity"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 380])
def test_axe_finds_no_barrier(chromium, many, scheme, width):
    view = opened(chromium, many, color_scheme=scheme, viewport={"width": width, "height": 800})
    view.locator("summary").first.click()
    assert barriers(view) == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width


def test_titles_names_and_messages_are_only_text(chromium, many):
    view = opened(chromium, many)
    view.get_by_label("Search").fill("quoted")
    assert TITLE in view.locator("tbody th").inner_text()
    address = view.get_by_role("link", name="PDF").get_attribute("href")
    assert address == "it%27s%20%22%3Cb%3E%22%20%231%3F/it%27s%20%22%3Cb%3E%22%20%231%3F.pdf"
    view.locator("summary").click()
    assert "onerror" in view.locator("details").inner_text()
    assert view.locator("tbody img").count() == 0
    assert view.title() == "Articles"
    assert view.wrong == []


def test_what_was_not_done_now_is_taken_from_before(tmp_path):
    first = {"a": manifest("a", "A"), "b": manifest("b", "B")}
    made = [
        Outcome(tmp_path / f"{name}.xml", files=(tmp_path / name / "manifest.json",), packed=b"x", made=("pdf",), seconds=2.5)
        for name in "ab"
    ]
    before = page.after(b"", made, tmp_path, {tmp_path / name / "manifest.json": data for name, data in first.items()})
    assert {key: (row["seconds"], row["audit"]) for key, row in page.rows(before).items()} == {"a": (2.5, "yes"), "b": (2.5, "yes")}
    again = [Outcome(tmp_path / "a.xml", files=made[0].files), Outcome(tmp_path / "b.xml", files=made[1].files, made=("pdf",), seconds=4.0)]
    changed = {**first, "b": manifest("b", "B", formats=("pdf",))}
    now = page.rows(page.after(before, again, tmp_path, {tmp_path / name / "manifest.json": data for name, data in changed.items()}))
    assert {key: (row["seconds"], row["audit"]) for key, row in now.items()} == {"a": (2.5, "yes"), "b": (4.0, "")}


def test_failed_articles_stand_there_until_they_are_built(tmp_path):
    report = Report(tmp_path / "c.xml")
    report("source-readable", "it is empty")
    failed = page.after(b"", [Outcome(tmp_path / "c.xml", tuple(report))], tmp_path, {})
    whole = page.rows(page.gathered([failed], {"a": manifest("a")}))
    assert [(key, row["files"] != [], row["counts"]) for key, row in whole.items()] == [("a", True, [0, 0, 0]), ("c", False, [1, 0, 0])]
    assert page.rows(page.gathered([failed], {"c": manifest("c")}))["c"]["files"]


def test_a_page_of_somebody_else_is_not_written_over(tmp_path):
    with pytest.raises(page.Foreign):
        page.after(b"<html><title>Mine</title></html>", [], tmp_path, {})
