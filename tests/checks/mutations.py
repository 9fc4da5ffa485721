"""Mutations: one small untruth planted in a finished file, at a place drawn by lot; the formats are read here in another way than there."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from lxml import etree

from pipeline import plugins
from pipeline.article import Article
from pipeline.diagnostics import Report

NS = {"t": "http://www.tei-c.org/ns/1.0", "h": "http://www.w3.org/1999/xhtml"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


class NoPlace(Exception):
    """There is nothing in the file that this mutation could change."""


@dataclass(frozen=True)
class Form:
    """Where a tree has its citations, links and references."""

    citation: str
    keys: str
    link: str
    target: str
    sign: str  # before a key in a link
    entry: str
    id: str
    words: str
    label: str


JATS = Form(
    "//named-content[@content-type='citation']", "rid", ".//xref", "rid", "", "//ref", "id", ".//mixed-citation", "label"
)  # fmt: skip
HTML = Form(
    "//h:span[@class='citation']", "data-rid", ".//h:a", "href", "#", "//h:section[@role='doc-bibliography']//h:li", "id",
    "h:span[@class='entry']", "h:span[@class='label']",
)  # fmt: skip
TEI = Form(
    "//t:seg[@type='citation'][not(ancestor::t:sourceDesc or ancestor::t:title[@type='main']/parent::t:titleStmt[ancestor::t:biblFull])]",
    "corresp",
    ".//t:ref", "target", "#", "//t:listBibl/*", XML_ID,
    "t:note[@type='printed'] | self::t:bibl", "@n",
)  # fmt: skip
Tree = etree._Element
Change = Callable[[Tree, Form, random.Random], None]


def _all(root: Tree, path: str) -> list[Tree]:
    return root.xpath(path, namespaces=NS)


def _some(found: list, lot: random.Random):
    if not found:
        raise NoPlace
    return lot.choice(found)


def _two(found: list, lot: random.Random):
    if len(found) < 2:
        raise NoPlace
    return lot.sample(found, 2)


def _citations(root, form):
    return _all(root, form.citation)


def _links(root, form):
    return [link for one in _citations(root, form) for link in _all(one, form.link)]


def _entries(root, form):
    return [one for one in _all(root, form.entry) if one.get(form.id)]


def _slots(element):
    """The texts of an element: each the node that has it, and whether it is its text or its tail."""
    found = [(node, "text") for node in element.iter()] + [(node, "tail") for node in element.iter() if node is not element]
    return [(node, kind) for node, kind in found if (getattr(node, kind) or "").strip()]


def _reword(slots, lot, pattern, other):
    """Change one find of the pattern in one of the texts."""
    places = [(node, kind, found) for node, kind in slots for found in re.finditer(pattern, getattr(node, kind))]
    node, kind, found = _some(places, lot)
    text = getattr(node, kind)
    setattr(node, kind, text[: found.start()] + other(found[0], lot) + text[found.end() :])


def another(letter, lot):
    """Another letter, or another digit."""
    return lot.choice([one for one in ("0123456789" if letter.isdigit() else "abdeiklmoprstu") if one != letter])


def another_year(year, lot):
    """Another year."""
    return str(int(year) + lot.choice((-10, -1, 1, 2, 100)))


def _remove(element):
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _exchange(one, other):
    """Exchange two elements, each leaving its tail where it was."""
    if one in other.iter() or other in one.iter():
        raise NoPlace
    tails = one.tail, other.tail
    mark = etree.Element("mark")
    one.getparent().replace(one, mark)
    other.getparent().replace(other, one)
    mark.getparent().replace(mark, other)
    one.tail, other.tail = tails[1], tails[0]


def label_changed(root, form, lot):
    """Another letter in a printed citation."""
    _reword(_slots(_some(_citations(root, form), lot)), lot, r"[^\W_]", another)


def link_words_changed(root, form, lot):
    """Another letter in the words of a link."""
    _reword(_slots(_some(_links(root, form), lot)), lot, r"[^\W_]", another)


def labels_swapped(root, form, lot):
    """The words of two links exchanged."""
    one, other = _two([link for link in _links(root, form) if not len(link)], lot)
    one.text, other.text = other.text, one.text


def bracket_changed(root, form, lot):
    """Another bracket or comma in a printed citation."""
    _reword(_slots(_some(_citations(root, form), lot)), lot, r"[\[\](),;.]", lambda old, _: "(" if old != "(" else "[")


def words_added(root, form, lot):
    """A word too many in a citation."""
    one = _some(_citations(root, form), lot)
    one.text = "see " + (one.text or "")


def link_astray(root, form, lot):
    """A link to another reference."""
    link = _some(_links(root, form), lot)
    keys = [one.get(form.id) for one in _entries(root, form)]
    link.set(form.target, form.sign + _some([key for key in keys if form.sign + key != link.get(form.target)], lot))


def link_nowhere(root, form, lot):
    """A link to what is not there."""
    _some(_links(root, form), lot).set(form.target, f"{form.sign}nowhere")


def link_lost(root, form, lot):
    """A link that is words only."""
    link = _some(_links(root, form), lot)
    before, parent = link.getprevious(), link.getparent()
    words = "".join(link.itertext())
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    _remove(link)


def key_lost(root, form, lot):
    """A citation that says one key less."""
    one = _some([one for one in _citations(root, form) if len(one.get(form.keys).split()) > 1], lot)
    keys = one.get(form.keys).split()
    keys.remove(lot.choice(keys))
    one.set(form.keys, " ".join(keys))


def key_changed(root, form, lot):
    """A citation that says another key."""
    one = _some(_citations(root, form), lot)
    keys = one.get(form.keys).split()
    sign = "#" if keys[0].startswith("#") else ""
    others = [sign + other.get(form.id) for other in _entries(root, form)]
    keys[lot.randrange(len(keys))] = _some([key for key in others if key not in keys], lot)
    one.set(form.keys, " ".join(keys))


def citation_lost(root, form, lot):
    """A citation that is gone."""
    _remove(_some(_citations(root, form), lot))


def citation_doubled(root, form, lot):
    """A citation that stands twice."""
    one = _some(_citations(root, form), lot)
    copy = deepcopy(one)
    copy.tail = None
    one.addnext(copy)


def citations_exchanged(root, form, lot):
    """Two citations in each other's place."""
    _exchange(*_two(_citations(root, form), lot))


