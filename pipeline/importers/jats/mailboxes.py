"""Mailboxes: addresses of e-mail that stand in affiliations, or in place of one, are those of the contributors whose marks lead there."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import is_empty, new, remove, replace
from pipeline.tree import find_all, text_of

_E_MAIL: Final = re.compile(r"\W*(?:e\W?mail|electronic address)?\W*", re.IGNORECASE)


def alone(root: etree._Element, report: Report) -> None:
    """An affiliation that is an address of e-mail and nothing else, to which only contributors' marks lead, is the address of those."""
    _empty(root, report)
    found = {aff.get("id"): email for aff in root.iter("aff") if (email := _mailbox(aff)) is not None}
    calls = [xref for xref in root.iter("xref") if xref.get("rid") in found] if found else []
    elsewhere = {xref.get("rid") for xref in calls if xref.getparent().tag != "contrib"}  # type: ignore[union-attr]
    marks = [xref for xref in calls if xref.get("rid") not in elsewhere]
    for xref in marks:
        _give(xref, found[xref.get("rid")])
    for key in {xref.get("rid") for xref in marks}:
        remove(next(found[key].iterancestors("aff")))


def _empty(root: etree._Element, report: Report) -> None:
    """An address without words, which a form has left, and "E-mail:" before it."""
    for email in [one for one in root.iter("email") if is_empty(one)]:
        around = email.getparent()
        report("import-simplified", "an empty address of e-mail is left out", email)
        remove(email)
        if around is not None and around.tag == "corresp" and _E_MAIL.fullmatch(text_of(around)):
            for xref in find_all(root, f"//contrib//xref[@rid='{around.get('id')}']") if around.get("id") else []:
                remove(xref)
            remove(around)


def _mailbox(aff: etree._Element) -> etree._Element | None:
    """The only address of e-mail in what says nothing else."""
    words = [aff.text, *(child.tail for child in aff), *(text_of(child) for child in aff if child.tag not in ("email", "label"))]
    only = len(aff.findall("email")) == 1 and aff.get("id") and _E_MAIL.fullmatch("".join(word or "" for word in words))
    return aff.find("email") if only else None


def within(root: etree._Element) -> None:
    """A mark of a contributor that leads to a mailbox in an affiliation says whose it is."""
    known = {email.get("id"): email for email in root.iter("email") if email.get("id")}
    for xref in [xref for contrib in root.iter("contrib") for xref in contrib.findall("xref")] if known else []:
        if (email := known.get(xref.get("rid"))) is not None:
            _give(xref, email)
            if email.getparent() is not None and email.getparent().tag == "contrib-group":  # type: ignore[union-attr]
                remove(email)


def _give(xref: etree._Element, email: etree._Element) -> None:
    """Put an address in the place of the mark that leads to it, unless its contributor has it already."""
    known = map(text_of, next(xref.iterancestors("contrib")).iter("email"))
    remove(xref) if text_of(email) in known else replace(xref, new("email", xref, None, [text_of(email)]))
