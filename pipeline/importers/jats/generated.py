"""Generated: what a converter sets into a file of itself, placeholders and lists of what the file has, is no part of the article."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import is_blank, listed, new, remove, rename
from pipeline.tree import HREF, find_all, text_of

_PLACEHOLDER: Final = re.compile(r"not[- ](?:yet[- ])?known|unknown")
_FIELDS: Final = listed("article-id volume issue fpage lpage elocation-id copyright-statement copyright-holder copyright-year")
_HOLDERS: Final = ("journal-id", "issn", "article-id", "copyright-statement", "copyright-holder", "publisher-name")


def generated(root: etree._Element, report: Report) -> None:
    """All that a converter has made."""
    for empty in [one for one in root.iterfind("front//*") if one.tag in _HOLDERS and _PLACEHOLDER.fullmatch(text_of(one))]:
        report("import-simplified", f'a converter\'s placeholder is left out: <{empty.tag}> "{text_of(empty)}"', empty)
        remove(empty)
    for empty in [one for one in root.iterfind("front/article-meta//*") if one.tag in _FIELDS and not len(one) and not text_of(one)]:
        remove(empty)
    for empty in find_all(root, "//author-notes/corresp[@id][not(normalize-space())][not(*)]"):
        report("import-simplified", "a note on correspondence that says nothing is left out", empty)
        for mark in [one for one in root.iter("xref") if one.get("rid") == empty.get("id")]:
            remove(mark)
        remove(empty)
    for year in find_all(root, "front//pub-date/year[not(../day or ../month)]"):
        if re.search(r"[^\W\d_]{3,}", text_of(year)):  # "March 4, 2021"
            rename(year, "string-date")
    for link in find_all(root, "//ext-link[inline-graphic][not(normalize-space())]"):
        _icon(link, report)
    for title in find_all(root, "body/title"):
        _contents(title, report)
    for thanks in find_all(root, "front/article-meta//article-title/p"):
        _thanks(thanks)


def _icon(link: etree._Element, report: Report) -> None:
    """A picture that leads where the words of the link behind it lead is left out."""
    following, picture = link.getnext(), link[0]
    if following is not None and following.tag == "ext-link" and following.get(HREF) == link.get(HREF) and is_blank(link.tail):
        report("import-simplified", f"a picture that leads where the link behind it leads is left out: {picture.get(HREF)}", link)
        link.tail = None
        remove(link)


def _contents(title: etree._Element, report: Report) -> None:
    """A title of the body that is that of the article, or stands over a list of its sections, is left out with that list."""
    links = []
    for link in title.itersiblings():
        if link.tag != "xref":
            break
        links.append(link)
    sections = {str(one.get("id")): text_of(one.find("title")) for one in title.getroottree().iter("sec", "app") if one.get("id")}
    listed = links and all(text_of(one) in sections.get(one.get("rid") or "", "") for one in links)
    again = bool(text_of(title)) and text_of(title) == text_of(next(title.getroottree().iter("article-title"), None))
    if listed or again:
        report("import-simplified", f'what a converter has made is left out: "{text_of(title)}"', title)
        for one in (title, *links):
            remove(one)


def _thanks(thanks: etree._Element) -> None:
    """Thanks within the title of an article are a note on its authors."""
    meta = next(thanks.iterancestors("article-meta"))
    remove(thanks)
    thanks.tail = None
    notes = meta.find("author-notes")
    if notes is None:
        meta.append(notes := new("author-notes", thanks))
    notes.append(new("fn", thanks, {"fn-type": "other"}, [thanks]))
