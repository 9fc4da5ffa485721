"""Dates in words and numbers, as publishers of many languages write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.dates import in_numbers
from pipeline.importers.jats.references import references
from pipeline.tree import text_of


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Received 5 May 2019", "2019-05-05"),
        ("2019-08-01", "2019-08-01"),
        ("1. 7. 2019", "2019-07-01"),
        ("12.06.2019 r.", "2019-06-12"),
        ("luty 2020", "2020-02"),
        ("24-Mar-2021", "2021-03-24"),
        ("acesso em 11-III-2020", "2020-03-11"),
        ("7.XII.1998", "1998-12-07"),
        ("-0299", "-0299"),
        ("5 marca 2021", "2021-03-05"),
        ("12 июня 2019 г.", "2019-06-12"),
        ("3 листопада 2018", "2018-11-03"),
        ("3 Haziran 2018", "2018-06-03"),
        ("7 Mei 2020", "2020-05-07"),
        ("2020年6月25日", "2020-06-25"),
        ("2019년 3월", "2019-03"),
        ("version of 2001", "2001"),
        ("no year", ""),
    ],
)
def test_what_some_words_say_is_a_date(words, date):
    assert in_numbers(words) == date


def test_the_parts_of_a_printed_date_do_not_touch():
    prose = "<mixed-citation>Abel. Mud. <date><month>3</month><year>2019</year></date></mixed-citation>"
    root = etree.fromstring(f"<article><back><ref-list><ref>{prose}</ref></ref-list></back></article>")
    references(root, Report(Path("article.xml")))
    assert text_of(root) == "Abel. Mud. 3 2019"
