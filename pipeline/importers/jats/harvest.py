"""Harvest: the fields that a printed reference marks, if they are enough to print it in another style and nothing else is said in it."""

from __future__ import annotations

import copy
import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import dates
from pipeline.importers.jats import fields as parts
from pipeline.importers.jats.asked import AMONG, asked, without
from pipeline.importers.jats.bare import marked
from pipeline.importers.jats.cited import ET_AL, PEOPLE
from pipeline.importers.jats.persons import parted
from pipeline.importers.jats.several import repeats
from pipeline.importers.jats.tools import listed, new, take
from pipeline.resolve.stops import abbreviated
from pipeline.schema.references import DATE, NEEDED
from pipeline.tree import fold, raw_text, text_of

_TITLES: Final = ("article-title", "chapter-title", "source", "data-title")
_SMALL: Final = frozenset(
    listed(
        """
    in and et al eds ed editor editors edited by vol volume no nr issue number pp p pages page doi pmid pmc pmcid pubmed id mr zbl available
    from at central url accessed last retrieved on the of to y e und en em de disponible disponível acesso tr trans and the cited epub suppl
    supplement article pt part s ff http https dx org www dans dir dirs hg hrsg coord coords orgs bd jg heft número numéro núm tome consulté
    online internet ligne línea linha google scholar crossref medline ncbi
    """
    )
)
_SUPPLEMENT: Final = re.compile(r"\b(Suppl(?:ement)?)\.?\s*$", re.IGNORECASE)
_CATALOGUE: Final = re.compile(
    r"\[?(?:pubmed(?: central)?|google ?scholar|cross-?ref|medline|web of science|scopus|(?:in)?spires?(?: ?hep)?|(?:nasa )?ads"
    r"|math ?sci ?net|zb ?math|zentralblatt(?: math)?|chem ?abs|chemport)\]?",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(r"(?:^|\s)([A-Z])$")  # of a journal, before the volume: "A57"
_VERSION: Final = re.compile(r"(?:version|ver\.|v\.?) ?(\d[\w.]*?)\.?", re.IGNORECASE)
_OF_SERIES: Final = re.compile(r"[\s,;]*(?:(?:vol|bd|band|n[oºr°]|nr|t|tome|número)\.?\s*)?(\d{1,4})(?=\s*[),.;])", re.IGNORECASE)
_SERIES: Final = re.compile(r"coll(?:ection|ana|\.)?\s*[«“\"]\s*([^«»“”\"]+?)\s*[»”\"](?:\s*,)?", re.IGNORECASE)  # of books in French
_PMC: Final = re.compile(r"\bPMC\d{4,9}\b")
_TOLD: Final = re.compile(r"\bPMC\d+|\bEpub \d{4}/\d\d/\d\d")  # numbers that are taken elsewhere, or say when a file was put up
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAD: Final = re.compile(r"[\s,;]+(?:pp?|pages?|vol|no)\.?$", re.IGNORECASE)  # before the field that follows
_EDGES: Final = re.compile(r"^[^\w“‘«(]+|[^\w”’»).]+$")
_MOST: Final = 12  # unmarked words; more is prose
_UNPAIRED: Final = re.compile(r"^(?:(?P<opened>[^()\[\]]*)[)\]]\.?|[(\[](?P<closed>[^()\[\]]*))$")
_ARXIV: Final = re.compile(r"(?:arXiv:)?(?:[a-z-]+(?:\.[A-Z]{2})?/)?(\d\d)(?:0[1-9]|1[0-2])(?:\.\d{4,5}|\d{3})(?:v\d+)?", re.I)
_DID: Final = re.compile(  # what people did, behind their names
    r"[\s,;]*[(\[]?(?:(?P<editor>[eé]ds?|editors?|hrsg|hg|orgs?|coords?|dirs?|comps?|a cura di)"
    r"|(?P<translator>trans|translators?|trads?|übers))\b\.?[)\]]?",
    re.IGNORECASE,
)
_IN: Final = re.compile(r"(?:^|[\s.])[Ii]n:?\s*$")  # "Abel. In: Baker"
_OTHERS: Final = (
    ET_AL,
    re.compile(r"[^()\d.]{1,40}[, ]et\.? al\b"),  # "Kockx CE, van IWF, et al (2012)"
    re.compile(r"[,;]?\s*(?:(?:\.\s*){3}|\u2026)"),  # "Lee, Y., . . . Zhu, Q."
)
_INITIAL: Final = re.compile(r"\.\s*[A-Z]$")


def fields(prose: etree._Element, report: Report) -> etree._Element | None:
    """The `element-citation` of what a `mixed-citation` marks, or None where that would leave the reader with less than the prose."""
    kind = prose.get("publication-type") or "other"
    prose = marked(prose)
    remarks = _unmarked(prose)
    year = _year(prose)
    if (
        not _enough(prose, kind, year)
        or sum(len(_telling(words)) for words in remarks) > _MOST
        or prose.find(".//inline-graphic") is not None
        or repeats(prose)
    ):
        return None
    made = new("element-citation", prose, {"publication-type": kind})
    for key in ("{http://www.w3.org/XML/1998/namespace}lang", "specific-use", "publication-format"):
        if prose.get(key):
            made.set(key, str(prose.get(key)))
    titled = False
    for child in prose:
        titled = titled or child.tag in _TITLES or (child.tag in PEOPLE and bool(_IN.search(_before(child))))
        _take(child, made, titled=titled, prose=prose)
    if year:
        made.append(new("year", prose, None, [year]))
    said = " ".join(map(str, prose.itertext())) if "PMC" in raw_text(prose) else ""
    if made.find("pub-id[@pub-id-type='pmcid']") is None and (number := _PMC.search(said)):
        made.append(new("pub-id", prose, {"pub-id-type": "pmcid"}, [number[0]]))
    for words in remarks:
        made.extend(_remark(words, made))
    for name in list(made.iter("string-name")):
        parted(name)
    parts.mend(made, report)
    return made if len(made) else None


def _remark(words: str, made: etree._Element) -> list[etree._Element]:
    """What words say that nothing marks: a version, the number of an edition, a series among them, else a remark."""
    if (version := _VERSION.fullmatch(words)) and made.find("version") is None:
        return [new("version", made, None, [version[1]])]
    found: list[etree._Element] = []
    left: list[str] = []
    for one in words.split(", "):
        edition, series = parts.EDITION.fullmatch(one), _SERIES.fullmatch(one)
        if edition and made.find("edition") is None:
            found.append(new("edition", made, {"designator": edition[1]}, [one]))
        elif series and made.find("series") is None:
            found.append(new("series", made, None, [series[1]]))
        else:
            left.append(one)
    return [*found, new("comment", made, None, [", ".join(left)])] if left else found


def _enough(prose: etree._Element, kind: str, year: str) -> bool:
    """Whether the fields that a type needs are marked, and somebody or something has made the work; no title is left unmarked."""
    has = {str(child.tag) for child in prose} | ({"ext-link"} if prose.find("comment/ext-link") is not None else set())
    needed = all(any(tag in has for tag in one.split("|")) for one in NEEDED.get(kind, ()) if not (year and one == DATE))
    made = bool(has & {*PEOPLE, "person-group", "publisher-name"}) and bool(year or has & {"year", "string-date", "date"} or _seen(prose))
    if prose.text and _telling(prose.text) and not has & {*PEOPLE, "person-group"}:
        return False  # words that nothing marks stand where the people do
    return needed and made and not (kind == "journal" and "article-title" not in has and _says_a_title(prose))


def _seen(prose: etree._Element) -> bool:
    """Whether a work that says no year is found at an address, on a day that is said."""
    if prose.find("date-in-citation[@content-type='access-date']") is None or prose.find(".//ext-link") is None:
        return False
    return not any(re.search(r"(?:19|20)\d\d", words) for words in _unmarked(prose))


def _says_a_title(prose: etree._Element) -> bool:
    """Whether words that nothing marks stand before the journal."""
    before = [prose.text or ""]
    for child in prose:
        if child.tag == "source":
            break
        before += [child.tail or "", text_of(child) if child.tag not in parts.ELEMENTS and child.tag not in PEOPLE else ""]
    return any(map(_telling, before))


def _year(prose: etree._Element) -> str:
    """The year of a work that marks none: a volume in brackets that is one ("It 08 (2016) 045"), that of a change or an arXiv number."""
    if any(child.tag in ("year", "string-date", "date") for child in prose):
        return ""
    for volume in prose.findall("volume"):
        previous = volume.getprevious()
        before = (previous.tail if previous is not None else prose.text) or ""
        if re.fullmatch(r"(?:19|20)\d\d", text_of(volume)) and before.endswith("(") and (volume.tail or "").startswith(")"):
            return text_of(volume)
    if (changed := prose.find("date-in-citation[@content-type='updated']")) is not None:
        return dates.year(text_of(changed))
    found = next((_ARXIV.fullmatch(text_of(one)) for one in prose.findall("pub-id") if one.get("pub-id-type") == "arxiv"), None)
    return f"{'19' if found[1] > '90' else '20'}{found[1]}" if found else ""


def _unmarked(prose: etree._Element) -> list[str]:
    """What is said outside the marked fields, without the words that only join fields."""
    texts = [prose.text or ""]
    titled = False
    for child in prose:
        titled = titled or child.tag in _TITLES
        role = asked(child) if titled and child.tag in PEOPLE else ""
        if child.tag in PEOPLE and role != "told":
            did = _DID.match(child.tail or "")
            texts[-1] = without(texts[-1]) if role else texts[-1]
            texts.append((child.tail or "")[did.end() if did else 0 :])
        elif child.tag in parts.ELEMENTS and role != "told":
            numbered = _OF_SERIES.match(child.tail or "") if child.tag == "series" else None
            texts.append((child.tail or "")[numbered.end() if numbered else 0 :])
        else:
            texts[-1] += raw_text(child) + (child.tail or "")
    said = [_LEAD.sub("", _EDGES.sub("", fold(text))) for text in texts if _telling(text) or re.search(r"\d", _TOLD.sub("", text))]
    return [_UNPAIRED.sub(r"\g<opened>\g<closed>", words) for words in said]


def _telling(text: str) -> list[str]:
    """The words of a text that do more than join fields."""
    return [word for word in _WORD.findall(text) if word.lower() not in _SMALL and len(word) > 1]


def _take(child: etree._Element, made: etree._Element, *, titled: bool, prose: etree._Element) -> None:
    """One marked field; people who are named behind a title are its editors."""
    if child.tag == "comment" and not _remarks(text_of(child)):
        return
    if child.tag not in parts.ELEMENTS and child.tag not in PEOPLE:
        return
    if child.tag == "ext-link" and _CATALOGUE.fullmatch(text_of(child)):
        return
    if child.tag == "named-content" and not (child.get("content-type") or "").startswith("csl:"):
        return
    kept = copy.deepcopy(child)
    kept.tail = None
    for node in kept.iter("*"):
        take(node, "id")
        if node.tag == "string-name" and node.find("surname") is not None:
            node.tag = "name"
    if child.tag in PEOPLE:
        role = asked(child) if titled else ""
        if role == "told":
            return
        group = _group(made, role or _did(child) or ("editor" if titled and _has_author(made) else "author"), child)
        more = bool(len(group)) and group[-1].tag == "etal"  # it has stood for those before this one
        group.insert(len(group) - more, kept)
        if child.tag != "etal" and not more and any(form.match(child.tail or "") for form in _OTHERS):
            group.append(new("etal", child))
        return
    if child.tag == "source" and not len(kept) and (child.tail or "").startswith("."):
        kept.text = abbreviated(text_of(kept))
    if child.tag == "publisher-name" and not len(kept) and (child.tail or "").startswith(".") and _INITIAL.search(text_of(kept)):
        kept.text = f"{text_of(kept)}."  # "Univ. P"
    if child.tag == "issue" and (said := _SUPPLEMENT.search(_before(child))) and not len(kept):
        kept.text = f"{said[1]} {text_of(kept)}"
    if child.tag == "volume" and (said := _SECTION.search(_before(child))) and not len(kept):
        kept.text = f"{said[1]}{text_of(kept)}"
    if child.tag == "series" and (said := _OF_SERIES.match(child.tail or "")):
        made.append(new("volume-series", child, None, [said[1]]))
    if child.tag == "pub-id":
        kept.text = fold(raw_text(kept))
        del kept[:]
    made.append(kept)


def _did(person: etree._Element) -> str:
    """What the people did among whom somebody is named, as it is said behind the last of them."""
    last = person
    while (following := last.getnext()) is not None and following.tag in PEOPLE and AMONG.fullmatch(last.tail or ""):
        last = following
    found = _DID.match(last.tail or "")
    return str(found.lastgroup) if found else ""


def _before(child: etree._Element) -> str:
    previous = child.getprevious()
    return (previous.tail if previous is not None else "") or ""


def _remarks(words: str) -> bool:
    """Whether words say more than how the fields beside them are meant; a DOI does."""
    return "10." in words or any(word.lower() not in _SMALL for word in _WORD.findall(words))


def _has_author(made: etree._Element) -> bool:
    return any(group.get("person-group-type") == "author" for group in made.findall("person-group"))


def _group(made: etree._Element, kind: str, like: etree._Element) -> etree._Element:
    found = next((group for group in made.findall("person-group") if group.get("person-group-type") == kind), None)
    if found is None:
        found = new("person-group", like, {"person-group-type": kind})
        made.append(found)
    return found
