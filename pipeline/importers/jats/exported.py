"""Exported: titles, keywords and abstracts in several languages that stand side by side are told as JATS tells them."""

from __future__ import annotations

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import documents, new, remove, rename, replace, take
from pipeline.tree import LANG, find_all, text_of


def exported(root: etree._Element, report: Report) -> None:
    """The front matter and the references of every document."""
    for number in list(root.iter("numero")):
        around = number.getparent()
        again = around is None or any(text_of(one) in ("", text_of(number)) for one in around.iterfind("issue"))
        remove(number) if again else rename(number, "issue")
    for institution in [one for one in root.iter("institution") if (one.text or "").lstrip().startswith(",")]:
        institution.text = (institution.text or "").lstrip(" \t\r\n,") or None
    for document in documents(root):
        titles = find_all(document, "./front/article-meta/title-group/article-title")
        if len(titles) > 1 and None not in (said := [one.get(LANG) for one in titles[1:]]) and titles[0].get(LANG) not in said:
            report("import-repaired", f"of {len(titles)} titles in as many languages, the first is that of the article", titles[0])
            _titles(document, titles)
        for title in find_all(document, "./front/article-meta/title-group/alt-title[@xml:lang][not(@alt-title-type)]"):
            _translation(title)
        for group in find_all(document, "./front/article-meta/kwd-group[not(@xml:lang)]"):
            _keywords(group)


def _titles(document: etree._Element, titles: list[etree._Element]) -> None:
    """The titles behind the first and abstracts in their languages are translations; the article is in the language of the first."""
    first = titles[0].get(LANG) or document.get(LANG)
    if first and not document.get(LANG):
        document.set(LANG, first)
    for title in titles[1:]:
        _translation(title)
    abstracts = find_all(document, "./front/article-meta/abstract[@xml:lang]")
    if any(one.get(LANG) == first for one in abstracts):
        for abstract in abstracts:
            if abstract.get(LANG) != first:
                abstract.tag = "trans-abstract"


def _translation(title: etree._Element) -> None:
    """A title that is one in another language."""
    group = new("trans-title-group", title, {LANG: take(title, LANG)})
    replace(title, group)
    group.append(rename(title, "trans-title"))


def _keywords(group: etree._Element) -> None:
    """A group of keywords each of which says its language is one for each language."""
    found = group.findall("kwd")
    for kwd in found:
        if language := take(kwd, "lng"):
            kwd.set(LANG, language)
    if len(group) != len(found) or not all(kwd.get(LANG) for kwd in found):
        return
    groups: dict[str, etree._Element] = {}
    for kwd in found:
        language = take(kwd, LANG)
        if language not in groups:
            groups[language] = new("kwd-group", kwd, {LANG: language})
        groups[language].append(kwd)
    replace(group, *groups.values())