def year_changed(root, form, lot):
    """Another year in a reference."""
    one = _some(_entries(root, form), lot)
    _reword([slot for part in _all(one, form.words) for slot in _slots(part)], lot, r"(?<!\d)\d{4}(?!\d)", another_year)


def entry_changed(root, form, lot):
    """Another letter in a reference."""
    one = _some(_entries(root, form), lot)
    _reword([slot for part in _all(one, form.words) for slot in _slots(part)], lot, r"[^\W_]", another)


def word_changed(root, form, lot):
    """Another word, or another name, in a reference."""
    one = _some(_entries(root, form), lot)
    _reword([slot for part in _all(one, form.words) for slot in _slots(part)], lot, r"[^\W\d_]{3,}", lambda old, _: "Another" + old[0])


def entry_doubled(root, form, lot):
    """A reference that stands twice."""
    one = _some(_entries(root, form), lot)
    one.addnext(deepcopy(one))


def entry_lost(root, form, lot):
    """A reference that is gone."""
    _remove(_some(_entries(root, form), lot))


def entries_exchanged(root, form, lot):
    """Two references in each other's place."""
    _exchange(*_two(_entries(root, form), lot))


def entry_renamed(root, form, lot):
    """A reference of another name."""
    _some(_entries(root, form), lot).set(form.id, "renamed")


def entry_relabelled(root, form, lot):
    """A reference with another number."""
    one = _some([one for one in _entries(root, form) if _all(one, form.label)], lot)
    if form.label.startswith("@"):
        one.set("n", re.sub(r"\d", lambda found: another(found[0], lot), one.get("n"), count=1))
    else:
        _reword([slot for part in _all(one, form.label) for slot in _slots(part)], lot, r"\d", another)


