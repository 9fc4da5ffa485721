"""TeX: presentation MathML rewritten as the TeX that MediaWiki knows."""

from __future__ import annotations

from lxml import etree

from pipeline.rules import Rules
from pipeline.tree import name

Element = etree._Element
Table = Rules[str]

ACTIVE = {character: "\\" + character for character in "{}$%#&_"} | {"\\": "\\backslash ", "~": "\\sim ", "^": "\\hat{}"}
SYMBOLS = {
    "−": "-", "×": "\\times ", "÷": "\\div ", "·": "\\cdot ", "⋅": "\\cdot ", "±": "\\pm ", "∓": "\\mp ", "≤": "\\le ", "≥": "\\ge ",
    "≠": "\\ne ",
    "≈": "\\approx ", "≡": "\\equiv ", "∼": "\\sim ", "∝": "\\propto ", "∞": "\\infty ", "∂": "\\partial ", "∇": "\\nabla ", "∑": "\\sum ",
    "∏": "\\prod ", "∫": "\\int ", "∮": "\\oint ", "√": "\\surd ", "∈": "\\in ", "∉": "\\notin ", "⊂": "\\subset ", "⊆": "\\subseteq ",
    "∪": "\\cup ", "∩": "\\cap ", "∅": "\\emptyset ", "∀": "\\forall ", "∃": "\\exists ", "¬": "\\neg ", "∧": "\\wedge ", "∨": "\\vee ",
    "→": "\\to ", "←": "\\leftarrow ", "↔": "\\leftrightarrow ", "⇒": "\\Rightarrow ", "⇐": "\\Leftarrow ", "⇔": "\\Leftrightarrow ",
    "↦": "\\mapsto ",
    "…": "\\ldots ", "⋯": "\\cdots ", "⟨": "\\langle ", "⟩": "\\rangle ", "‖": "\\| ", "∥": "\\parallel ", "⊥": "\\perp ", "∠": "\\angle ",
    "′": "'", "″": "''", "°": "^{\\circ}", "ℏ": "\\hbar ", "ℓ": "\\ell ", "ℝ": "\\mathbb{R}", "ℂ": "\\mathbb{C}", "ℕ": "\\mathbb{N}",
    "ℤ": "\\mathbb{Z}", "ℚ": "\\mathbb{Q}", "∗": "*", "∘": "\\circ ", "⊗": "\\otimes ", "⊕": "\\oplus ", "†": "\\dagger ",
    "\u00a0": "~", "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u200b": "", "\u2009": "\\,", "\u2003": "\\quad ",
    "α": "\\alpha ", "β": "\\beta ", "γ": "\\gamma ", "δ": "\\delta ", "ε": "\\varepsilon ", "ϵ": "\\epsilon ", "ζ": "\\zeta ",
    "η": "\\eta ",
    "θ": "\\theta ", "ϑ": "\\vartheta ", "ι": "\\iota ", "κ": "\\kappa ", "λ": "\\lambda ", "μ": "\\mu ", "ν": "\\nu ", "ξ": "\\xi ",
    "π": "\\pi ",
    "ρ": "\\rho ", "σ": "\\sigma ", "ς": "\\varsigma ", "τ": "\\tau ", "υ": "\\upsilon ", "φ": "\\varphi ", "ϕ": "\\phi ",
    "χ": "\\chi ", "ψ": "\\psi ",
    "ω": "\\omega ", "Γ": "\\Gamma ", "Δ": "\\Delta ", "Θ": "\\Theta ", "Λ": "\\Lambda ", "Ξ": "\\Xi ", "Π": "\\Pi ", "Σ": "\\Sigma ",
    "Φ": "\\Phi ", "Ψ": "\\Psi ", "Ω": "\\Omega ",
}  # fmt: skip
ACCENTS = {
    "¯": "overline",
    "‾": "overline",
    "^": "hat",
    "ˆ": "hat",
    "~": "tilde",
    "˜": "tilde",
    "→": "vec",
    "˙": "dot",
    "¨": "ddot",
    "⏞": "overbrace",
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "overline",
    "\u0305": "overline",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u030c": "check",
    "\u0306": "breve",
    "\u20d7": "vec",
    "ˇ": "check",
    "˘": "breve",
    "´": "acute",
}
ENCLOSURES = {"box": "boxed", "strike": "cancel", "radical": "sqrt", "top": "overline"}
VARIANTS = {
    "normal": "mathrm", "bold": "mathbf", "bold-italic": "boldsymbol", "double-struck": "mathbb", "script": "mathcal",
    "fraktur": "mathfrak",
    "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
FUNCTIONS = {
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp", "gcd", "hom", "inf", "ker",
    "lg", "lim", "ln",
    "log", "max", "min", "Pr", "sec", "sin", "sinh", "sup", "tan", "tanh",
}  # fmt: skip
FENCES = {"(": "(", ")": ")", "[": "[", "]": "]", "{": "\\{", "}": "\\}", "|": "|", "‖": "\\|", "⟨": "\\langle ", "⟩": "\\rangle ", "": "."}


def letters(text: str) -> str:
    """Characters as TeX."""
    return "".join(SYMBOLS.get(character, ACTIVE.get(character, character)) for character in text.strip())


tex: Table = Rules(text=lambda words: "", join="".join)


def to_tex(math: Element) -> str:
    """A formula in MathML as TeX; its own TeX if it brings it along."""
    for note in math.iterfind("{*}semantics/{*}annotation") if len(math) == 1 else ():
        if "tex" in (note.get("encoding") or "").lower() and (note.text or "").strip():
            return (note.text or "").strip()
    return trimmed(tex.inside(math)) or _told(trimmed(math.get("alttext") or ""))


def _told(words: str) -> str:
    """What stands for a formula that says nothing: words, or with a backslash TeX, as some publishers put it there."""
    return words if "\\" in words else _text(words)


def _children(element: Element) -> list[str]:
    return [f"{{{trimmed(tex.render(child))}}}" for child in element]


def trimmed(text: str) -> str:
    """TeX without the space at its ends; of a space that has a backslash neither stays."""
    text = text.strip()
    while (len(text) - len(text.rstrip("\\"))) % 2:
        text = text[:-1].rstrip()
    return text


@tex("mml:math", "mml:mrow", "mml:mstyle", "mml:mpadded", "mml:mtd", "mml:merror")
def row(element: Element, render: Table) -> str:
    """Parts one after the other."""
    return render.inside(element)


@tex("mml:mi", "mml:mn")
def letter(element: Element, render: Table) -> str:
    """An identifier or a number; several letters are one upright word."""
    words = (element.text or "").strip()
    if words in FUNCTIONS:
        return f"\\{words} "
    variant = VARIANTS.get(element.get("mathvariant", ""), "mathrm" if len(words) > 1 and words.isalpha() else "")
    return f"\\{variant}{{{letters(words)}}}" if variant and letters(words) else letters(words)


@tex("mml:mo")
def operator(element: Element, render: Table) -> str:
    """An operator; a word is set as one."""
    words = (element.text or "").strip()
    return f"\\operatorname{{{words}}}" if len(words) > 1 and words.isalpha() else letters(words)


@tex("mml:mtext", "mml:ms")
def words(element: Element, render: Table) -> str:
    """Words inside a formula."""
    return _text(element.text or "") or "\\ "


def _text(words: str) -> str:
    """Words as TeX."""
    escaped = "".join(ACTIVE.get(character, character) if character in "{}$%#&_" else character for character in words)
    return f"\\text{{{escaped}}}" if escaped.strip() else ""


@tex("mml:mspace")
def space(element: Element, render: Table) -> str:
    """White space."""
    return "\\ "


@tex("mml:mfrac")
def fraction(element: Element, render: Table) -> str:
    """A fraction; without its line, a binomial's body."""
    above, below = _children(element)
    bare = (element.get("linethickness") or "").rstrip("ptxem%") in ("0", "0.0")
    return f"{{{above} \\atop {below}}}" if bare else f"\\frac{above}{below}"


@tex("mml:msqrt")
def square_root(element: Element, render: Table) -> str:
    """A square root."""
    return f"\\sqrt{{{render.inside(element)}}}"


@tex("mml:mroot")
def root(element: Element, render: Table) -> str:
    """A root of any degree."""
    base, degree = _children(element)
    return f"\\sqrt[{degree}]{base}"


@tex("mml:msub", "mml:munder")
def below(element: Element, render: Table) -> str:
    """An index, or a limit below."""
    base, index = _children(element)
    return f"{_base(element, base)}_{index}"


@tex("mml:msup")
def above(element: Element, render: Table) -> str:
    """A power."""
    base, power = _children(element)
    return f"{base}^{power}"


@tex("mml:mover")
def over(element: Element, render: Table) -> str:
    """An accent, or a limit above."""
    base, mark = _children(element)
    accent = ACCENTS.get("".join(str(run) for run in element[1].itertext()).strip())
    return f"\\{accent}{base}" if accent else f"{_base(element, base)}^{mark}"


@tex("mml:msubsup", "mml:munderover")
def both(element: Element, render: Table) -> str:
    """Index and power, or limits."""
    base, index, power = _children(element)
    return f"{_base(element, base)}_{index}^{power}"


def _base(element: Element, base: str) -> str:
    """Limits stand above and below their base, if it is an operator; a lone symbol needs no group."""
    under = name(element) in ("mml:munder", "mml:mover", "mml:munderover")
    return base[1:-1] if base[1:2] == "\\" and base[2:-1].strip().isalpha() else f"\\mathop{base}" if under else base


@tex("mml:mmultiscripts")
def scripts(element: Element, render: Table) -> str:
    """Indices on both sides."""
    base, *marks = element
    cut = next((place for place, mark in enumerate(marks) if name(mark) == "mml:mprescripts"), len(marks))
    return _pairs(marks[cut + 1 :], render, "{}") + f"{{{render.render(base)}}}" + _pairs(marks[:cut], render, "")


def _pairs(marks: list[Element], render: Table, base: str) -> str:
    rendered = [render.render(mark).strip() for mark in marks]
    return "".join(f"{base}_{{{index}}}^{{{power}}}" + "{}" for index, power in zip(rendered[::2], rendered[1::2], strict=False))


@tex("mml:none", "mml:mprescripts", "mml:annotation")
def nothing(element: Element, render: Table) -> str:
    """An empty place."""
    return ""


@tex("mml:mphantom")
def phantom(element: Element, render: Table) -> str:
    """What takes its place unseen."""
    return f"\\phantom{{{render.inside(element)}}}"


@tex("mml:mfenced")
def fenced(element: Element, render: Table) -> str:
    """Parts in brackets with separators between."""
    separators = "".join((element.get("separators", ",")).split()) or " "
    parts = [render.render(child) for child in element]
    gaps = [letters(separators[min(place, len(separators) - 1)]) for place in range(len(parts) - 1)]
    content = "".join(part + gap for part, gap in zip(parts, [*gaps, ""], strict=False))
    left, right = (FENCES.get(element.get(side, default).strip(), default) for side, default in (("open", "("), ("close", ")")))
    return f"\\left{left}{content}\\right{right}"


@tex("mml:menclose")
def enclosed(element: Element, render: Table) -> str:
    """What is boxed, struck or rooted."""
    kind = element.get("notation") or "longdiv"
    command = next((command for word, command in ENCLOSURES.items() if word in kind), "")
    return f"\\{command}{{{render.inside(element)}}}" if command else render.inside(element)


@tex("mml:mtable")
def matrix(element: Element, render: Table) -> str:
    """A matrix, or equations one below the other."""
    rows = " \\\\ ".join(render.render(child) for child in element)
    return f"\\begin{{matrix}}{rows}\\end{{matrix}}"


@tex("mml:mtr", "mml:mlabeledtr")
def matrix_row(element: Element, render: Table) -> str:
    """A row of a matrix."""
    return " & ".join(render.render(child) for child in element)


@tex("mml:semantics")
def semantics(element: Element, render: Table) -> str:
    """The formula itself, without its notes."""
    return render.render(element[0])
