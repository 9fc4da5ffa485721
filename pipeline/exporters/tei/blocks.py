"""Blocks: paragraphs, lists, quotations, verse, speech, code, boxes, statements, notes, sections."""

from __future__ import annotations

from pipeline.exporters.tei.base import (
    ID,
    SPACE,
    Element,
    Table,
    children,
    filled,
    heading,
    made,
    new,
    nodes,
    parent_name,
    part,
    said_again,
    tei,
)
from pipeline.markup import Parts, append
from pipeline.tree import LANG, name, text_of

LISTS = {"bullet": "bulleted", "order": "numbered", "simple": "simple", "alpha-lower": "lower-alpha", "alpha-upper": "upper-alpha"}
LISTS |= {"roman-lower": "lower-roman", "roman-upper": "upper-roman"}


@tei("p")
def paragraph(element: Element, render: Table) -> Parts:
    """A paragraph; one that only holds a block is that block."""
    kind = element.get("content-type")
    if kind != "block":
        return made("p", element, render.inside(element), rend=kind)
    block = render.each(list(element))
    kinds = [one.tag for one in nodes(block)]
    floating = parent_name(element) == "speech" and kinds[0] in ("figure", "sp")  # neither alone is speech
    if not floating and not kept(element):
        return block
    if kinds == ["ab"]:
        return [merged(element, nodes(block)[0])]
    return made("ab", element, spoken(block))


def spoken(block: Parts) -> Parts:
    """A block for a place that has no room for a speech: there it is a text of its own."""
    return [new("floatingText", [new("body", block)])] if any(one.tag == "sp" for one in nodes(block)) else block


def merged(element: Element, block: Element) -> Element:
    """A block with the id, the language and the use of its paragraph: before TEI 4.4 an `ab` could not hold another."""
    [outer] = nodes(made("ab", element, []))
    rend = " ".join(filter(None, (outer.get("rend"), block.get("rend"))))
    if ID in outer.attrib and ID in block.attrib:
        anchor = new("anchor", **{ID: outer.get(ID)})
        anchor.tail, block.text = block.text, None
        block.insert(0, anchor)
    for key, value in outer.attrib.items():
        block.set(key, rend if key == "rend" else block.get(key, value))
    return block


def kept(element: Element) -> bool:
    """Does an element that is not needed in TEI carry something that is?"""
    return any(element.get(key) for key in ("id", LANG, "specific-use"))


@tei("label")
def label(element: Element, render: Table) -> Parts:
    """A label as printed."""
    return made("label", element, render.inside(element))


@tei("title")
def title(element: Element, render: Table) -> Parts:
    """A title that stands alone."""
    return [new("head", render.inside(element))]


@tei("sec")
def section(element: Element, render: Table) -> Parts:
    """A section of the body or of the back."""
    return made("div", element, heading(element, render) + children(element, render, "label", "title"), type=element.get("sec-type"))


@tei("list")
def plain_list(element: Element, render: Table) -> Parts:
    """A list; where every item has a label, labels and items alternate."""
    items = element.findall("list-item")
    labelled = all(item.find("label") is not None for item in items)
    content = [one for item in items for one in (labelled_item if labelled else list_item)(item, render)]
    previous = element.get("continued-from")
    more = {"rend": LISTS[str(element.get("list-type"))], "prev": f"#{previous}" if previous else None}
    return made("list", element, heading(element, render) + content, **more)


@tei("list-item")
def list_item(element: Element, render: Table) -> Parts:
    """An item, its label inside."""
    return made("item", element, children(element, render))


def labelled_item(element: Element, render: Table) -> Parts:
    """An item after its label."""
    return render.each(element.findall("label")) + made("item", element, children(element, render, "label"))


@tei("def-list")
def glossed_list(element: Element, render: Table) -> Parts:
    """Terms and their definitions."""
    return made("list", element, heading(element, render) + children(element, render, "title"), type="gloss")


@tei("def-item")
def definition_item(element: Element, render: Table) -> Parts:
    """A term and its definition; of several definitions each is an item."""
    definitions = element.findall("def")
    meanings = [one for each in definitions for one in render.render(each)]
    content = children(definitions[0], render) if len(definitions) == 1 else [new("list", meanings, rend="simple")] if meanings else []
    return children(element, render, "def") + made("item", element, content)


@tei("term")
def term(element: Element, render: Table) -> Parts:
    """A term that is defined."""
    return made("label", element, render.inside(element))


@tei("def")
def definition(element: Element, render: Table) -> Parts:
    """One of several definitions."""
    return made("item", element, children(element, render))


@tei("disp-quote")
def quotation(element: Element, render: Table) -> Parts:
    """A quotation; with its source, a `cit`."""
    label = [new("label", part(element, "title", render))] if element.find("title") is not None else []
    content = label + children(element, render, "title", "attrib")
    sources = render.each(element.findall("attrib"))
    if not sources:
        return made("quote", element, content)
    return made("cit", element, [new("quote", content), *sources])


@tei("attrib")
def attribution(element: Element, render: Table) -> Parts:
    """Where a quotation or a picture is from."""
    return made("bibl", element, render.inside(element), type="attrib")


