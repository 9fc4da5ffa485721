"""Tables whose rows do not fill their columns, or whose spans run out of them."""

import pytest
from lxml import etree

from pipeline.exporters.html.grid import squared
from pipeline.exporters.html.xhtml import XHTML


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td/><td/></tr><tr><td/></tr>", "<tr><td/><td/></tr><tr><td/><td/></tr>"),
        ('<tr><td rowspan="9"/><td/></tr><tr><td/></tr>', '<tr><td rowspan="2"/><td/></tr><tr><td/></tr>'),
        ('<tr><td/><td rowspan="2"/></tr><tr><td colspan="2"/></tr>', '<tr><td/><td rowspan="2"/></tr><tr><td/></tr>'),
        ('<tr><td colspan="3"/></tr><tr><td/></tr>', '<tr><td colspan="3"/></tr><tr><td/><td/><td/></tr>'),
        ("<tr><td/><td/></tr>", "<tr><td/><td/></tr>"),
        ('<tr><td rowspan="2"/></tr><tr/>', '<tr><td rowspan="2"/></tr><tr/>'),
    ],
)
def test_every_row_has_all_columns(rows, expected):
    table = squared(etree.fromstring(f'<table xmlns="{XHTML}"><tbody>{rows}</tbody></table>'))
    wanted = etree.fromstring(f'<table xmlns="{XHTML}"><tbody>{expected}</tbody></table>')
    assert etree.tostring(table) == etree.tostring(wanted)
