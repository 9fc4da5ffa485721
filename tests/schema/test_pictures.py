"""Which addresses stand below a folder."""

import pytest

from pipeline.schema.finder import inside


@pytest.mark.parametrize("href", ["map.svg", "figures/map.svg", "figures/../map.svg", "a%20map.svg", "карта.svg", "map#1.svg"])
def test_inside(tmp_path, href):
    assert inside(tmp_path, href).is_relative_to(tmp_path)


OUTSIDE = r"""
. .. ../map.svg a/../../map.svg /etc/passwd %2e%2e/map.svg %2Fetc%2Fpasswd ..\map.svg C:\map.svg //host/map.svg
file:map.svg https://example.org/map.svg data:image/png;base64,AA map%00.svg
"""


@pytest.mark.parametrize("href", ["", *OUTSIDE.split()])
def test_outside(tmp_path, href):
    assert inside(tmp_path, href) is None


def test_links_of_the_file_system_are_followed(tmp_path):
    (tmp_path / "article").mkdir()
    (tmp_path / "secret.svg").write_text("<svg/>")
    (tmp_path / "article" / "map.svg").symlink_to(tmp_path / "secret.svg")
    (tmp_path / "article" / "a.svg").symlink_to("b.svg")
    (tmp_path / "article" / "b.svg").symlink_to("a.svg")
    assert inside(tmp_path / "article", "map.svg") is None
    assert inside(tmp_path / "article", "a.svg") in (None, tmp_path / "article" / "a.svg")
