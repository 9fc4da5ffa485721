"""Keys: the words in small letters with which a family name begins are a particle; letters without case are none."""

from __future__ import annotations

import pytest

from pipeline.resolve.keys import Sortable, _sortable, particle


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("van Gogh", "van "),
        ("van der Berg", "van der "),
        ("d’Alembert", "d’"),
        ("al-Khatib", ""),
        ("École normale", ""),
        ("Øst vest", ""),
        ("de", ""),
        ("محمد علي", ""),
        ("毛", ""),
        ("", ""),
    ],
)
def test_the_particle_of_a_family_name(family, words):
    assert particle(family) == words


def test_a_key_without_a_macro_has_no_names_to_sort_by():
    style = b'<style xmlns="http://purl.org/net/xbiblio/csl"><citation><sort><key macro=""/></sort><layout/></citation></style>'
    assert _sortable(style) == Sortable(style, {})
