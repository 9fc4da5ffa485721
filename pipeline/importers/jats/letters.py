"""Letters: a formula in a keyword, where the profile has words only, as its letters, raised and lowered."""

from __future__ import annotations

from lxml import etree

from pipeline.importers.jats.tools import fill, new, replace, unwrap
from pipeline.markup import Parts
from pipeline.math import bare, mathml_of
from pipeline.tree import MATHML, find_all

_SCRIPTS = {"msub": ("sub",), "msup": ("sup",), "msubsup": ("sub", "sup"), "munder": ("sub",), "munderover": ("sub", "sup")}


def letters(root: etree._Element) -> None:
    """All formulas in keywords."""
    for formula in find_all(root, "//kwd//inline-formula | //kwd//tex-math[not(ancestor::inline-formula)]"):
        tex = formula if formula.tag == "tex-math" else formula.find(".//tex-math")
        math = formula.find(f".//{{{MATHML}}}math")
        if math is None and tex is not None:
            math = mathml_of(tex)
        words = _parts(math) if math is not None else [bare(tex.text or "")] if tex is not None else []
        if words:
            replace(formula, holder := new("named-content", formula))
            unwrap(fill(holder, words))


def _parts(node: etree._Element) -> Parts:
    """What a piece of MathML says."""
    local, children = etree.QName(node).localname, list(node)
    if local in _SCRIPTS and len(children) == len(_SCRIPTS[local]) + 1:
        scripts = zip(_SCRIPTS[local], children[1:], strict=True)
        return [*_parts(children[0]), *(new(tag, node, None, _parts(child)) for tag, child in scripts)]
    if local == "semantics":
        return _parts(children[0]) if children else []
    if local == "mfrac" and len(children) == 2:
        return [*_parts(children[0]), "/", *_parts(children[1])]
    return [part for child in children for part in _parts(child)] if children else [(node.text or "").strip()]
