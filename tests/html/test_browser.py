"""The web page in a browser: axe finds nothing, by day and by night, and nothing is wider than a telephone."""

import pytest

from pipeline.diagnostics import Report
from pipeline.exporters.html import export
from tests.browser import barriers, browser, opened
from tests.laws.articles import ROOT, source
from tests.pdf.articles import article

FORMULA = f"<tex-math>{'+'.join(f'x_{{{n}}}' for n in range(40))}</tex-math>"


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
    formula = f"<disp-formula>{FORMULA}</disp-formula>"
    line = "<p>Silk {}, {}.</p>".format(*(f"<inline-formula>{one}</inline-formula>" for one in (FORMULA, "<tex-math>a + b</tex-math>")))
    made = article(tmp_path, f'<p><ext-link xlink:href="{address}">{address}</ext-link></p>{table}{formula}{line}')
    (tmp_path / "page.html").write_bytes(next(iter(export(made, Report(tmp_path)))).data)
    with browser() as chromium:
        view = opened(chromium, (tmp_path / "page.html").as_uri(), viewport={"width": 360, "height": 640})
        assert view.evaluate("document.documentElement.scrollWidth") <= 360
        assert view.evaluate("document.getElementById('t1').scrollWidth") > 360
        assert view.evaluate("[...document.querySelectorAll('p .math')].map(one => one.tabIndex)") == [0, -1]
        assert barriers(view) == []


LOOK = """() => {
  const style = name => getComputedStyle(document.querySelector(name));
  return {family: style('i').fontFamily.split(',')[0], marker: style('section > ol').listStyleType,
          column: style('td').minWidth, contents: style('.contents ol').listStyleType, scrolls: style('.table-wrap').overflowX};
}"""


def test_far_eastern_pages_have_latin_italics_and_paper_cuts_no_table(tmp_path):
    body = "<sec><title>\u7d79</title><p>\u7d79</p></sec>" * 2
    body += "<sec><p>\u7d79 <italic>Silk</italic></p><list list-type='order'><list-item><p>\u7d79</p></list-item></list></sec>"
    body += "<table-wrap><table><tbody><tr><td>\u7d79</td><td>1</td></tr></tbody></table></table-wrap>"
    made = article(tmp_path, body, language="ja")
    (tmp_path / "page.html").write_bytes(next(iter(export(made, Report(tmp_path)))).data)
    with browser() as chromium:
        view = opened(chromium, (tmp_path / "page.html").as_uri())
        assert view.evaluate(LOOK) == {
            "family": '"Noto Serif"',
            "marker": "decimal",
            "column": "50.048px",
            "contents": "none",
            "scrolls": "auto",
        }
        view.emulate_media(media="print")
        assert view.evaluate(LOOK)["scrolls"] == "visible"


def test_a_tall_picture_is_no_higher_than_the_window(tmp_path):
    (tmp_path / "tall.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="3000"/>')
    made = article(tmp_path, '<fig><caption><title>Silk</title></caption><graphic xlink:href="tall.svg"/></fig>')
    for artifact in export(made, Report(tmp_path)):
        (tmp_path / artifact.name).write_bytes(artifact.data)
    with browser() as chromium:
        view = opened(chromium, (tmp_path / "silk.html").as_uri(), viewport={"width": 1200, "height": 800})
        size = view.evaluate("(({width, height}) => [width, height])(document.images[0].getBoundingClientRect())")
    assert size == pytest.approx([216, 720], abs=1)


def test_the_number_of_an_equation_in_a_caption_is_no_label_of_the_figure(tmp_path):
    equation = "<disp-formula><label>(7)</label><tex-math>x</tex-math></disp-formula>"
    body = f"<fig><label>Figure 1</label><caption><title>Silk</title><p>Yarn {equation}</p></caption></fig>"
    (tmp_path / "page.html").write_bytes(next(iter(export(article(tmp_path, body), Report(tmp_path)))).data)
    said = """name => [getComputedStyle(document.querySelector(name)).fontWeight,
                       getComputedStyle(document.querySelector(name), '::after').content]"""
    with browser() as chromium:
        view = opened(chromium, (tmp_path / "page.html").as_uri())
        assert view.evaluate(said, ".equation .label") == ["400", "none"]
        assert view.evaluate(said, "figcaption .label") == ["700", '"."']
