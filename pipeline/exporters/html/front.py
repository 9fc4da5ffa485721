"""The front matter: journal line, titles, contributors, affiliations, abstracts, keywords."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import etree

from pipeline.exporters.html.back import level, section_id, spaced, titled, word
from pipeline.exporters.html.blocks import heading, rest
from pipeline.exporters.html.table import html
from pipeline.exporters.html.xhtml import address, classes, flat, h, local, shared
from pipeline.markup import Parts
from pipeline.metadata import between, family_first
from pipeline.rules import Rules
from pipeline.tree import HREF, document_of, find_all, said_in_words, text_of

_DOT: Final = "\u00a0· "  # no line begins with it


@html("front")
def front(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The head of the article: what a reader wants before the text."""
    meta = element.find("article-meta")
    if meta is None:
        return []
    return [*journal_line(meta, text_of(element.find("journal-meta/journal-title-group/journal-title"))), *head(meta, render)]


def head(meta: etree._Element, render: Rules[Parts]) -> Parts:
    """Subjects, titles, people, what is reviewed, abstracts, keywords, of an article or a sub-article."""
    subjects = find_all(meta, "article-categories//subject")
    return [
        *([h("p", {"class": "subjects"}, _between(render, subjects, _DOT))] if subjects else []),
        *render.each(meta.findall("title-group")),
        *_people(find_all(meta, "contrib-group | aff"), render),
        *render.each(meta.findall("product")),
        *render.each(find_all(meta, "abstract | trans-abstract | kwd-group")),
    ]


_MARK: Final = 4  # characters: more are no mark
_OF_ISSUE: Final = ("pub-date[@date-type='collection']", "pub-date[@publication-format='print']", "pub-date[@date-type='pub']", "pub-date")


def journal_line(meta: etree._Element, journal: str = "") -> Parts:
    """Where the article appeared: journal, volume, issue, pages, year, in one line."""
    volume, issue = text_of(meta.find("volume")), text_of(meta.find("issue"))
    year = next(filter(None, (text_of(meta.find(f"{date}/year")) for date in _OF_ISSUE)), "")
    pages = "–".join(dict.fromkeys(filter(None, (text_of(meta.find(tag)) for tag in ("fpage", "lpage")))))
    pages = pages or text_of(meta.find("elocation-id"))
    number = volume + (f" ({issue})" if issue else "")
    line = ", ".join(filter(None, (" ".join(filter(None, (number, f"({year})" if year and journal else ""))), pages)))
    if not journal and not line:
        return []
    return [h("p", {"class": "journal"}, [h("cite", parts=[journal]), " ", line] if journal else [line])]


def _between(render: Rules[Parts], elements: list[etree._Element], between: str) -> Parts:
    each = [render.render(element) for element in elements]
    return [part for n, some in enumerate(each) for part in ([between, *some] if n else some)]


def _people(elements: list[etree._Element], render: Rules[Parts]) -> Parts:
    groups = [element for element in elements if element.tag == "contrib-group"]
    affiliations = [element for element in elements if element.tag == "aff"]
    listed = h("ul", {"class": "affiliations"}, render.each(affiliations))
    return [*render.each(groups), *([listed] if affiliations else [])]


