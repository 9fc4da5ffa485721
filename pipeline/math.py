"""Formulas: TeX → MathML for screens, MathML → SVG for paper; a formula that cannot be read is None, and a diagnostic."""

from __future__ import annotations

import re
import unicodedata
import warnings
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import cast
from xml.etree import ElementTree

from lxml import etree

from pipeline.addresses import safe
from pipeline.diagnostics import Report
from pipeline.fences import unfenced
from pipeline.heights import measured_once
from pipeline.tree import MATHML, find_all, fold

_DEFAULT = cast("dict[str, str]", {None: MATHML})  # the stubs know no default namespace
_LIMIT = 20_000  # characters: a formula is not a book
_DEPTH = 60  # nested groups or elements; more would exhaust the stack
_DOLLARS = re.compile(r"^\s*(?:\$\$?|\\\(|\\\[)(.*?)(?:\$\$?|\\\)|\\\])\s*$", re.DOTALL)
_KNOWN = [
    (re.compile(pattern), known)
    for pattern, known in (
        (r"(?<=\{)(?:align|aligned|gathered|split|flalign\*?)(?=\})", "align*"),  # without star, the library numbers the lines
        (r"\\begin\{(?:alignat|alignedat)\*?\}\s*\{\d+\}", r"\\begin{align*}"),
        (r"\\end\{(?:alignat|alignedat)\*?\}", r"\\end{align*}"),
        (r"\{dcases\*?\}", "{cases}"),
        (r"\\begin\{eqnarray\*?\}", r"\\begin{array}{rcl}"),
        (r"\\end\{eqnarray\*?\}", r"\\end{array}"),
        (r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag|relax|boldmath|ensuremath)(?![A-Za-z])", ""),
        (r"\\(?:hfill|hfil|allowbreak|noindent|protect|null|displaylimits|centering|smallskip)(?![A-Za-z])", ""),
        (r"\\operatorname\*", r"\\operatorname"),
        (r"\\genfrac\{?\(\}?\{?\)\}?\{0pt\}\{\d?\}", r"\\binom"),
        (r"\\(?:qed|qedhere|qedsymbol)(?![A-Za-z])", r"\\square "),
        (r"\\lbrace(?![A-Za-z])", r"\\{"),
        (r"\\rbrace(?![A-Za-z])", r"\\}"),
        (r"\\hdots(?![A-Za-z])", r"\\ldots "),
        (r"\\vcentcolon(?![A-Za-z])", ":"),
        (r"\\dag(?![A-Za-z])", r"\\dagger "),
        (r"\\l?eqno(?![A-Za-z])", r"\\qquad "),
        (r"\\textsuperscript\{([^{}]*)\}", r"^{\\text{\1}}"),
        (r"\\textsubscript\{([^{}]*)\}", r"_{\\text{\1}}"),
        (r"\\slashed(?![A-Za-z])", r"\\not"),
        (r"\\textsc(?![A-Za-z])", r"\\text"),
        (r"\\(?:AA|angstrom)(?![A-Za-z])", "Å"),
        (r"\\degr(?:ee)?(?![A-Za-z])", r"^\\circ"),
    )
]
_TAG = re.compile(r"\\(?:tag\*?|l?eqno)\s*(?:\{[^{}]*\}|\([^()]*\))")
_WORDS = re.compile(r"(\\(?:text|mbox|hbox|textrm|textit|textbf))\s*\{((?:[^{}]|\{[^{}]*\})*\$(?:[^{}]|\{[^{}]*\})*)\}")
_AT_ENDS = re.compile(r"^ (?=.)|(?<=.) $", re.DOTALL)
_ACCENT = re.compile(r"(?<!\\)\\(['`\"^])\s*(?:\{([A-Za-z])\}|([A-Za-z]))")
_ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302"}
_SIGNS = {  # brackets of a given size, which the library leaves as they are written
    "\\{": "{", "\\}": "}", "\\lbrace": "{", "\\rbrace": "}", "\\lbrack": "[", "\\rbrack": "]", "\\|": "‖", "\\Vert": "‖",
    "\\lVert": "‖", "\\rVert": "‖", "\\vert": "|", "\\lvert": "|", "\\rvert": "|", "\\langle": "⟨", "\\rangle": "⟩",
    "\\lfloor": "⌊", "\\rfloor": "⌋", "\\lceil": "⌈", "\\rceil": "⌉", "\\backslash": "\\", "\\uparrow": "↑", "\\downarrow": "↓",
}  # fmt: skip
_MOST = 3_000  # elements of a formula that is drawn: the time that takes grows with their square
_PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
_DOCUMENT = re.compile(r"\\begin\{document\}(.*)\\end\{document\}", re.DOTALL)


