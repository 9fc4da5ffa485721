"""Calls: citations as publishers write them ("[3]–[7]", "(see Stocker 2013; Wu 2014, p. 3)") become citations that a style can print anew.

The label as published stays in the text of the `xref`s of a citation: end to end they are what stood in the source.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import asides, dress, labels, others
from pipeline.importers.jats.call import Call
from pipeline.importers.jats.lists import Lists, of_documents
from pipeline.importers.jats.locators import CLOSE, DASH, OPEN
from pipeline.importers.jats.sentence import narrative, nicknames, people, small_names
from pipeline.importers.jats.tools import content, document_of, fill, new, unwrap
from pipeline.importers.jats.wording import tells
from pipeline.resolve.links import part_links
from pipeline.tree import text_of

_JOIN: Final = re.compile(
    rf"[\s\u00a0]*+[{CLOSE}]?[\s\u00a0]*+(?:,[{DASH}]|\[(?:–|ndash)\]|[,;/\uff0c\u3001\uff1b\u060c\u061b{DASH}])?[\s\u00a0]*+[{OPEN}]?[\s\u00a0]*+"
)
_WORDS: Final = re.compile(r"[\s\u00a0]*+,?[\s\u00a0]*+(?:and|&|to|through|y|e|und|et|a|bis)[\s\u00a0]+", re.IGNORECASE)
_OTHERS: Final = re.compile(rf",?[\s\u00a0]*et[\s\u00a0]al\.?[\s\u00a0]*[,{OPEN}]?[\s\u00a0]*")
_RANGE: Final = re.compile(rf"[{DASH}]|\[ndash\]|\b(?:to|through|bis)\b|^\s*a\s*$")
_DASHED: Final = re.compile(rf"\d(?:[{DASH}]\||\|[{DASH}])\d")  # "1–" and "3", "1" and "–3"
_WHITE: Final = re.compile(r"[ \t\r\n]+")
_CLOSED: Final = re.compile(rf"\s*[{CLOSE}]")
_LETTERED: Final = re.compile(rf"[{OPEN}]?\d{{1,3}}(?:[a-h]|\([a-h]\))[{CLOSE}]?")
_STOPPED: Final = re.compile(r"^[ \t\r\n]+(?=[.,](?:[\s\u00a0]|$))")  # white space that no print has before a stop


def calls(root: etree._Element, report: Report) -> None:
    """All citations of the file."""
    lists = of_documents(root)
    part_links(root)
    dress.undress(root)
    nicknames(root)
    small_names(root, report)
    for sup in list(root.iter("sup")):
        if dress.all_calls(sup) or asides.says_more(sup):
            _superscript(sup, lists[document_of(sup)], report)
    parents = dict.fromkeys(x.getparent() for x in root.iter("xref") if x.get("ref-type") == "bibr")
    for holder in parents:
        parent = _of_a_person(holder) if holder is not None and holder.tag == "contrib" else holder
        if parent is not None and parent.get("content-type") != "citation":
            _rewrite(parent, lists[document_of(parent)], report)


def _of_a_person(contrib: etree._Element) -> etree._Element:
    """The citations of a contributor stand in what is said of him: among his marks none could be printed."""
    found = [child for child in contrib if child.tag == "xref" and child.get("ref-type") == "bibr"]
    contrib.append(new("bio", contrib, None, [words := new("p", contrib)]))
    words.extend(found)
    return words


# ---- superscripts --------------------------------------------------------------------------------


def _superscript(sup: etree._Element, lists: Lists, report: Report) -> None:
    """The citations of a superscript; the style decides whether they stay one."""
    enclosed = asides.says_more(sup) and asides.enclose(sup)
    _rewrite(sup, lists, report)
    if enclosed and not asides.disclose(sup):
        return
    if _CLOSED.fullmatch(rest := sup[-1].tail or ""):  # "1,2)": the bracket is the label's
        _say(list(sup.iter("xref"))[-1], rest)
        sup[-1].tail = None
    for xref in list(sup.iter("xref")):
        if xref.text or len(xref):
            fill(xref, [new("sup", xref, None, content(xref))])
    fill(sup, [new("sup", sup, None, [one]) if isinstance(one, str) and re.search(r"\d", one) else one for one in content(sup)])  # "m2,3"
    unwrap(sup)


# ---- runs ----------------------------------------------------------------------------------------


def _rewrite(parent: etree._Element, lists: Lists, report: Report) -> None:
    """Put the citations of an element anew: each run of calls becomes one citation."""
    lined = any(one.tag in ("preformat", "code") for one in (parent, *parent.iterancestors()))
    parts = others.plain(content(parent) if lined else _evenly(content(parent)))
    done: list[str | etree._Element] = []
    place = 0
    while place < len(parts):
        if not dress.is_call(parts[place]):
            done.append(parts[place])
            place += 1
            continue
        opened = labels.opened("".join(part if isinstance(part, str) else text_of(part) for part in done[-8:]))
        run, place = _run(parts, place, lists, opened)
        before = str(done.pop()) if done and isinstance(done[-1], str) else ""
        after = str(parts[place]) if place < len(parts) and isinstance(parts[place], str) else ""
        before, after = labels.surroundings(run, before, _STOPPED.sub("", after), opened, lists.refs)
        kept = _kept_words(run, lists)
        done += [*([before] if before else []), *kept, _citation(run, lists, report)]
        if place < len(parts) and isinstance(parts[place], str):
            parts[place] = after
    others.italic(fill(parent, [part for part in done if part != ""]))


def _evenly(parts: list[str | etree._Element]) -> list[str | etree._Element]:
    """Parts whose white space is one space each time: how a source breaks its lines says nothing of what stands beside a citation."""
    return [
        _WHITE.sub(" ", part) if isinstance(part, str) and ("  " in part or not part.isprintable()) else part for part in dress.seen(parts)
    ]


def _run(parts: list[str | etree._Element], place: int, lists: Lists, opened: str) -> tuple[list[Call], int]:
    """The calls that follow each other with nothing but separators between them, and the place behind them."""
    before = str(parts[place - 1]).rstrip(" \u00a0") if place else ""
    apart = bool(opened) or not before or before.endswith((",", ";"))
    run = [_call(parts[place], lists, apart)]
    place += 1
    while place + 1 < len(parts) and isinstance(parts[place], str) and dress.is_call(parts[place + 1]):
        between, following = str(parts[place]), _call(parts[place + 1], lists, apart)
        if labels.closes_pair(run, between) or not _joins(between, run[-1], following, opened, lists):
            break
        run.append(following)
        place += 2
    while place < len(parts) and dress.is_call(parts[place]) and not narrative(run[-1].label):
        run.append(_call(parts[place], lists, apart))
        run[-1].range = bool(_DASHED.search(f"{run[-2].label}|{run[-1].label}"))
        place += 1
    if place + 1 < len(parts) and len(run) > 1 and isinstance(parts[place], str) and dress.is_call(parts[place + 1]):
        following = _call(parts[place + 1], lists, apart)
        if not labels.closes_pair(run, str(parts[place])) and _joins(str(parts[place]), run[-1], following, opened, lists):
            rest, place = _run(parts, place + 1, lists, opened)
            run += [replace(rest[0], lead=following.lead, range=following.range, prefix=following.prefix), *rest[1:]]
    return run, place


def _call(part: str | etree._Element, lists: Lists, apart: bool) -> Call:
    assert not isinstance(part, str)
    keys, label = (part.get("rid") or "").split(), text_of(part)
    return Call(part, keys, label, told=tells(label, [lists.refs[key] for key in keys if key in lists.refs], apart))


def _joins(between: str, first: Call, second: Call, opened: str, lists: Lists) -> bool:
    """Whether two calls with these words between them are one citation; the words are then kept on the second."""
    spoken = narrative(second.label) or ((not opened or _CLOSED.match(between)) and labels.speaks(second, lists.refs))
    told = first.told or second.told
    if not told and (spoken or (narrative(first.label) and not _goes_on(first, second, lists))):
        return False
    if not opened and not told and people(first.label) and people(second.label):  # parts of the sentence
        return False
    if _in_sentence(first, lists) or _in_sentence(second, lists):
        return False
    numbers = not (first.label or second.label) or (_numbered(second.label) and (not first.label or _numbered(first.label)))
    if labels.turns(first.label[-1:] + between + second.label[:1]):
        return False
    from_to = bool(_RANGE.search(between)) and numbers
    same = first.keys == second.keys
    words = _WORDS.fullmatch(between) and (opened or from_to or same)
    if words or _JOIN.fullmatch(between) or (same and people(first.label) and _OTHERS.fullmatch(between)):
        second.range = from_to
    elif opened and (said := labels.between(between, first.label, second.label)):
        first.locator, first.suffix, second.prefix, between = said
    else:
        return False
    second.lead = between
    return True


def _numbered(label: str) -> bool:
    """Whether a label is a number, or that of a work within a reference: "3b"."""
    return labels.number(label) is not None or _LETTERED.fullmatch(label) is not None


def _goes_on(first: Call, second: Call, lists: Lists) -> bool:
    """Whether a call is another year of the same people, in the bracket that a label leaves open: "Stocker (2013a" and "b"."""
    return labels.goes_on(first.label, second.label) and labels.same_people(first, second, lists.refs)


def _in_sentence(call: Call, lists: Lists) -> bool:
    """Whether the words of a link are the sentence's, and no label."""
    return not call.told and labels.prose(call.label, [lists.refs[key] for key in call.keys if key in lists.refs])


