"""Mutate: changes that keep the shape of a source in the main: of its elements, its values, its words, and at times of its bytes."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from bench.fuzz.hostile import ATTRIBUTES, NAMES, TEXTS, VALUES

Change = Callable[[etree._Element, random.Random, etree._Element], None]
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, recover=True)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """An XML source with a few changes; parts of the other may be grafted on it."""
    root, donor = etree.fromstring(data, _SAFE), etree.fromstring(other, _SAFE)
    for _ in range(draw.choice((1, 1, 2, 3, 5, 9))):
        draw.choice(_CHANGES)(root, draw, donor)
    made = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return raw(made, draw) if draw.random() < 0.05 else made


def csl_json(data: bytes, draw: random.Random) -> bytes:
    """A bibliography in CSL-JSON with a few changes."""
    items = json.loads(data)
    if not isinstance(items, list):  # an export of another program
        return raw(data, draw)
    for _ in range(draw.randint(1, 5)):
        item = draw.choice(items)
        key = draw.choice([*item, "issued", "author", "title", "type", "id", "note"])
        item[key] = draw.choice((lambda: draw.choice(TEXTS), lambda: json.loads(draw.choice(VALUES[1:])), lambda: _value(items, draw)))()
    made = json.dumps(items, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return raw(made, draw) if draw.random() < 0.1 else made


def text(data: bytes, draw: random.Random) -> bytes:
    """A text with lines moved, doubled and lost, and strange words in it."""
    lines = data.decode("utf-8", "replace").split("\n")
    for _ in range(draw.randint(1, 6)):
        place = draw.randrange(len(lines))
        kind = draw.randrange(5)
        if kind == 0:
            lines.insert(draw.randrange(len(lines)), lines[place])
        elif kind == 1 and len(lines) > 1:
            del lines[place]
        elif kind == 2:
            lines[place] = lines[place][: draw.randrange(len(lines[place]) + 1)]
        else:
            cut = draw.randrange(len(lines[place]) + 1)
            lines[place] = lines[place][:cut] + draw.choice(TEXTS) + lines[place][cut:]
    made = "\n".join(lines).encode("utf-8", "replace")
    return raw(made, draw) if draw.random() < 0.1 else made


def raw(data: bytes, draw: random.Random) -> bytes:
    """Bytes with some of them changed, lost or doubled."""
    made = bytearray(data)
    for _ in range(draw.choice((1, 2, 8))):
        start = draw.randrange(len(made) or 1)
        end = min(len(made), start + draw.choice((1, 1, 4, 60)))
        made[start:end] = draw.choice((b"", draw.randbytes(end - start), bytes(made[start:end]) * 2, b"\0", b"\xff\xfe", b"<", b"&"))
    return bytes(made)


def _value(items: list[dict[str, Any]], draw: random.Random) -> Any:  # noqa: ANN401
    return copy.deepcopy(draw.choice(list(draw.choice(items).values()) or [""]))


# ---- changes of a tree ---------------------------------------------------------------------------


def _one(root: etree._Element, draw: random.Random) -> etree._Element:
    """An element at random, never the root."""
    found = [one for one in root.iter("{*}*") if one is not root]
    return draw.choice(found) if found else root


def _lose(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    one = _one(root, draw)
    if one is not root:
        one.getparent().remove(one)


def _double(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    one = _one(root, draw)
    if one is not root:
        for _ in range(draw.choice((1, 1, 2, 20))):
            one.addnext(copy.deepcopy(one))


def _move(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    one, place = _one(root, draw), _one(root, draw)
    if one is not root and place is not one and one not in place.iterancestors():
        place.insert(draw.randrange(len(place) + 1), one)


def _graft(root: etree._Element, draw: random.Random, donor: etree._Element) -> None:
    one = copy.deepcopy(_one(donor, draw))
    if sum(1 for _ in one.iter()) < 200:
        place = _one(root, draw)
        place.insert(draw.randrange(len(place) + 1), one)


def _rename(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    _one(root, draw).tag = draw.choice(NAMES)


def _wrap(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    one = _one(root, draw)
    if one is root:
        return
    for _ in range(draw.choice((1, 1, 3, 40))):
        around = etree.Element(draw.choice(NAMES))
        one.addprevious(around)
        around.append(one)


def _unwrap(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    one = _one(root, draw)
    for child in reversed(list(one)) if one is not root else ():
        one.addnext(child)


def _set(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    one = _one(root, draw)
    key = draw.choice([*one.attrib, *ATTRIBUTES] if draw.random() < 0.5 else [*one.attrib] or ATTRIBUTES)
    one.set(key, _NOT_IN_XML.sub("", draw.choice((*TEXTS, *map(str, root.xpath("//@id"))))))


def _drop(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    one = _one(root, draw)
    if one.attrib:
        del one.attrib[draw.choice(list(one.attrib))]


def _say(root: etree._Element, draw: random.Random, _donor: etree._Element) -> None:
    one, words = _one(root, draw), _NOT_IN_XML.sub("", draw.choice(TEXTS))
    if draw.random() < 0.5:
        one.text = words
    else:
        one.tail = (one.tail or "") + words


_CHANGES: tuple[Change, ...] = (_lose, _double, _move, _graft, _graft, _rename, _wrap, _unwrap, _set, _set, _drop, _say, _say)