_TOO_BIG = f"a formula of more than {_MOST} parts is not drawn for print; its characters stand in its place"


@dataclass(frozen=True)
class Drawing:
    """A formula drawn: its SVG, and how far it hangs below the line, its width and its height, all in em."""

    svg: str
    depth: float
    width: float
    height: float


def check(root: etree._Element, report: Report) -> None:
    """Report the formulas that cannot be read."""
    for tex in root.iter("tex-math"):
        made = mathml_of(tex)
        if made is None and tex.getparent().find(f"{{{MATHML}}}math") is not None:  # type: ignore[union-attr]
            continue  # which is shown
        if made is None:
            report("math-readable", f"TeX that cannot be read is printed as it is: {fold(tex.text or '')[:60]}", tex)
        elif _big(made):
            report("math-readable", _TOO_BIG, tex)
    for math in filter(_big, root.iter(f"{{{MATHML}}}math")):
        report("math-readable", _TOO_BIG, math)


def _big(math: etree._Element) -> bool:
    """Whether a formula has more parts than can be drawn."""
    return sum(1 for _ in math.iter("{*}*")) > _MOST


def mathml_of(tex: etree._Element) -> etree._Element | None:
    """The MathML of a `tex-math`, or None if it cannot be read."""
    formula = next(tex.iterancestors("disp-formula"), None)
    words = bare(tex.text or "")
    if formula is not None and formula.find("label") is not None:
        words = _TAG.sub("", words)
    made = _converted(words, formula is not None)
    if made is None:
        return None
    math = etree.fromstring(made)
    math.set("alttext", bare(tex.text or ""))
    if tex.get("id"):
        math.set("id", str(tex.get("id")))
    return math


def bare(tex: str) -> str:
    """TeX without the dollars, or the document, that stands round the formula."""
    document = _DOCUMENT.search(tex)
    inner = document.group(1) if document else tex
    wrapped = _DOLLARS.match(inner)
    return _ACCENT.sub(_letter, fold(wrapped.group(1) if wrapped else inner))


