"""The count of what an article as published keeps is right: of planted losses each is one."""

from __future__ import annotations

from lxml import etree

from bench.fidelity.seen import Link, Seen
from bench.published import kept

SOURCE = etree.fromstring(
    "<article><p>Words <xref ref-type='bibr' rid='r1'>(Adler, 1990)</xref>, <xref ref-type='bibr' rid='r1'>(Adler, 1990)</xref></p>"
    "<ref id='r1'><mixed-citation><label>1.</label> Adler: Work, 1990.</mixed-citation></ref></article>"
)
LINK = Link("adler1990", "", "")


def counted(links, entries):
    return {kind: (score.kept, score.all) for kind, score in kept(SOURCE, Seen(links=links, entries=entries)).items()}


def test_all_is_kept():
    assert counted([LINK, LINK], ["1adlerwork1990"]) == {"label": (2, 2), "reference text": (1, 1)}


def test_a_label_that_stands_once_less_is_lost():
    assert counted([LINK], ["adlerwork1990"]) == {"label": (1, 2), "reference text": (1, 1)}


def test_a_changed_label_and_a_changed_text_are_lost():
    assert counted([LINK, Link("adler1991", "", "")], ["adlerworks1990"]) == {"label": (1, 2), "reference text": (0, 1)}