def locator_changed(root, form, lot):
    """Another page for machines."""
    name = "specific-use" if form is JATS else "n"
    link = _some([one for one in _links(root, form) if re.search(r"\d", one.get(name) or "")], lot)
    link.set(name, re.sub(r"\d", lambda found: another(found[0], lot), link.get(name), count=1))


def field_changed(root, form, lot):
    """Another year in the field of a reference."""
    field = ".//element-citation/year" if form is JATS else "t:monogr/t:imprint/t:date"
    slots = [slot for one in _entries(root, form) for year in _all(one, field) for slot in _slots(year)]
    _reword(slots, lot, r"(?<!\d)\d{4}(?!\d)", another_year)


def calls_exchanged(root, form, lot):
    """The numbers of two calls of notes exchanged."""
    kinds = {JATS: "//xref[@ref-type='fn']", HTML: "//h:a[@role='doc-noteref']", TEI: "//t:text//t:ref[@type='fn']"}
    notes = [one for one in _all(root, kinds[form]) if "citation-note" in one.get(form.target)]
    one, other = _two(notes, lot)
    one.text, other.text = other.text, one.text


FIELDS = (locator_changed, field_changed)
MACHINE = (key_lost, key_changed)  # what only machines read: a print does not have it
TREE: tuple[Change, ...] = (
    label_changed, link_words_changed, labels_swapped, bracket_changed, words_added, link_astray, link_nowhere, link_lost, key_lost,
    key_changed, citation_lost, citation_doubled, citations_exchanged, year_changed, entry_changed, word_changed,
    entry_doubled, entry_lost, entries_exchanged,
    entry_renamed, entry_relabelled,
)  # fmt: skip


def of_tree(data: bytes, form: Form, change: Change, lot: random.Random) -> bytes:
    """An XML file with a mutation."""
    root = etree.fromstring(data)
    before = etree.tostring(root)
    change(root, form, lot)
    if etree.tostring(root) == before:
        raise NoPlace
    return etree.tostring(root, encoding="utf-8")