def _letter(accent: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", (accent[2] or accent[3]) + _ACCENTS[accent[1]])


@lru_cache(maxsize=4096)
def _converted(tex: str, block: bool) -> str | None:
    from latex2mathml.converter import convert  # 60 ms, for formulas only

    if not tex or len(tex) > _LIMIT or tex.count("{") > _LIMIT // 10 or _nesting(tex) > _DEPTH:
        return None
    try:
        made = convert(_plainer(tex), display="block" if block else "inline")
        for command, sign in _SIGNS.items():
            made = made.replace(f">{command}<", f">{sign}<")
        return made if _whole(etree.fromstring(made)) else None
    except Exception:  # the library raises whatever it stumbles over
        return None


def _plainer(tex: str) -> str:
    """TeX in the commands that the library knows; those that only number or name a line say nothing of the formula."""
    for pattern, known in _KNOWN:
        tex = pattern.sub(known, tex)
    return _WORDS.sub(lambda words: "{" + _parted(words[1], words[2]) + "}", tex)


def _parted(command: str, words: str) -> str:
    """Words with formulas in them: the formulas stand between."""
    pieces = re.split(r"(?<!\\)\$", words)
    return "".join(piece if n % 2 else f"{command}{{{piece}}}" for n, piece in enumerate(pieces) if piece)


def _whole(math: etree._Element) -> bool:
    """Whether all was understood: no command, brace or ampersand left as a letter, no fraction without its denominator, no strange link."""
    odd = any((node.text or "").startswith(("\\", "{", "}", "&", "@")) for node in math.iter(f"{{{MATHML}}}mi"))
    odd = odd or any(re.match(r"\\.|@", node.text or "") for node in math.iter(f"{{{MATHML}}}mo"))
    counts: dict[str, int] = {f"{{{MATHML}}}{tag}": count for tag, count in _PARTS.items()}
    odd = odd or not all(safe(str(node.get("href") or "")) for node in math.iter("{*}*"))
    return not odd and all(len(node) == counts.get(str(node.tag), len(node)) for node in math.iter("{*}*"))


def _nesting(tex: str) -> int:
    depth = deepest = 0
    for char in tex:
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest


def plain_copy(math: etree._Element) -> etree._Element:
    """A copy of MathML without a prefix, as HTML needs it; its tail stays behind."""
    copy = _unprefixed(math)
    copy.tail = None
    return unfenced(copy)


def _unprefixed(element: etree._Element) -> etree._Element:
    copy = etree.Element(str(element.tag), {str(key): str(value) for key, value in element.attrib.items()}, nsmap=_DEFAULT)
    copy.text, copy.tail = element.text, element.tail
    if element.text and str(element.tag).endswith("}mtext"):  # a browser drops the spaces at its ends, which authors mean
        copy.text = _AT_ENDS.sub("\u00a0", element.text)
    copy.extend([_unprefixed(child) for child in element])
    return copy


def spoken(math: etree._Element) -> str:
    """What stands for a formula where it cannot be seen: its `alttext`, its TeX, or its characters."""
    notes = find_all(math, ".//*[local-name()='annotation']")
    said = math.get("alttext") or next((note.text for note in notes if note.text), "")
    return fold(said or " ".join(str(piece).strip() for piece in math.itertext() if str(piece).strip())) or "formula"


def drawn(math: etree._Element) -> Drawing | None:
    """A MathML formula as SVG, or None if it cannot be drawn."""
    if _big(math):
        return None
    copy = deepcopy(math)
    copy.tail = None
    for note in find_all(copy, ".//*[local-name()='annotation' or local-name()='annotation-xml']"):
        note.getparent().remove(note)  # type: ignore[union-attr]
    for semantics in find_all(copy, ".//*[local-name()='semantics']"):
        semantics.tag = f"{{{MATHML}}}mrow"  # to the drawing it is no more than a row
    unfenced(copy)
    return _drawn(etree.tostring(copy, encoding="unicode")) or _drawn(etree.tostring(_simpler(copy), encoding="unicode"))


_KEPT = ("mathvariant", "accent", "stretchy", "open", "close", "separators")


def _simpler(math: etree._Element) -> etree._Element:
    """Formulas that the library stumbles over, without the refinements that it mostly stumbles over."""
    for element in math.iter(f"{{{MATHML}}}*"):
        local = str(element.tag).rpartition("}")[2]
        if local in ("mstyle", "mpadded", "merror"):
            element.tag = f"{{{MATHML}}}mrow"
        kept = {key: str(element.get(key)) for key in _KEPT if element.get(key)}
        element.attrib.clear()
        element.attrib.update(kept)  # type: ignore[arg-type]
        if not element.text and not len(element) and local in ("mn", "mi", "mo", "mtext"):
            element.tag = f"{{{MATHML}}}mrow"
    return math


_LEADS, _OF_TERMS = frozenset("([{,;=<>≤≥≠≈≡∼→∈"), frozenset("\N{MINUS SIGN}+±∓")
_SIZE = 20.0  # the size that formulas are drawn at; em are what leaves this module
_MOST = 2_000  # em: what is larger says a space of no paper


@lru_cache(maxsize=1024)
def _drawn(source: str) -> Drawing | None:
    if len(source) > _LIMIT * 10:
        return None
    try:
        svg = _svg(source)
        _, top, width, height = (float(number) / _SIZE for number in etree.fromstring(svg).get("viewBox", "").split())
        return Drawing(svg, top + height, width, height) if 0 < width < _MOST and 0 < height < _MOST else None
    except Exception:  # the library raises whatever it stumbles over
        return None


def _svg(source: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its way to its own font
        from ziamath.zmath import Math  # 150 ms, for printed formulas only

        # from text, the library would take all from the first operator to the last hyphen for one minus
        with measured_once():
            return str(Math(_with_minus(ElementTree.fromstring(source)), size=_SIZE, margin=0.5).svg())


def _with_minus(math: ElementTree.Element) -> ElementTree.Element:
    """A formula whose hyphens that mean minus are such; a sign behind a bracket or a relation is that of the term after it."""
    for element in math.iter():
        text = (element.text or "").strip()
        if element.tag == f"{{{MATHML}}}mo" and text == "-":
            element.text = "\N{MINUS SIGN}"
        elif element.tag == f"{{{MATHML}}}mn" and text.startswith("-"):
            element.text = text.replace("-", "\N{MINUS SIGN}", 1)
    for before, sign in (pair for row in math.iter() for pair in pairwise(row)):
        if sign.tag == before.tag == f"{{{MATHML}}}mo" and (before.text or "").strip() in _LEADS and (sign.text or "").strip() in _OF_TERMS:
            sign.set("form", "prefix")
    return math
