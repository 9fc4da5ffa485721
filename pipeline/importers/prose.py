"""Prose: plain text as JATS inline content; dates and words of other languages are marked, by what is plain to see in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from pipeline.markup import Parts, build
from pipeline.schema.dates import day_number, is_edtf
from pipeline.tree import LANG

MONTHS: Final = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_MONTH = "|".join(MONTHS)
_DAYS = r"\d{1,2}(?:\s?[–-]\s?\d{1,2})?"
_STYLE = r"(?:Old Style|O\.\s?S\.)"
# 22–25 (9–12 Old Style) January 1918; 22–25 January (9–12 January, Old Style) 1918; 22 January [O.S. 9 January] 1918; January 1918
_DATE: Final = re.compile(
    rf"(?:(?P<days>{_DAYS})\s)?(?:(?P<open1>[(\[])(?P<old1>{_DAYS},?\s{_STYLE})(?P<close1>[)\]])\s)?(?P<month>{_MONTH})"
    rf"(?:\s(?P<open2>[(\[])(?P<old2>(?:{_STYLE}\s)?{_DAYS}\s(?:{_MONTH})(?:,?\s{_STYLE})?)(?P<close2>[)\]]))?,?\s(?P<year>\d{{3,4}})\b"
)
# Unicode ranges of a script → the language that is most often written in it
_SCRIPTS: Final = {
    "ru": "Ѐ-ӿ",
    "ka": "Ⴀ-ჿ",
    "hy": "Ա-֏",
    "el": "Ͱ-Ͽἀ-῿",
    "he": "א-ת",
    "ar": "ء-ۿݐ-ݿ",
    "hi": "ऀ-ॿ",
    "ja": "ぁ-ヿ",
    "ko": "가-힣",
    "zh": "一-鿿",
}
# Letters that say more than their script does
_TELLING: Final = {"uk": "їєґЇЄҐ", "az": "әӘ", "fa": "پچژگ", "be": "ўЎ"}
_WORD = r"[\w\u0300-\u036f'’\-]+"
_FOREIGN: Final = re.compile(
    "|".join(f"(?P<{code}>[{chars}][{chars}\\u0300-\\u036f'’\\-\\s,.:;]*[{chars}]|[{chars}]{{2,}})" for code, chars in _SCRIPTS.items())
)
_AZERI_WORD: Final = re.compile(rf"(?=\w*[əƏşŞğĞıçÇöÖüÜİ]){_WORD}")

Guess = Callable[[str, str], None]  # language, words


def inline(text: str, guessed: Guess) -> Parts:
    """Text with its dates and foreign words marked; each guess of a language is told."""
    parts: Parts = []
    end = 0
    for match in _DATE.finditer(text):
        marked = _date(match)
        if marked is not None:
            parts += [*_words(text[end : match.start()], guessed), marked]
            end = match.end()
    return [*parts, *_words(text[end:], guessed)]


def _words(text: str, guessed: Guess) -> Parts:
    parts: Parts = []
    end = 0
    for start, stop, language in sorted([*_in_scripts(text), *_azerbaijani(text)]):
        if start < end:  # a word of two scripts: the first holds
            continue
        guessed(language, text[start:stop])
        parts += [text[end:start], build("styled-content", {LANG: language}, [text[start:stop]])]
        end = stop
    return [part for part in [*parts, text[end:]] if not isinstance(part, str) or part]


def _in_scripts(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _FOREIGN.finditer(text):
        language = str(match.lastgroup)
        telling = (code for code, letters in _TELLING.items() if set(letters) & set(match[0]))
        yield match.start(), match.end(), next(telling, language)


def _azerbaijani(text: str) -> Iterator[tuple[int, int, str]]:
    """Runs of words with Azerbaijani letters, one of them ə, which no other language of wide use has in its Latin letters."""
    run: list[re.Match[str]] = []
    for word in [*_AZERI_WORD.finditer(text), None]:
        if run and (word is None or text[run[-1].end() : word.start()] != " "):
            if any(letter in match[0] for match in run for letter in "əƏ"):
                yield run[0].start(), run[-1].end(), "az"
            run = []
        if word is not None:
            run.append(word)


def _date(match: re.Match[str]) -> etree._Element | None:
    """A date with its Gregorian value; an Old Style date in brackets inside it has its Julian value too."""
    value = _edtf(match["days"] or "", match["month"], match["year"])
    which = "1" if match["old1"] else "2"
    old = match[f"old{which}"]
    if not value or (old and not match["days"]):
        return None
    if not old:
        return build("named-content", {"content-type": "date", "vocab-term-identifier": value}, [match[0]])
    month = next((name for name in MONTHS if name in old), None)
    own = _julian(re.findall(r"\d{1,2}", old), month, value)
    if not own:
        return None
    inner = {"content-type": "date", "vocab": "julian", "vocab-term": own, "vocab-term-identifier": value}
    start, end = match.start(f"old{which}") - match.start(), match.end(f"old{which}") - match.start()
    parts: Parts = [match[0][:start], build("named-content", inner, [old]), match[0][end:]]
    return build("named-content", {"content-type": "date", "vocab-term-identifier": value}, parts)


def _edtf(days: str, month: str, year: str) -> str:
    """The EDTF value of a month or of days in it; empty if there is no such day, or the last comes before the first."""
    base = f"{int(year):04d}-{MONTHS.index(month) + 1:02d}"
    numbers = [int(day) for day in re.findall(r"\d{1,2}", days)]
    value = "/".join(f"{base}-{day:02d}" for day in numbers) or base
    return value if numbers == sorted(numbers) and is_edtf(value) else ""


def _julian(days: list[str], month: str | None, gregorian: str) -> str:
    """The Julian value of the same days; empty if the words say other days."""
    ends = [_to_julian(*map(int, end.split("-"))) for end in gregorian.split("/")]
    said = [(int(day), month) for day in days]
    if len(said) != len(ends) or any(d != end[2] or (m and MONTHS.index(m) + 1 != end[1]) for (d, m), end in zip(said, ends, strict=True)):
        return ""
    return "/".join(f"{year:04d}-{number:02d}-{day:02d}" for year, number, day in ends)


def _to_julian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The Julian date of a Gregorian day."""
    days = day_number((str(year), str(month), str(day))) + 32082  # since 1 March 4801 BC, where leap days end the year
    years = (4 * days + 3) // 1461
    rest = days - 1461 * years // 4
    months = (5 * rest + 2) // 153
    late = months // 10  # January and February belong to the year before
    return years - 4800 + late, months + 3 - 12 * late, rest - (153 * months + 2) // 5 + 1
