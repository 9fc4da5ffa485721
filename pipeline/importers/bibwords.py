"""Words of a BibTeX entry: which of its fields say what its CSL-JSON item does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from pylatexenc.latex2text import LatexNodes2Text

from pipeline.importers.bibentries import Entry
from pipeline.schema.dates import is_edtf

# What programs keep for themselves, and what says how an entry is processed: no reference prints it
_HOUSEKEEPING = """abstracturl added adsnote adsurl affiliation biburl bibsource citation-key collections crossref entryset execute
file filename files gender groups hyphenation ids indexsorttitle indextitle interhash intrahash key keyword keywords langid label langidopts
options owner posted-at presort printedkey priority qiqqa_bibtex related relatedtype relatedstring scholar sortkey sortname sortshorthand
sorttitle sortyear subdatabase timestamp username xdata xref"""
HOUSEKEEPING: Final = frozenset(_HOUSEKEEPING.split())
_PREFIXES: Final = ("bdsk-", "date-added", "date-modified", "mendeley-", "citeulike-", "local-", "jabref", "opt", "__")
# Fields that are said in other words than they have
_REWORDED = "archiveprefix authortype editoratype editorbtype editorctype editortype eprintclass eprinttype language origlanguage pubstate"
REWORDED: Final = frozenset(_REWORDED.split())
_SMALL: Final = frozenset(("and", "others"))
# The names of the parts of names in BibLaTeX's long form
_NAMED_PARTS: Final = re.compile(r"\b(?:family|given|prefix|suffix|id|[a-z]*-i|use[a-z]+\s*=\s*[a-z]+)\s*=?", re.I)
_TIME: Final = re.compile(r"(?<=\d)[T ]\d\d:.*")
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_TO_TEXT: Final = LatexNodes2Text(math_mode="verbatim", keep_comments=True)


def plain(value: str) -> str:
    """A value without its LaTeX."""
    try:
        words = _TO_TEXT.latex_to_text(value)
    except Exception:  # of broken LaTeX it may raise anything
        words = re.sub(r"\\[A-Za-z]+|[\\{}]", "", value)
    return " ".join(unicodedata.normalize("NFC", words).split())


def left_out(entry: Entry, item: dict[str, Any]) -> set[str]:
    """The fields of an entry that have a word, or a number, that is not in its item."""
    said = {token for text in _texts(item) for token in _tokens(text)}
    return {name for name, field in entry.fields.items() if _matters(name, field.value, item) and _tokens(_said(name, field.value)) - said}


def _said(name: str, value: str) -> str:
    """The words of a field, without the time of day and the names of the parts of names."""
    words = _TIME.sub("", plain(value)) if "date" in name else plain(value)
    return _NAMED_PARTS.sub(" ", words) if "family=" in words.replace(" ", "") else words


def _matters(name: str, value: str, item: dict[str, Any]) -> bool:
    """Whether a field says something in words or numbers that its item should have."""
    if "date" in name and is_edtf(value.strip()):
        return False  # a season, a year BC: the item has it in other numbers
    if name in HOUSEKEEPING or name.startswith(_PREFIXES) or name in REWORDED:
        return False
    if name == "month":
        return not any(len(part) > 1 for part in item.get("issued", {}).get("date-parts", ()))
    return not (name == "type" and "genre" in item)


def _tokens(text: str) -> set[str]:
    """The words and numbers of a text, in small letters and without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("ı", "i")
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return {token.lstrip("0") or "0" for token in _TOKEN.findall(bare)} - _SMALL


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  items hold text, names and dates
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    else:
        text = re.sub(r'<span class="tex">(.*?)</span>', r" \1 ", str(value), flags=re.S)
        yield re.sub(r"</?(?:i|b|sup|sub|span|sc)\b[^<>]*>", "", text)
