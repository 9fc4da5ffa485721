"""Lines break where they should: a text is not broken after its first word when only the space at its end does not fit."""

from lxml import etree

from pipeline.exporters.html import h
from pipeline.exporters.pdf.paper import part_spaces


def spaced(*parts):
    paragraph = h("p", parts=parts)
    part_spaces(paragraph)
    return etree.tostring(paragraph, encoding="unicode").replace(' xmlns="http://www.w3.org/1999/xhtml"', "")


def test_the_space_before_an_inline_element_stands_alone():
    assert spaced("some words ", h("a", parts=["link"]), " and ", h("em", parts=["more"])) == (
        "<p>some words<span> </span><a>link</a> and<span> </span><em>more</em></p>"
    )


def test_the_end_of_a_line_of_the_source_is_such_a_space():
    assert spaced("some words\n    ", h("a", parts=["link"]), " \n") == "<p>some words<span> </span><a>link</a> \n</p>"


def test_text_without_such_a_space_stays_as_it_is():
    assert spaced("word", h("sup", parts=["1"]), ".") == "<p>word<sup>1</sup>.</p>"


def test_preformatted_text_stays_as_it_is():
    assert spaced(h("pre", parts=["a  ", h("b", parts=["c"])])) == "<p><pre>a  <b>c</b></pre></p>"
