"""The profile `wikipedia`: references, notes, languages and boxes as Wikipedia's templates have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.exporters.wikitext import blocks, front, infobox
from pipeline.exporters.wikitext import inline as inline_rules
from pipeline.exporters.wikitext.base import (
    Element,
    Table,
    anchor,
    block,
    children,
    foreign,
    heading,
    headline,
    part,
    wiki,
    word,
)
from pipeline.exporters.wikitext.blocks import foreign_section
from pipeline.exporters.wikitext.cs1 import cite, locator, mode, ref_name, surnames
from pipeline.exporters.wikitext.escape import attribute, escape
from pipeline.exporters.wikitext.notes import printed
from pipeline.exporters.wikitext.pictures import title_of
from pipeline.tree import document_of, find_all, fold, name, text_of

wikipedia = wiki.extend()


def template(title: str, *values: str) -> str:
    """A template; its values are numbered if one of them has an equals sign."""
    numbered = any("=" in value for value in values)
    return "{{" + "|".join([title, *(f"{number}={value}" if numbered else value for number, value in enumerate(values, 1))]) + "}}"


@wikipedia("xref")
def reference(element: Element, render: Table) -> str:
    """A citation, the call of a note, or a link; words where what it would lead to has moved into another, and is no note."""
    if not element.get("gathered"):
        moved = find_all(element, "//xref/*[@id=$key]", key=(element.get("rid") or "").partition(" ")[0])
        if not moved or moved[0].tag != "fn":
            return render.inside(element) if moved else inline_rules.reference(element, render)
    if element.get("ref-type") == "bibr":
        return citation(element, render)
    return anchor(element) + "".join(note_call(element, key, render) for key in (element.get("rid") or "").split())


def citation(element: Element, render: Table) -> str:
    """The references of one link: the first time in full, then by name; the locator after the last."""
    keys = (element.get("rid") or "").split()
    words = author_words(element, keys[0] if keys else "")
    pages = {tuple(link.items()): locator(link) for link in _run(element)}  # a style may give one citation two links
    said = "".join(template("rp", escape(page)) for page in pages.values() if page)
    return words + anchor(element) + "".join(ref_tag(element, key, render) for key in keys) + said


def _run(element: Element) -> Iterator[Element]:
    """A link and those after it that are the rest of it."""
    following: Element | None = element
    while following is not None:
        yield following
        following = following.getnext()
        following = following if following is not None and _goes_on(following) else None


def author_words(element: Element, key: str) -> str:
    """The authors as words of the sentence: as printed before the link, by their fields, or as printed in it."""
    if mode(element) != "author-in-text":
        return ""
    printed_before = text_before(element).strip(" ([")
    found = find_all(element, "//ref[@id=$key]", key=key)
    fields = surnames(found[0]) if found else ""
    words = printed_before if any(map(str.isalpha, printed_before)) else fields or fold(element.text or "")
    return escape(words) + " " if words else ""


def ref_tag(element: Element, key: str, render: Table) -> str:
    """A reference as a tag, with its template where it stands for the first time."""
    given = f'<ref name="{ref_name(key)}"'
    full = next((child for child in element.findall("ref") if child.get("id") == key), None)
    return f"{given}>{source(full, render)}</ref>" if full is not None else f"{given} />"


def source(ref: Element, render: Table) -> str:
    """A reference as a template; prose stays prose."""
    fields = ref.find(".//element-citation")
    words = cite(fields, render) if fields is not None and not before_christ(ref) else printed(ref, render)
    return words or escape(str(ref.get("id")))


def before_christ(ref: Element) -> bool:
    """A printed reference of a year that CS1 would misread."""
    year = text_of(ref.find(".//element-citation/year"))
    return ref.find(".//mixed-citation") is not None and (year.startswith("-") or "B" in year.upper())


def note_call(element: Element, key: str, render: Table) -> str:
    """The call of a note: the note itself the first time; of a citation's note only the citation."""
    note = next((child for child in element.findall("fn") if child.get("id") == key), None)
    if note is None:
        return f'{{{{efn|name="{ref_name(key)}"}}}}'
    if note.get("specific-use") == "citation":
        return "".join(render.inside(p) for p in note.findall("p")).strip()
    return f'{{{{efn|name="{ref_name(key)}"|1={children(note, render, "label").strip() or "&nbsp;"}}}}}'


@wikipedia("named-content")
def cluster(element: Element, render: Table) -> str:
    """A citation without its printed label: MediaWiki numbers by itself; prefix and suffix stay in the text."""
    if element.get("content-type") != "citation" or next(element.iterancestors("ref"), None) is not None:
        return inline_rules.phrase(element, render)
    parts = [child for child in element.iter("xref", "named-content") if child is not element and not _in_reference(child, element)]
    parts = [child for child in parts if not _goes_on(child)]
    said = any(name(child) == "named-content" for child in parts if child.get("content-type") in ("prefix", "suffix"))
    content = "".join(_part(child, render) for child in parts)
    gap = "" if text_before(element)[-1:] in ("", " ", "\n", "\u00a0") else " "
    return anchor(element) + (f"{gap}({content.strip()})" if said else content)


def text_before(element: Element) -> str:
    """The text directly before an element."""
    before, parent = element.getprevious(), element.getparent()
    return (before.tail if before is not None else parent.text if parent is not None else "") or ""


