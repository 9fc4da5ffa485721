"""Law: the outside judge of each format finds no fault, in the outputs of the sources and of random articles."""

import pytest

from tests import judges
from tests.laws.articles import SEEDS, SOURCES, SUFFIX, drawn, source

KINDS = {"pdf": "pdf", "epub": "epub", "tei": "tei", "wikitext": "wiki", "jats": "jats"}


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
