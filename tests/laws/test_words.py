"""Law: every word of the canonical article stands in every output, or a finding at its element says why not."""

import pytest

from pipeline.tree import fold, name
from tests.laws.articles import FORMATS, SEEDS, SOURCES, drawn, source
from tests.laws.read import read, squeeze

REPLACED = {"xref"}  # a citation's label is printed anew by the resolver
FIELDS = {"element-citation", "tex-math", "journal-id", "history", "pub-date"}  # values that an output prints in its own way


def runs(root):
    """The runs of text of an article, each with its element."""
    for element in root.iter("{*}*"):
        if {name(node) for node in (element, *element.iterancestors())} & (REPLACED | FIELDS):
            continue
        for text in [element.text, *(child.tail for child in element)]:
            if text and fold(text):
                yield element, fold(text)


@pytest.mark.parametrize("form", [*FORMATS, "pdf"])
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_run_of_the_sources_is_lost(path, form):
    made = source(path, form)
    text = read(form, made.files[form]).squeezed
    found = list(runs(made.canonical))
    assert len(found) > 20
    assert [run for _, run in found if squeeze(run) not in text] == []


def words(root):
    """The words of a random article, each with its element; of `alternatives`, which say one thing in several forms, none."""
    for element in root.iter("{*}*"):
        if any(name(node) == "alternatives" for node in element.iterancestors()):
            continue
        for text in [element.text, *(child.tail for child in element)]:
            for part in (text or "").replace("Q", " Q").split():
                if part.startswith("Q"):
                    yield element, part


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_of_random_articles_is_lost_in_silence(seed, form, tmp_path):
    made = drawn(seed, tmp_path, form)
    text = read(form, made.files[form]).text
    said = {one.line for one in made.found}
    lost = [
        (word, "/".join(name(node) for node in reversed([element, *element.iterancestors()])))
        for element, word in words(made.canonical)
        if word not in text and not said & {node.sourceline for node in (element, *element.iterancestors())}
    ]
    assert lost == []
