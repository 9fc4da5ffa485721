"""Law: the outside judge of each format finds no fault, in the outputs of the sources, of random articles and of mutated ones."""

from dataclasses import replace

import pytest

from bench.fuzz.__main__ import case
from pipeline.build import build
from tests import judges
from tests.laws.articles import SEEDS, SOURCES, SUFFIX, drawn, source

KINDS = {"pdf": "pdf", "epub": "epub", "tei": "tei", "wikitext": "wiki", "jats": "jats"}
MUTATED = range(1, 25)


def judged(form, folder, all_made):
    """What the judge says of these files, by article, where it says anything."""
    for made in all_made:
        (folder / f"{made.article.id}{SUFFIX[form]}").write_bytes(made.files[form])
    files = sorted(folder.glob(f"*{SUFFIX[form]}"))
    assert len(files) == len(all_made)
    return {name: found for name, found in judges.problems(KINDS[form], files).items() if found}


@pytest.mark.parametrize("form", KINDS)
def test_sources(form, tmp_path):
    assert judged(form, tmp_path, [source(path, form) for path in SOURCES]) == {}


@pytest.mark.parametrize("form", ["epub", "tei", "wikitext", "jats"])
def test_random_articles(form, tmp_path):
    assert judged(form, tmp_path, [drawn(seed, tmp_path, form) for seed in SEEDS]) == {}


@pytest.mark.parametrize("form", ["pdf", "epub", "tei", "jats"])
def test_mutated_articles(form, tmp_path):
    made = []
    for seed in MUTATED:
        folder = tmp_path / str(seed)
        folder.mkdir()
        outcome = build(replace(case(seed, folder), formats=(form,), audit=False))
        made += [path for path in outcome.files if path.name.endswith(SUFFIX[form])]
    assert len(made) > len(MUTATED) / 2  # the others are refused
    assert {name: found for name, found in judges.problems(KINDS[form], made).items() if found} == {}
