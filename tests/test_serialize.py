"""Canonical XML: idempotent, lossless, indented where white space means nothing."""

import pytest
from lxml import etree

from pipeline.serialize import DOCTYPE, element_only, serialize
from pipeline.tree import MATHML
from tests.judges import problems
from tests.schema import generate


def read(data):
    return etree.fromstring(data)


def texts(root):
    """The tree without the white space of element-only content."""
    only = element_only()
    return [
        [str(node.tag), sorted(node.attrib.items()), *([] if str(node.tag) in only else [node.text, *(child.tail for child in node)])]
        for node in root.iter("{*}*")
    ]


@pytest.mark.parametrize("seed", range(20))
def test_writing_twice_gives_the_same_bytes_and_loses_nothing(seed):
    root = generate.article(seed)
    once = serialize(root, DOCTYPE)
    assert serialize(read(once), DOCTYPE) == once
    assert texts(read(once)) == texts(root)


def test_mixed_content_keeps_its_white_space():
    root = read("<body><p><bold>a</bold> <italic>b</italic>\n c</p><sec><title>T</title><p/></sec></body>")
    lines = serialize(root).decode().splitlines()
    assert lines == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<body>",
        "  <p><bold>a</bold> <italic>b</italic>",
        " c</p>",
        "  <sec>",
        "    <title>T</title>",
        "    <p/>",
        "  </sec>",
        "</body>",
    ]


def test_namespaces_stand_at_the_root_under_their_customary_prefix():
    root = read(f'<p xmlns:x="urn:unused"><inline-formula><math xmlns="{MATHML}"><mi>x</mi></math></inline-formula></p>')
    body = serialize(root).decode().splitlines()[1]
    assert body == f'<p xmlns:mml="{MATHML}"><inline-formula><mml:math><mml:mi>x</mml:mi></mml:math></inline-formula></p>'


def test_attributes_have_one_order():
    one, other = read('<list list-type="bullet" id="a" specific-use="x"/>'), read('<list specific-use="x" id="a" list-type="bullet"/>')
    assert serialize(one) == serialize(other)


def test_the_dtd_accepts_it(tmp_path):
    files = [tmp_path / f"{seed}.jats.xml" for seed in range(5)]
    for seed, file in enumerate(files):
        file.write_bytes(serialize(generate.article(seed), DOCTYPE))
    assert {name: found for name, found in problems("jats", files).items() if found} == {}
