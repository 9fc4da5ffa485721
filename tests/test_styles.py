"""The words that the program adds: every language has every word, and a tag finds the file of its language, script, region."""

import tomllib

import pytest

from pipeline.styles import folder, terms

FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((folder() / "terms").glob("*.toml"))}
WHOLE = [name for name in FILES if len(name.partition("-")[2]) != 2]  # a region says only what it says otherwise


def words(name):
    return {key for key in FILES[name] if not key.startswith(("locator-", "sign-"))}


@pytest.mark.parametrize("name", WHOLE)
def test_a_language_has_every_word(name):
    assert words("en") - words(name) == set()


@pytest.mark.parametrize("name", FILES)
def test_a_language_has_no_word_that_english_lacks(name):
    assert set(FILES[name]) - set(FILES["en"]) == set()


@pytest.mark.parametrize("name", FILES)
def test_no_word_is_empty(name):
    assert [key for key, word in FILES[name].items() if not word.strip()] == []


@pytest.mark.parametrize(
    ("tag", "contents"),
    [
        ("pt-BR", "Sumário"),
        ("de-CH", "Inhalt"),
        ("zh-Hans", "目录"),
        ("iw", "תוכן העניינים"),
        ("EN-gb", "Contents"),
        ("zh-TW", "目錄"),
        ("zh-Hant", "目錄"),
        ("sr", "Садржај"),
        ("sr-Latn-RS", "Sadržaj"),
        ("no", "Innhold"),
    ],
)
def test_a_tag_finds_the_words_of_its_language(tag, contents):
    assert terms(tag)["contents"] == contents


@pytest.mark.parametrize("tag", ["tlh", "not a tag", "", "../en"])
def test_a_language_without_a_file_is_said_in_english(tag):
    assert terms(tag) == FILES["en"]


def test_a_region_says_only_what_it_says_otherwise():
    assert (terms("pt-PT")["section"], terms("pt-BR")["section"]) == ("Secção", "Seção")
    assert terms("pt-PT")["contents"] == terms("pt-BR")["contents"]
