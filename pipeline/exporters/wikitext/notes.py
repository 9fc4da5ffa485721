"""Notes and references: lists whose entries have anchors and the labels that the resolver printed."""

from __future__ import annotations

from pipeline.exporters.wikitext.base import Element, Table, attributes, block, bold, children, heading, part, spaced, span, wiki, word
from pipeline.exporters.wikitext.blocks import foreign_section
from pipeline.exporters.wikitext.escape import anchor_name, escape, line
from pipeline.metadata import between, family_first
from pipeline.tree import name, said_in_words, text_of


@wiki("fn-group")
def notes(element: Element, render: Table) -> str:
    """The notes in a section of their own."""
    head = heading(element, render, word(element, "notes", "Notes"))
    return foreign_section(element, head + block(f'<ul style="list-style:none; margin-left:0">\n{children(element, render, "title")}</ul>'))


@wiki("fn")
def note(element: Element, render: Table) -> str:
    """A note: the way back to its call, its label, its words."""
    back = element.get("call")
    arrow = f"[[#{anchor_name(back)}|↑]]" if back else ""
    return f"<li{attributes(element)}>{spaced(arrow, label_of(element, render), children(element, render, 'label').strip())}</li>\n"


@wiki("author-notes/fn")
def author_note(element: Element, render: Table) -> str:
    """A note about the authors."""
    return block(f"<div{attributes(element)}>{spaced(label_of(element, render), children(element, render, 'label').strip())}</div>")


def label_of(element: Element, render: Table) -> str:
    """The mark of a note; words that say what it is about are set off."""
    label = part(element, "label", render) or escape(element.get("symbol") or "")
    return bold(label) if said_in_words(text_of(element.find("label"))) else label


@wiki("ref-list")
def references(element: Element, render: Table) -> str:
    """A list of references under its heading, each with an anchor."""
    default = word(element, "references", "References") if name(element.getparent()) == "back" else ""  # type: ignore[arg-type]
    head = heading(element, render, default)
    entries = render.each(element.findall("ref"))
    listed = block(f'<ul style="list-style:none; margin-left:0">\n{entries}</ul>') if entries else ""
    others = render.each(element.findall("p")), render.each(element.findall("ref-list"))
    return foreign_section(element, head + others[0] + listed + others[1])


@wiki("ref")
def entry(element: Element, render: Table) -> str:
    """An entry of the list: its label and its words as printed."""
    return f"<li{attributes(element)}>{spaced(part(element, 'label', render), printed(element, render))}</li>\n"


def printed(element: Element, render: Table) -> str:
    """A reference as it is printed; without that, its fields with commas between."""
    return render.render(next(child for child in element if name(child) != "label"))


@wiki("citation-alternatives")
def alternatives(element: Element, render: Table) -> str:
    """The printed form of a reference that also has fields."""
    return render.render(element.find("mixed-citation"))  # type: ignore[arg-type]


@wiki("mixed-citation")
def mixed(element: Element, render: Table) -> str:
    """A reference in prose."""
    return line(render.inside(element))


@wiki("element-citation")
def fields(element: Element, render: Table) -> str:
    """The fields of a reference that nobody has printed."""
    return ", ".join(filter(None, (line(render.render(child)) for child in element)))


FIELDS = (
    "article-title", "chapter-title", "part-title", "source", "trans-title", "trans-source", "data-title", "series", "year", "month",
    "day", "season",
    "date-in-citation", "string-date", "volume", "issue", "supplement", "volume-series", "fpage", "lpage", "page-range",
    "elocation-id", "edition",
    "version", "publisher-name", "publisher-loc", "conf-name", "conf-loc", "conf-date", "conf-sponsor", "institution", "patent", "std",
    "pub-id", "isbn",
    "issn", "size", "comment", "string-name", "surname", "given-names", "prefix", "suffix", "etal", "institution-id", "collab",
)  # fmt: skip


@wiki(*FIELDS)
def field(element: Element, render: Table) -> str:
    """A field of a reference: its words; the printed form has the punctuation."""
    return span(element, render.inside(element))


@wiki("mixed-citation/person-group", "mixed-citation/date")
def people(element: Element, render: Table) -> str:
    """People, or a date, in prose, with what stands between their parts there."""
    return render.inside(element)


@wiki("annotation")
def annotation(element: Element, render: Table) -> str:
    """What is said of a work, in the line of its reference."""
    return spaced(*(line(render.render(child)) for child in element))


@wiki("person-group", "element-citation/date")
def group(element: Element, render: Table) -> str:
    """Several fields one after the other."""
    if (element.text and element.text.strip()) or any((child.tail or "").strip() for child in element):
        return render.inside(element)
    return ", ".join(line(render.render(child)) for child in element)


@wiki("anonymous")
def anonymous(element: Element, render: Table) -> str:
    """An author who is not known."""
    return word(element, "anonymous", "Anonymous")


@wiki("name")
def person(element: Element, render: Table) -> str:
    """A name in the order in which it is printed."""
    if next(element.iterancestors("mixed-citation"), None) is not None:
        return spaced(*(render.render(one) for one in element))
    order = ("surname", "given-names") if family_first(element) else ("given-names", "surname")
    said = [part(element, tag, render) for tag in ("prefix", *order, "suffix")]
    return spaced(*said) if between(*map(text_of, element)) else "".join(said)


@wiki("name-alternatives")
def scripts(element: Element, render: Table) -> str:
    """A name in several scripts: the printed one, the others in brackets."""
    first, *others = (render.render(child) for child in element)
    return f"{first} ({', '.join(others)})"
