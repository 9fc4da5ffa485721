"""CSL: a JATS citation's fields as a CSL-JSON item (the mapping of variables and types is a table)."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from lxml import etree

from pipeline.addresses import bare_doi
from pipeline.markup import build
from pipeline.resolve import titles
from pipeline.resolve.dates import dates
from pipeline.resolve.inlines import Held
from pipeline.resolve.people import UNSEEN, VARIABLES, WHOLE, people
from pipeline.resolve.stops import unended, unstopped
from pipeline.tree import HREF, LANG, find_all, fold, text_of

Item = dict[str, Any]
Fields: TypeAlias = Mapping[str, etree._Element]

# publication-type → CSL type, the element of the title, the element of the container
TYPES: Final[dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "journal": ("article-journal", ("article-title",), ("source",)),
    "magazine": ("article-magazine", ("article-title",), ("source",)),
    "newspaper": ("article-newspaper", ("article-title",), ("source",)),
    "preprint": ("article", ("article-title", "source"), ("source",)),
    "book": ("book", ("chapter-title", "article-title", "source"), ("source",)),
    "encyclopedia": ("entry-encyclopedia", ("chapter-title", "article-title", "source"), ("source",)),
    "confproc": ("paper-conference", ("article-title", "source"), ("source",)),
    "thesis": ("thesis", ("source", "article-title"), ()),
    "report": ("report", ("source", "article-title"), ()),
    "website": ("webpage", ("article-title", "source"), ("source",)),
    "data": ("dataset", ("data-title", "article-title", "source"), ("source",)),
    "software": ("software", ("source", "article-title"), ()),
    "patent": ("patent", ("source", "article-title"), ()),
    "standard": ("standard", ("source", "article-title"), ()),
    "other": ("document", ("article-title", "chapter-title", "data-title", "source"), ("source",)),
}
# The other CSL types that are kinds of these; all others are `other`. `@specific-use="csl:…"` keeps which.
KINDS: Final = {
    **{"review": "journal", "review-book": "journal", "periodical": "journal", "post": "website", "post-weblog": "website"},
    **{"entry": "encyclopedia", "entry-dictionary": "encyclopedia", "chapter": "book", "pamphlet": "book", "classic": "book"},
}
# CSL variable → where JATS has it (the first that is there)
FIELDS: Final = {
    "volume": ("volume",),
    "issue": ("issue",),
    "supplement-number": ("supplement",),
    "edition": ("edition",),
    "version": ("version",),
    "collection-title": ("series",),
    "collection-number": ("volume-series",),
    "publisher": ("publisher-name",),
    "event-title": ("conf-name",),
    "event-place": ("conf-loc",),
    "part-title": ("part-title",),
    "number": ("elocation-id", "pub-id[@pub-id-type='publisher-id']", "patent", "std"),
    "number-of-pages": ("size[@units='pages']",),
    "number-of-volumes": ("size[@units='volumes']",),
    "DOI": ("pub-id[@pub-id-type='doi']",),
    "PMID": ("pub-id[@pub-id-type='pmid']",),
    "PMCID": ("pub-id[@pub-id-type='pmcid']",),
    "ISBN": ("isbn", "pub-id[@pub-id-type='isbn']"),
    "ISSN": ("issn", "pub-id[@pub-id-type='issn']"),
    "genre": ("comment[@content-type='genre']",),
    "status": ("comment[@content-type='status']",),
    "archive": ("institution[@content-type='archive']",),
    "authority": ("institution[@content-type='authority']",),
    "annote": ("annotation",),
}
_TYPED: Final = frozenset(path for paths in FIELDS.values() for path in paths if path.startswith("comment["))  # the other remarks are notes
_KINDS: Final = ("pub-id-type", "units", "content-type")  # the attributes in FIELDS
_ARXIV: Final = "pub-id[@pub-id-type='arxiv']"
DATES: Final = ("issued", "accessed", "event-date", "original-date", "submitted", "available-date")
_RANGES: Final = ("volume", "issue", "number-of-volumes", "number-of-pages")  # whose hyphens the engine leaves as they are
_NUMBER_WORD: Final = {  # which a style puts before the number
    "volume": re.compile(r"^vol(?:umes?|s?\.)\s+(?=\S)", re.IGNORECASE),
    "issue": re.compile(r"^(?:issue|no\.|nr\.)\s+(?=\d)", re.IGNORECASE),
    "page": re.compile(r"^(?:(?:pp?|pgs?|págs?|[Ssсc])\.\s*|(?:pp?|pages?)\s+)(?=\w*\d|[ivxl]+\b)"),
}
_GROUPED: Final = re.compile(r"\d,\d{3}(?!\d)")  # "US 123,456" is one number, which the engine takes for two
_WITH_ARTICLE: Final = re.compile(r"(?P<issue>[^\s,]+), (?:article|art\.)(?: id| no\.)? (?P<number>[\w.-]+)", re.IGNORECASE)
_IN: Final = re.compile(r"^((?:<[^>]+>)*)In(?::\s+|\s+(?=Proc(?:eedings?)?\b))")  # "In: Proceedings of …": a style says it
_INTRODUCES: Final = re.compile(
    r"(?:\W|\b(?:available|disponible|disponível|online|internet|from|at|in|en|em|url|link|accessed|retrieved|see|website)\b)*",
    re.IGNORECASE,
)
_ON_SCREEN: Final = re.compile(r"\s*\[(?:internet|on-?line|electronic resource|web ?page|en l[ií]nea|em linha|en ligne)\]\.?$", re.I)
_MARKUP: Final = {"italic": "i", "bold": "b", "sub": "sub", "sup": "sup"}
_OF_WORK: Final = re.compile(r"(?:https?|ftp):(?!//scholar\.google\.)")  # an address that only asks for a work is not its own


def item(citation: etree._Element, key: str, held: Held, *, printed: bool = False) -> Item:
    """The CSL-JSON item of an `element-citation` or of the fields that a `mixed-citation` marks; `printed`: as it is to be printed."""
    kind, places, containers = TYPES.get(citation.get("publication-type") or "other", TYPES["other"])
    said = citation.get("specific-use") or ""
    there = _index(citation)
    found: Item = {"id": key, "type": kind, **_titles(there, places, containers, held, printed=printed)}
    found |= people(citation, scripts=printed) | dates(citation)
    named = (name for value in found.values() if isinstance(value, list) for name in value)
    held.families |= {str(name["family"]).split()[0] for name in named if WHOLE in name.get("given", "")}
    if said.startswith("csl:"):
        found["type"] = said[4:]
    elif kind == "book" and "container-title" in found:
        found["type"] = "chapter"
    for variable, places in FIELDS.items():
        if not there.keys().isdisjoint(places) and (value := rich(_first(there, *places), held)):
            found[variable] = numeral(variable, value)
    if printed and _GROUPED.search(str(found.get("number"))):
        found["number"] = held.keep(build("styled-content", None, [text_of(_first(there, *FIELDS["number"]))]))
    if printed:
        _settle(found, online=not there.keys().isdisjoint(("ext-link", "uri", "pub-id")))
    if "issue" in found and "number" not in found and (both := _WITH_ARTICLE.fullmatch(str(found["issue"]))):
        found |= both.groupdict()
    return found | _special(citation, held, there) | (_named(citation, held) if "named-content" in there else {})


def numeral(variable: str, value: str) -> str:
    """A number without the word that a style puts before it: "Vol. 12", "pp. 3–9"."""
    return _NUMBER_WORD[variable].sub("", value) if variable in _NUMBER_WORD else value


def _settle(found: Item, *, online: bool) -> None:
    """Put fields where styles print them; "[Internet]" behind a title is said by those that want it."""
    for variable in ("title", "container-title") if online else ():
        if words := _ON_SCREEN.sub("", found.get(variable, "")):
            found[variable] = words
    for variable in _RANGES:
        if variable in found:
            found[variable] = re.sub(r"(?<=\d)-(?=\d)", "–", found[variable])
    for variable in ("container-title", "event-title"):
        if variable in found:
            found[variable] = _IN.sub(r"\1", found[variable])
    if found["type"] == "paper-conference" and "event-title" in found and "container-title" not in found:
        found["container-title"] = found.pop("event-title")  # few styles print it, and some both
    if found["type"] == "report" and "issue" in found:  # its number in a series
        found.setdefault("number", found.pop("issue"))
    if found["type"] == "article" and "container-title" in found:  # a preprint: its server
        found.setdefault("publisher", found["container-title"])


def rich(element: etree._Element | None, held: Held) -> str:
    """The content of an element in the mark-up that CSL-JSON text may have; nothing where nobody sees any of it."""
    words = "" if element is None else fold(_rich(element, held))
    return "" if UNSEEN.fullmatch(words) else words


def _rich(element: etree._Element, held: Held) -> str:
    text = literal(element.text)
    for child in element:
        tag, inner = str(child.tag), _rich(child, held) if len(child) or child.text else ""
        if tag == "italic" and titles.is_species(inner):
            text += f'<i><span class="nocase">{inner}</span></i>'  # else title case would give it capitals
        elif tag in _MARKUP:
            text += f"<{_MARKUP[tag]}>{inner}</{_MARKUP[tag]}>"
        elif tag == "sc":
            text += f'<span style="font-variant:small-caps;">{inner}</span>'
        elif tag in ("named-content", "styled-content"):
            text += f'<span class="nocase">{inner}</span>'
        elif tag in ("inline-formula", "inline-graphic"):
            text += held.keep(child, anew=True)
        else:
            text += inner
        text += literal(child.tail)
    return text


def literal(text: str | None) -> str:
    """Text whose `<` begins no mark-up: it cannot be escaped, so it goes as a private-use character."""
    return (text or "").replace("<", "\ue000").replace(">", "\ue001")


def _index(citation: etree._Element) -> Fields:
    """The first element of each name, and of each name with an attribute that says what it is, as FIELDS writes them."""
    found: dict[str, etree._Element] = {}
    for element in citation.iterdescendants("{*}*"):
        found.setdefault(str(element.tag), element)
        for kind in _KINDS if element.keys() else ():
            if value := element.get(kind):
                found.setdefault(f"{element.tag}[@{kind}='{value}']", element)
    return found


def _first(there: Fields, *places: str) -> etree._Element | None:
    return next((there[place] for place in places if place in there), None)


def _titles(there: Fields, places: tuple[str, ...], containers: tuple[str, ...], held: Held, *, printed: bool) -> Item:
    """Title and container; as printed, with their translations in brackets, as the manuals of style have it."""
    title = _first(there, *places)
    container = next((c for c in (_first(there, tag) for tag in containers) if c is not None and c is not title), None)
    found = {"title": unended(rich(title, held)), "container-title": unstopped(rich(container, held))}
    part = None if containers or not printed else _first(there, "article-title", "chapter-title", "data-title")
    if part is not None and title is not None and title.tag == "source":
        # Styles have one place for the title of such a kind: what is cited and what it is in stand there together
        found["title"] = f"{rich(part, held).rstrip('.')}. {found['title']}"
    for variable, element in (("title", title), ("container-title", container)):
        translated = _translation(there, element, held)
        if translated and printed:
            short = {"title-short": found["title"]} if variable == "title" else {}  # that of a journal is printed for the whole one
            found |= {**short, variable: f'{found[variable]} <span class="nocase">[{translated}]</span>'}
        elif variable == "title":
            found["translated-title"] = translated
    return {variable: value for variable, value in found.items() if value}


def _translation(there: Fields, title: etree._Element | None, held: Held) -> str:
    """The translated title that belongs to a title."""
    if title is None:
        return ""
    return rich(_first(there, "trans-source" if title.tag == "source" else "trans-title"), held)


def _special(citation: etree._Element, held: Held, there: Fields) -> Item:
    """The variables that take more than one field to make."""
    found: Item = {"language": citation.get(LANG) or "", "page": _pages(there)}
    if "publisher-loc" in there:
        found["publisher-place"] = "; ".join(rich(place, held) for place in citation.iter("publisher-loc"))
    if "ext-link" in there or "uri" in there:
        found["URL"] = _address(citation)
    if _ARXIV in there:
        found |= _preprint(citation, text_of(there[_ARXIV]), found)
    if "edition" in there:
        found["edition"] = there["edition"].get("designator") or rich(there["edition"], held)
    houses = _houses(citation, held) if "institution" in there else []
    if houses:
        found["publisher"] = ", ".join(houses)
    if FIELDS["DOI"][0] in there:
        found["DOI"] = bare_doi(text_of(there[FIELDS["DOI"][0]]))
    if "comment" in there or ("institution" in there and not houses):
        remarks = [one for one in citation.iter("comment") if f"comment[@content-type='{one.get('content-type')}']" not in _TYPED]
        remarks += [] if houses else _other_houses(citation)
        notes = (rich(_without_address(comment, found.get("URL", "")), held) for comment in remarks)
        found["note"] = "; ".join(filter(None, notes)).replace(":", "\ue002")
    return {variable: value for variable, value in found.items() if value}


def _houses(citation: etree._Element, held: Held) -> list[str]:
    """The institutions of a thesis or report that are not who made it; beside a publisher, those of a thesis, who awarded the degree."""
    publishers = list(citation.iter("publisher-name"))
    if publishers and citation.get("publication-type") != "thesis":
        return []
    houses = _other_houses(citation)
    return [rich(one, held) for one in [*houses, *publishers]] if houses else []


def _other_houses(citation: etree._Element) -> list[etree._Element]:
    """The institutions of a work that neither made nor published it, without those that are variables of their own."""
    makers = {text_of(one) for one in citation.iter("collab", "publisher-name")}
    return [one for one in citation.iter("institution") if not one.get("content-type") and text_of(one) not in makers]


def _without_address(remark: etree._Element, url: str) -> etree._Element | None:
    """A remark without the address of the work, which is a field; None if the rest only introduces it ("Available online:")."""
    if not url or not any(link.get(HREF) == url for link in remark.findall("ext-link")):
        return None if url and _INTRODUCES.fullmatch(text_of(remark)) else remark
    rest = copy.deepcopy(remark)
    for link in [link for link in rest.findall("ext-link") if link.get(HREF) == url and "." in text_of(link)]:
        link.text = None
        del link[:]
    return None if _INTRODUCES.fullmatch(text_of(rest)) else rest


def _preprint(citation: etree._Element, words: str, found: Item) -> Item:
    """The number of a preprint and where it is; where an article has been published, only a way to read it."""
    number = re.sub(r"^(?:https?://arxiv\.org/abs/)?(?:arXiv:)?", "", words, flags=re.I)
    said: Item = {} if found.get("URL") else {"URL": f"https://arxiv.org/abs/{number}"}
    return said | ({"number": f"arXiv:{number}"} if citation.get("publication-type") == "preprint" else {})


def _named(citation: etree._Element, held: Held) -> Item:
    """The variables that JATS has no element for, or none that holds them whole."""
    found: Item = {}
    for element in citation.iter("named-content"):
        prefix, _, variable = str(element.get("content-type")).partition(":")
        if prefix == "csl" and variable not in ("id", "type") and (value := rich(element, held)):
            found[variable] = _typed(variable, value)
    return found


def _typed(variable: str, value: str) -> Any:  # noqa: ANN401  a variable has text, names or a date
    return {"literal": value} if variable in DATES else [{"literal": value}] if variable in VARIABLES else value


def _pages(there: Fields) -> str:
    first, last, pages = (numeral("page", text_of(there.get(tag))) for tag in ("fpage", "lpage", "page-range"))
    if pages:
        return re.sub(r"^(\w+)\s?[-–]\s?\1$", r"\1", pages)
    return f"{first}-{last}" if first and last and last != first else first or last


def _address(citation: etree._Element) -> str:
    links = (str(link.get(HREF) or text_of(link)) for link in find_all(citation, ".//ext-link|.//uri"))
    return next(filter(_OF_WORK.match, links), "")
