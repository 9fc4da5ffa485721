"""Formulas: `<math>` with TeX; a formula in MathML alone is rewritten in TeX."""

from __future__ import annotations

import re

from pipeline.exporters.wikitext.base import Element, Table, anchor, block, div, part, spaced, wiki
from pipeline.exporters.wikitext.escape import escape
from pipeline.exporters.wikitext.pictures import long_description, picture
from pipeline.exporters.wikitext.tex import to_tex
from pipeline.exporters.wikitext.texvc import known
from pipeline.math import bare, mathml_of
from pipeline.tree import name

_TOO_MUCH = re.compile(r"</?(?:math|nowiki|ref|poem|pre)", re.IGNORECASE)
_OPENS = re.compile(r"\{(?=[|{])|\[(?=\[)")  # would open a table, a template, a link where a wiki draws no formulas


def math_tag(tex: str, display: str = "") -> str:
    """TeX for the wiki, its brackets apart; what would end the tag is printed as text."""
    if _TOO_MUCH.search(tex):
        return f'<code class="math">{escape(tex)}</code>'
    apart = _OPENS.sub(r"\g<0> ", tex)
    return f"<math{display}>{apart}</math>"


def formula(element: Element, display: str = "") -> str:
    """The best form of a formula that the wiki can hold: its TeX, its MathML as TeX, its picture."""
    forms = element.find("alternatives") if element.find("alternatives") is not None else element
    given = {name(child): child for child in forms}  # type: ignore[union-attr]
    labelled = element.find("label") is not None
    readable = "mml:math" not in given or ("tex-math" in given and mathml_of(given["tex-math"]) is not None)
    if "tex-math" in given and readable:
        return math_tag(known(bare(given["tex-math"].text or ""), labelled=labelled), display)
    if "mml:math" in given:
        tex = known(to_tex(given["mml:math"]), labelled=labelled)
        return math_tag(tex, display) if tex else ""
    drawn = next((given[form] for form in ("graphic", "inline-graphic") if form in given), None)
    return spaced(picture(drawn, ""), long_description(drawn)) if drawn is not None else ""


@wiki("inline-formula")
def inline_formula(element: Element, render: Table) -> str:
    """A formula in a line."""
    return anchor(element) + formula(element)


@wiki("disp-formula")
def displayed(element: Element, render: Table) -> str:
    """A formula on a line of its own, with its number."""
    content = spaced(formula(element, ' display="block"'), part(element, "label", render))
    return div(element, block(content)) if element.get("id") else block(f"<div>{content}</div>")


@wiki("tex-math", "mml:math", "alternatives")
def lone_formula(element: Element, render: Table) -> str:
    """A formula without its frame."""
    parent = element.getparent()
    return formula(parent) if parent is not None else ""
