"""The parts of the front matter that are prose: abstracts, keywords, licences, funding, notes."""

from __future__ import annotations

from pipeline.exporters.tei.base import Element, Table, children, made, new, nodes, parent_name, part, spaced, tei, uri
from pipeline.exporters.tei.blocks import paragraph, spoken
from pipeline.exporters.tei.inline import target_of
from pipeline.exporters.tei.names import kind_of
from pipeline.markup import Parts
from pipeline.tree import HREF, LANG, name, text_of

WHOLE = ("article-meta", "front-stub")  # permissions of the whole text, not of a part


@tei("subtitle", "alt-title")
def further_title(element: Element, render: Table) -> Parts:
    """A subtitle or another title."""
    kind = {"subtitle": "sub", "alt-title": "alt"}[name(element)]
    return made("title", element, render.inside(element), level="a", type=kind, subtype=element.get("alt-title-type"))


@tei("title-group/article-title")
def main_title(element: Element, render: Table) -> Parts:
    """The title of the article."""
    return made("title", element, render.inside(element), level="a", type="main")


@tei("title-group")
def titles(element: Element, render: Table) -> Parts:
    """All titles of the article."""
    return children(element, render)


@tei("trans-title-group")
def translated_titles(element: Element, render: Table) -> Parts:
    """A translated title and its subtitles; each says its language."""
    found = children(element, render)
    for one in found:
        if not isinstance(one, str):
            one.set(LANG, str(element.get(LANG)))
    return found


@tei("journal-title", "abbrev-journal-title")
def journal_title(element: Element, render: Table) -> Parts:
    """The title of the journal, whole or short."""
    short = "short" if name(element) == "abbrev-journal-title" else None
    return made("title", element, render.inside(element), level="j", type=short, subtype=element.get("abbrev-type"))


@tei("journal-title-group", "publisher")
def journal_titles(element: Element, render: Table) -> Parts:
    """The titles of a journal; the name and the place of its publisher."""
    return children(element, render)


@tei("abstract", "trans-abstract")
def abstract(element: Element, render: Table) -> Parts:
    """An abstract; its title is an `ab`, its sections are a list, since TEI has no divisions there."""
    head = [new("ab", part(element, "title", render), type="head")] if element.find("title") is not None else []
    ids = [new("ab", [new("idno", render.inside(one), type=kind_of(one))], type="object-id") for one in element.findall("object-id")]
    content = [*head, *render.each(element.findall("p")), *sections(element, render), *ids]
    return made("abstract", element, content or [new("p")], rend=element.get("abstract-type"), n=translated(element))


def translated(element: Element) -> str | None:
    """The mark of a translated abstract."""
    return "translated" if name(element) == "trans-abstract" else None


def sections(element: Element, render: Table) -> Parts:
    """The sections of an abstract, or of a section in it, as a list of labels and items: TEI has no divisions there."""
    items = [one for sec in element.findall("sec") for one in abstract_section(sec, render)]
    return [new("list", items, type="sections")] if items else []


def abstract_section(element: Element, render: Table) -> Parts:
    """A section of an abstract: its title as the label of an item."""
    words = spaced(part(element, "label", render), part(element, "title", render))
    content = children(element, render, "label", "title", "sec") + sections(element, render)
    return [new("label", words), *made("item", element, content, n=element.get("sec-type"))]


@tei("abstract/p", "trans-abstract/p")
def abstract_paragraph(element: Element, render: Table) -> Parts:
    """A paragraph of an abstract, which has no place for blocks but lists and tables."""
    found = paragraph(element, render)
    fits = all(one.tag in ("p", "ab", "list") for one in nodes(found))
    return found if fits else [new("ab", spoken(found))]


@tei("product")
def product(element: Element, render: Table) -> Parts:
    """What the article reviews."""
    target = uri(element.get(HREF))
    link = [new("ptr", target=target)] if target else []
    inner = new("bibl", spaced(render.inside(element), link))
    return made("relatedItem", element, [inner], type="reviewed", subtype=element.get("product-type"))


@tei("kwd-group")
def keywords(element: Element, render: Table) -> Parts:
    """Keywords; under a title they are a list."""
    words = children(element, render, "title")
    if element.find("title") is not None:
        items = [new("item", [one]) for one in words if not isinstance(one, str)]
        words = [new("list", [new("head", part(element, "title", render)), *items])]
    return made("keywords", element, words, n=element.get("kwd-group-type"))