def of_book(data: bytes, form: Form, change: Change, lot: random.Random) -> bytes:
    """An EPUB with a mutation somewhere in its pages, which are one tree for the while."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(made, "w") as other:
        pages = {item.filename: etree.fromstring(book.read(item)) for item in book.infolist() if _is_page(item.filename)}
        whole = etree.Element("book")
        whole.extend(pages.values())
        before = etree.tostring(whole)
        change(whole, form, lot)
        if etree.tostring(whole) == before:
            raise NoPlace
        for item in book.infolist():
            page = pages.get(item.filename)
            other.writestr(item, book.read(item) if page is None else etree.tostring(page, encoding="utf-8"))
    return made.getvalue()


def _is_page(name: str) -> bool:
    return name.endswith(".xhtml") and not name.endswith(("nav.xhtml", "cover.xhtml"))


# ---- wikitext

LINK = re.compile(r"\[\[#([^\]|]+)\|((?:(?!\]\]).)*)\]\]", re.S)
ITEM = re.compile(r'<li id="([^"]+)">(.*?)</li>\n', re.S)
REF = re.compile(r'<ref name="([^"]+)"(?: />|>(?:(?!</ref>).)*</ref>)', re.S)


def _keys(text):
    listed = text.partition("== References ==")[2] or text.partition("== Works cited ==")[2]
    keys = [found[1] for found in ITEM.finditer(listed) if not re.search(r"note|^s?n\d", found[1])]
    return [key for key in keys if f'id="call-{key}"' not in text]  # which is a note of a letter


def _linked(text):
    """The links to references."""
    keys = set(_keys(text))
    return [found for found in LINK.finditer(text) if found[1] in keys]


def _listed(text):
    keys = set(_keys(text))
    return [found for found in ITEM.finditer(text) if found[1] in keys]


def _put(text, found, new, group=0):
    return text[: found.start(group)] + new + text[found.end(group) :]


def _swap(text, one, other, group=0):
    first, second = sorted((one, other), key=lambda found: found.start())
    return _put(_put(text, second, first[group], group), first, second[group], group)


def _in(text, start, end, lot, pattern, other):
    places = [found for found in re.finditer(r"&[#\w]+;|<[^<>]*>|\[[a-z]*:?//\S+ |" + f"(?P<hit>{pattern})", text) if found["hit"]]
    found = _some([one for one in places if start <= one.start() < end], lot)
    return text[: found.start()] + other(found[0], lot) + text[found.end() :]


def wiki_label(text, lot):
    """Another letter in the words of a link."""
    found = _some(_linked(text), lot)
    return _in(text, *found.span(2), lot, r"[^\W_]", another)


def wiki_labels(text, lot):
    """The words of two links exchanged."""
    return _swap(text, *_two(_linked(text), lot), 2)


def wiki_astray(text, lot):
    """A link to another reference."""
    found = _some(_linked(text), lot)
    return _put(text, found, _some([key for key in _keys(text) if key != found[1]], lot), 1)


def wiki_nowhere(text, lot):
    """A link to what is not there."""
    return _put(text, _some(_linked(text), lot), "nowhere", 1)


def wiki_unlinked(text, lot):
    """A link that is words only."""
    found = _some(_linked(text), lot)
    return _put(text, found, found[2])


def wiki_lost(text, lot):
    """A link that is gone."""
    return _put(text, _some(_linked(text), lot), "")


def wiki_doubled(text, lot):
    """A link that stands twice."""
    found = _some(_linked(text), lot)
    return _put(text, found, found[0] * 2)


def wiki_exchanged(text, lot):
    """Two links in each other's place."""
    return _swap(text, *_two(_linked(text), lot))


def wiki_year(text, lot):
    """Another year in a reference."""
    found = _some(_listed(text), lot)
    return _in(text, *found.span(2), lot, r"(?<!\d)\d{4}(?!\d)", another_year)


def wiki_entry(text, lot):
    """Another letter in a reference."""
    found = _some(_listed(text), lot)
    return _in(text, *found.span(2), lot, r"[^\W_]", another)


def wiki_word(text, lot):
    """Another word, or another name, in a reference."""
    found = _some(_listed(text), lot)
    return _in(text, *found.span(2), lot, r"[^\W\d_]{3,}", lambda old, _: "Another" + old[0])


def wiki_entry_doubled(text, lot):
    """A reference that stands twice."""
    found = _some(_listed(text), lot)
    return _put(text, found, found[0] * 2)


def wiki_entry_lost(text, lot):
    """A reference that is gone."""
    return _put(text, _some(_listed(text), lot), "")


def wiki_entries(text, lot):
    """Two references in each other's place."""
    return _swap(text, *_two(_listed(text), lot))


def wiki_renamed(text, lot):
    """A reference of another name."""
    return _put(text, _some(_listed(text), lot), "renamed", 1)


WIKI = (
    wiki_label, wiki_labels, wiki_astray, wiki_nowhere, wiki_unlinked, wiki_lost, wiki_doubled, wiki_exchanged, wiki_year, wiki_entry,
    wiki_word,
    wiki_entry_doubled, wiki_entry_lost, wiki_entries, wiki_renamed,
)  # fmt: skip


def ref_renamed(text, lot):
    """A citation of another reference."""
    found = _some(list(REF.finditer(text)), lot)
    return _put(text, found, _some([one for one in {one[1] for one in REF.finditer(text)} if one != found[1]], lot), 1)


def ref_nameless(text, lot):
    """A citation of what nobody gives."""
    return _put(text, _some(list(REF.finditer(text)), lot), "nobody", 1)


def ref_lost(text, lot):
    """A citation that is gone."""
    return _put(text, _some(list(REF.finditer(text)), lot), "")


