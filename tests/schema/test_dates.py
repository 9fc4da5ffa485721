"""Dates: what is one in EDTF, and what ends its parser."""

import pytest

from pipeline.schema.dates import is_edtf


@pytest.mark.parametrize("value", ["2019", "1918-01-09/1918-01-12", "1850~", "2019/..", "1900-02-28", "199X-X1"])
def test_a_date(value):
    assert is_edtf(value)


@pytest.mark.parametrize("value", ["9 January 1918", "..", "../", "/..", "1900-02-29", "2019-13"])
def test_no_date(value, capsys):
    assert not is_edtf(value)
    assert capsys.readouterr().out == ""  # the parser says there what it stumbles over


def test_the_julian_calendar_has_its_own_leap_years():
    assert is_edtf("1900-02-29", julian=True)
