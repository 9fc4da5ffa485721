"""Stops: which full stop at the end of a title, or of the name of a journal, is a part of it."""

from __future__ import annotations

import re
from typing import Final

_ENDED: Final = re.compile(r"^([^.]*[^.\W])\.$")  # a stop that ends no abbreviation: others would have one too
_FULL_STOP: Final = re.compile(r"(?:(?<!\.)(?P<word>\b[^\W\d_]{4,})|[)\d”])(?:</\w+>)*(?P<stop>\.)(?:</\w+>)*$")
_ABBREVIATED: Final = frozenset(  # short words that end titles, and botanists, as they are abbreviated behind what they named
    re.findall(
        r"\w+",
        """
    assoc comb corp dept hort misc sect spec stat subg subgen subsp univ
    baill benth boiss burm desf engl franch griseb hemsl juss lindl linn merr planch poir retz roxb schrad thunb vell willd
    """,
    )
)
_SHORT: Final = frozenset(  # words that names of journals end with, as they are abbreviated
    re.findall(
        r"\w+",
        """
    acad acta adv agric anal ann anthropol appl archaeol assoc astron astrophys behav biochem bioeng bioinf biol biomed biophys
    biotechnol bot bull bur cardiol catal chem cogn commun conserv cosmol dev dyn ecol econ educ endocrinol eng entomol environ
    epidemiol evol exp fluids genet geol geophys geosci hematol histol hum immunol ind inf inst instrum int jpn lett manag mater math
    mech med metab microbiol mod mol monogr nat neurobiol neurol neurosci nutr oceanogr oncol opt org ornithol paediatr parasitol
    pathol pharm pharmacol philos photonics phys physiol polit pollut proc protoc psychiatr psychol pubs q rel res rev rheumatol sci
    softw soc sociol spectrosc stat stud suppl surg symp syst technol theor ther toxicol trans transl univ urol vet virol zool
    """,
    )
)


def unstopped(words: str) -> str:
    """The name of a journal without a stop that ends no abbreviation; if its other words are whole, the last may be the one short word."""
    if "." not in words:
        return words
    *before, last = words.rstrip(".").lower().split() or [""]
    alone = bool(before) and last in _SHORT and not any(word in _SHORT or len(word) == 1 for word in before)
    return words if alone else _ENDED.sub(r"\1", words)


def abbreviated(words: str) -> str:
    """The name of a journal with the stop behind it, if that ends the last of its short words, as the others end ("J. Anim. Ecol")."""
    *before, last = words.split() or [""]
    return f"{words}." if last.lower() in _SHORT and any(word.endswith(".") for word in before) else words


def unended(words: str) -> str:
    """A title without the full stop that ends it in the references of some journals: a style sets its own mark there."""
    stop = _FULL_STOP.search(words) if "." in words else None
    if stop is None or (stop["word"] or "").lower() in _ABBREVIATED:
        return words
    return words[: stop.start("stop")] + words[stop.end("stop") :]