@tei("verse-group/attrib", "boxed-text/attrib")
def closing_attribution(element: Element, render: Table) -> Parts:
    """Where verse or a box is from, at its end."""
    return made("trailer", element, render.inside(element), type="attrib")


@tei("verse-group")
def verses(element: Element, render: Table) -> Parts:
    """Verse, or a stanza."""
    return made("lg", element, heading(element, render) + children(element, render, "title"))


@tei("verse-line")
def verse(element: Element, render: Table) -> Parts:
    """A line of verse."""
    indent = element.get("indent-level")
    return made("l", element, render.inside(element), rend=f"indent-{indent}" if indent else None)


@tei("speech")
def speech(element: Element, render: Table) -> Parts:
    """What one says in a dialogue."""
    return made("sp", element, children(element, render))


@tei("speaker")
def speaker(element: Element, render: Table) -> Parts:
    """Who speaks."""
    return made("speaker", element, render.inside(element))


@tei("preformat")
def preformatted(element: Element, render: Table) -> Parts:
    """Text whose white space counts."""
    return made("ab", element, render.inside(element), type="preformat", subtype=element.get("preformat-type"), **{SPACE: "preserve"})


@tei("code")
def code(element: Element, render: Table) -> Parts:
    """Code; `code` holds text alone, so code with emphasis is an `ab` of it."""
    words, subtype, language = render.inside(element), element.get("code-type"), element.get("language")
    if not len(element):
        words = [new("code", words, lang=language or None)]
    return made("ab", element, words, type="code", subtype=subtype, rend=language if len(element) else None, **{SPACE: "preserve"})


@tei("boxed-text")
def box(element: Element, render: Table) -> Parts:
    """A box beside the text; an infobox is its picture and a list of facts."""
    content = heading(element, render, "caption/title") + children(element, render, "label")
    return made("floatingText", element, [new("body", filled(content))], type=element.get("content-type") or "boxed-text")


@tei("statement")
def statement(element: Element, render: Table) -> Parts:
    """A theorem or the like: a text of its own within the text."""
    content = heading(element, render) + children(element, render, "label", "title")
    return made("floatingText", element, [new("body", filled(content))], type="statement", subtype=element.get("content-type"))


@tei("fn")
def footnote(element: Element, render: Table) -> Parts:
    """A footnote, in the back; its calls point to it."""
    label = element.find("label")
    number = text_of(label) or element.get("symbol")
    rich = render.each([label]) if label is not None and len(label) else []
    named = {ID: element.get("id"), LANG: element.get(LANG), "type": element.get("fn-type") or element.get("specific-use")}
    use = element.get("specific-use") if element.get("fn-type") else None
    where = "below" if parent_name(element) == "table-wrap-foot" else "foot"
    return [new("note", rich + children(element, render, "label"), place=where, n=number, rend=use, **named)]


@tei("article")
def article(element: Element, render: Table) -> Parts:
    """The text of an article: its body and its back; the front is the header's."""
    body = element.find("body")
    content = render.render(body) if body is not None else [new("body", [new("p")])]
    return [new("text", content + ending(element, render), type=element.get("article-type"))]


def ending(element: Element, render: Table) -> Parts:
    """The back of an article or a sub-article, with its sub-articles at its end."""
    back, inner = element.find("back"), render.each(element.findall("sub-article"))
    found: Parts = render.render(back) if back is not None else [new("back")] if inner else []
    for one in nodes(found):
        append(one, inner)
    return found


@tei("sub-article")
def sub_article(element: Element, render: Table) -> Parts:
    """A sub-article: a division of the back that holds a text with a front, a body and a back of its own."""
    title = element.find("front-stub/title-group/article-title")
    head = [new("head", said_again(render.inside(title)))] if title is not None else []
    body = element.find("body")
    content = render.each(element.findall("front-stub")) + (render.render(body) if body is not None else [new("body", [new("p")])])
    text = new("floatingText", content + ending(element, render))
    return made("div", element, [*head, text], type="sub-article", subtype=element.get("article-type"))


@tei("body")
def body(element: Element, render: Table) -> Parts:
    """The body of the article."""
    return made("body", element, filled(children(element, render)))


@tei("back")
def back(element: Element, render: Table) -> Parts:
    """What stands behind the body."""
    return made("back", element, children(element, render))


@tei("ack", "app", "app-group", "fn-group", "glossary", "notes")
def division(element: Element, render: Table) -> Parts:
    """A division of the back matter."""
    kinds = {"ack": "acknowledgements", "app": "appendix", "app-group": "appendices", "fn-group": "notes"}
    kind = element.get("notes-type") or kinds.get(name(element), name(element))
    content = heading(element, render) + children(element, render, "label", "title")
    return made("div", element, content, type=kind, subtype=element.get("content-type"))


@tei("ref-list")
def references(element: Element, render: Table) -> Parts:
    """A list of references, with the lists inside it."""
    entries = render.each(element.findall("ref"))
    content = children(element, render, "label", "title", "ref", "ref-list") + ([new("listBibl", entries)] if entries else [])
    content = heading(element, render) + content + render.each(element.findall("ref-list"))
    return made("div", element, content, type="bibliography", subtype=element.get("content-type"))
