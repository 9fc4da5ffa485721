"""The reader of the laws: which links of a page should lead somewhere in it."""

from tests.laws.read import page


def test_a_link_to_another_file_is_none_of_the_page():
    assert page(b'<p><a href="#a">a</a> <a href="other.html#b">b</a> <a href="&amp;#60;">c</a></p>').links == {"#a"}
