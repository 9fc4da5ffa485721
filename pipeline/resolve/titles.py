"""Titles: which of their words keep their case where a style changes that of a title: species and proper names."""

from __future__ import annotations

import re
from typing import Any, Final

_TITLES: Final = ("title", "title-short", "container-title", "container-title-short", "collection-title")
# A genus, perhaps as an initial, and what follows it; the words that begin an ordinary title are none
_SPECIES: Final = re.compile(
    r"(?!(?:The|A|An|On|In|Of|For|From|To|At|By|My|Our) )[A-Z](?:[a-z]+|[a-z]{0,2}\.)"
    r"(?: (?:[a-z-]{3,}|(?:subsp|ssp|var|cf|aff|spp?|f)\.)){1,4}"
)
_TAG_OR_WORD: Final = re.compile(r'<span class="nocase">.*?</span>|<[^>]*>|[^\W\d_][\w’\'-]*')
_UNSAID: Final = re.compile(r"<[^>]*>|\[[^\]]*\]|[\W\d_]+")  # mark-up, a translation, what is no letter
_LATIN: Final = re.compile("[a-z\u00aa-\u024f\u1e00-\u1eff]", re.IGNORECASE)
_FEW: Final = 4  # times as many
_WORDS: Final = """about above across after against along amid among around before behind below beneath beside between beyond down during
    except from into like near onto over past since than that their these this those through toward towards under until unto
    upon versus when where which while with within without your"""
_SMALL: Final = frozenset(_WORDS.split())


def is_species(words: str) -> bool:
    """Whether words in italics are the scientific name of a kind of living things."""
    return _SPECIES.fullmatch(words) is not None


def is_latin(words: str) -> bool:
    """Whether words are written in Latin letters, but for a few: a title may have a Greek one, and its translation behind it."""
    letters = _UNSAID.sub("", words)
    latin = len(_LATIN.findall(letters))
    return latin > 0 and (len(letters) - latin) * _FEW < latin


def in_its_case(item: dict[str, Any]) -> dict[str, Any]:
    """The item as one of no known language, if its title is in another script than Latin: the capitals of English are not for it."""
    title = str(item.get("title-short") or item.get("title") or item.get("container-title", ""))
    return item if "language" in item or title.isascii() or is_latin(title) else item | {"language": "und"}


def with_names_kept(item: dict[str, Any]) -> dict[str, Any]:
    """The item with titles whose names keep their capitals in sentence case; a title in title case does not tell its names."""
    return item | {variable: _kept(item[variable]) for variable in _TITLES if isinstance(item.get(variable), str)}


def _kept(title: str) -> str:
    found = [match for match in _TAG_OR_WORD.finditer(title) if not match[0].startswith("<")]
    if not any(len(match[0]) > 3 and match[0].islower() and match[0] not in _SMALL for match in found):
        return title
    first = found[0].start()

    def kept(match: re.Match[str]) -> str:
        begins = match.start() == first or title[: match.start()].rstrip().endswith((":", ".", "?", "!"))
        return match[0] if match[0].startswith("<") or match[0][0].islower() or begins else f'<span class="nocase">{match[0]}</span>'

    return _TAG_OR_WORD.sub(kept, title)
