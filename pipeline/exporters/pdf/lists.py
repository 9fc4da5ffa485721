"""Lists: what a long article has before its text: contents, figures, tables, with the numbers of their pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml import etree

from pipeline.article import Article
from pipeline.exporters.html import Document, contents, h
from pipeline.exporters.html.back import word
from pipeline.exporters.html.xhtml import flat, tagged
from pipeline.tree import find_all, text_of

_TOC = 6  # headings: an article with fewer is seen at a glance
_GLANCE = 6_000  # characters: so is a shorter one
_MANY = 20  # headings: more would fill a page
_WHOLE, _SMALL = 12, {"a5": 7}  # entries: longer contents may be parted by a page; on small paper
_LIST = 10  # figures or tables: fewer are found without a list
_LINE = 76  # characters of an entry in a list: as many as a line has
_WORD = 24  # characters of a word that is tied to what follows it; a longer one may need a line of its own
_SHARE = 10  # the text is so many times as long as its contents, or they are left out
_LISTED = {"figures": "self::fig or self::fig-group", "tables": "self::table-wrap or self::table-wrap-group"}


def lists(article: Article, document: Document) -> list[etree._Element]:
    """The lists of an article that is not seen at a glance."""
    if len(document.headings) < _TOC or sum(len(flat([part])) for part in document.sections) < _GLANCE:
        return []
    nav = _contents(article, document)
    made = [_list(word(article.root, key), list(named(article, which))) for key, which in _LISTED.items()]
    found = [one for one in (nav, *made) if one is not None]
    for link in (link for one in found for link in tagged(one, "a")):
        _tie(link)
    return found


def _tie(link: etree._Element) -> None:
    """The page number of an entry is tied to its last word: it stands on no line alone."""
    text = link.text or ""
    last = text[text.rfind(" ") + 1 :]
    if unicodedata.east_asian_width(text[-1:] or " ") == "W":
        last = last[-2:]
    elif len(last) > _WORD:
        last = ""
    link.text = text[: len(text) - len(last)]
    link.append(h("span", {"data-goal": link.get("href", "")}, [last]))


def _contents(article: Article, document: Document) -> etree._Element | None:
    """The table of contents; of many headings those of the first level; none if it were long for such a text."""
    nav = contents(document, word(article.root, "contents"))
    for inner in list(tagged(nav, "ol"))[1:] if nav is not None and len(document.headings) > _MANY else ():
        inner.getparent().remove(inner)  # type: ignore[union-attr]
    if nav is not None and len(list(tagged(nav, "li"))) > _SMALL.get(article.settings.paper, _WHOLE):
        nav.set("class", "contents long")
    long = nav is not None and len(flat([nav])) * _SHARE > sum(len(flat([part])) for part in document.sections)
    return None if long else nav


def named(article: Article, which: str) -> Iterator[tuple[str, str]]:
    """The ids of what has a label, with label and caption; what stands in another is found with it."""
    for one in find_all(
        article.root, f"body//*[{which}][@id][not(ancestor::fig-group or ancestor::table-wrap-group or ancestor::boxed-text)]"
    ):
        label = next(iter(find_all(one, "(label | fig/label | table-wrap/label)[1]")), None)
        if label is not None:
            caption = find_all(one, "(.//caption/title | .//caption/p)[1]")
            yield str(one.get("id")), _cut(_entry(text_of(label), text_of(caption[0]) if caption else ""))


def _entry(label: str, caption: str) -> str:
    """A label with its caption: a stop between them, unless the label has a sign of its own."""
    stop = "." if caption and label[-1:].isalnum() else ""
    return f"{label}{stop} {caption}".strip()


def _cut(text: str) -> str:
    return text if len(text) <= _LINE else text[:_LINE].rpartition(" ")[0].rstrip(",;:.–- ") + " …"


def _list(title: str, entries: list[tuple[str, str]]) -> etree._Element | None:
    if len(entries) < _LIST:
        return None
    items = [h("li", parts=[h("a", {"href": f"#{key}"}, [text])]) for key, text in entries]
    return h("nav", {"aria-label": title, "class": "contents"}, [h("h2", parts=[title]), h("ol", parts=items)])
