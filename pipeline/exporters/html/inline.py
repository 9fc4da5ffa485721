"""Inline elements: emphasis, words with a meaning, links, citations, formulas."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.addresses import resolvable
from pipeline.exporters.html.table import html
from pipeline.exporters.html.xhtml import address, classes, flat, h, shared
from pipeline.markup import Parts
from pipeline.math import mathml_of, plain_copy
from pipeline.rules import Rules
from pipeline.tree import HREF, MATHML, said_in_words, text_of

_TAGS = {"bold": "b", "italic": "i", "strike": "s", "sub": "sub", "sup": "sup", "underline": "u"}
_LINKS = ("ext-link", "xref", "related-article", "self-uri")
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")  # what <time> can hold


@html("bold", "italic", "strike", "sub", "sup", "underline")
def emphasis(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Emphasis that HTML has an element for."""
    return [h(_TAGS[str(element.tag)], parts=render.inside(element))]


@html("monospace", "overline", "roman", "sans-serif", "sc")
def style(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Emphasis that is a matter of style."""
    return [h("span", {"class": str(element.tag)}, render.inside(element))]


@html("styled-content")
def styled_content(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Words in another language or style."""
    return [h("span", shared(element, class_=classes(element.get("style-type"))), render.inside(element))]


@html("named-content")
def named_content(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A citation, a date, a name: its kind is its class, what machines should know is in `data-`."""
    kind = element.get("content-type") or ""
    if kind == "date":
        return [date(element, render)]
    data = {"data-rid": element.get("rid"), "data-vocab": element.get("vocab"), "data-identifier": element.get("vocab-term-identifier")}
    return [h("span", shared(element, class_=classes(kind.replace(":", "-")), **data), render.inside(element))]


def date(element: etree._Element, render: Rules[Parts]) -> etree._Element:
    """A date: `time` for a plain Gregorian day, month or year; else its EDTF values in `data-`."""
    gregorian = element.get("vocab-term-identifier") or element.get("vocab-term") or ""
    data = {
        "data-calendar": element.get("vocab"),
        "data-edtf": element.get("vocab-term"),
        "data-gregorian": element.get("vocab-term-identifier"),
    }
    fits = _DAY.fullmatch(gregorian) and (element.get("vocab") in (None, "gregorian") or element.get("vocab-term-identifier"))
    attributes = shared(element, class_="date", datetime=gregorian if fits else None, **data)
    return h("time" if fits else "span", attributes, render.inside(element))


@html("abbrev")
def abbrev(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An abbreviation."""
    return [h("abbr", shared(element, title=element.get("alt")), render.inside(element))]


@html("ext-link")
def ext_link(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A link out of the article; inside another link, and where no page can link to its address, its text with that as title."""
    said = element.get(HREF) or ""
    href, inside = address(resolvable(said, element.get("ext-link-type"))), render.inside(element) or [said]
    if href is None or in_link(element):
        return [h("span", shared(element, title=said or None), inside)]
    return [h("a", shared(element, href=href), inside)]


@html("email")
def email(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An address for mail."""
    if in_link(element):
        return render.inside(element)
    return [h("a", {"class": "email", "href": address(f"mailto:{text_of(element)}")}, render.inside(element))]


@html("xref")
def xref(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A reference to something in the article; one with several targets links to the first."""
    kind = element.get("ref-type") or "other"
    keys = (element.get("rid") or "").split()
    inside = render.inside(element)
    if in_link(element) or not keys:
        return [h("span", shared(element), inside)]
    data = " ".join(keys) if len(keys) > 1 else None
    role = {"bibr": "doc-biblioref", "fn": "doc-noteref"}.get(kind)
    marks = "raised" if raised_alone(element) else None
    link = h("a", shared(element, class_=classes(f"xref-{kind}", marks), role=role, href=f"#{keys[0]}", **{"data-rid": data}), inside)
    upright = element.find("sup") is None and next(element.iterancestors("sup"), None) is None
    raised = upright and kind in ("fn", "aff", "corresp", "table-fn") and not (kind == "fn" and said_in_words(flat(inside)))
    return [h("sup", parts=[link])] if raised else [link]


def raised_alone(element: etree._Element) -> bool:
    """Whether all that an element says is raised."""
    return (
        len(element) > 0 and not (element.text or "").strip() and all(one.tag == "sup" and not (one.tail or "").strip() for one in element)
    )


def in_link(element: etree._Element) -> bool:
    """Whether an element stands inside a link: links cannot be nested."""
    return any(one.tag != "related-article" or one.get(HREF) for one in element.iterancestors(*_LINKS))


@html("break")
def line_break(_element: etree._Element, _render: Rules[Parts]) -> Parts:
    """A line break."""
    return [h("br")]


@html("inline-formula")
def inline_formula(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A formula in the line."""
    return [h("span", shared(element, class_="math"), render.each(list(element)))]


@html("alternatives")
def alternatives(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Of several forms the best: MathML, else TeX; the picture only where there is no formula that can be read."""
    best = element.find(f"{{{MATHML}}}math")
    if best is None:
        tex = element.find("tex-math")
        picture = [child for child in element if child.tag in ("graphic", "inline-graphic")]
        readable = tex is not None and mathml_of(tex) is not None
        best = picture[0] if picture and not readable else tex
    return render.render(best) if best is not None else []


@html("tex-math")
def tex_math(element: etree._Element, render: Rules[Parts]) -> Parts:
    """TeX as MathML; what cannot be read stays as it is."""
    math = mathml_of(element)
    if math is None:
        return [h("code", shared(element, class_="tex"), [element.text or ""])]
    return formula(math, render)


@html("mml:math")
def mathml(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A formula in MathML."""
    return formula(plain_copy(element), render)


def formula(math: etree._Element, render: Rules[Parts]) -> Parts:
    """A MathML formula by the rule of this format (`math`): paper draws it."""
    return render.table["math"](math, render)


@html("math")
def keep_math(math: etree._Element, _render: Rules[Parts]) -> Parts:
    """MathML as it is."""
    return [math]
