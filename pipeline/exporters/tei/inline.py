"""Inline elements: emphasis, languages, names, dates, citations, links."""

from __future__ import annotations

from urllib.parse import unquote

from pipeline.exporters.tei.base import ID, Element, Table, made, new, pointers, tei, uri
from pipeline.exporters.tei.dates import dating
from pipeline.markup import Parts
from pipeline.tree import HREF, LANG, name

REND = {"bold": "bold", "italic": "italic", "monospace": "monospace", "overline": "overline", "roman": "roman", "sans-serif": "sans-serif"}
REND |= {"sc": "smallcaps", "strike": "strikethrough", "sub": "sub", "sup": "sup", "underline": "underline"}
NAMES = {"person": "persName", "place": "placeName", "organisation": "orgName", "work": "title", "term": "term"}


@tei(*REND)
def emphasis(element: Element, render: Table) -> Parts:
    """Words in another cut: `hi`."""
    return made("hi", element, render.inside(element), rend=REND[name(element)])


@tei("styled-content")
def styled(element: Element, render: Table) -> Parts:
    """Words in another language: `foreign`; in a style of their own: `hi`."""
    style = element.get("style-type")
    tag = "hi" if style else "foreign" if element.get(LANG) else "seg"
    return made(tag, element, render.inside(element), rend=style)


@tei("named-content")
def named(element: Element, render: Table) -> Parts:
    """A person, place, organisation, work, term; a date; a citation; what else the article marks."""
    kind, words = str(element.get("content-type")), render.inside(element)
    if kind == "date":
        return made("date", element, words, **date_of(element))
    if kind not in NAMES:
        where, entry = element.get("rid"), uri(element.get("vocab-term-identifier"))
        corresp = " ".join(filter(None, (pointers(where), entry))) or None
        return made("seg", element, words, type=kind, corresp=corresp, **authority(element))
    more = {"ref": uri(element.get("vocab-term-identifier")), "key": element.get("vocab-term"), "corresp": pointers(element.get("rid"))}
    return made(NAMES[kind], element, words, **more, **(authority(element) | {"n": None}))


def authority(element: Element) -> dict[str, str | None]:
    """The authority file that a name or term is from."""
    return {"subtype": element.get("vocab"), "source": uri(element.get("vocab-identifier")), "n": element.get("vocab-term")}


def date_of(element: Element) -> dict[str, str | None]:
    """The attributes of a date in the text: Gregorian value, calendar, value in that calendar."""
    calendar, native = element.get("vocab"), element.get("vocab-term")
    gregorian = element.get("vocab-term-identifier") or (native if calendar in (None, "gregorian") else "")
    return dating(gregorian or "", calendar, native, element) | {"corresp": pointers(element.get("rid"))}


@tei("abbrev")
def abbreviation(element: Element, render: Table) -> Parts:
    """An abbreviation, with what it stands for where that is said."""
    if not element.get("alt"):
        return made("abbr", element, render.inside(element))
    return made("choice", element, [new("abbr", render.inside(element)), new("expan", [str(element.get("alt"))])])


@tei("email")
def email(element: Element, render: Table) -> Parts:
    """An e-mail address."""
    return made("email", element, render.inside(element))


@tei("ext-link")
def external(element: Element, render: Table) -> Parts:
    """A link to the outside."""
    return made("ref", element, render.inside(element), type=element.get("ext-link-type"), target=target_of(element))


def target_of(element: Element) -> str | None:
    """The address of a link; a DOI gets that of its resolver."""
    address = element.get(HREF) or ""
    bare = element.get("ext-link-type") == "doi" and address.startswith("10.")
    return uri(f"https://doi.org/{address}" if bare else address)


@tei("xref")
def cross(element: Element, render: Table) -> Parts:
    """A cross-reference; that of a citation says its locators in `@n` and its mode in `@subtype`."""
    words, kind, target = render.inside(element), element.get("ref-type"), pointers(element.get("rid"))
    facts = [fact.partition("=") for fact in (element.get("specific-use") or "").split()]
    if not any(is_ for _, is_, _ in facts):
        return made("ref", element, words, type=kind, target=target)
    rest = " ".join("".join(fact) for fact in facts if fact[0] not in ("locator", "mode"))
    locators = "; ".join(unquote(value) for fact, _, value in facts if fact == "locator")
    mode = next((value for fact, _, value in facts if fact == "mode"), None)
    return [new("ref", words, **{ID: element.get("id")}, type=kind, target=target, subtype=mode, n=locators, rend=rest)]


@tei("break")
def line_break(element: Element, render: Table) -> Parts:
    """A line break in a title or a table cell."""
    return made("lb", element, [])
