"""Secmeta: people, summary and keywords that a section has of its own, in collections of abstracts and news, are said below its heading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.keywords import terms
from pipeline.importers.jats.tools import content, has_words, is_blank, listed, new, remove, rename, said
from pipeline.tree import find_all, fold, text_of

_HEADS: Final = listed("object-id label title subtitle caption")
_NAMES: Final = listed("name string-name collab")
_APART: Final = (*_NAMES, *listed("name-alternatives collab-alternatives xref aff"))  # of a person; all else stands behind
_CODES: Final = listed("contrib-id institution-id object-id article-id")


def metas(root: etree._Element, report: Report) -> None:
    """Each `sec-meta`; a summary that the section repeats is left out."""
    for meta in list(root.iter("sec-meta")):
        holder, said_once = meta.getparent(), _again(meta)
        if holder is None:
            continue
        lines = [line for one in _lines(meta) if text_of(line := new("p", meta, None, one))]
        heads = [child for child in holder if child.tag in _HEADS]
        for line in reversed(lines):
            (heads[-1] if heads else meta).addnext(line)
        kept = "what a section says of itself is said below its heading" if lines else "what a section says of itself is left out"
        report("import-simplified", kept + ("; its summary is said in it" if said_once else ""), meta)
        remove(meta)


def _again(meta: etree._Element) -> bool:
    """Take out the summaries that the section says again; whether there are any."""
    after = fold(" ".join(str(text) for one in meta.itersiblings() for text in one.itertext()))
    again = [one for one in meta.iter("abstract") if fold(text_of(one)) in after]
    for one in again:
        remove(one)
    return bool(again)


def _lines(meta: etree._Element) -> Iterator[list[str | etree._Element]]:
    """What stands in it, a paragraph each."""
    for code in list(meta.iter(*_CODES)):
        remove(code)
    for part in list(meta):
        if part.tag == "contrib-group":
            yield _people(part)
            yield from map(_affiliation, part.iter("aff"))
        elif part.tag in ("abstract", "trans-abstract"):
            yield from (_paragraph(one) for one in find_all(part, ".//title | .//p[not(ancestor::p)]"))
        elif part.tag in ("kwd-group", "subj-group"):
            for compound in list(part.iter("compound-kwd", "compound-subject")):
                terms(rename(compound, "kwd"))
            words = [text_of(one) for one in part.iter("kwd", "subject")]
            yield [f"{title}: " if (title := text_of(part.find("title")).rstrip(": ")) else "", ", ".join(words)]
        else:
            yield _affiliation(part) if part.tag == "aff" else [said(part)]


def _paragraph(element: etree._Element) -> list[str | etree._Element]:
    """The content of a paragraph, or a heading in bold."""
    return content(element) if element.tag == "p" else [new("bold", element, None, content(element))]


def _people(group: etree._Element) -> list[str | etree._Element]:
    """The people of a group in a row, with their marks raised."""
    line: list[str | etree._Element] = []
    for contrib in group.findall("contrib"):
        line += [", "] if line else []
        line += [" ".join(filter(None, (_said(one) for one in _names(contrib))))]
        marks = ",".join(filter(None, (text_of(one) for one in contrib.findall("xref"))))
        line += [new("sup", contrib, None, [marks])] if marks else []
        for more in [one for one in contrib if one.tag not in _APART and text_of(one)]:
            line += [", ", more if more.tag == "email" else text_of(more)]
            more.tail = None
    return line


def _names(contrib: etree._Element) -> list[etree._Element]:
    """The name of a person, in one of its forms."""
    found = [one for one in contrib.iter(*_NAMES) if one.getparent() is contrib or one.getparent().tag == "name-alternatives"]  # type: ignore[union-attr]
    return found[:1]


def _said(name: etree._Element) -> str:
    """A name as it is said among words."""
    if has_words(name) or not len(name):
        return text_of(name)
    parts = {str(child.tag): text_of(child) for child in name}
    order = listed("prefix surname given-names" if name.get("name-style") == "eastern" else "prefix given-names surname")
    suffix = parts.get("suffix", "")
    return " ".join(parts[tag] for tag in order if parts.get(tag)) + (f", {suffix}" if suffix else "")


def _affiliation(aff: etree._Element) -> list[str | etree._Element]:
    """An affiliation behind its mark; one that is given in parts has commas between them."""
    mark = aff[0] if len(aff) and aff[0].tag in ("label", "sup") and is_blank(aff.text) else None
    raised: list[str | etree._Element] = [new("sup", aff, None, [text_of(mark)]), " "] if mark is not None else []
    if mark is not None:
        remove(mark)
    return [*raised, text_of(aff) if has_words(aff) else ", ".join(filter(None, map(said, aff)))]
