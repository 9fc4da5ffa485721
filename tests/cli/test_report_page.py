"""The page of all articles, as the commands write it."""

import shutil

from pipeline.reports import page

BOTH = ("--to", "wikitext,tei")


def rows(path):
    return page.rows(path.read_bytes())


def test_a_build_writes_it_and_the_next_adds_to_it(folder, pipeline):
    shutil.copy("source/small.xml", "source/other.xml")
    (folder / "source/bad.xml").write_bytes(b"")
    pipeline("build", "source/small.xml", "source/bad.xml", *BOTH)
    pipeline("build", "source/other.xml", *BOTH, "--audit")
    found = rows(folder / "output/index.html")
    assert {key: ([one[0] for one in row["files"]], row["audit"]) for key, row in found.items()} == {
        "bad": ([], ""),
        "other": (["wikitext", "TEI"], "yes"),
        "small": (["wikitext", "TEI"], ""),
    }
    assert found["small"]["title"] == "A small article"
    assert all((folder / "output" / one[1]).stat().st_size == one[2] for row in found.values() for one in row["files"])


def test_shards_make_pages_that_are_gathered(folder, pipeline):
    for name in "abcd":
        shutil.copy("source/small.xml", f"source/{name}.xml")
    (folder / "source/bad.xml").write_bytes(b"")
    for part in (1, 2):
        pipeline("build", "source", *BOTH, "--shard", f"{part}/2")
    assert not (folder / "output/index.html").exists()
    done = pipeline("report", "output")
    assert (done.status, done.out) == (0, "output/index.html\n")
    found = rows(folder / "output/index.html")
    assert sorted(found) == ["a", "b", "bad", "c", "d", "small"]
    assert all(row["seconds"] is not None for row in found.values())


def test_the_page_is_all_that_differs_between_two_builds(folder, pipeline):
    def files():
        return {path.relative_to(folder): path.read_bytes() for path in (folder / "output").rglob("*") if path.is_file()}

    pipeline("build", "source", *BOTH)
    first = files()
    shutil.rmtree(folder / "output")
    pipeline("build", "source", *BOTH, "--force")
    assert {path for path, data in files().items() if data != first[path]} <= {(folder / "output/index.html").relative_to(folder)}


def test_a_page_of_somebody_else_stays(folder, pipeline):
    (folder / "output").mkdir()
    (folder / "output/index.html").write_text("mine", "utf-8")
    done = pipeline("build", "source", *BOTH)
    assert done.status == 0
    assert "output/index.html stays as it is" in done.err
    assert (folder / "output/index.html").read_text("utf-8") == "mine"
