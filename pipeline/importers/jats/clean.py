"""Clean: foreign namespaces, processing instructions and generated punctuation; language tags."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from typing import Final

import langcodes
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.names import ELEMENTS
from pipeline.importers.jats.tools import listed, new, remove, rename, replace, say_before, take, unwrap
from pipeline.tree import HREF, LANG, MATHML, XLINK, find_all, text_of

_ALI: Final = "http://www.niso.org/schemas/ali/1.0/"
_CONTROL: Final = re.compile(r"[\x80-\x84\x86-\x9f]")  # U+0085 is a line break
_IN_UTF8: Final = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")  # the same, found in a third of the time
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?:[/:?#]|$)")
_WHOLE: Final = re.compile(r"(?:https?://|ftp://|urn:|doi:)\S+")
_PARTED: Final = re.compile(r"(?<=[/.=&?_#%-])\s+(?=[\w%])|\s+(?==)")
_MARKS: Final = re.compile(r"[.,;]+\Z")
_DOI_HOST: Final = re.compile(r"^(?:(?:dx|www)\.)?doi\.org/(?=10\.)", re.IGNORECASE)
_FILE: Final = re.compile(r"\.(?:pdf|xml|zip|docx?|xlsx?|pptx?|csv|txt|tiff?|jpe?g|png|gif|eps|mp4|mov|avi|html?)$", re.IGNORECASE)
_MAILBOX: Final = re.compile(r"[^@\s/:]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_DOI: Final = re.compile(r"10\.\d{4,9}/")
_RESOLVERS: Final = {  # ext-link-type → where its identifiers are found
    "doi": "https://doi.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmc": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "gen": "https://www.ncbi.nlm.nih.gov/nuccore/",
    "genbank": "https://www.ncbi.nlm.nih.gov/nuccore/",
    "genpept": "https://www.ncbi.nlm.nih.gov/protein/",
    "pdb": "https://www.rcsb.org/structure/",
    "arxiv": "https://arxiv.org/abs/",
    "clintrialgov": "https://clinicaltrials.gov/study/",
}
_OF_ALI: Final = {"free_to_read", "license_ref"}  # under whichever spelling of its namespace, or none
_KEPT: Final = {MATHML, _ALI}
_PARTS: Final = listed("front front-stub journal-meta article-meta body sec p back floats-group sub-article response")
_STOP: Final = re.compile(r"(?:(?<=\S)|^)[ \t\r]*\n[ \t\r\n]*(?=[,.](?:\s|$))")
_BEFORE_STOP: Final = re.compile(r"\n[ \t\r\n]*[,.]")
_JOINS: Final = re.compile(r"[\W]*(?:and|et|und|y|e)?[\W]*")
_AS_WRITTEN: Final = {"preformat", "code", "tex-math"}
_BREAKS: Final = {"br", "break", "linebreak", "line-break", "newline", "lb"}
_OLD: Final = {
    "uri": "ext-link",
    "fixed-case": "named-content",
    "nlm-citation": "citation",
    "custom-meta-wrap": "custom-meta-group",
    "floats-wrap": "floats-group",
    "gloss-group": "glossary",
    "chem-struct-wrapper": "chem-struct-wrap",
    "collab-name": "collab",
    "collab-name-alternatives": "collab-alternatives",
    "collab-wrap": "collab",
    "i": "italic",
    "b": "bold",
    "u": "underline",
    "tt": "monospace",
}
_RIGHTS: Final = listed("copyright-statement copyright-year copyright-holder license")
_SHOWN: Final = listed(
    "array boxed-text chem-struct-wrap disp-quote fig graphic media preformat statement supplementary-material table-wrap verse-group"
)


def articles(root: etree._Element) -> list[etree._Element]:
    """The articles that a source is, or holds in a wrapper such as that of OAI-PMH or of PMC; each the root of its own document."""
    found = [element if element is root else deepcopy(element) for element in root.iter("{*}article") if _is_jats(element)]
    for element in found:
        namespaces(element)
    return found


def _is_jats(article: etree._Element) -> bool:
    """Whether an `article` has a part that JATS gives it, or nothing; DocBook's has others."""
    return not len(article) or any(isinstance(child.tag, str) and etree.QName(child).localname in _PARTS for child in article)


def namespaces(root: etree._Element) -> None:
    """Take JATS's names out of whatever namespace a repository put them in."""
    for element in root.iter("{*}*"):
        space, _, local = str(element.tag).rpartition("}")
        if local in _OF_ALI:
            element.tag = f"{{{_ALI}}}{local}"
        elif space and space[1:] not in _KEPT:
            element.tag = f"{{{MATHML}}}{local}" if "/mathml" in space.lower() else local if local in ELEMENTS else element.tag
        elif not space and local == "math":
            _into_mathml(element)


