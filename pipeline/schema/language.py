"""Language: tags are valid, and words in another script say their language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

import langcodes
from fontTools import unicodedata
from langcodes.tag_parser import LanguageTagError
from lxml import etree

from pipeline.article import Article
from pipeline.styles import has_terms
from pipeline.tree import LANG, MATHML, find_all, language_of

_MANY = {  # scripts that are several in Unicode
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang", "Hani"},
    "Hans": {"Hani", "Bopo"},
    "Hant": {"Hani", "Bopo"},
}
_OTHER = re.compile(r"[\u0370-\u1fff\u2c00-\U0010ffff]{2}")  # two letters of a script that is not Latin, at least
_USUAL = {"grc": "Grek"}  # CLDR's likeliest script of Ancient Greek is the Cypriot syllabary
_CODE = {"code", "preformat", "tex-math", "monospace", "email", "custom-meta", "self-uri", "journal-id", "article-id"}


def language_tag_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """xml:lang is a valid BCP 47 tag."""
    for element in find_all(article.root, "//*/@xml:lang/.."):
        tag = str(element.get(LANG))
        if not langcodes.tag_is_valid(tag):
            yield element, f'"{tag}" is not a language tag of BCP 47'


def terms_known(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """The program knows the words that it adds in the language of an article, a sub-article, an abstract."""
    for element in find_all(article.root, "/article | //sub-article | //trans-abstract[not(title)]"):
        tag = language_of(element)
        if not has_terms(tag):
            yield element, f'the program has no words in "{tag}" (Contents, Notes, Figure …): those that it adds are English'


def script_has_language(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A run of text in another script than that of its language says its language.

    A single letter is a symbol, and Latin stands in every language's prose (PDF, DNA, km).
    """
    for element, text in _texts(article.root) if _OTHER.search(article.unusual) else ():
        tag = language_of(element)
        for script, run in runs(text):
            if script not in {*scripts(tag), "Latn"}:
                yield element, f'"{run}" is in {unicodedata.script_name(script)} script, the language here is "{tag}": say xml:lang'
                break


@cache
def scripts(tag: str) -> frozenset[str]:
    """The scripts of Unicode that a language is usually written in."""
    try:
        language = langcodes.Language.get(tag)
        script = language.script or _USUAL.get(language.language or "") or language.maximize().script or "Latn"
    except LanguageTagError:
        return frozenset()
    return frozenset(_MANY.get(script, {script}))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The words of two letters and more that are all in one script, each with that script."""
    for script, letters in groupby(text, key=_script):
        run = "".join(letters)
        if script and len(run) > 1:
            yield script, run


def _script(character: str) -> str:
    """The script of a letter (a sound mark goes with any Japanese script); nothing for all else."""
    if character < "\u0370" or not character.isalpha():
        return ""
    script = unicodedata.script(character)
    return "" if script in ("Zyyy", "Zinh", "Zzzz") else script


def _texts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The texts of prose that may have another script, each with the element whose language holds."""
    for element in root.iter("*"):
        if (words := element.text) and not words.isascii() and _OTHER.search(words) and not _is_code(element):
            yield element, words
        if (words := element.tail) and not words.isascii() and _OTHER.search(words):
            parent = element.getparent()
            if parent is not None and not _is_code(parent):
                yield parent, words


def _is_code(element: etree._Element) -> bool:
    return any(node.tag in _CODE or str(node.tag).startswith(f"{{{MATHML}}}") for node in (element, *element.iterancestors()))
