"""People: contributors, affiliations and who has a grant as rows of the table at the end of the page."""

from __future__ import annotations

from pipeline.exporters.wikitext.base import Element, Table, attributes, block, children, inline, spaced, span, wiki, word
from pipeline.exporters.wikitext.escape import escape, line, url
from pipeline.exporters.wikitext.front import row
from pipeline.exporters.wikitext.inline import PROTOCOL
from pipeline.metadata import FLAGS
from pipeline.tree import name, said_in_words, text_of


@wiki("contrib")
def contributor(element: Element, render: Table) -> str:
    """A contributor: name, identifier, affiliations, part in the work, life."""
    kind = element.get("contrib-type") or "author"
    # The name first, though JATS has its identifiers before it; who a person is, behind all that is marked
    named = sorted((child for child in element if name(child) != "bio"), key=lambda child: name(child) not in NAMES)
    flags = [word(element, flag, flag) for flag in FLAGS if element.get(flag) == "yes"]
    said = [*(line(render.render(child)) for child in named), *flags, *map(render.render, element.findall("bio"))]
    return row(word(element, kind, kind.replace("_", " ").capitalize()), ", ".join(filter(None, said)), element)


NAMES = ("anonymous", "collab", "name", "name-alternatives", "string-name")


@wiki("contrib-id", "institution-id")
def person_identifier(element: Element, render: Table) -> str:
    """The identifier of a person or institution, as a link where it is one."""
    value = text_of(element)
    return f"[{url(value)} {escape(value)}]" if PROTOCOL.match(value) else escape(value)


@wiki("bio")
def biography(element: Element, render: Table) -> str:
    """Who a contributor is: words in a line, or blocks."""
    if element.find("p[@content-type='block']") is not None:
        return f"<div{attributes(element)}>\n{children(element, render).strip()}\n</div>"
    return span(element, " ".join(line(render.inside(p)) for p in element))


@wiki("aff")
def affiliation(element: Element, render: Table) -> str:
    """An affiliation as printed."""
    return row(word(element, "affiliation", "Affiliation"), inline(element, render), element)


@wiki("aff/label", "corresp/label")
def mark(element: Element, render: Table) -> str:
    """The mark of an affiliation or a correspondence, which is raised unless it is words."""
    words = inline(element, render)
    return f"{words} " if said_in_words(text_of(element)) else f"<sup>{words}</sup> "


@wiki("institution-wrap")
def institution(element: Element, render: Table) -> str:
    """An institution and its identifiers."""
    return spaced(*(render.render(child) for child in element))


@wiki("author-notes")
def author_notes(element: Element, render: Table) -> str:
    """Correspondence and notes about the authors."""
    return row(word(element, "author-notes", "About the authors"), "\n" + children(element, render).strip())


@wiki("corresp")
def correspondence(element: Element, render: Table) -> str:
    """How to write to the authors."""
    return block(span(element, inline(element, render)))


@wiki("principal-award-recipient")
def recipient(element: Element, render: Table) -> str:
    """Who has a grant; names with nothing between them are parted by commas."""
    names = (render.render(one) + (render.text(one.tail) if one.tail else ", " if one.getnext() is not None else "") for one in element)
    return line((render.text(element.text) if element.text else "") + "".join(names))
