"""The web page in a browser: axe finds nothing, by day and by night, and nothing is wider than a telephone."""

import pytest

from pipeline.diagnostics import Report
from pipeline.exporters.html import export
from tests.browser import barriers, browser, opened
from tests.laws.articles import ROOT, source
from tests.pdf.articles import article


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_no_barriers_and_fits_a_telephone(scheme, tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(source(ROOT / "source/on-citation.xml", "html").files["html"])
    with browser() as chromium:
        view = opened(chromium, path.as_uri(), viewport={"width": 360, "height": 640}, color_scheme=scheme)
        assert view.evaluate("document.documentElement.scrollWidth") <= 360
        assert barriers(view) == []


def test_what_is_wider_than_a_telephone_is_moved_by_itself_and_by_a_keyboard(tmp_path):
    address = f"https://example.org/{'seal-and-wax' * 9}"
    row = f"<tr>{'<td>Leidenfrost</td>' * 9}</tr>"
    table = f'<table-wrap id="t1"><table><tbody>{row * 3}</tbody></table></table-wrap>'
    formula = f"<disp-formula><tex-math>{'+'.join(f'x_{{{n}}}' for n in range(40))}</tex-math></disp-formula>"
    made = article(tmp_path, f'<p><ext-link xlink:href="{address}">{address}</ext-link></p>{table}{formula}')
    (tmp_path / "page.html").write_bytes(next(iter(export(made, Report(tmp_path)))).data)
    with browser() as chromium:
        view = opened(chromium, (tmp_path / "page.html").as_uri(), viewport={"width": 360, "height": 640})
        assert view.evaluate("document.documentElement.scrollWidth") <= 360
        assert view.evaluate("document.getElementById('t1').scrollWidth") > 360
        assert barriers(view) == []