def _into_mathml(math: etree._Element) -> None:
    for element in math.iter("{}*"):
        element.tag = f"{{{MATHML}}}{element.tag}"


def instructions(root: etree._Element, report: Report) -> None:
    """Line breaks said by processing instructions become `break`, characters said so are said; the others are for another program."""
    seen = Counter[str]()
    for instruction in list(root.iter(etree.ProcessingInstruction)):
        target = str(getattr(instruction, "target", ""))
        if target.lower() in _BREAKS:
            replace(instruction, etree.Element("break"))
            continue
        if target == "CDATA":  # in formulas of physicists, as `<![CDATA[…]]>`
            say_before(instruction, (instruction.text or "").strip())
            remove(instruction)
            continue
        if not seen[target]:
            report("import-simplified", f"the processing instruction <?{target}?> is for another program", instruction)
        seen[target] += 1
        remove(instruction)


def clean(root: etree._Element, report: Report) -> None:
    """What no later stage should meet."""
    rename_old(root)
    controls(root, report)
    _stops(root)
    for x in find_all(root, ".//x"):
        remove(x) if x.getparent().tag in ("contrib", "contrib-group") and _JOINS.fullmatch(text_of(x)) else unwrap(x)  # type: ignore[union-attr]
    for mark in root.iterfind(".//contrib/xref//*"):
        if not len(mark) and re.fullmatch(r"[^\s,]{1,3}\s*,\s*", mark.text or ""):  # "a,"
            mark.text = str(mark.text).rstrip(" \t\r\n,")
    for element in find_all(root, ".//processing-meta"):
        report("import-simplified", "<processing-meta> says how the file was made, not what it says; it is left out", element)
        remove(element)
    for empty in find_all(
        root, ".//ext-link[not(node())] | .//named-content[not(node()) and not(@id)] | .//styled-content[not(node()) and not(@id)]"
    ):
        if not empty.attrib.get(f"{{{XLINK}}}href"):
            remove(empty)
    addresses(root)
    languages(root, report)
    root.set("dtd-version", "1.3")
    for key in ("specific-use", f"{{{XLINK}}}href"):
        take(root, key)
    if not root.get("article-type"):
        root.set("article-type", "other")


def rename_old(root: etree._Element) -> None:
    """Names of other versions, and of HTML, for what JATS 1.3 names otherwise."""
    for element in list(root.iter(*_OLD, *_RIGHTS, "ext-link", "email")):
        if element.tag in ("ext-link", "email"):
            _mailbox(element)
            continue
        if element.tag in _RIGHTS:
            _right(element)
            continue
        if element.tag == "fixed-case":
            element.set("content-type", "nocase")
        if element.tag == "uri":
            element.set("ext-link-type", "orcid" if element.get("content-type") == "orcid" else "uri")
            take(element, "content-type")
        rename(element, _OLD[str(element.tag)])
        if element.tag == "collab" and getattr(element.getparent(), "tag", "") == "collab":
            unwrap(element)


def _right(right: etree._Element) -> None:
    """What NLM 2 says of the rights in a figure or a table stands in its permissions, paragraphs of a licence under their name."""
    for words in right.findall("p") if right.tag == "license" else ():
        rename(words, "license-p")
    parent, before = right.getparent(), right.getprevious()
    if parent is None or parent.tag not in _SHOWN:
        return
    if before is None or before.tag != "permissions" or (before.tail or "").strip():
        before = new("permissions", right)
        right.addprevious(before)
    before.tail, right.tail = right.tail, None
    before.append(right)


def _mailbox(link: etree._Element) -> None:
    """A link to a mailbox is an `email`, whose words are its address if it has none."""
    address = (link.get(HREF) or "").removeprefix("mailto:")
    if link.tag == "ext-link" and link.get("ext-link-type") != "email":
        return
    if not len(link) and not (link.text or "").strip() and address:
        link.text = address
    if link.tag == "ext-link" and text_of(link) in ("", address or text_of(link)):
        rename(link, "email")
        for key in ("ext-link-type", HREF):
            take(link, key)
    elif link.tag == "email" and text_of(link) == address:
        take(link, HREF)


