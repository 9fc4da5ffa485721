"""Files are written as pydyf writes them, in less time."""

import io
import zlib

import pikepdf
import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exporters.pdf.written import written

USUAL = pydyf._to_bytes


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(), st.booleans(), st.binary(), st.text("abc/<> 019")))
def test_words_and_numbers_are_the_same(item):
    with written():
        assert pydyf._to_bytes(item) == USUAL(item)


def test_objects_are_the_same():
    dictionary = pydyf.Dictionary({"A": pydyf.String("ü"), "B": pydyf.Array([1, 2.5, b"/C", None])})
    with written():
        again = dictionary.data
    assert again == dictionary.data


def test_a_stream_says_the_same():
    words = [b"0 0 m"] * 500
    with written():
        packed = pydyf.Stream(words, compress=True).data
    assert zlib.decompress(packed.partition(b"stream\n")[2].removesuffix(b"\nendstream")) == b"\n".join(words)


def test_pages_are_listed_once_until_there_is_another(monkeypatch):
    listed = []
    usual = pydyf.PDF.page_references.fget
    monkeypatch.setattr(pydyf.PDF, "page_references", property(lambda pdf: listed.append(pdf) or usual(pdf)))
    pdf = pydyf.PDF()
    with written():
        for pages in (1, 2):
            pdf.add_page(pydyf.Dictionary({"Type": "/Page", "MediaBox": pydyf.Array([0, 0, 9, 9])}))
            assert [len(pdf.page_references) for _ in range(5)] == [pages] * 5
        out = io.BytesIO()
        pdf.write(out)
    assert len(listed) == 2
    assert len(pikepdf.open(out).pages) == 2


@pytest.mark.parametrize("number", [0.0, -0.0, 1e16, 0.1 + 0.2, -1.5, float("inf")])
def test_numbers_at_the_edge_are_the_same(number):
    with written():
        assert pydyf._to_bytes(number) == USUAL(number)


def test_arrays_of_any_length_are_of_one_type():
    from weasyprint.pdf import fonts

    with written():
        made = [fonts.ffi.new(f"hb_codepoint_t[{len(some)}]", some) for some in ((1, 2, 3), [7])]
        assert [list(one) for one in made] == [[1, 2, 3], [7]]
        assert len({fonts.ffi.typeof(one) for one in made}) == 1
        assert len(fonts.ffi.new("char[4]")) == 4