def _kept_words(run: list[Call], lists: Lists) -> list[str | etree._Element]:
    """The words of a link that are no label ("the ENCODE project"): they stay in the sentence, and as published are the link."""
    kept: list[str | etree._Element] = []
    for call in run:
        if _in_sentence(call, lists):
            kept += [new("named-content", call.xref, {"content-type": "cited-as"}, content(call.xref)), " "]
    return kept


# ---- citations -----------------------------------------------------------------------------------


def _citation(run: list[Call], lists: Lists, report: Report) -> etree._Element:
    """The run as a citation of the profile: one xref, or a cluster."""
    seen: set[str] = set()
    xrefs: list[etree._Element] = []
    for first, second in [(one, other) for one, other in pairwise(run) if one.range and other.range]:
        first.range = second.range = False  # "2-3-5" is a list
    for n, call in enumerate(run):
        if call.range and n:
            filled = lists.between(run[n - 1].keys[-1], call.keys[0])
            _hang(xrefs, call, [key for key in filled if key not in seen], call.lead)
            seen |= set(filled)
        elif call.lead and xrefs and xrefs[-1].get("content-type") != "suffix":
            _say(_last(xrefs), call.lead)
        elif call.lead and xrefs and not call.prefix.strip():  # what parts it from words before it
            fill(call.xref, [call.lead, *content(call.xref)])
        if not call.range:
            _expand(call, lists, report)
        keys = [key for key in call.keys if key not in seen]
        seen |= set(keys)
        xrefs += _parts(call, keys, xrefs)
    if len(xrefs) == 1:
        return xrefs[0]
    return new("named-content", run[0].xref, {"content-type": "citation"}, xrefs)


