"""Trees read back: the facts in a resolved article, a page, a book, a TEI document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, cast
from urllib.parse import unquote

from lxml import etree

from pipeline.checks.facts import NOTHING, Citation, Entry, Facts, Knows, Place, Unreadable, label_of, squeezed

Element: TypeAlias = etree._Element
Piece: TypeAlias = tuple[str, str]  # words, and the key that they link to
_PREFIXES = {"t": "http://www.tei-c.org/ns/1.0"}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=True)
_YEAR = re.compile(r"\d{4}")
_BESIDE = 6  # letters
_APART = re.compile(r"; (?=[^\s;:]+:)")  # one locator of a link from another
_NO_BOUNDS = "where its citations begin and end is not marked: only their links are compared"
_NOTHING = "neither citations nor references are marked in it in a form that is known here"
_NOT_RESOLVED = "it is not a resolved article: its citations are not printed yet"
_NO_ENTRIES = "no list of references is marked in it: its references are not compared"


@dataclass(frozen=True)
class Dialect:
    """Where a kind of tree says what, as XPaths."""

    citation: str
    link: str
    entry: str
    words: str  # the parts of an entry that are its label and its printed form
    note: str  # from a citation: the note that is read after the text
    front: str  # from a citation: what formats print in places of their own
    floats: str  # from a citation: what a print may move
    list: str  # from an entry, or a citation beside entries: the list that it stands in, the outermost first
    lists: str  # every list of references, be there entries in it or not
    own: str  # says that this program has made it: then what it could mark is marked
    year: str  # from an entry: the field of its year
    formula: str  # drawn, in print, or its label, or words for machines: no word of a line
    call: str  # of a note
    copy: str = "self::none"  # from a citation: a title that also stands elsewhere
    label: str = "self::none"  # from an entry: its label, where `n` cannot hold it
    id: str = "@id"


JATS = Dialect(
    citation="//named-content[@content-type='citation'][@rid]",
    link="//xref[@ref-type='bibr'][@rid]",
    entry="//ref-list/ref[@id]",
    words="label | .//mixed-citation | self::*[not(.//mixed-citation)]/element-citation",
    note="ancestor::fn[parent::fn-group]",
    front="ancestor::*[parent::article-meta or parent::front-stub][not(self::abstract or self::trans-abstract)]"
    " | ancestor::title/parent::fn-group",
    floats="ancestor::table-wrap | ancestor::fig | ancestor::fig-group | ancestor::boxed-text",
    list="ancestor::ref-list",
    lists="//ref-list",
    own="/article[@specific-use='resolved']",
    year=".//element-citation//*[self::year[not(ancestor::date-in-citation or ancestor::string-date)] or self::date-in-citation"
    " or self::string-date or self::conf-date]",
    formula="self::inline-formula or self::disp-formula or self::inline-graphic",
    call="//xref[@ref-type='fn'][@rid]",
)
PAGE = Dialect(
    citation="//*[contains(concat(' ', @class, ' '), ' citation ')][@data-rid]",
    link="//*[local-name()='a'][@role='doc-biblioref'][@href]",
    entry="//*[@role='doc-bibliography']//*[local-name()='li'][@id]",
    words="*[contains(concat(' ', @class, ' '), ' label ') or contains(concat(' ', @class, ' '), ' entry ')]",
    note="ancestor::*[(local-name()='li' and @id) or @role='doc-footnote']"
    "[ancestor-or-self::*[@role='doc-endnotes' or @role='doc-footnote']]",
    front="self::*[not(ancestor::*[@role='doc-abstract'])]/ancestor::*[local-name()='header' or @class='colophon']"
    " | ancestor::*[starts-with(local-name(), 'h')]/parent::*[@role='doc-endnotes']",
    floats="ancestor::*[local-name()='table' or local-name()='figure' or local-name()='aside' or @class='table-wrap']",
    list="ancestor::*[@role='doc-bibliography']",
    lists="//*[@role='doc-bibliography']",
    own="//*[local-name()='meta'][@name='generator'][@content='article-pipeline']",
    year="self::none",
    formula="local-name()='math' or local-name()='img' or contains(concat(' ', @class, ' '), ' math ') or @class='missing'",
    call="//*[local-name()='a'][@role='doc-noteref'][@href]",
)
TEI = Dialect(
    citation="//t:seg[@type='citation'][@corresp]",
    link="//t:ref[@type='bibr'][@target]",
    entry="//t:text//t:listBibl/*[self::t:bibl or self::t:biblStruct][@xml:id]",
    words="t:note[@type='printed'] | self::*[not(t:note[@type='printed'])]",
    note="ancestor::t:note[not(@place='below')][ancestor::t:div[@type='notes']]",
    front="self::*[not(ancestor::t:abstract)]/ancestor::*[self::t:teiHeader or self::t:biblFull"
    " or self::t:head[parent::t:div[@type='sub-article']]] | ancestor::t:head/parent::t:div[@type='notes'][t:note]",
    floats="ancestor::t:figure | ancestor::t:floatingText",
    list="ancestor::t:div[@type='bibliography'] | ancestor::t:listBibl",
    lists="//t:text//t:listBibl",
    own="//t:application[@ident='article-pipeline']",
    year=".//t:date[not(ancestor::t:note)]",
    formula="self::t:formula or self::t:graphic or self::t:note[@type='label'] or self::t:figure or self::t:expan[../t:abbr]",
    call="//t:ref[@type='fn'][@target]",
    label="t:note[@type='label']",
    copy="ancestor::t:sourceDesc | ancestor::t:title[@type='main']/parent::t:titleStmt[ancestor::t:biblFull]",
    id="@xml:id",
)


def jats(data: bytes) -> Facts:
    """The facts of a resolved article."""
    root = parsed(data)
    if root.tag != "article":
        raise Unreadable("it is not a JATS article")
    if root.get("specific-use") != "resolved":
        return Facts((), (), NOTHING, (_NOT_RESOLVED,))
    return facts([("", root)], JATS)


def page(data: bytes) -> Facts:
    """The facts of an HTML page, be it also XML or not."""
    return facts([("", parsed_page(data))], PAGE)


def tei(data: bytes) -> Facts:
    """The facts of a TEI document."""
    root = parsed(data)
    if root.tag not in (f"{{{_PREFIXES['t']}}}TEI", f"{{{_PREFIXES['t']}}}teiCorpus"):
        raise Unreadable("it is not a TEI document")
    return facts([("", root)], TEI)


def parsed(data: bytes) -> Element:
    """The tree of an XML file; raises Unreadable."""
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as fault:
        raise Unreadable(f"it is not well-formed: {fault}") from fault


def parsed_page(data: bytes) -> Element:
    """The tree of a page; what is not XML is read as HTML."""
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        root = etree.HTML(data, etree.HTMLParser(encoding="utf-8", huge_tree=True)) if data.strip() else None
    if root is None:
        raise Unreadable("there is nothing in it")
    return root


def facts(pages: Iterable[tuple[str, Element]], dialect: Dialect) -> Facts:
    """The facts of one tree or several, one after the other, each with its name in the file."""
    found: list[Citation | str] = []  # a call of a note stands as its key
    called: list[Citation] = []
    entries: list[Entry] = []
    marked = listed = False
    for member, root in pages:
        citations = _found(root, dialect.citation)
        marked = marked or bool(citations)
        listed = listed or any(_found(root, path) for path in (dialect.lists, dialect.citation, dialect.own))
        inside = {link for one in citations for link in one.iter()}
        inner = {part for one in _found(root, dialect.entry) for part in one.iter()}
        single = [link for link in _found(root, dialect.link) if link not in inside]
        calls = set(_found(root, dialect.call))
        both = {*citations, *single, *calls} - inner
        for element in (element for element in root.iter() if element in both):
            if element in calls:
                found += _keys(_target(element))
                called += [] if _found(element, dialect.copy) else [replace(_citation(element, dialect, member), locators=None)]
            elif not _found(element, dialect.copy):
                found.append(_citation(element, dialect, member))
            elif (one := _citation(element, dialect, member)) not in found:
                found.append(replace(one, part="copy"))  # which is like nothing in the other files
        entries += _entries(root, dialect, member, len({entry.list for entry in entries}))
    made = _facts(found, tuple(entries), marked, listed)
    notes = {one.part for one in made.citations}
    return replace(made, calls=tuple(one for one in called if len(one.keys) == 1 and one.keys[0] in notes))


def _facts(found: list[Citation | str], entries: tuple[Entry, ...], marked: bool, listed: bool) -> Facts:
    citations = sorted((one for one in found if isinstance(one, Citation)), key=lambda one: bool(one.part))
    if not citations and not entries and not listed:
        return Facts((), (), NOTHING, (_NOTHING,))
    listed = listed or bool(entries)  # a list that is not there, or is empty, has lost its entries, if it should be there
    unknown = ([_NO_BOUNDS] if citations and not marked else []) + ([] if listed else [_NO_ENTRIES])
    knows = Knows(citations=marked or not citations, entries=listed, words=listed, front=True, calls=True)
    return Facts(tuple(citations), entries, knows, tuple(unknown), tuple(_reading(found, citations)))


def _reading(found: list[Citation | str], citations: list[Citation]) -> Iterator[int]:
    """The numbers of the citations in the order in which they are read, those of a note where it is first called."""
    notes: dict[str, list[int]] = {}
    for number, one in enumerate(citations):
        notes.setdefault(one.part, []).append(number)
    flow = iter(notes.pop("", []))
    for step in found:
        if isinstance(step, str):
            yield from notes.pop(step, [])
        elif not step.part:
            yield next(flow)
    for rest in notes.values():
        yield from rest


def _citation(element: Element, dialect: Dialect, member: str) -> Citation:
    keys = _keys(_target(element))
    notes = _found(element, dialect.note)
    moves = next((kind for kind in ("front", "floats", "list") if _found(element, getattr(dialect, kind))), "")
    label = label_of(_pieces(element, dialect, ""))
    part = str(next(iter(notes[-1].xpath(dialect.id, namespaces=_PREFIXES)), "?")) if notes else ""  # type: ignore[arg-type]
    links = [one for one in element.iter("xref", f"{{{_PREFIXES['t']}}}ref") if not _goes_on(one)]
    each = tuple((_keys(_target(one)), _locators(one)) for one in links)
    said = tuple(locator for _, locators in each for locator in locators) if links else None
    return Citation(keys, label, said, _place(element, dialect, member), part, _beside(element), moves, each)


def _beside(element: Element) -> tuple[str, str]:
    """The text directly before and after an element, squeezed."""
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return squeezed(text or "")[-_BESIDE:], squeezed(element.tail or "")[:_BESIDE]


def _locators(link: Element) -> tuple[str, ...]:
    """What a link says to machines (`locator=verse:6:6 locator=page:7`, in TEI `verse:6:6; page:7`), in words; pages go without a name."""
    words = (link.get("specific-use") or "").split()
    values = [unquote(word.removeprefix("locator=")) for word in words if word.startswith("locator=")]
    said = "; ".join([*values, *([str(link.get("n"))] if link.get("n") else [])])
    return tuple(squeezed(_in_words(one)) for one in _APART.split(said) if one)


def _goes_on(link: Element) -> bool:
    """Whether a link is the rest of the one before it: both say the same to machines, and nothing stands between them."""
    before = link.getprevious()
    return before is not None and before.tag == link.tag and not before.tail and before.items() == link.items()


def _in_words(locator: str) -> str:
    name, _, value = locator.partition(":")
    return value if name == "page" else f"{name} {value}"


def _target(element: Element) -> str:
    names = ("rid", "data-rid", "corresp", "href", "target")
    return next((value for name in names if (value := element.get(name))), "")


def _keys(value: str) -> tuple[str, ...]:
    return tuple(unquote(one.rpartition("#")[2]) for one in value.split())


def _pieces(element: Element, dialect: Dialect, key: str) -> Iterator[Piece]:
    """The words of an element with the keys that they link to, formulas left out."""
    if "bibr" in (element.get("ref-type"), element.get("type")) or element.get("role") == "doc-biblioref":
        key = next(iter(_keys(element.get("rid") or element.get("href") or element.get("target") or "")), "")
    yield element.text or "", key
    for child in element:
        if child.xpath(dialect.formula, namespaces=_PREFIXES) is not True:
            yield from _pieces(child, dialect, key)
        yield child.tail or "", key


def _entries(root: Element, dialect: Dialect, member: str, before: int) -> Iterator[Entry]:
    lists: dict[Element | None, int] = {}
    for one in _found(root, dialect.entry):
        number = lists.setdefault(next(iter(_found(one, dialect.list)), None), before + len(lists))
        rich = _found(one, dialect.label)
        parts = [*rich, *_found(one, dialect.words)]
        words = "" if rich else one.get("n") or ""
        words += "".join(text for part in parts for text, _ in _pieces(part, dialect, ""))
        years = _YEAR.findall(" ".join(text for field in _found(one, dialect.year) for text, _ in _pieces(field, dialect, "")))
        key = str(one.get("id") or one.get(f"{_XML}id"))
        label = label_of([(words, "")])
        yield Entry(key, label.text, number, tuple(years), label.words, _place(one, dialect, member))


def _place(element: Element, dialect: Dialect, member: str) -> Place:
    line = element.sourceline if isinstance(element.sourceline, int) else 0
    near = next((one for one in (element, *element.iterancestors()) if one.get("id")), None)
    return Place(line, member, anchor=str(near.get("id")) if dialect is PAGE and near is not None else "")


def _found(element: Element, path: str) -> list[Element]:
    return cast("list[Element]", element.xpath(path, namespaces=_PREFIXES))
