"""Call: one link of a citation as it is read, with the words that belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from pipeline.importers.jats.locators import Locator


@dataclass
class Call:
    """One `xref` of a run: its keys, its label, and the words that belong to it."""

    xref: etree._Element
    keys: list[str]
    label: str
    lead: str = ""  # separators and brackets before it, as published
    trail: str = ""  # brackets behind it
    range: bool = False  # it ends a range that the call before it begins
    mode: str = ""
    prefix: str = ""
    locator: Locator | None = None
    suffix: str = ""
    told: bool = False  # its label says the work as a note does