@tei("kwd")
def keyword(element: Element, render: Table) -> Parts:
    """A keyword."""
    return [new("term", render.inside(element))]


@tei("article-categories")
def categories(element: Element, render: Table) -> Parts:
    """The subjects of the article, one `keywords` for each group."""
    return [new("keywords", [one], n="subjects") for one in children(element, render) if not isinstance(one, str)]


@tei("subj-group")
def subjects(element: Element, render: Table) -> Parts:
    """A group of subjects, and the groups inside it."""
    items = [new("item", render.render(one)) for one in element]
    return made("list", element, items, type="subjects", subtype=element.get("subj-group-type"))


@tei("subject")
def subject(element: Element, render: Table) -> Parts:
    """A subject."""
    return render.inside(element)


@tei("permissions")
def permissions(element: Element, render: Table) -> Parts:
    """Copyright and licences: `availability` of the article, a note of a figure."""
    content = children(element, render, "free_to_read")
    if parent_name(element) not in WHOLE:
        return [new("note", content, type="permissions")]
    free = element.find("{*}free_to_read") is not None
    return [new("availability", content or [new("p")], status="free" if free else None)] if free or content else []


@tei("free_to_read")
def free_to_read(element: Element, render: Table) -> Parts:
    """Everybody may read it: `availability/@status`."""
    return []


@tei("copyright-statement", "copyright-year", "copyright-holder")
def copyright_(element: Element, render: Table) -> Parts:
    """Who has the rights, and since when."""
    return made("ab", element, render.inside(element), type=name(element))


@tei("license")
def licence(element: Element, render: Table) -> Parts:
    """A licence with its address."""
    paragraphs, kind, target = children(element, render), element.get("license-type"), uri(element.get(HREF))
    if parent_name(element.getparent()) not in WHOLE:  # type: ignore[arg-type]
        return made("note", element, paragraphs, type="licence", subtype=kind, target=target)
    return made("licence", element, paragraphs, rend=kind, target=target)


@tei("license-p")
def licence_paragraph(element: Element, render: Table) -> Parts:
    """A paragraph of a licence."""
    return made("p", element, render.inside(element))


@tei("funding-group")
def funders(element: Element, render: Table) -> Parts:
    """Who paid for the work."""
    return render.each(element.findall("award-group"))


@tei("award-group")
def award(element: Element, render: Table) -> Parts:
    """A funder, its award and who got it."""
    return made("funder", element, spaced(*(render.render(one) for one in element)))


@tei("funding-source")
def funding_source(element: Element, render: Table) -> Parts:
    """Who gave the money."""
    return [new("orgName", render.inside(element))]


@tei("award-id")
def award_number(element: Element, render: Table) -> Parts:
    """The number of an award."""
    return [new("idno", render.inside(element), type="award")]


@tei("principal-award-recipient")
def recipient(element: Element, render: Table) -> Parts:
    """Who got an award; names with nothing between them are parted by commas."""
    parts: Parts = [element.text or ""]
    for one in element:
        parts += [*render.render(one), one.tail or (", " if one.getnext() is not None else "")]
    return [new("name", parts, role="recipient")]


@tei("funding-statement")
def funding_statement(element: Element, render: Table) -> Parts:
    """What is said about the funding."""
    return [new("note", render.inside(element), type="funding-statement")]


@tei("conference")
def conference(element: Element, render: Table) -> Parts:
    """The conference that the article was given at."""
    return [new("meeting", spaced(*(render.render(one) for one in element)))]


@tei("related-article")
def related(element: Element, render: Table) -> Parts:
    """An article that this one belongs with."""
    target, words = target_of(element), render.inside(element)
    inner = new("ref", words, type=element.get("ext-link-type"), target=target) if target else new("bibl", words)
    return made("relatedItem", element, [inner], type=element.get("related-article-type"))


@tei("self-uri")
def self_address(element: Element, render: Table) -> Parts:
    """An address of the article itself."""
    words = render.inside(element)
    return [new("ref" if words else "ptr", words, type="self", target=uri(element.get(HREF)))]


@tei("custom-meta-group")
def custom(element: Element, render: Table) -> Parts:
    """Whatever else the front says."""
    return children(element, render)


@tei("custom-meta")
def custom_fact(element: Element, render: Table) -> Parts:
    """A named fact."""
    return [new("note", part(element, "meta-value", render), type="custom", n=text_of(element.find("meta-name")))]


@tei("meta-name", "meta-value")
def inside(element: Element, render: Table) -> Parts:
    """The name and the value of a fact."""
    return render.inside(element)
