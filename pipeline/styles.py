"""Styles: finds CSS, terms and other style files, in a checkout or in the wheel."""

from __future__ import annotations

import re
import tomllib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from functools import cache, reduce
from operator import or_
from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder() -> Path:
    """The folder of the styles: `styles/` of a checkout, or its copy inside the wheel."""
    inside = _PACKAGE / "_styles"
    return inside if inside.is_dir() else _PACKAGE.parent / "styles"


def sheet(path: Path) -> str:
    """The words of a style sheet in the encoding that it says, else UTF-8; raises ValueError if they are not in that."""
    data = path.read_bytes()
    named = re.match(rb'@charset "([!-~]{1,40})";', data)
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(named[1].decode("ascii") if named else encoding)
    except LookupError as fault:
        raise ValueError(str(fault)) from fault


@cache
def terms(language: str) -> Mapping[str, str]:
    """The words that the program adds (Contents, Notes, Figure …), in this language and its script; English where there is no such file."""
    return reduce(or_, map(_terms, ["en", *_names(language)]))


def has_terms(language: str) -> bool:
    """Whether the words that the program adds are known in this language."""
    return any(map(_terms, _names(language)))


def _names(tag: str) -> list[str]:
    """The files of a language, the more special later: `zh`, `zh-hant`, `zh-tw` for zh-TW; Norwegian is Bokmål unless it says otherwise."""
    import langcodes  # its tables are big, and where nothing is built nobody asks for a language
    from langcodes.tag_parser import LanguageTagError

    try:
        likely = langcodes.Language.get(tag).maximize()
    except LanguageTagError:
        return []
    base = "nb" if likely.language == "no" else likely.language
    return [str(base), f"{base}-{likely.script}".lower(), f"{base}-{likely.territory}".lower()]


@cache
def _terms(name: str) -> dict[str, str]:
    path = folder() / "terms" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
