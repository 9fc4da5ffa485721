"""Widths of words, about, where no font is at hand to measure them."""

from __future__ import annotations

import unicodedata


def em(text: str, bold: bool = False) -> float:
    """About how many em a text is wide, rather too many than too few."""
    return sum(map(_em, text.rstrip(" "))) * (1.08 if bold else 1)


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1
    if character in "mwMWЖЮШЩжшщюф%@—…":
        return 0.95
    return 0.75 if character.isupper() else 0.3 if character in " .,:;'il|" else 0.54
