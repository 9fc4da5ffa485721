"""Law: every internal link of every output has its target."""

import pytest

from tests.laws.articles import FORMATS, SEEDS, SOURCES, drawn, source
from tests.laws.read import read


@pytest.mark.parametrize("form", [*FORMATS, "pdf"])
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_links_of_the_sources_land(path, form):
    made = source(path, form)
    content = read(form, made.files[form])
    assert content.links or made.article.root.find(".//xref") is None
    assert content.links - content.targets == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_links_of_random_articles_land(seed, tmp_path):
    files = drawn(seed, tmp_path, *FORMATS).files
    assert set(files) == set(FORMATS)
    contents = {form: read(form, data) for form, data in files.items()}
    assert [(form, one.links - one.targets) for form, one in contents.items() if one.links - one.targets] == []
