"""Printed: a reference in prose as its reader sees it: what typesetters add is said, what they do not print is no word of it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import bare, scholar
from pipeline.importers.jats.cited import PEOPLE
from pipeline.importers.jats.tools import has_words, is_blank, is_empty, listed, new, remove, replace, say_before, trim, unwrap
from pipeline.tree import HREF, LANG, raw_text, text_of

IDENTIFIERS: Final = listed("pub-id issn isbn object-id")
_CATALOGUES: Final = listed("doi pmid pmcid google-scholar isi medline crossref cas pubmed bibcode")
_FILED: Final = re.compile(r"\w+/[A-Z]{2,}\d+|(?:/\d+)+")  # "AcademicSubjects/SCI00020", "/692/698"
SAID_BEFORE: Final = {
    "doi": "doi:",
    "pmid": "PMID ",
    "pmcid": "PMC",
    "amsid": "MR",
    "mr": "MR",
    "zbl": "Zbl ",
}  # numbers do not say what they are
_BARE: Final = re.compile(r"(?:^|[.,;:)\]”]|\d(?=\s))\s*$")
_KIND: Final = re.compile(r"\b(?:doi|pmid|pmc|pmcid|pubmed(?: central)?|mr|zbl|id|identifier|mathscinet|zbmath)\W*$", re.IGNORECASE)
_EMPHASIS: Final = listed("bold italic")
_AFTER_OPENING: Final = re.compile(r"(?<=[(\[“‘«])[ \t]*\n\s*$")
_LAID_OUT: Final = re.compile(r"[ \t]*([–—-])[ \t]*\n\s*")
_BEFORE_CLOSING: Final = re.compile(r"^[ \t]*\n\s*(?=[,.;:)\]”’»])")
_NO_GAPS: Final = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # no gaps between words
_LETTERS: Final = rf"[^\W\d_{_NO_GAPS}]{{2}}"
_HANGUL: Final = "\uac00-\ud7af"  # and none between the parts of a name
_STOPPED: Final = re.compile(r"[.,;)\]”’\w]$")


def codes(root: etree._Element, report: Report) -> None:
    """Numbers, codes and links that are there for programs only are left out, in references and subjects: nobody has printed them."""
    _subjects(root, report)
    roles = [one for one in root.iter("role") if text_of(one) == "ND"]
    if roles:
        report("import-simplified", f"roles that are not given (ND) are left out ({len(roles)})", roles[0])
    events = [one for one in root.iter("event") if one.get("event-type") in ("tagger", "typesetter")]
    if events:
        report("import-simplified", "what typesetters did to a file, and when, is left out", events[0])
    slugs = [one for one in root.iter("article-id", "object-id") if _is_slug(one)]
    if slugs:
        report("import-simplified", "numbers by which a host finds its own files are left out", slugs[0])
    for one in roles + events + slugs:
        remove(one)
    for empty in [one for one in root.iter("object-id") if not text_of(one)]:
        remove(empty)
    for place in root.iterfind(".//funding-source/named-content[@content-type='country']"):
        if "://" in text_of(place):  # an entry in a gazetteer
            report("import-simplified", f"the place of a funder, as an address, is left out: {text_of(place)}", place)
            remove(place)
    for ref in root.iter("ref"):
        for prose in list(ref.iter("mixed-citation", "citation")):
            scholar.fields_of(prose)
            _links(prose, report)
            _numbers(prose, text_of(ref.find("label")))
            if has_words(prose):
                _journal_codes(prose, report)


def _is_slug(number: etree._Element) -> bool:
    """Whether a number names a file of a host, or says again the id of what it stands in."""
    parent, kind = number.getparent(), number.get("pub-id-type")
    own = parent.get("id") if number.tag == "object-id" and parent is not None and kind in ("publisher-id", "pii", "other") else None
    return bool(own and text_of(number).startswith(own)) or any(str(key).endswith("}sub-type") for key in number.attrib)


def _subjects(root: etree._Element, report: Report) -> None:
    """Subjects that are numbers or codes sort the article in somebody's data base; one is said once."""
    found = [one for one in root.iter("subject") if text_of(one).isdecimal() or _FILED.fullmatch(text_of(one))]
    if found:
        report("import-simplified", f"subjects that are numbers or codes are left out: {', '.join(map(text_of, found))}", found[0])
    again = [one for categories in root.iter("article-categories") for one in _repeated(categories) if one not in found]
    if again:
        report("import-simplified", f"subjects that are said before are left out: {', '.join(map(text_of, again))}", again[0])
    for one in found + again:
        group = one.getparent()
        remove(one)
        if group is not None and not len(group):
            remove(group)


