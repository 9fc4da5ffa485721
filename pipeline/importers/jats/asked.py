"""Asked: what people did for a work, as the words of a printed reference before their names say it, in the languages of the humanities."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.cited import PEOPLE

_BY: Final = r"(?:\s+(?:(?:from|de|dal|del|du|aus dem|do)\s+(?:the\s+)?(?:l[’'])?\w+\s+)?(?:by|de|por|par|di|da|von|durch|door)|\s+d[’'])?"
_TRANSLATOR: Final = (
    r"translat(?:ed|ion)|transl?\.?|traduction|traducción|traduzione|tradução|traduit|traducid[oa]|tradott[oa]|traduzid[oa]|trad\.?"
    r"|übersetz(?:t|ung)|übers\.|vertaald|vertaling"
)
_EDITOR: Final = r"edited|edición|édité|edizione|a cura|hrsg\.|hg\.|herausgegeben|sous la direction|organizado|coordinado|edición a cargo"
_TOLD: Final = (
    r"préface|préf\.|postface|prólogo|pról\.|prologue|prefácio|prefazione|introducción|introduction|introduzione|introdução|introd?\.|vorwort"
    r"|nachwort|einleitung|foreword|afterword|preface|epílogo|posfácio|illustrated|illustrations|illustré|ilustraciones|illus?\.|présenté"
    r"|présentation|presentación|estudio preliminar"
)
_ASKED: Final = re.compile(
    rf"(?:^|(?<=[\s(\[]))(?:(?P<translator>(?:{_TRANSLATOR}){_BY})|(?P<editor>(?:{_EDITOR}){_BY})|(?P<told>(?:{_TOLD}){_BY}))[\s:]*$",
    re.IGNORECASE,
)
AMONG: Final = re.compile(r"[\s,;&]*(?:and|und|y|e|et)?\s*", re.IGNORECASE)


def asked(person: etree._Element) -> str:
    """What the people were asked to do among whom somebody is named: "translator", "editor", "told" for what has no field, else nothing."""
    first = person
    while (before := first.getprevious()) is not None and before.tag in PEOPLE and AMONG.fullmatch(before.tail or ""):
        first = before
    found = _ASKED.search((before.tail or "")[-60:]) if before is not None else None
    return str(found.lastgroup) if found else ""


def without(words: str) -> str:
    """Words without those at their end that say what the people behind them did."""
    start, end = words[:-60], words[-60:]
    return start + _ASKED.sub("", end)
