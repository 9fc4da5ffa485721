"""The tree is asked for what an XPath says."""

import re
from pathlib import Path

import pytest
from lxml import etree

import pipeline
from pipeline.tree import MATHML, XLINK, find_all

ROOM = Path(pipeline.__file__).parent
PATHS = sorted({path for file in ROOM.rglob("*.py") for path in re.findall(r'find_all\([^"\n]*, "([^"$]+)"\)', file.read_text("utf-8"))})
SPACES = {"xlink": XLINK, "mml": MATHML}


@pytest.mark.parametrize("source", sorted(ROOM.parent.glob("source/*.xml")), ids=lambda path: path.stem)
def test_every_path_of_the_program_finds_what_lxml_finds(source: Path) -> None:
    root = etree.parse(str(source)).getroot()
    wanted = {path: root.xpath(path, namespaces=SPACES) for path in PATHS}
    assert len(PATHS) > 50
    assert sum(map(bool, wanted.values())) > 20
    assert {path: find_all(root, path) for path in PATHS} == wanted


def test_a_path_knows_links_and_formulas() -> None:
    root = etree.fromstring(f'<p xmlns:x="{XLINK}"><a x:href="b"/><math xmlns="{MATHML}"/></p>')
    assert find_all(root, "//*[@xlink:href] | mml:math") == list(root)


def test_a_path_takes_variables() -> None:
    root = etree.fromstring("<p><a id='one'/><b id='two'/></p>")
    assert find_all(root, ".//*[@id = $key]", key="two") == [root[1]]
