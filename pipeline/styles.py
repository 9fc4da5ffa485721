"""Styles: finds CSS, terms and other style files, in a checkout or in the wheel."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder() -> Path:
    """The folder of the styles: `styles/` of a checkout, or its copy inside the wheel."""
    inside = _PACKAGE / "_styles"
    return inside if inside.is_dir() else _PACKAGE.parent / "styles"


@cache
def terms(language: str) -> Mapping[str, str]:
    """The words that the program adds (Contents, Notes, Figure …), in this language; English where there is no such file."""
    return _terms("en") | _terms(language.partition("-")[0].lower()) | _terms(language.lower())


def _terms(name: str) -> dict[str, str]:
    path = folder() / "terms" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