def _in_reference(child: Element, cluster_: Element) -> bool:
    between = []
    for node in child.iterancestors():
        if node is cluster_:
            break
        between.append(name(node))
    return bool({"ref", "fn", "xref", "named-content"} & set(between))


def _goes_on(child: Element) -> bool:
    """Whether a link is the rest of the one before it, which a style may give a link of its own, or says only where in it."""
    before = child.getprevious()
    return before is not None and name(before) == name(child) == "xref" and not before.tail and before.get("rid") == child.get("rid")


def _part(child: Element, render: Table) -> str:
    if name(child) == "xref":
        return render.render(child)
    kind, words = child.get("content-type"), render.inside(child)
    if kind == "citation":  # one that another holds
        return render.render(child)
    if kind == "suffix":
        before = text_before(child)
        return (before if re.fullmatch(r"[\s,;:.]*", before) else "") + words
    if kind == "xref":  # a link in a locator, whose words the template has
        return "".join(render.render(link) for link in child.iterfind("xref[@ref-type='bibr']"))
    return f"{words.strip()} " if kind == "prefix" else ""


@wikipedia("styled-content")
def language(element: Element, render: Table) -> str:
    """Words in another language."""
    tongue, content = foreign(element), render.inside(element)
    return (
        anchor(element) + template("lang", attribute(tongue), content)
        if tongue and content.strip()
        else inline_rules.phrase(element, render)
    )


@wikipedia("article")
def article(element: Element, render: Table) -> str:
    """The page; the lists that MediaWiki gathers stand last, since nothing after them may cite."""
    groups = find_all(element, ".//back//fn-group")
    notes_last = chosen([group for group in groups if group.get("called")])
    late = [one for one in element.iter("ref-list") if gathers(one)]
    last = chosen(late)
    late = [*(one for one in late if one not in last), *last]
    cited = "".join(_references(one, render, "{{reflist}}\n\n" if one in last else "") for one in late)
    groups = [*(one for one in groups if one not in notes_last), *notes_last]
    return front.article(element, render) + "".join(notes(one, render, one in notes_last) for one in groups) + cited + categories(element)


def chosen(groups: list[Element]) -> list[Element]:
    """The group under which all are gathered: the last of the article itself, else the last of a sub-article."""
    own = [group for group in groups if name(document_of(group)) == "article"]
    return (own or groups)[-1:]


def gathered_heading(element: Element, render: Table, key: str, english: str) -> str:
    """The heading of a list that stands at the end of the page: of a sub-article's too, it is a heading of the page."""
    root = document_of(element).getroottree().getroot()
    if document_of(element) is root:
        return heading(element, render, word(element, key, english))
    return headline(root, part(element, "title", render) or word(root, key, english))


def gathers(element: Element) -> bool:
    """A list at the top whose references have moved to where they are cited."""
    parent = element.getparent()
    nested = parent is not None and name(parent) == "ref-list"
    return not nested and bool(find_all(element, "descendant-or-self::ref-list[@called]"))


def categories(element: Element) -> str:
    """The keywords in the article's own language as categories."""
    words = find_all(element, "front/article-meta/kwd-group[not(@xml:lang) or @xml:lang = /article/@xml:lang]/kwd")
    titles = dict.fromkeys(title_of(text_of(one)) for one in words)
    return "".join(f"[[Category:{title}]]\n" for title in titles if title)


def section_of(element: Element, render: Table, content: str, title: str) -> str:
    """A gathered list under the title that the article gives it, unless that title has been printed."""
    own = part(element, "title", render) if not render.render(element) else ""
    return f"== {own or title} ==\n\n{content}\n\n"


@wikipedia("fn-group")
def no_notes(element: Element, render: Table) -> str:
    """Nothing: the notes are gathered at the end of the page."""
    return ""


def notes(element: Element, render: Table, last: bool) -> str:
    """Notes that nothing calls, then, in the last group, the place where all others are gathered."""
    rest = children(element, render, "title")
    if not rest and not last:
        return ""
    listed = block(f'<ul style="list-style:none; margin-left:0">\n{rest}</ul>') if rest else ""
    gathered = "{{notelist}}\n\n" if last else ""
    return foreign_section(element, gathered_heading(element, render, "notes", "Notes") + listed + gathered)


@wikipedia("ref-list")
def references(element: Element, render: Table) -> str:
    """A list of references that nothing cites; one with cited references stands at the end of the page."""
    return "" if gathers(element) else _references(element, render, "")


def _references(element: Element, render: Table, cited: str) -> str:
    uncited = "".join(f"* {anchor(ref)}{source(ref, render)}\n" for ref in element.findall("ref"))
    words, rest = render.each(element.findall("p")), block(uncited) + render.each(element.findall("ref-list"))
    # MediaWiki does not know what is cited after its list
    words += rest + cited if "<ref" in rest or "{{efn" in rest else cited + rest
    if not words and find_all(element, "descendant-or-self::ref-list[@called]") and not find_all(element, "title//xref"):
        return ""  # a list that has given away all that it had, and whose title cites nothing
    parent = element.getparent()
    top = parent is not None and name(parent) == "back"
    if top and gathers(element):
        return foreign_section(element, gathered_heading(element, render, "references", "References") + words)
    return foreign_section(element, heading(element, render, word(element, "references", "References") if top else "") + words)


@wikipedia("boxed-text")
def box(element: Element, render: Table) -> str:
    """An infobox as the template, any other box as a box."""
    return infobox.template(element, render) if element.get("content-type") == "infobox" else blocks.box(element, render)
