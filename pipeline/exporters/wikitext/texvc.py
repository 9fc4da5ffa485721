"""Texvc: TeX in the commands and characters that MediaWiki takes; it refuses a formula for one command that it does not know."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pipeline.exporters.wikitext.tex import SYMBOLS, trimmed

_GROUP: Final = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_END: Final = r"(?![A-Za-z])"
_LENGTH: Final = r"\*?\s*(?:\{[^{}]*\}|-?[\d.]+\s*(?:pt|em|ex|mu|cm|mm|in)(?![a-z]))"
_OURS: Final = [
    (re.compile(pattern), ours)
    for pattern, ours in (
        (r"\\(?:begin|end)\{(?:equation|displaymath|math|subequations)\*?\}", ""),
        (r"\\(begin|end)\{(?:aligned|align|flalign|gathered|gather|multline|split)\*?\}", r"\\\1{aligned}"),
        (r"\\(begin|end)\{(?:alignat|alignedat)\*?\}", r"\\\1{alignat}"),
        (r"\\begin\{eqnarray\*?\}", r"\\begin{array}{rcl}"),
        (r"\\end\{eqnarray\*?\}", r"\\end{array}"),
        (r"\{dcases\*?\}", "{cases}"),
        (r"\\label\s*\{[^{}]*\}", ""),
        (
            r"\\(?:nonumber|notag|relax|displaylimits|allowbreak|noindent|protect|middle|smash|hfill|hfil|null|ensuremath|boldmath"
            r"|boxed|fbox|framebox|vcenter|mathclap|mathllap|mathrlap|mathlarger|mathsmaller|mathinner|mathstrut|strut|centering|break"
            r"|smallskip|medskip|bigskip)" + _END,
            "",
        ),
        (r"\\(?:raisebox|textcolor|scalebox)" + _GROUP, ""),
        (r"\\(?:qed|qedhere|qedsymbol)" + _END, r"\\Box "),
        (r"\\xlongequal" + _GROUP, r"\\overset{\1}{=}"),
        (r"\\uwave" + _END, r"\\underline"),
        (r"\\intertext" + _END, r"\\text"),
        (r"\\l?eqno" + _END, r"\\qquad "),
        (r"\\operatorname\*", r"\\operatorname"),
        (r"\\(?:mathscr|EuScript|mathpzc)" + _END, r"\\mathcal"),
        (r"\\(?:mathds|mathbbm|mathbbmss|Bbb)" + _END, r"\\mathbb"),
        (r"\\(?:bm|pmb)" + _END, r"\\boldsymbol"),
        (r"\\(?:textsc|textup|textnormal|emph)" + _END, r"\\text"),
        (r"\\textsuperscript" + _GROUP, r"^{\\text{\1}}"),
        (r"\\textsubscript" + _GROUP, r"_{\\text{\1}}"),
        (r"\\genfrac\{?\(\}?\{?\)\}?\{0pt\}\{\d?\}", r"\\binom"),
        (r"\\substack\s*" + _GROUP, r"{\\begin{smallmatrix}\1\\end{smallmatrix}}"),
        (r"\\mathring" + _END + r"\s*(\{[^{}]*\}|\w|\\[A-Za-z]+)", r"\\overset{\\circ}{\1}"),
        (r"\\dddot" + _END + r"\s*(\{[^{}]*\}|\w|\\[A-Za-z]+)", r"\\overset{...}{\1}"),
        (r"\\(?:vspace|vskip)" + _LENGTH, ""),
        (r"\\(?:hspace|hskip|mspace|mkern|kern)" + _LENGTH, r"\\ "),
        (r"\\(?:enspace|thinspace)" + _END, r"\\,"),
        (r"\\negthinspace" + _END, r"\\!"),
        (r"(?<!\\)\\[:>]", r"\\;"),
        (r"\\idotsint" + _END, r"\\int\\cdots\\int "),
        (r"\\coloneqq" + _END, ":="),
        (r"\\(?:vcentcolon)" + _END, ":"),
        (r"\\[lr]vert" + _END, "|"),
        (r"\\llbracket" + _END, r"[\\![" ),
        (r"\\rrbracket" + _END, r"]\\!]"),
        (r"\\hdots" + _END, r"\\ldots "),
        (r"\\dag" + _END, r"\\dagger "),
        (r"\\lhd" + _END, r"\\triangleleft "),
        (r"\\rhd" + _END, r"\\triangleright "),
        (r"\\leadsto" + _END, r"\\rightsquigarrow "),
        (r"\\owns" + _END, r"\\ni "),
    )
]  # fmt: skip
_TAG: Final = re.compile(r"\\tag\*?\s*" + _GROUP)
_TEXT: Final = re.compile(r"\\(?:text|mbox|hbox|textrm|textit|textbf|textsf|texttt)\s*" + _GROUP)
_IN_TEXT: Final = re.compile(r"[-\w+*,=():/;?.!'` \u0080-\uffff]+")
_ESCAPED: Final = re.compile(r"\\([&%$#_{} ])")
_INNER: Final = re.compile(r"\\[A-Za-z]+\s*|[{}]")
_OUTSIDE: Final = {"&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", '"': "''", "~": "\\ "}
_MORE: Final = {
    "↑": "\\uparrow ", "↓": "\\downarrow ", "〈": "\\langle ", "〉": "\\rangle ", "∣": "\\mid ", "∥": "\\parallel ", "∼": "\\sim ",
    "⩽": "\\leqslant ", "⩾": "\\geqslant ", "∖": "\\setminus ", "◻": "\\Box ", "□": "\\Box ", "⟶": "\\longrightarrow ", "≪": "\\ll ",
    "≫": "\\gg ", "★": "\\star ", "•": "\\bullet ", "’": "'", "“": "''", "”": "''", "–": "-", "‐": "-", "—": "-", "\u2002": "\\ ",
    "\u2004": "\\ ", "\u2005": "\\ ", "\u2006": "\\ ", "\u200a": "\\ ",
}  # fmt: skip
_STYLES: Final = (
    ("DOUBLE-STRUCK", "mathbb"), ("SCRIPT", "mathcal"), ("FRAKTUR", "mathfrak"), ("BLACK-LETTER", "mathfrak"),
    ("SANS-SERIF", "mathsf"), ("MONOSPACE", "mathtt"), ("BOLD", "mathbf"), ("ITALIC", "mathit"),
)  # fmt: skip


def known(tex: str, *, labelled: bool = False) -> str:
    """TeX that MediaWiki takes; the number in it goes where a label says it."""
    for pattern, ours in _OURS:
        tex = pattern.sub(ours, tex)
    tex = _TAG.sub("" if labelled else lambda tag: rf"\qquad ({tag[1].strip('$()')})", tex)
    parts, end = [], 0
    for words in _TEXT.finditer(tex):
        parts += [_characters(tex[end : words.start()]), _words(words[0], words[1])]
        end = words.end()
    return trimmed("".join([*parts, _characters(tex[end:])]))


def _words(whole: str, inside: str) -> str:
    """Words in a formula; what MediaWiki does not take in words, a formula among them, stands between."""
    if _IN_TEXT.fullmatch(inside):
        return whole
    made = []
    for n, piece in enumerate(re.split(r"(?<!\\)\$", inside)):
        made.append(_characters(piece) if n % 2 else _plain(_INNER.sub("", _ESCAPED.sub(r"\1", piece))))
    return f"{{{''.join(made)}}}"


def _plain(words: str) -> str:
    """Words with what is no letter of them outside."""
    found, end = [], 0
    for run in _IN_TEXT.finditer(words.replace("~", " ")):
        found += [_OUTSIDE.get(one, one) for one in words[end : run.start()]] + [f"\\text{{{run[0]}}}"]
        end = run.end()
    return "".join([*found, *(_OUTSIDE.get(one, one) for one in words[end:])])


def _characters(tex: str) -> str:
    """TeX without characters that only Unicode has."""
    return tex if tex.isascii() else "".join(one if one.isascii() else character(one) for one in unicodedata.normalize("NFC", tex))


def character(one: str) -> str:
    """A character that only Unicode has, as TeX: a symbol, a letter of an alphabet, or words."""
    if one in SYMBOLS or one in _MORE:
        return SYMBOLS.get(one) or _MORE.get(one, "")
    plain, name = unicodedata.normalize("NFKC", one), unicodedata.name(one, "")
    style = next((command for word, command in _STYLES if word in name), "")
    if style and len(plain) == 1 and plain != one:
        return f"\\{style}{{{plain if plain.isascii() else SYMBOLS.get(plain, plain)}}}"
    return "" if unicodedata.category(one) in ("Mn", "Cf", "Cc") else f"\\text{{{one}}}"
