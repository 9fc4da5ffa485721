"""Law: every word of the canonical article stands in every output, or a finding at its element says why not."""

from bisect import bisect_left

import pytest

from pipeline.tree import fold, name
from tests.laws.articles import FORMATS, SEEDS, SOURCES, drawn, source
from tests.laws.read import read, squeeze

VALUES = {"tex-math", "journal-id", "history", "pub-date"}  # what an output prints in its own way
OTHERWISE = {"pdf": {"mml:math"}, "wikitext": {"mml:math"}}  # drawn with words of its own; written in TeX
WHOLE = {"tei"}  # formats that hold the fields of a reference beside its printed form


def path(element):
    """The names of the elements down to this one."""
    return [name(node) for node in reversed([element, *element.iterancestors()])]


def due(canonical, resolved, form):
    """The elements whose text must stand in an output: the resolver prints references, labels of notes and citations anew."""
    for element in canonical.iter("{*}*"):
        names = path(element)
        citation = any(node.get("ref-type") in ("bibr", "fn", "table-fn") for node in (element, *element.iterancestors("xref")))
        if not citation and "ref" not in names and names[-2:] != ["fn", "label"] and "alternatives" not in names:
            yield element
    for element in resolved.iter("{*}*"):
        names = path(element)
        if "mixed-citation" in names or (form in WHOLE and "element-citation" in names):
            yield element


def texts(element):
    """The runs of text directly in an element."""
    return [text for text in (element.text, *(child.tail for child in element)) if text and fold(text)]


def pieces(run, text):
    """In how many pieces a run stands in a text: on paper the foot of a page and the head of the next may come between."""
    count = 0
    while run:
        length = bisect_left(range(1, len(run) + 1), True, key=lambda size: run[:size] not in text)
        if not length:
            return len(run) + 3
        run, count = run[length:], count + 1
    return count


@pytest.mark.parametrize("form", [*FORMATS, "pdf"])
@pytest.mark.parametrize("article", SOURCES, ids=lambda path: path.stem)
def test_no_run_of_the_sources_is_lost(article, form):
    made = source(article, form)
    text = read(form, made.files[form]).squeezed
    runs = [
        fold(run)
        for element in due(made.canonical, made.article.root, form)
        if not (VALUES | OTHERWISE.get(form, set())) & set(path(element))
        for run in texts(element)
    ]
    assert len(runs) > 20
    assert [run for run in runs if pieces(squeeze(run), text) > (4 if form == "pdf" else 1)] == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_of_random_articles_is_lost_in_silence(seed, form, tmp_path):
    made = drawn(seed, tmp_path, form)
    text = read(form, made.files[form]).text
    said = {one.line for one in made.found}
    lost = [
        (word, "/".join(path(element)))
        for element in due(made.canonical, made.article.root, form)
        for run in texts(element)
        for word in run.replace("Q", " Q").split()
        if word.startswith("Q") and word not in text and not said & {node.sourceline for node in (element, *element.iterancestors())}
    ]
    assert lost == []
