"""Captions: title and paragraphs; the number that a caption says at its head is the label of what it stands under."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import twins
from pipeline.importers.jats.allowed import INLINE
from pipeline.importers.jats.tools import (
    BLOCKS,
    content,
    fill,
    has_words,
    is_blank,
    is_empty,
    listed,
    new,
    remove,
    rename,
    replace,
    runs,
    unwrap,
)
from pipeline.importers.jats.worded import paragraphs
from pipeline.resolve.calls import numbered
from pipeline.styles import terms
from pipeline.tree import LANG, document_of, find_all, language_of, text_of

_WORDS: Final = {
    "fig": r"fig(?:ure|\.)?|figura|abb(?:ildung|\.)|рис(?:унок|\.)|图|圖|図|그림|scheme|plate|chart|graph|map|photo|gráfico|quadro",
    "table-wrap": r"tab(?:le|elle|ela|ella|la|leau|\.)|табл(?:ица|\.)|cuadro|quadro|表|표",
    "boxed-text": r"box|panel|kasten|recuadro|encadré|quadro|textbox",
}
_NUMBER: Final = r"(?:[A-Z]?\d+(?:[.-]\d+)*[A-Za-z]?|[IVXL]+)"
_APART: Final = r"[\s\u00a0]+[:|–—-](?:\s+|$)"  # "Fig. 1 : The sea"
_END: Final = rf"[.:|–—]+(?=\s|$)|(?=\s*$|{_APART})|(?=\s+[^\W\d_a-zß-ÿ])"  # else it begins a sentence: "Table 1 shows"
HEADS: Final = {tag: re.compile(rf"\s*((?i:{words})[\s\u00a0]*{_NUMBER}(?:{_END}))(?:{_APART}|\s*)") for tag, words in _WORDS.items()}
_CALLS: Final = {tag: re.compile(rf"(?:[^\W\d_]+ )?(?i:{words})[\s\u00a0]*{_NUMBER}") for tag, words in _WORDS.items()}
_WORDED: Final = listed("p caption title td th")
_PICTURES: Final = listed("graphic inline-graphic media")
_INLINE: Final = listed("bold italic sc styled-content")
_TERMS: Final = {"fig": "figure", "table-wrap": "table"}
_BARE: Final = re.compile(r"[A-Z]?\d+(?:\.\d+)*[.:]?")
_HOLDERS: Final = listed("fig fig-group media supplementary-material table-wrap")
_WORDY: Final = listed("ext-link xref email uri")
_ODD: Final = listed("statement speech boxed-text sec abstract kwd-group subj-group")  # what no float holds by itself
_ODDER: Final = {
    "table-wrap": listed("verse-group fig fig-group table-wrap supplementary-material"),
    "fig-group": listed("list def-list disp-quote verse-group preformat code disp-formula table-wrap media"),
    "media": listed("list def-list disp-quote verse-group preformat code disp-formula table-wrap"),
}
_KINDS: Final = listed("chart diagram graph map plate scheme")  # of figures, each counted for itself


def captions(root: etree._Element, report: Report) -> None:
    """All captions of the file."""
    for words in list(root.iter("alt-text")):
        _described(words)
    for holder in list(root.iter(*_HOLDERS)):
        if holder.tag != "table-wrap" and (has_words(holder) or any(child.tag in _WORDY and text_of(child) for child in holder)):
            _loose(holder)
        _inside(holder)
    for group in list(root.iter("fig-group")):
        twins.of_figures(group)
        _group(group)
    for picture in find_all(root, "//fig[label or caption or count(graphic) > 1]/graphic[label or caption]"):
        _as_part(picture)
    for part in [one for one in root.iter("fig") if getattr(next(one.iterancestors("fig", "td", "th"), None), "tag", "") == "fig"]:
        _part_of(part)
    for holder in root.iter(*_WORDS):
        _labels(holder)
    for caption in list(root.iter("caption")):
        _pictures(caption)
        _caption(caption)
    calls: dict[str, set[str]] = defaultdict(set)
    for xref in root.iter("xref"):
        calls[xref.get("rid") or ""].add(text_of(xref))
    for holder in root.iter(*_WORDS):
        called = calls.get(holder.get("id") or "-", set())
        _label(holder, called)
        _entitled(holder)
        _as_called(holder, called)
    _worded([one for one in root.iter(*_TERMS) if _is_bare(one)], report)


def _described(words: etree._Element) -> None:
    """What describes a picture and stands before it is in it."""
    picture, parent = words.getnext(), words.getparent()
    if parent is None or parent.tag not in _WORDED or picture is None or not is_blank(words.tail):
        return
    if picture.tag in _PICTURES and picture.find("alt-text") is None:
        remove(words)
        words.tail = None
        picture.insert(0, words)


def _loose(holder: etree._Element) -> None:
    """Words that stand in a figure or a file itself are of its caption."""
    known = list(holder)
    runs(holder, {str(child.tag) for child in holder if child.tag not in INLINE})
    made = [child for child in holder if child not in known]
    caption = holder.find("caption")
    if caption is None:
        holder.append(caption := new("caption", holder))
    caption.extend(made)


def _inside(holder: etree._Element) -> None:
    """What a float cannot hold by itself stands in its caption, or at the foot of a table that it stands behind."""
    odd = (*_ODD, *_ODDER.get(str(holder.tag), ()))
    for child in [one for one in holder if one.tag in odd]:
        behind = (
            holder.tag == "table-wrap" and next(child.itersiblings("table", "graphic", "alternatives", preceding=True), None) is not None
        )
        place = holder.find("table-wrap-foot" if behind else "caption")
        if place is None:
            place = new("table-wrap-foot" if behind else "caption", child)
            holder.append(place) if behind else child.addprevious(place)
        child.tail = None
        remove(child)
        place.extend(paragraphs(child))


def _group(group: etree._Element) -> None:
    """A group that alone says what its figures show, none of which has a number, is a figure."""
    numbered = any(one.find("label") is not None or HEADS["fig"].match(text_of(one.find("caption"))) for one in group.iter("fig"))
    if group.find("caption") is not None and group.find("fig") is not None and group.find("label") is None and not numbered:
        rename(group, "fig")


def _as_part(picture: etree._Element) -> None:
    """One of several pictures that says what it shows is a figure in its figure."""
    replace(picture, part := new("fig", picture))
    part.extend([*picture.findall("label"), *picture.findall("caption"), picture])


def _part_of(part: etree._Element) -> None:
    """A figure in a figure is pictures of that, and what it says of them stands in its caption."""
    figure = next(part.iterancestors("fig"))
    pictures, said = part.findall("graphic"), [one for one in part.iter("label", "title", "p") if not is_empty(one)]
    if part.get("id") and not figure.get("id"):  # a call to the part is all that names the figure
        figure.set("id", part.attrib.pop("id"))
    if pictures and part.get("id") and not pictures[0].get("id"):
        pictures[0].set("id", part.attrib.pop("id"))
    caption = figure.find("caption")
    if caption is None:
        figure.append(caption := new("caption", part))
    label = new("bold", said[0], None, [*content(said.pop(0)), " "]) if said and said[0].tag == "label" else None
    words = [new("p", one, None, content(one)) for one in said] or ([new("p", part)] if label is not None else [])
    if label is not None:
        fill(words[0], [label, *content(words[0])])
    wrapper = part.getparent()
    remove(part)
    if wrapper is not None and wrapper.tag == "p" and is_empty(wrapper):
        remove(wrapper)
    figure.extend(pictures)
    caption.extend(words)


def _pictures(caption: etree._Element) -> None:
    """The pictures of a figure that has them only within its caption stand in the figure."""
    figure = caption.getparent()
    if figure is None or figure.tag != "fig" or any(child.tag in ("graphic", "media", "alternatives") for child in figure):
        return
    for picture in list(caption.iter("graphic")):
        remove(picture)
        picture.tail = None
        figure.append(picture)


def _caption(caption: etree._Element) -> None:
    """Title and paragraphs; a second caption (in another language, say) joins the first."""
    if has_words(caption) or any(child.tag not in ("title", "p", *BLOCKS) for child in caption):
        runs(caption, {"title", "p", *BLOCKS})
    for extra in caption.findall("title")[1:]:
        rename(extra, "p")
    title = caption.find("title")
    if title is not None and caption.index(title):
        caption.insert(0, title)
    parent = caption.getparent()
    first = parent.find("caption") if parent is not None else None
    if first is not None and first is not caption:
        for child in list(caption):
            if child.tag == "title":
                rename(child, "p")
            if child.tag == "p" and caption.get(LANG) != first.get(LANG) and caption.get(LANG):
                child.set(LANG, child.get(LANG) or str(caption.get(LANG)))
        first.extend(list(caption))
        remove(caption)


def _labels(holder: etree._Element) -> None:
    """A second label (in another language, say) stands before the words of the caption that is beside it."""
    labels, found = holder.findall("label"), [caption for caption in holder.findall("caption") if len(caption)]
    for n, extra in enumerate(labels[1:], 1) if found else ():
        remove(extra)
        words = found[min(n, len(found) - 1)][0]
        said = text_of(extra)
        if said and said != text_of(labels[0]):
            fill(words, [*content(extra), " " if said[-1] in ".:" else ". ", *content(words)])


def _label(holder: etree._Element, calls: set[str]) -> None:
    """A label that stands at the head of a caption, or of the only section of a box that a link without words leads to."""
    label = holder.find("label")
    if label is not None and text_of(label):
        return
    section = " | ./sec[1]/title" if "" in calls else ""  # else its heading stays as it is
    head = next(iter(find_all(holder, f"./caption/*[1] | ./title{section}")), None)
    words = head
    while words is not None and is_blank(words.text) and len(words) and words[0].tag in _INLINE:
        words = words[0]
    found = HEADS[str(holder.tag)].match(words.text or "") if words is not None else None
    if head is None or words is None or found is None:
        return
    words.text = (words.text or "")[found.end() :]
    if label is not None:
        remove(label)
    holder.insert(0, new("label", holder, None, [found[1]]))
    for one in (words, head, head.getparent()):
        if one is not None and one.tag in (*_INLINE, "title", "p", "caption") and is_empty(one):
            remove(one)
    head.text = (head.text or "").lstrip(" \t\r\n") or None


def _entitled(holder: etree._Element) -> None:
    """A title that a box has outside a caption is one in a caption."""
    title = holder.find("title")
    if title is not None and holder.find("caption") is None:
        title.tail = None
        replace(title, caption := new("caption", title))
        caption.append(title)
        holder.insert(0 if holder.find("label") is None else 1, caption)


def labels_once(root: etree._Element, _report: Report) -> None:
    """A label, or the number that it is, which the caption says again at its head is said once."""
    for holder in root.iter(*_WORDS):
        label, words = holder.find("label"), next(iter(find_all(holder, "./caption/*[1]")), None)
        while words is not None and is_blank(words.text) and len(words) and words[0].tag in _INLINE:
            words = words[0]
        if words is not None and is_blank(words.text) and len(words) and words[0].get("rid", "") == holder.get("id"):
            unwrap(words[0])  # a link to where it stands
        found = HEADS[str(holder.tag)].match(words.text or "") if words is not None else None
        if label is None or words is None or found is None or not text_of(label):
            continue
        said, own = (re.sub(r"[\W_]+", "", one).lower() for one in (found[1], text_of(label)))
        if said == own or (own.isdecimal() and re.sub(r"\D+", "", said) == own):
            words.text = (words.text or "")[found.end() :] or None
            label.text = found[1] if own.isdecimal() else label.text
            if words.tag in _INLINE and is_empty(words):
                words.tail = (words.tail or "").lstrip(" \t\r\n")
                remove(words)


def _as_called(holder: etree._Element, calls: set[str]) -> None:
    """What has no label is labelled as all its calls name it: "Textbox 1"."""
    name = next(iter(calls), "")
    if HEADS[str(holder.tag)].match(text_of(holder.find("sec/title"))):
        return  # its heading says it
    if len(calls) == 1 and _CALLS[str(holder.tag)].fullmatch(name) and not text_of(holder.find("label")):
        for empty in holder.findall("label"):
            remove(empty)
        holder.insert(0, new("label", holder, None, [name]))


def _worded(bare: list[etree._Element], report: Report) -> None:
    """A label that is a number alone, as in files whose style sheet says the word, says what it numbers: "Figure 1", "Scheme 1"."""
    for holder in bare:
        language = language_of(document_of(holder))
        kind = (holder.get("fig-type") or "").lower()
        word = kind.capitalize() if kind in _KINDS and language.startswith("en") else terms(language)[_TERMS[str(holder.tag)]]
        said = numbered(word, text_of(holder.find("label")))
        content(holder.find("label"))  # type: ignore[arg-type]
        fill(holder.find("label"), [said])  # type: ignore[arg-type]
    if bare:
        report("import-repaired", f"labels that are numbers alone say what they number: {said}", bare[-1])


def _is_bare(holder: etree._Element) -> bool:
    """Whether the label of a float, which is no compound and no part of another, is a number alone."""
    alone = holder.get("fig-type") != "chem-struct" and next(holder.iterancestors("fig", "fig-group"), None) is None
    return alone and bool(_BARE.fullmatch(text_of(holder.find("label"))))
