"""Natbib: the labels that LaTeX's natbib gives references, "Allen et al.(2010)Allen and Wu", become what it prints where they are cited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.tools import content, fill, say_before
from pipeline.tree import text_of

_LABEL: Final = re.compile(
    r"(?P<people>[^()]*[^\W\d_]{2}[^()]*?)\s*\((?P<year>(?:(?:1[5-9]|20)\d\d|in |sub|acc|n\.)[^()]*)\)[^()]*", re.IGNORECASE
)
_ROUND: Final = {"paren": ("(", ")"), "text": ("", "")}  # by the beginning of the id; the others stand in brackets of the sentence


def natbib(root: etree._Element, report: Report) -> None:
    """Say in each empty citation what natbib would, and take its labels, which are not printed, off the references."""
    labels = {str(ref.get("id")): said for ref in root.iter("ref") if (said := _label(ref))}
    if not labels:
        return
    report("import-simplified", "the labels of references that natbib made are not printed; citations without words say them", root)
    for xref in [one for one in root.iter("xref") if is_call(one) and not _own_words(one)]:
        keys = (xref.get("rid") or "").split()
        if keys and all(key in labels for key in keys):
            _said(xref, keys, labels)


def _label(ref: etree._Element) -> tuple[str, str] | None:
    """People and year of a label, which is taken away."""
    label = ref.find("label")
    found = _LABEL.fullmatch(text_of(label)) if label is not None else None
    if not found:
        return None
    ref.remove(label)  # type: ignore[arg-type]
    return found["people"], found["year"]


def _own_words(xref: etree._Element) -> bool:
    """Whether a citation says more than what stands before and behind it."""
    return bool((xref.text or "").strip()) or any(child.tag != "named-content" or (child.tail or "").strip() for child in xref)


def _said(xref: etree._Element, keys: list[str], labels: Mapping[str, tuple[str, str]]) -> None:
    """Write a citation as it is printed, with its brackets and what stands in them."""
    manner = (xref.get("id") or "").partition(".")[0]
    opening, closing = _ROUND.get(manner, ("", ""))
    form = "{} ({})" if manner == "text" else "{}, {}"
    before, behind = ("".join(text_of(child) for child in xref if child.get("content-type") == kind) for kind in ("pre", "post"))
    content(xref)
    fill(xref, ["; ".join(form.format(*labels[key]) for key in keys)])
    say_before(xref, f"{opening}{before}{' ' if before else ''}")
    xref.tail = f"{', ' if behind else ''}{behind}{closing}{xref.tail or ''}"
