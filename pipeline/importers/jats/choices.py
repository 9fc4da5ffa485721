"""Choices: of alternatives the one that serves every format best; what is left out is told."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.keywords import terms
from pipeline.importers.jats.tools import listed, new, remove, rename, unwrap
from pipeline.tree import HREF, LANG, MATHML, find_all, text_of

_RANK: Final = (
    "table",
    "tgroup",
    f"{{{MATHML}}}math",
    "tex-math",
    "graphic",
    "inline-graphic",
    "code",
    "preformat",
    "chem-struct",
    "array",
    "media",
)
_CODE: Final = re.compile(r"\b(?:code|id|identifier)$")
_READ: Final = re.compile("msc|pacs|jel|udc|ccs|acm", re.I)  # classes that people know by their codes
_SUFFIXES: Final = listed("svg png jpg jpeg tif tiff gif webp eps pdf")
_SMALL: Final = ("thumb", "web", "phone", "small", "cell", "preview")
_COPIES: Final = ("online", "high", "hires", "high-res", "print", "low", "lowres", "low-res", "thumbnail")  # the better come first
_PICTURES: Final = ("graphic", "inline-graphic")
_FORMULAS: Final = ("disp-formula", "inline-formula")


def choose(root: etree._Element, report: Report) -> None:
    """One of each `alternatives` (those of formulas go together, see formulas), `*-alternatives` and `block-alternatives`."""
    for element in list(root.iter("alternatives", "block-alternatives")):
        if any(ancestor.tag in _FORMULAS for ancestor in element.iterancestors()):
            continue
        _keep_best(element, report)
    _words_of_terms(root, report)
    for pages in find_all(root, "//article-meta/page-range | //front-stub/page-range"):
        meta = pages.getparent()
        if re.split("[-–—]", text_of(pages)) == [text_of(meta.find("fpage")), text_of(meta.find("lpage"))]:  # type: ignore[union-attr]
            report("import-simplified", "pages that are said by themselves and as a range are said once", pages)
            remove(pages)
    for title in root.iterfind(".//kwd-group/title[@content-type='vocab']"):
        if re.fullmatch(r"[a-z]+(-[a-z]+)+", title.text or ""):  # "unified-astronomy-thesaurus"
            title.text = str(title.text).replace("-", " ").capitalize()
    for group in find_all(root, "//kwd-group[@kwd-group-type][not(title or label)]"):
        if _READ.fullmatch(kind := str(group.get("kwd-group-type"))):
            group.insert(0, new("title", group, None, [kind.upper()]))
    for address in [one for one in root.iter("uri", "ext-link") if one.getparent().tag in _PICTURES]:  # type: ignore[union-attr]
        report("import-simplified", f"the address of another copy of a picture is left out: {text_of(address)}", address)
        remove(address)
    for figure in list(root.iter("fig", "table-wrap")):
        _for_screen(figure, report) if figure.tag == "fig" else _of_table(figure, report)
    for element in list(root.iter("collab-alternatives", "aff-alternatives")):
        if element.tag == "collab-alternatives":
            _in_its_name(element, report)


def _in_its_name(names: etree._Element, report: Report) -> None:
    """Of the names of a group one; where they stand in a wrapper with its members, it is the wrapper's."""
    parent = names.getparent()
    _keep_best(names, report)
    for name in parent.findall("collab") if parent is not None and parent.tag == "collab" else []:
        unwrap(name)


def _words_of_terms(root: etree._Element, report: Report) -> None:
    """Of a keyword or subject in several parts its words; its numbers in vocabularies are for programs."""
    for compound in list(root.iter("compound-kwd", "compound-subject")):
        group = next(compound.iterancestors("kwd-group", "subj-group"), compound)
        if _READ.match(group.get("kwd-group-type") or group.get("subj-group-type") or ""):
            continue
        codes = [part for part in compound if _CODE.search(part.get("content-type") or "")]
        for code in codes if len(codes) < len(compound) else []:
            report("import-simplified", "of keywords and subjects the words are kept and their codes left out", compound)
            remove(code)
        if group.tag == "kwd-group" and (holder := group.getparent()) is not None and holder.tag not in ("article-meta", "front-stub"):
            terms(rename(compound, "kwd"))


def _for_screen(figure: etree._Element, report: Report) -> None:
    """Of a picture for the press and the same one for the screen, or of several sizes of it, the one for the screen, or the largest."""
    graphics = figure.findall("graphic")
    kinds = [str(one.get("content-type")).lower() for one in graphics]
    if len(kinds) > 1 and len(set(kinds)) == len(kinds) and set(kinds) <= set(_COPIES):
        best = min(graphics, key=lambda one: _COPIES.index(str(one.get("content-type")).lower()))
        for other in [one for one in graphics if one is not best]:
            report("import-simplified", f"of alternatives, {_said(best)} is kept and {_said(other)} left out", other)
            remove(other)


def _of_table(wrap: etree._Element, report: Report) -> None:
    """Pictures beside a table that are named after it, as "t1_lr.gif" in "t1", show the same again."""
    if wrap.find("table") is None or not wrap.get("id"):
        return
    for picture in wrap.findall("graphic"):
        if re.match(rf"(?:.*/)?{re.escape(str(wrap.get('id')))}_[a-z]{{1,4}}\.", picture.get(HREF) or ""):
            report("import-simplified", f"of alternatives, <table> is kept and {_said(picture)} left out", picture)
            remove(picture)


def _keep_best(element: etree._Element, report: Report) -> None:
    members = [child for child in element if isinstance(child.tag, str)]
    tongues = [child.get(LANG) for child in members if child.tag == "table"]
    if None not in tongues and 1 < len(tongues) == len(members) == len(set(tongues)):  # a table in each of several languages
        unwrap(element)
        return
    best = min(members, key=_place, default=None)
    for child in members:
        if child is not best:
            what = "says what it shows" if best is not None and _describes(child, best) else "left out"
            report("import-simplified", f"of alternatives, {_said(best)} is kept and {_said(child)} {what}", child)
            if best is not None and not best.get("id") and child.get("id"):
                best.set("id", str(child.get("id")))
            remove(child)
    unwrap(element)


def _describes(words: etree._Element, picture: etree._Element) -> bool:
    """Whether a picture that is not described is described in the words that may stand for it; then it is."""
    if words.tag != "textual-form" or picture.tag not in _PICTURES or picture.find("alt-text") is not None or not text_of(words):
        return False
    picture.insert(0, new("alt-text", words, None, [text_of(words)]))
    return True


def _place(child: etree._Element) -> tuple[int, bool, int]:
    """How well an alternative serves: its kind, then its size, then its file."""
    rank = _RANK.index(str(child.tag)) if child.tag in _RANK else len(_RANK)
    said = " ".join([child.get("specific-use") or "", child.get("content-type") or ""]).lower()
    suffix = (child.get(HREF) or "").rpartition(".")[2].lower()
    worse = _SMALL if child.tag in (*_PICTURES, "media") else ("print",)  # a picture for the web is small, words for it are not
    return rank, any(word in said for word in worse), _SUFFIXES.index(suffix) if suffix in _SUFFIXES else len(_SUFFIXES)


def _said(element: etree._Element | None) -> str:
    if element is None:
        return "nothing"
    address = element.get(HREF)
    return f"<{etree.QName(element).localname}>" + (f" {address}" if address else "")