def _parts(call: Call, keys: list[str], before: list[etree._Element]) -> list[etree._Element]:
    """One call: its prefix, its xref, its locator and suffix; a key that the citation has already adds its label only."""
    xref = call.xref
    if call.locator and call.locator.said:  # which is no part of the link
        fill(xref, [new("styled-content", xref, {"specific-use": "locator"}, [call.locator.said])])
    if call.trail:
        _say(xref, call.trail)
    again = bool(not keys and before and before[-1].tag == "xref")  # behind where in a work another means, it is said anew
    if again and not (call.prefix or call.locator or call.suffix):
        fill(_last(before), content(xref))
        return []
    if again and not call.prefix and _names(before[-1], call):
        fill(before[-1], content(xref))
        return _where(call)
    xref.set("rid", " ".join(keys or call.keys))
    for key in [key for key in xref.attrib if key not in ("rid", "ref-type", "id")]:
        del xref.attrib[key]
    if call.mode:
        xref.set("specific-use", call.mode)
    made = [xref]
    if call.prefix.strip():
        made.insert(0, new("named-content", xref, {"content-type": "prefix"}, [call.prefix]))
    return made + _where(call)


def _names(made: etree._Element, call: Call) -> bool:
    """Whether a link says the people alone, whose year is the label of the call behind it: "Stocker" in "Stocker (2013: 4)"."""
    return made.tag == "xref" and made.get("rid") == " ".join(call.keys) and not re.search(r"\d", text_of(made))


def _where(call: Call) -> list[etree._Element]:
    """Where in the work a call means, and what it says behind that."""
    made: list[etree._Element] = []
    if call.locator:
        made.append(new("named-content", call.xref, {"content-type": "locator", "specific-use": call.locator.label}, [call.locator.value]))
    if call.suffix.strip():
        made.append(new("named-content", call.xref, {"content-type": "suffix"}, [call.suffix]))
    return made


def _say(xref: etree._Element, words: str) -> None:
    """Add words at the end of an element's text."""
    fill(xref, [words])


def _hang(xrefs: list[etree._Element], call: Call, keys: list[str], dash: str) -> None:
    """The keys that a range does not name stand on its dash."""
    if keys:
        xrefs.append(new("xref", call.xref, {"ref-type": "bibr", "rid": " ".join(keys)}, [dash]))
    elif xrefs:
        _say(_last(xrefs), dash)


def _last(made: list[etree._Element]) -> etree._Element:
    """The last link among the parts of a citation."""
    return next(one for one in reversed(made) if one.tag == "xref")


def _expand(call: Call, lists: Lists, report: Report) -> None:
    """An xref that names more references in its label ("3–7", "3, 5") than it links to, the first among them, links to all."""
    ends = len(call.keys) == 2 and call.keys[1] != f"{call.keys[0]}-2"  # which is another work of the same reference
    if ends and re.fullmatch(rf"\D*\d+\s*[{DASH}]\s*\d+\D*", call.label):
        call.keys[1:1] = lists.between(call.keys[0], call.keys[1])
    elif len(said := labels.numbers(call.label)) > 1 and all(number in lists.numbers for number in said):
        named = [key for number in said for key in lists.works(number)]
        if len(named) > len(call.keys) and named[0] == call.keys[0] and set(call.keys) <= set(named):
            links = " ".join(call.keys)
            report("import-repaired", f"a citation that links to {links} alone says {call.label}; it names all of them", call.xref)
            call.keys[:] = named
