"""The articles of source/: valid, canonical to the byte, and between them an example of every element of the profile."""

from pathlib import Path

import pytest
from lxml import etree

from pipeline.schema import elements
from pipeline.serialize import serialize
from tests.judges import problems

SOURCES = sorted((Path(__file__).parent.parent / "source").glob("*.xml"))
MATHML = "{http://www.w3.org/1998/Math/MathML}"


# Formulas that no sentence of the articles needs; tests/fragments and tests/schema have them.
def used(path):
    """The names of the elements of an article, as the profile writes them."""
    tags = (str(element.tag) for element in etree.parse(path).iter("{*}*"))
    return {"mml:" + tag.removeprefix(MATHML) if tag.startswith(MATHML) else tag.rpartition("}")[2] for tag in tags}


def test_every_element_of_the_profile_is_used_somewhere():
    assert set(elements()) - set().union(*map(used, SOURCES)) == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_source_is_serialized_canonically(path):
    assert serialize(etree.parse(path).getroot()) == path.read_bytes()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_file_the_article_names_stands_beside_it(path):
    named = etree.parse(path).xpath(
        "//*[self::graphic or self::inline-graphic or self::media or self::supplementary-material]/@*[local-name()='href']"
    )
    assert [name for name in named if not (path.parent / name).is_file()] == []


def test_the_dtd_of_jats_accepts_the_sources():
    assert {file: found for file, found in problems("jats", SOURCES).items() if found} == {}
