"""Collation: the script of the article comes first in the order of letters."""

import pytest

from tests.resolve.making import cite, fragment, labels, named

STYLES = ("apa", "gost-r-7-0-5-2008-numeric-alphabetical")


def listed(language, *families, style="apa"):
    made = "".join(f'<ref id="r{n}">{named(f"{family}, X.", title=f"T{n}")}</ref>' for n, family in enumerate(families))
    return fragment(f"<p>x {cite('r0')}</p>", made, style, language)


def order(root):
    return [one.findtext(".//surname") for one in root.iter("ref")]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("language", "families"),
    [
        ("ru", ["Белый", "Юдин", "Adams", "Zhou"]),
        ("ar", ["أحمد", "ياسين", "Adams", "Zhou"]),
        ("he", ["אבן", "תמיר", "Adams", "Zhou"]),
        ("el", ["Άνθου", "Ψαρός", "Adams", "Zhou"]),
        ("ko", ["김", "한", "Adams", "Zhou"]),
        ("zh", ["白", "李", "王", "张", "赵", "Adams", "Zhou"]),
        ("ja", ["Adams", "Zhou", "田中", "高橋"]),
        ("en", ["Adams", "Zhou", "Юдин"]),
    ],
)
def test_the_script_of_the_article_comes_first(language, families, style):
    assert order(listed(language, *reversed(families), style=style)) == families


def test_numbers_follow_the_order():
    assert labels(listed("ru", "Adams", "Белый", style=STYLES[1])) == ["[2]"]


@pytest.mark.parametrize("style", ["ieee", "vancouver-nlm"])
def test_what_is_numbered_as_it_is_cited_keeps_its_order(style):
    assert order(listed("ru", "Adams", "Белый", style=style)) == ["Adams", "Белый"]