def _repeated(categories: etree._Element) -> list[etree._Element]:
    """Subjects that stand in their language before, below the same ones, and have none below them."""
    said: set[tuple[tuple[str, ...], str | None]] = set()
    found = []
    for one in categories.iter("subject"):
        group = one.getparent()
        above = (text_of(up.find("subject")).lower() for up in one.iterancestors("subj-group") if up is not group)
        key = ((text_of(one).lower(), *above), one.get(LANG) or (group.get(LANG) if group is not None else None))
        if key in said and (group is None or group.find("subj-group") is None):
            found.append(one)
        said.add(key)
    return found


def _numbers(prose: etree._Element, label: str) -> None:
    """An `object-id` that repeats the label of its reference, with the letter of a part."""
    number = label.strip("[]().")
    for one in prose.findall("object-id"):
        if number and re.fullmatch(rf"{re.escape(number)}[a-z]?", text_of(one)):
            remove(one)


def _links(prose: etree._Element, report: Report) -> None:
    """Links without words that lead to the work in a catalogue are no part of what is printed; a DOI that it does not say is its field."""
    for whole in prose.findall("named-content[@content-type='citation-string']"):
        unwrap(whole)
    for link in [one for one in prose.findall("ext-link") if not text_of(one) and not len(one)]:
        kind, address = link.get("ext-link-type") or "", link.get(HREF) or ""
        doi = address.removeprefix("https://doi.org/") if kind == "doi" else ""
        if doi and doi.lower() not in text_of(prose).lower():
            replace(link, new("pub-id", link, {"pub-id-type": "doi"}, [doi]))
        elif kind in _CATALOGUES:
            report("import-simplified", "links without words in references are left out: they lead to catalogues", prose)
            remove(link)


def _journal_codes(prose: etree._Element, report: Report) -> None:
    """The code or ISSN of a journal that stands behind a word or a full stop without a gap, or behind the last mark of its reference."""
    for child in prose.findall("pub-id") + prose.findall("issn"):
        ends = not (child.tail or "").strip() and all(not (one.tail or "").strip() for one in child.itersiblings(*IDENTIFIERS))
        placed = _STOPPED.search(_before(child)) or (ends and re.search(r"[.,;]\s$", _before(child)))
        if placed and (child.tag == "issn" or child.get("pub-id-type") in ("coden", "issn")):
            report("import-simplified", "codes of journals that references do not print are left out", prose)
            remove(child)


def as_read(prose: etree._Element) -> None:
    """A `mixed-citation` in place."""
    _et_al(prose)
    bare.linked(prose)
    for group in [one for one in prose.findall("person-group") if is_empty(one)]:
        group.tail = (group.tail or "").lstrip(" \t\r\n:,;.")
        remove(group)
    for name in prose.iter("string-name"):
        _parts_apart(name)
    for child in prose:
        if child.tag in IDENTIFIERS and _STOPPED.search(_before(child)):
            say_before(child, " ")
        _called(child)
        _trimmed(child)
    _gaps(prose)


def _called(child: etree._Element) -> None:
    """A number that does not say what it is, behind a full stop or a gap, is called by its kind."""
    called, previous = SAID_BEFORE.get(child.get("pub-id-type") or "", ""), child.getprevious()
    before = _before(child)
    if child.tag == "pub-id" and called and text_of(child)[:1].isdecimal() and _BARE.search(before):
        beside = text_of(previous) if previous is not None and is_blank(previous.tail) else ""
        if not _KIND.search(beside + before):
            say_before(child, called)


def _parts_apart(name: etree._Element) -> None:
    """The parts of a name have a gap between them."""
    for part, following in pairwise(name):
        if not part.tail and re.search(rf"[^\W{_NO_GAPS}]\Z", text_of(part)) and re.match(rf"[^\W{_NO_GAPS}{_HANGUL}]", text_of(following)):
            part.tail = " "


def ended(prose: etree._Element) -> None:
    """A reference that was one of several ends with a full stop, not with the mark before the next."""
    last = prose[-1] if len(prose) else None
    said = (prose.text if last is None else last.tail) or ""
    if cut := re.search(r"\s*;\s*$", said):
        before = said[: cut.start()] or ("" if last is None else text_of(last))
        kept = said[: cut.start()] + ("" if before.endswith(".") else ".")
        if last is None:
            prose.text = kept
        else:
            last.tail = kept