@html("subject")
def subject(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A subject."""
    return [h("span", shared(element), render.inside(element))]


@html("title-group")
def title_group(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The title, its subtitles, and both in other languages."""
    return [h("div", {"class": "titles"}, render.each(rest(element, "alt-title")))]


@html("title-group/article-title")
def article_title(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The title of the article: the one heading of the first level; that of a sub-article has the level of a section."""
    document = document_of(element)
    rank = level(document) if document.tag == "sub-article" else 1
    return [h(f"h{rank}", shared(element), render.inside(element))] if worded(element) else []


def worded(title: etree._Element | None) -> bool:
    """Whether a title says or shows anything."""
    return title is not None and bool(len(title) or text_of(title))


@html("product")
def product(element: etree._Element, render: Rules[Parts]) -> Parts:
    """What the article reviews, and its address."""
    said = element.get(HREF) or ""
    href = address(said)
    link: Parts = [" ", h("a", {"href": href}, [said]) if href else said] if said else []
    label = h("b", {"class": "label"}, [f"{word(element, 'reviewed')}:"])
    words: Parts = [label, " ", *render.inside(element), *link]
    return [h("p", shared(element, class_=classes("product", element.get("product-type"))), words)]


@html("subtitle")
def subtitle(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A subtitle."""
    return [h("p", shared(element, class_="subtitle", role="doc-subtitle"), render.inside(element))]


@html("trans-title-group")
def trans_title_group(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The title in another language, its subtitle after it."""
    return [h("p", shared(element, class_="translated"), spaced(element, render, _DOT))]


@html("trans-title-group/trans-title", "trans-subtitle")
def translated(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The words of a translated title."""
    return [h("span", shared(element, class_=str(element.tag)), render.inside(element))]


@html("contrib-group")
def contrib_group(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The contributors."""
    return [h("ul", {"class": classes("contributors", element.get("content-type"))}, render.each(list(element)))]


@html("contrib")
def contrib(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A contributor: the name, what the person did unless it is writing, marks, links; what is longer stands in the colophon."""
    kind = element.get("contrib-type") or "author"
    shown = [child for child in element if child.tag not in ("bio", "contrib-id") and not is_said(child)]
    marks = [child for child in element if child.tag == "contrib-id" and not is_said(child)]
    said: Parts = [] if kind == "author" else [h("span", {"class": "kind"}, [f" ({word(element, kind)})"])]
    parts: Parts = []
    for n, child in enumerate(shown):
        made = render.render(child)
        parts += [*([", "] if n and child.tag != "xref" else []), *_comma(parts, made), *made]
    return [h("li", shared(element, class_=kind), [*parts, *said, *render.each(marks)])]


def is_said(child: etree._Element) -> bool:
    """Whether a part of a contributor is no name and no mark, but said: where to write to, what was done, which data are whose."""
    words = text_of(child) if child.tag == "xref" else ""
    named = (len(words) > _MARK and child.get("ref-type") == "other") or (child.get("ref-type") == "fn" and said_in_words(words))
    number = child.tag == "contrib-id" and child.get("contrib-id-type") != "orcid"
    return named or number or child.tag in ("role", "email", "ext-link")


def _comma(before: Parts, mark: Parts) -> Parts:
    """A comma between two marks, which would read as one number."""
    beside = before and mark and _raised(before[-1]) and _raised(mark[0]) and not flat(mark).startswith(",")
    return [h("sup", parts=[","])] if beside else []


def _raised(part: str | etree._Element) -> bool:
    return isinstance(part, etree._Element) and (local(part) == "sup" or (len(part) > 0 and all(local(one) == "sup" for one in part)))


def _marked(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A mark, without the white space round what is raised in it."""
    parts = render.table["xref"](element, render)
    for one in (one for part in parts if isinstance(part, etree._Element) for one in part.iter()):
        one.text = one.text if (one.text or "").strip() else None
        one.tail = one.tail if (one.tail or "").strip() else None
    return parts


@html("contrib/xref")
def mark(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The mark of an affiliation or a note; the only affiliation needs none, and one without a label is named in full."""
    if element.get("ref-type") == "other" and find_all(document_of(element), ".//award-group[@id = $key]", key=str(element.get("rid"))):
        return []  # the colophon names it beside its recipient
    if element.get("ref-type") != "aff":
        return _marked(element, render)
    known, beside = _affiliations(document_of(element))
    targets = [known[key] for key in (element.get("rid") or "").split() if key in known]
    if all(aff.find("label") is None for aff in targets):
        link = h("a", {"class": "xref-aff", "href": f"#{targets[0].get('id')}"}, render.inside(element)) if targets else ""
        return [", ", link] if len(beside) > 1 or (targets and targets != beside) else []
    return _marked(element, render)


@lru_cache(maxsize=1)  # as many as there are contributors ask for them
def _affiliations(document: etree._Element) -> tuple[dict[str | None, etree._Element], list[etree._Element]]:
    """Those of the file, by their ids, and those of a document in it."""
    known = {aff.get("id"): aff for aff in document.getroottree().getroot().iter("aff")}
    return known, [aff for aff in known.values() if document_of(aff) is document]


@html("contrib/name")
def contrib_name(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The name of a contributor, in its own order."""
    return [h("span", shared(element, class_="name"), ordered(element, render))]


@html("name-alternatives/name", "principal-award-recipient/name")
def other_name(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A name in its own order."""
    return [h("span", shared(element), ordered(element, render))]


def ordered(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The parts of a name in its order, with what stands between them in its script."""
    order = ("surname", "given-names") if family_first(element) else ("given-names", "surname")
    found = [part for tag in ("prefix", *order, "suffix") for part in element.findall(tag)]
    return _between(render, found, between(*map(text_of, found)))


@html("contrib-id")
def contrib_id(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An identifier of a person; an ORCID is a link, and so is an address."""
    value = text_of(element)
    if element.get("contrib-id-type") != "orcid":
        led = value.startswith(("http://", "https://"))
        return [h("a", {"href": address(value)}, [value]) if led else h("span", {"class": "identifier"}, render.inside(element))]
    bare = value.rpartition("/")[2]
    return [" ", h("a", {"class": "orcid", "href": address(f"https://orcid.org/{bare}"), "title": f"ORCID {bare}"}, [bare])]


@html("degrees")
def degrees(_element: etree._Element, render: Rules[Parts]) -> Parts:
    """Academic degrees."""
    return render.inside(_element)


@html("aff")
def affiliation(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An affiliation as printed, its label as the mark that calls it."""
    label: Parts = [h("sup", {"class": "label"}, render.inside(one)) for one in element.findall("label")]
    text = [
        part
        for child in element
        for part in ((render.render(child) if child.tag != "label" else []) + ([child.tail] if child.tail else []))
    ]
    return [h("li", shared(element), [*label, *([" "] if label else []), *([element.text] if element.text else []), *text])]


@html("abstract", "trans-abstract")
def abstract(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An abstract with its heading, in the language of the abstract."""
    head = heading(element, render, level(element)) or titled(element)
    kind = classes("abstract", element.get("abstract-type"), "translated" if element.tag == "trans-abstract" else None)
    attributes = {**shared(element, class_=kind, role="doc-abstract"), "id": section_id(element)}
    inside = render.each(rest(element, "title", "object-id") + element.findall("object-id"))
    return [h("section", attributes, [*head, *inside])]


@html("kwd-group")
def keywords(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The keywords in one line."""
    title = element.find("title")
    name = render.inside(title) if title is not None else [word(element, "keywords")]
    words = _between(render, element.findall("kwd"), word(element, "sign-keywords"))
    return [h("p", shared(element, class_="keywords"), [h("b", {"class": "label"}, [*name, ":"]), " ", *words])]


@html("kwd")
def keyword(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A keyword."""
    return render.inside(element)
