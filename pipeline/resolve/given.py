"""References printed as given: the item that stands for each, so that it takes part in numbers, labels and notes."""

from __future__ import annotations

import copy
import re
import string
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from pipeline.resolve import csl
from pipeline.resolve.inlines import Held
from pipeline.resolve.people import MAKERS, UNSEEN
from pipeline.resolve.prose import lettered, stand_in
from pipeline.resolve.style import AS_GIVEN, Style
from pipeline.tree import LANG, find_all, text_of

_OTHERS: Final = {"literal": "others"}
_LETTERED: Final = re.compile(r"\d{4}[a-z]")
_NAME_YEAR: Final = re.compile(r"\[?[^\W\d_][^\d]{1,60}[ (]((?:1[5-9]|20)\d\d[a-z]?)\)?\]?")
_SUFFIXED: Final = re.compile(r"(?<![\w/.–-])(\d{4})[a-z](?!\w)")


def stand_for(prose: etree._Element, key: str, held: Held, style: Style) -> csl.Item:
    """The CSL-JSON of a reference of words: what it marks, and what its words show; for notes, all its words."""
    made, words = csl.item(prose, key, held, printed=True), _first_form(prose, text_of(prose))
    if UNSEEN.fullmatch(words):
        words = ""
    said = stand_in(words, prose.text or "") | _of_label(prose)
    if any(role in made for role in MAKERS):
        shown = said.pop("author", [])
        if _OTHERS in shown and made.get("author", [_OTHERS])[-1] != _OTHERS:  # "et al." that is no mark-up
            made["author"] = [*made["author"], _OTHERS]
    if year := next((year for year in map(text_of, prose.iter("year")) if _LETTERED.fullmatch(year)), None):
        made["issued"] = lettered(year)
    if style.note:
        said[AS_GIVEN] = _nocase(csl.rich(_with_links(prose, held), held).rstrip("."))
    return {**said, "title": _nocase(csl.literal(said["title"])), **made}


def _of_label(prose: etree._Element) -> dict[str, Any]:
    """When the work was made as the label of its reference says, by which its citations name it: "Stocker 2013a"."""
    ref = next(prose.iterancestors("ref"), None)
    found = _NAME_YEAR.fullmatch(text_of(ref.find("label"))) if ref is not None else None
    return {"issued": lettered(found[1])} if found else {}


def settle_letters(items: Iterable[csl.Item], style: Style) -> None:
    """Have the letters behind years printed that references printed as given show: by the engine if it would find the same, else as words.

    The engine puts letters by the order of titles, which are not printed here, and sorts dates that are words before all others.
    """
    alike: dict[str, list[csl.Item]] = {}
    for item in items if not style.note else ():  # which sort by titles, and print them
        if years := item.get("issued", {}).get("date-parts"):
            alike.setdefault(f"{item.get('author')} {years[0][0]}", []).append(item)
    for works in alike.values():
        letters = [str(work["issued"].get("literal", ""))[4:] for work in works]
        found_again = len(works) > 1 and "".join(sorted(letters)) == string.ascii_lowercase[: len(letters)]  # one alone would get none
        if style.numeric or found_again:
            for work, letter in zip(works, letters, strict=True):
                if work["issued"].pop("literal", "") and "author" in work:
                    work["title"] = f"{letter} {work['title']}"


def show_letter(prose: etree._Element, printed: str) -> None:
    """Put the letter by which the engine tells a work from another behind its year, if the words have the year alone."""
    words = text_of(prose)
    found = next((one for one in _SUFFIXED.finditer(printed) if one[0] not in words), None)  # "the 1990s" are in both
    if found is None:
        return
    places = [(element, slot, text) for element in prose.iter() for slot in ("text", "tail") if (text := getattr(element, slot))]
    for form in (rf"(?<=\(){found[1]}(?=\))", rf"(?<![\w/.:–-]){found[1]}(?=[.,;:)]|$)"):
        for element, slot, text in places:
            if (made := re.sub(form, found[0], text, count=1)) != text:
                setattr(element, slot, made)
                return


def _first_form(prose: etree._Element, words: str) -> str:
    """The words of a reference without those in which its end says it again, in another language."""
    last = prose[-1] if len(prose) else None
    if last is None or last.tag != "styled-content" or not last.get(LANG) or (last.tail or "").strip():
        return words
    again = text_of(last)
    return words.removesuffix(again).rstrip() if len(again) > len(words) / 3 else words  # less is a phrase


def _with_links(prose: etree._Element, held: Held) -> etree._Element:
    """The words of a reference, their links held."""
    kept = copy.deepcopy(prose)
    for link in find_all(kept, ".//ext-link|.//uri"):
        words = held.keep(link, anew=True)
        del link[:]
        link.text = words
    return kept


def _nocase(words: str) -> str:
    """Words whose case no style changes."""
    return f'<span class="nocase">{words}</span>'