def ref_doubled(text, lot):
    """A citation that stands twice."""
    found = _some(list(REF.finditer(text)), lot)
    return _put(text, found, f'{found[0]}<ref name="{found[1]}" />')


def refs_exchanged(text, lot):
    """Two citations in each other's place."""
    one, other = _two(list(REF.finditer(text)), lot)
    if one[1] == other[1]:
        raise NoPlace
    return _swap(text, one, other)


def ref_emptied(text, lot):
    """A reference that is cited and not given."""
    found = _some([one for one in REF.finditer(text) if "/>" not in one[0]], lot)
    return _put(text, found, f'<ref name="{found[1]}" />')


def ref_given_to_another(text, lot):
    """Two references in each other's place, their names as they were."""
    one, other = _two([found for found in REF.finditer(text) if "/>" not in found[0]], lot)
    bodies = [found[0].partition(">")[2] for found in (one, other)]
    swapped = [found[0].partition(">")[0] + ">" + body for found, body in zip((one, other), reversed(bodies), strict=True)]
    first, second = sorted(zip((one, other), swapped, strict=True), key=lambda pair: pair[0].start())
    return _put(_put(text, second[0], second[1]), first[0], first[1])


def ref_word(text, lot):
    """Another name or title in a template."""
    found = _some(list(re.finditer(r"\|(?:last\d*|title)=(\w{3,})", text)), lot)
    return _put(text, found, "Another" + found[1][0], 1)


def ref_year(text, lot):
    """Another year in a template."""
    found = _some(list(re.finditer(r"\|date=(\d{4})(?=[ |}])", text)), lot)
    return _put(text, found, another_year(found[1], lot), 1)


def ref_place(text, lot):
    """Another page of a citation."""
    found = _some(list(re.finditer(r"\{\{rp\|[^{}]*?(\d)[^{}]*\}\}", text)), lot)
    return _put(text, found, another(found[1], lot), 1)


TEMPLATES = (ref_renamed, ref_nameless, ref_lost, ref_doubled, refs_exchanged, ref_emptied, ref_year, ref_place)


def of_text(data, change, lot):
    """A wiki page with a mutation."""
    text = data.decode("utf-8")
    new = change(text, lot)
    if new == text:
        raise NoPlace
    return new.encode("utf-8")


# ---- print


def _annotations(file, keys):
    """The links to references, each with its page and its key."""
    return [(page, note) for page in file.pages for note in page.get("/Annots", []) if str(_goal(note)) in keys]


def _goal(note):
    return note.get("/Dest") or note.get("/A", {}).get("/D", "")


def _aim(note, key):
    if "/Dest" in note:
        note.Dest = pikepdf.String(key)
    else:
        note.A.D = pikepdf.String(key)


def _is(one, key, value):
    return isinstance(one, pikepdf.Dictionary) and one.get(key) == value


def _inside(tag):
    """What stands right under a tag: an array, or one thing without it."""
    return list(tag.K) if isinstance(tag.get("/K"), pikepdf.Array) else [tag.get("/K")]


def pdf_astray(file, keys, lot):
    """A link to another reference."""
    _, note = _some(_annotations(file, keys), lot)
    _aim(note, _some([key for key in keys if key != str(_goal(note))], lot))


def pdf_nowhere(file, keys, lot):
    """A link to what is not there."""
    _aim(_some(_annotations(file, keys), lot)[1], "nowhere")


def pdf_unlinked(file, keys, lot):
    """A link that is words only, on all its lines."""
    gone = {child.Obj.objgen for child in _inside(_some(_link_tags(file, keys), lot)) if _is(child, "/Type", "/OBJR")}
    for page in file.pages:
        page.Annots = pikepdf.Array([one for one in page.get("/Annots", []) if one.objgen not in gone])


def pdf_goals(file, keys, lot):
    """The goals of two references exchanged."""
    tree = pikepdf.NameTree(file.Root.Names.Dests)
    one, other = _two([key for key in keys if key in tree], lot)
    tree[one], tree[other] = tree[other], tree[one]


