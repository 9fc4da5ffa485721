"""Shards: together all sources, none twice, each where it was."""

from pathlib import Path

import pytest

from pipeline.shards import share

SOURCES = [Path(f"articles/a{n}.xml") for n in range(1000)]


@pytest.mark.parametrize("parts", [1, 2, 7, 64])
def test_shards_are_a_partition(parts):
    shards = [share(SOURCES, f"{part}/{parts}") for part in range(1, parts + 1)]
    assert sorted(one for shard in shards for one in shard) == sorted(SOURCES)
    assert max(map(len, shards)) < 3 * len(SOURCES) / parts


def test_an_article_stays_in_its_shard():
    before, after = share(SOURCES, "2/5"), share([*SOURCES[::-2], Path("new.xml"), Path("elsewhere/a998.txt")], "2/5")
    assert [one for one in after if one in SOURCES] == [one for one in SOURCES[::-2] if one in before]
    assert (Path("articles/a998.xml") in before) == (Path("elsewhere/a998.txt") in after)


def test_each_shard_builds_its_articles(folder, pipeline):
    text = (folder / "source/small.xml").read_text("utf-8")
    for name in "abcdef":
        (folder / f"source/{name}.xml").write_text(text, "utf-8")
    runs = [pipeline("build", "source", "--to", "wikitext", "--shard", f"{part}/3") for part in (1, 2, 3)]
    assert {run.status for run in runs} == {0}
    assert len({line for run in runs for line in run.out.splitlines() if line.endswith(".wiki")}) == 7
    assert sum(run.out.count(".wiki\n") for run in runs) == 7


@pytest.mark.parametrize("shard", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3"])
def test_a_shard_that_cannot_be_is_wrong_usage(folder, pipeline, shard):
    done = pipeline("check", "source", f"--shard={shard}")
    assert done.status == 2
    assert "K/N" in done.err
