"""Tables in a book whose pages are turned: no row and no column is lost, and what stands beside a table is as wide as a page."""

import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.exporters.epub import export
from pipeline.exporters.epub.tables import let_move
from tests.epub.reader import reading
from tests.epub.test_epub import XHTML
from tests.pdf.articles import article

TELEPHONE = {"width": 380, "height": 640}
TITLE = "How much was woven in which year, by all the looms of the town and of its three suburbs"
CAPTION = f"<label>Table 1</label><caption><title>{TITLE}</title></caption>"
SEEN = """() => {
  const inside = document.querySelector('iframe').contentDocument, size = node => node.getBoundingClientRect();
  const box = inside.querySelector('.moved') || inside.querySelector('table');
  return {rows: [...inside.querySelectorAll('tr')].map(row => size(row).bottom), across: box.scrollWidth - box.clientWidth,
          down: box.scrollHeight - box.clientHeight, bottom: size(box).bottom,
          others: [...inside.querySelectorAll('caption > *, .table-notes')].map(node => size(node).width)};
}"""


def table(cells, rows):
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    notes = "<table-wrap-foot><p>Counted twice, by different hands, at the end of the same winter.</p></table-wrap-foot>"
    return f"<table-wrap id='t1'>{CAPTION}<table><tbody>{f'<tr>{row}</tr>' * rows}</tbody></table>{notes}</table-wrap>"


def seen(tmp_path, body, script, size="100%"):
    data = next(iter(export(article(tmp_path, body), Report(tmp_path)))).data
    with reading(data, viewport=TELEPHONE, flow="paginated") as reader:
        href = next(name for name in reader.open() if name.startswith("article"))
        reader.page.evaluate("size => shown.themes.fontSize(size)", size)
        reader.show(href)
        return reader.page.evaluate(script)


def test_a_long_table_goes_on_overleaf(tmp_path):
    found = seen(tmp_path, table(["silk", "1873", "12 bales"], 60), SEEN)
    assert len(found["rows"]) == 60
    assert max(found["rows"]) <= TELEPHONE["height"]


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_a_table_that_goes_on_is_no_wider_than_a_page_whatever_the_size_of_letters(size, tmp_path):
    widest = """() => {
      const rows = [...document.querySelector('iframe').contentDocument.querySelectorAll('tr')];
      return [rows.length, Math.max(...rows.map(row => row.getBoundingClientRect().width))];
    }"""
    rows, width = seen(tmp_path, table(["Leidenfrost", "handlooms", "18"], 60), widest, size)
    assert rows == 60
    assert width < 0.95 * TELEPHONE["width"]


def test_a_long_and_wide_table_moves_in_a_box_no_higher_than_a_page(tmp_path):
    found = seen(tmp_path, table(["Leidenfrost"] * 9, 60), SEEN)
    assert found["bottom"] <= TELEPHONE["height"]
    assert found["across"] > 0
    assert found["down"] > 0
    assert max(found["others"]) <= TELEPHONE["width"]


def test_an_infobox_is_as_wide_as_a_narrow_page(tmp_path):
    box = '<boxed-text content-type="infobox"><caption><title>Silk</title></caption><p>A thread.</p></boxed-text>'
    width = "() => document.querySelector('iframe').contentDocument.querySelector('.infobox').getBoundingClientRect().width"
    assert seen(tmp_path, f"{box}<p>{'Silk is a thread. ' * 200}</p>", width) > 0.85 * TELEPHONE["width"]


@pytest.mark.parametrize(
    ("cells", "moves"),
    [
        ("<td>one</td><td>two</td>", False),
        (f"<td>{'a word ' * 40}</td><td>two</td>", False),
        ("<td>\u221212.252</td>" * 4, False),
        ("<td>織物の歴史と機織りの歴史について</td><td>絹</td>", False),
        (f"<td>絹</td>{'<td>1</td>' * 5}", True),
        (f"<td>{'sealandwax/' * 3}</td>" * 3, True),
        ("<td colspan='2'>Leidenfrost</td><td>Leidenfrost</td>" * 2, True),
        ("<td><img src='silk.png' alt=''/></td><td>two</td>", True),
    ],
)
def test_a_table_moves_if_its_longest_words_are_wider_than_a_page(cells, moves):
    wrap = f"<div class='table-wrap' tabindex='0' xmlns='{XHTML[1:-1]}'><table><caption><p>Silk</p></caption><tr>{cells}</tr></table></div>"
    root = etree.fromstring(f"<section xmlns='{XHTML[1:-1]}'>{wrap}</section>")
    let_move(root)
    assert (root.find(f".//{XHTML}div[@class='moved']/{XHTML}table/{XHTML}caption") is not None) == moves
    assert [node.get("class") for node in root.iter() if node.get("tabindex")] == (["moved"] if moves else [])