def pdf_goal_lost(file, keys, lot):
    """A reference that links cannot find."""
    tree = pikepdf.NameTree(file.Root.Names.Dests)
    del tree[_some([key for key in keys if key in tree], lot)]


def pdf_words(file, keys, lot):
    """The first letter of a link printed as its last."""
    page, mark = _some(_marked(file, keys), lot)
    _reprint(file, page, mark, lambda letters: letters[-2:] + letters[2:], lot)


def pdf_entry(file, keys, lot):
    """A reference with other letters."""
    page, mark = _some(_listed_marks(file, keys), lot)
    _reprint(file, page, mark, lambda letters: letters[-2:] + letters[2:], lot)


def _listed_marks(file, keys):
    """The marked content in the items of the list of references, which has one for each, with its page."""
    pages = {page.obj.objgen: page for page in file.pages}
    lists = [[item for item in _inside(one) if _is(item, "/S", "/LI")] for one in file.objects if _is(one, "/S", "/L")]
    bodies = [one for items in lists if len(items) == len(keys) for item in items for one in _inside(item) if _is(one, "/S", "/LBody")]
    return [(pages[one.Pg.objgen], child) for one in bodies if "/Pg" in one for child in _inside(one) if isinstance(child, int)]


def pdf_half_astray(file, keys, lot):
    """A link on two lines, the second of which leads to another reference."""
    parts = [[child.Obj for child in _inside(tag) if _is(child, "/Type", "/OBJR")] for tag in _link_tags(file, keys)]
    note = _some([notes for notes in parts if len(notes) > 1], lot)[1]
    _aim(note, _some([key for key in keys if key != str(_goal(note))], lot))


def pdf_blank(file, keys, lot):
    """A link whose words are not printed."""
    page, mark = _some(_marked(file, keys), lot)
    _reprint(file, page, mark, lambda letters: b"", lot)


def _link_tags(file, keys):
    """The tags of links to references."""
    tags = [one for one in file.objects if _is(one, "/S", "/Link")]
    return [tag for tag in tags if any(_is(child, "/Type", "/OBJR") and str(_goal(child.Obj)) in keys for child in _inside(tag))]


def _marked(file, keys):
    """The marked content right under the tags of links to references, each with its page."""
    pages = {page.obj.objgen: page for page in file.pages}
    return [(pages[tag.Pg.objgen], child) for tag in _link_tags(file, keys) for child in _inside(tag) if isinstance(child, int)]


def _reprint(file, page, mark, change, lot):
    inside, done, made = None, False, []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC":
            inside = operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None
        elif name == "EMC":
            inside = None
        elif name in ("Tj", "TJ") and inside == mark and not done:
            whole = operands[0] if name == "TJ" else [operands[0]]
            letters = b"".join(bytes(one) for one in whole if isinstance(one, pikepdf.String))
            new = change(letters)
            done = new != letters
            operands, operator = [pikepdf.String(new)], pikepdf.Operator("Tj")
        made.append((operands, operator))
    if not done:
        raise NoPlace
    page.Contents = file.make_stream(pikepdf.unparse_content_stream(made))


PDF = (pdf_astray, pdf_nowhere, pdf_unlinked, pdf_goals, pdf_goal_lost, pdf_words, pdf_blank)
PDF_LONG = (pdf_half_astray, pdf_entry)  # for labels of two lines, and one list of references


def of_pdf(data, keys, change, lot):
    """A print with a mutation."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        change(file, keys, lot)
        file.save(made)
    return made.getvalue()


def reprinted(jats, change=None, lot=None):
    """A print of a resolved article, with a mutation if there is to be one."""
    root = etree.fromstring(of_tree(jats, JATS, change, lot) if change else jats)
    article, report = Article(Path("printed.xml"), root), Report(Path("printed.xml"))
    return next(artifact.data for artifact in plugins.exporter("pdf")(article, report) if artifact.name.endswith(".pdf"))