def _et_al(prose: etree._Element) -> None:
    """An empty `etal` is printed."""
    for etal in prose.iter("etal"):
        if not text_of(etal):
            etal.text = "et al" if _behind(etal).startswith(".") else "et al."
            if _before(etal)[-1:].strip():
                say_before(etal, " ")


def _behind(child: etree._Element) -> str:
    """The text behind an element, or behind the group of people that it ends."""
    parent = child.getparent()
    ends = child.getnext() is None and not child.tail and parent is not None and parent.tag == "person-group"
    return ((parent.tail if ends and parent is not None else child.tail) or "").lstrip()


def _before(child: etree._Element) -> str:
    """The text before an element, as far as its own parent and the element before it reach."""
    previous, parent = child.getprevious(), child.getparent()
    if previous is not None:
        return previous.tail or raw_text(previous)
    if parent is None or parent.text:
        return (parent.text or "") if parent is not None else ""
    return _before(parent) if parent.tag == "person-group" else ""


def _trimmed(child: etree._Element) -> None:
    """The white space at the ends of a field, or of each person in a group, stands outside it."""
    if child.tag == "person-group":
        for one in child:
            _trimmed(one)
    if len(child) or not is_blank(child.text):
        before, after = trim(child)
        if before and not _before(child)[-1:].isspace():
            say_before(child, before)
        if after and not (child.tail or "")[:1].isspace():
            child.tail = after + (child.tail or "")


def _gaps(prose: etree._Element) -> None:
    """Line ends that only lay out the source are no gaps before a mark; words of two fields have one between them."""
    for holder in (prose, *prose.findall("person-group")):
        holder.text = _AFTER_OPENING.sub("", holder.text or "") or None
        for child in holder:
            child.tail = _AFTER_OPENING.sub("", _BEFORE_CLOSING.sub("", child.tail or "")) or None
    for child in prose:
        _gap_before(child)
    for child, following in pairwise(prose):
        if (child.tail or "") in (".", ",", ";", ":") and _is_field(child) and _is_field(following) and _has_word_beside(child, following):
            child.tail = f"{child.tail} "
        if (child.tag, following.tag) == ("fpage", "lpage") and (dash := _LAID_OUT.fullmatch(child.tail or "")):
            child.tail = dash[1]
        if child.tail:
            continue
        if (child.tag, following.tag) == ("fpage", "lpage"):
            child.tail = "–"
        elif _touch(child, following):
            child.tail = " "


def _has_word_beside(child: etree._Element, following: etree._Element) -> bool:
    """Whether a mark that parts two fields parts words, not numbers alone."""
    return text_of(child)[-1:].isalpha() or text_of(following)[:1].isalpha()


def _gap_before(child: etree._Element) -> None:
    """A word of two letters or more does not run into a field, nor a field of words into one."""
    if child.tag in (*IDENTIFIERS, "ext-link") or not _is_field(child):
        return
    if re.search(rf"{_LETTERS}\Z", _said_before(child)) and text_of(child)[:1].isalnum():
        say_before(child, " ")
    if child.tag in ("person-group", *PEOPLE, "source", "article-title") and re.match(_LETTERS, child.tail or ""):
        gap = ", " if child.tag == "person-group" and (child.tail or "")[:1].isupper() else " "  # people whom a print leaves out
        child.tail = f"{gap}{child.tail}" if text_of(child)[-1:].isalnum() else child.tail


def _said_before(child: etree._Element) -> str:
    """The text straight before a child of the reference."""
    previous, parent = child.getprevious(), child.getparent()
    return (previous.tail if previous is not None else parent.text if parent is not None else "") or ""


def _is_field(child: etree._Element) -> bool:
    return child.tag not in (*_EMPHASIS, *listed("sub sup sc styled-content named-content inline-formula inline-graphic label comment"))


def _touch(child: etree._Element, following: etree._Element) -> bool:
    """Whether the last word of a field, or of italics before a bold number, runs into the first of the next."""
    ends, begins = text_of(child)[-1:], text_of(following)[:1]
    if following.tag == "ext-link":
        return ends.isalnum() and begins in "[("
    if (
        ends in {".", ")"}
        and begins.isalnum()
        and ((_is_field(child) and _is_field(following)) or ((child.tag, following.tag) == ("italic", "bold") and begins.isdecimal()))
    ):
        return True
    if not (ends.isalnum() and begins.isalnum()):
        return False
    emphasis = (child.tag, following.tag)
    return (emphasis in (_EMPHASIS, _EMPHASIS[::-1]) and ends.isalpha() and begins.isdecimal()) or (
        _is_field(child) and _is_field(following)
    )
