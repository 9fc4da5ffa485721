"""Fences: the brackets of MathML's `mfenced` as operators of a row: browsers show none, and drawings have too large ones within them."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.tree import MATHML

_USUAL: Final = {"open": "(", "close": ")", "separators": ","}


def unfenced(math: etree._Element) -> etree._Element:
    """The formula, changed."""
    for fenced in list(math.iter(f"{{{MATHML}}}mfenced")):
        opening, closing, signs = ("".join(str(fenced.get(name, usual)).split()) for name, usual in _USUAL.items())
        for name in _USUAL:
            fenced.attrib.pop(name, "")
        inside = _separated(list(fenced), signs)
        fenced.tag, fenced.text, fenced[:] = f"{{{MATHML}}}mrow", None, []
        fenced.extend([_operator(opening, form="prefix", fence="true")] if opening else [])
        fenced.extend(inside if len(inside) == 1 else [_row(inside)])
        fenced.extend([_operator(closing, form="postfix", fence="true")] if closing else [])
    return math


def _separated(parts: list[etree._Element], signs: str) -> list[etree._Element]:
    """The parts with the signs between them, the last of these as often as it takes."""
    found = parts[:1]
    for n, part in enumerate(parts[1:]):
        found += [*([_operator(signs[min(n, len(signs) - 1)], separator="true")] if signs else []), part]
    return found


def _operator(sign: str, **attributes: str) -> etree._Element:
    made = etree.Element(f"{{{MATHML}}}mo", attributes)
    made.text = sign
    return made


def _row(parts: list[etree._Element]) -> etree._Element:
    made = etree.Element(f"{{{MATHML}}}mrow")
    made.extend(parts)
    return made
