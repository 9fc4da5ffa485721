"""The profile `wikipedia`: references, notes, languages and boxes as Wikipedia's templates have them."""

from __future__ import annotations

from pipeline.exporters.wikitext import inline as inline_rules
from pipeline.exporters.wikitext.base import Element, Table, anchor, block, children, foreign, heading, part, wiki, word
from pipeline.exporters.wikitext.blocks import foreign_section
from pipeline.exporters.wikitext.cs1 import cite, locator, mode, ref_name, surnames
from pipeline.exporters.wikitext.escape import attribute, escape
from pipeline.exporters.wikitext.notes import printed
from pipeline.exporters.wikitext.pictures import caption_of, file_name
from pipeline.tree import HREF, find_all, name, text_of

wikipedia = wiki.extend()


def template(title: str, *values: str) -> str:
    """A template; its values are numbered if one of them has an equals sign."""
    numbered = any("=" in value for value in values)
    return "{{" + "|".join([title, *(f"{number}={value}" if numbered else value for number, value in enumerate(values, 1))]) + "}}"


@wikipedia("xref")
def reference(element: Element, render: Table) -> str:
    """A citation, the call of a note, or a link."""
    if element.get("ref-type") == "bibr":
        return citation(element, render)
    if element.get("ref-type") == "fn":
        return anchor(element) + "".join(note_call(element, key, render) for key in (element.get("rid") or "").split())
    return inline_rules.reference(element, render)


def citation(element: Element, render: Table) -> str:
    """The references of one link: the first time in full, then by name; the locator after the last."""
    keys = (element.get("rid") or "").split()
    words = author_words(element, keys[0] if keys else "")
    page = locator(element)
    return words + anchor(element) + "".join(ref_tag(element, key, render) for key in keys) + (template("rp", escape(page)) if page else "")


def author_words(element: Element, key: str) -> str:
    """The authors as words of the sentence, where the citation names them."""
    found = find_all(element, "//ref[@id=$key]", key=key) if mode(element) == "author-in-text" else []
    return escape(surnames(found[0])) + " " if found and surnames(found[0]) else ""


def ref_tag(element: Element, key: str, render: Table) -> str:
    """A reference as a tag, with its template where it stands for the first time."""
    given = f'<ref name="{ref_name(key)}"'
    full = next((child for child in element.findall("ref") if child.get("id") == key), None)
    return f"{given}>{source(full, render)}</ref>" if full is not None else f"{given} />"


def source(ref: Element, render: Table) -> str:
    """A reference as a template; prose stays prose."""
    fields = ref.find(".//element-citation")
    return cite(fields, render) if fields is not None else printed(ref, render)


def note_call(element: Element, key: str, render: Table) -> str:
    """The call of a note: the note itself the first time; of a citation's note only the citation."""
    note = next((child for child in element.findall("fn") if child.get("id") == key), None)
    if note is None:
        return f'{{{{efn|name="{ref_name(key)}"}}}}'
    if note.get("specific-use") == "citation":
        return "".join(render.inside(p) for p in note.findall("p")).strip()
    return f'{{{{efn|name="{ref_name(key)}"|1={children(note, render, "label").strip()}}}}}'


@wikipedia("named-content")
def cluster(element: Element, render: Table) -> str:
    """A citation without its printed label: MediaWiki numbers by itself; prefix and suffix stay in the text."""
    if element.get("content-type") != "citation":
        return inline_rules.phrase(element, render)
    parts = [child for child in element.iter("xref", "named-content") if child is not element and not _in_reference(child, element)]
    said = any(name(child) == "named-content" for child in parts if child.get("content-type") in ("prefix", "suffix"))
    content = "".join(_part(child, render) for child in parts)
    return anchor(element) + (f" ({content.strip()})" if said else content)


def _in_reference(child: Element, cluster_: Element) -> bool:
    between = []
    for node in child.iterancestors():
        if node is cluster_:
            break
        between.append(name(node))
    return bool({"ref", "fn", "xref", "named-content"} & set(between))


def _part(child: Element, render: Table) -> str:
    if name(child) == "xref":
        return render.render(child)
    return render.inside(child) if child.get("content-type") in ("prefix", "suffix") else ""


@wikipedia("styled-content")
def language(element: Element, render: Table) -> str:
    """Words in another language."""
    tongue, content = foreign(element), render.inside(element)
    return (
        anchor(element) + template("lang", attribute(tongue), content)
        if tongue and content.strip()
        else inline_rules.phrase(element, render)
    )


@wikipedia("fn-group")
def notes(element: Element, render: Table) -> str:
    """The place where the notes are printed; notes that nothing calls follow."""
    rest = children(element, render, "title")
    if not rest and not element.get("called"):
        return ""
    called = "{{notelist}}\n\n" if element.get("called") else ""
    listed = block(f'<ul style="list-style:none; margin-left:0">\n{rest}</ul>') if rest else ""
    return foreign_section(element, heading(element, render, word(element, "notes", "Notes")) + called + listed)


@wikipedia("ref-list")
def references(element: Element, render: Table) -> str:
    """The place where the cited references are printed, then those that nothing cites as a list."""
    parent = element.getparent()
    default = word(element, "references", "References") if parent is not None and name(parent) == "back" else ""
    uncited = "".join(f"* {anchor(ref)}{source(ref, render)}\n" for ref in element.findall("ref"))
    cited = (
        "{{reflist}}\n\n"
        if element.get("called") and not find_all(element, "preceding::ref-list[@called]|ancestor::ref-list[@called]")
        else ""
    )
    words = render.each(element.findall("p")) + cited + block(uncited) + render.each(element.findall("ref-list"))
    return foreign_section(element, heading(element, render, default) + words) if words.strip() else ""


@wikipedia("boxed-text")
def box(element: Element, render: Table) -> str:
    """An infobox as the template, any other box as a box."""
    if element.get("content-type") != "infobox":
        return wiki.table["boxed-text"](element, render)
    pairs = [*_head(element, render), *_rows(element, render)]
    lines = "".join(f"| {key} = {value}\n" for key, value in pairs if value)
    used = ("label", "caption", "def-list", "fig", "graphic")
    return block(anchor(element) + f"{{{{Infobox\n{lines}}}}}") + children(element, render, *used)


def _head(element: Element, render: Table) -> list[tuple[str, str]]:
    picture = next(element.iter("graphic"), None)
    figure = element.find("fig")
    name_ = file_name(str(picture.get(HREF))) if picture is not None else ""
    alt = attribute(text_of(picture.find("alt-text"))) if picture is not None else ""
    words = caption_of(figure, render) if figure is not None else ""
    return [("title", caption_of(element, render)), ("image", f"[[File:{name_}|frameless|alt={alt}]]" if name_ else ""), ("caption", words)]


def _rows(element: Element, render: Table) -> list[tuple[str, str]]:
    rows = []
    for number, item in enumerate(find_all(element, "def-list/def-item"), 1):
        values = [children(one, render).strip() for one in item.findall("def")]
        rows += [(f"label{number}", part(item, "term", render)), (f"data{number}", "<br />".join(values))]
    return rows
