"""What is wrong with an article is said in plain sentences; exactly the invalid articles have such sentences."""

import random
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.schema import elements, validator
from pipeline.schema.explain import problems
from tests.schema.generate import article

FRONT = """<front><journal-meta><journal-id/><issn/></journal-meta>
<article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>"""


def said(body, root=' article-type="x" dtd-version="1.3" xml:lang="en"'):
    tree = etree.fromstring(f'<article{root} xmlns:xlink="http://www.w3.org/1999/xlink">{FRONT}<body>{body}</body></article>')
    assert not validator().validate(tree)
    return [problem.said for problem in problems(tree)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<foo/>", "<foo> is not allowed in <body>"),
        ("<p><foo/></p>", "<foo> is not allowed in <p>"),
        ("<p><list list-type='bullet'><list-item><p/></list-item></list></p>", "<list> is not allowed in <p>"),
        ("<sec><p/></sec>", "<p> is not allowed in <sec> here; <label> or <title> is"),
        ("<sec/>", "<sec> is not complete: <label> or <title> is missing"),
        ("<sec><title/>words</sec>", "text is not allowed in <sec>"),
        ("<sec><title/></sec><p/>", "<p> is not allowed in <body> here; <sec> is"),
        ("<p foo='1'/>", "<p> has no attribute foo"),
        ("<p xml:lang='not a tag'/>", 'xml:lang="not a tag" is not allowed in <p>'),
        ("<p><xref ref-type='fn'/></p>", "<xref> needs the attribute rid"),
        ("<list list-type='round'><list-item><p/></list-item></list>", 'list-type="round" is not allowed in <list>; it is alpha-lower or '
         "alpha-upper or bullet or order or roman-lower or roman-upper or simple"),
        ("<graphic/>", "<graphic> needs the attribute xlink:href"),
    ],
)  # fmt: skip
def test_what_is_said(body, message):
    assert said(body) == [message]


def test_every_fault_is_said():
    assert said("<p foo='1'><bar/></p><sec/>") == [
        "<p> has no attribute foo",
        "<bar> is not allowed in <p>",
        "<sec> is not complete: <label> or <title> is missing",
    ]


def test_numbers_are_numbers():
    root = etree.fromstring(f'<article article-type="x" dtd-version="1.3" xml:lang="en">{FRONT}</article>')
    root.find(".//title-group").addnext(etree.fromstring("<pub-date><month>13</month><year>2019</year></pub-date>"))
    assert [problem.said for problem in problems(root)] == ['"13" is not allowed in <month>']


def damage(root, draw):
    """Change an article in one place, perhaps so that it stays valid."""
    target = draw.choice(list(root.iter("*"))[1:])
    where = draw.choice(list(root.iter("*")))
    what = draw.randrange(7)
    if what == 0:
        target.getparent().remove(target)
    elif what == 1:
        where.insert(draw.randint(0, len(where)), deepcopy(target))
    elif what == 2:
        target.tag = draw.choice(sorted(name for name in elements() if ":" not in name))
    elif what == 3:
        where.append(etree.Element(draw.choice(["p", "title", "sec", "foo", "xref", "list"])))
    elif what == 4 and target.attrib:
        target.attrib.pop(draw.choice(sorted(target.attrib)))
    elif what == 5:
        target.set(
            draw.choice(["id", "foo", "list-type", "ref-type", "rid", "colspan", "content-type"]),
            draw.choice(["x", "1", "a b", "", "block"]),
        )
    else:
        target.text = draw.choice(["", " ", "words", "31"])


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_exactly_the_invalid_articles_have_problems(seed):
    draw = random.Random(seed)
    root = article(seed, 40)
    damage(root, draw)
    assert bool(problems(root)) == (not validator().validate(root)), validator().error_log
