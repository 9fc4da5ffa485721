"""The web page in a browser: axe finds nothing, by day and by night, and nothing is wider than a telephone."""

import pytest

from tests.browser import barriers, browser, opened
from tests.laws.articles import ROOT, source


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_no_barriers_and_fits_a_telephone(scheme, tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(source(ROOT / "source/on-citation.xml", "html").files["html"])
    with browser() as chromium:
        view = opened(chromium, path.as_uri(), viewport={"width": 360, "height": 640}, color_scheme=scheme)
        assert view.evaluate("document.documentElement.scrollWidth") <= 360
        assert barriers(view) == []