def controls(root: etree._Element, report: Report) -> None:
    """Control characters from U+0080 to U+009F are letters of Windows that were never converted; they are what they meant to be."""
    if not _IN_UTF8.search(etree.tostring(root, encoding="UTF-8", method="text")):  # as in nearly all
        return
    for element in root.iter("{*}*"):
        for part in ("text", "tail"):
            words = getattr(element, part) or ""
            if found := _CONTROL.search(words):
                setattr(element, part, _CONTROL.sub(_windows, words))
                report("import-repaired", f"U+{ord(found[0]):04X} is taken for the Windows character {_windows(found)}", element)


def _stops(root: etree._Element) -> None:
    """A line end before a comma or a full stop lays out the source; no print has it."""
    if not _BEFORE_STOP.search(etree.tostring(root, encoding="unicode", method="text")):  # as in nearly all
        return
    for element in root.iter("*"):
        for part in ("text", "tail"):
            words = getattr(element, part) or ""
            if "\n" in words and _BEFORE_STOP.search(words) and _STOP.search(words) and element.tag not in _AS_WRITTEN:
                setattr(element, part, _STOP.sub("", words))


def _windows(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("cp1252", "replace")


def addresses(root: etree._Element) -> None:
    """Addresses that are only an identifier, or a host without its scheme, whole."""
    for link in root.iter("ext-link", "related-article", "self-uri"):
        _ended(link)
        if not link.get(HREF) and not len(link) and _WHOLE.fullmatch((link.text or "").strip()):
            link.set(HREF, (link.text or "").strip())
        address = _joined(link)
        if not address or _SCHEME.match(address) or address.startswith("//"):
            continue
        address = _DOI_HOST.sub("", address)
        prefix = _RESOLVERS.get((link.get("ext-link-type") or "").lower())
        if prefix and not _FILE.search(address):
            link.set(HREF, prefix + address)
        elif link.get("ext-link-type") == "email" and _MAILBOX.fullmatch(address):
            link.set(HREF, f"mailto:{address}")
        elif _DOI.match(address):
            link.set(HREF, f"https://doi.org/{address}")
        elif (words := text_of(link)).endswith(f"://{address}") and _SCHEME.match(words):  # the words are whole
            link.set(HREF, words)
        elif address.startswith("www.") or (_HOST.match(address) and not _FILE.search(address)):
            link.set(HREF, f"{'ftp' if address.startswith('ftp.') else 'http'}://{address}")


def _joined(link: etree._Element) -> str:
    """The address of a link; where the end of a line has parted it behind a mark, whole, as are the words that say it."""
    address = (link.get(HREF) or "").strip()
    if ("://" in address or address.startswith("www.")) and (whole := _PARTED.sub("", address)) != address:
        link.set(HREF, address := whole)
    if not len(link) and "://" in (link.text or "") and (words := _PARTED.sub("", link.text or "")).endswith(address):
        link.text = words
    return address


def _ended(link: etree._Element) -> None:
    """Marks behind an address that its link says, too, are no part of it."""
    address, words = link.get(HREF) or "", link.text or ""
    if len(link) or link.tag != "ext-link" or not words.endswith(address[address.find("://") + 1 :]):
        return
    kept = _MARKS.sub("", address)
    if address.count(")") > address.count("("):
        kept = _MARKS.sub("", kept.removesuffix(")"))
    if kept and (cut := len(address) - len(kept)):
        link.set(HREF, kept)
        link.text, link.tail = words[:-cut], words[-cut:] + (link.tail or "")


_OWN: Final = "self::article-title or self::abstract or self::kwd-group or self::subj-group"


def languages(root: etree._Element, report: Report) -> None:
    """Language tags in the form of BCP 47; what is none goes."""
    for element in find_all(root, "//*/@xml:lang/.."):
        tag = str(element.get(LANG))
        standard = _standard(tag.replace("_", "-").strip())
        if standard:
            element.set(LANG, standard)
        else:
            report("import-repaired", f'"{tag}" is not a language', element)
            del element.attrib[LANG]
    if not root.get(LANG):
        root.set(LANG, _own_language(root) or "en")  # what JATS takes for granted


def _own_language(root: etree._Element) -> str:
    """The one language in which front matter says what it also says in translation."""
    translated, own = (
        {str(one.get(LANG)) for one in find_all(root, path) if one.get(LANG)}
        for path in ("./front//trans-title-group | ./front//trans-title | ./front//trans-abstract", f"./front//*[{_OWN}]")
    )
    left = own - translated
    return left.pop() if len(left) == 1 and translated else ""


def _standard(tag: str) -> str:
    if not langcodes.tag_is_valid(tag):
        return ""
    return tag if tag == tag.lower() else langcodes.standardize_tag(tag, macro=False)
