"""CSL text: the mark-up that text in CSL-JSON may have, as JATS."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from pipeline.markup import Parts, append, build

_TAG: Final = re.compile(r"<(/?)(i|b|sup|sub|sc|span)(\s[^<>]*)?>")
_FORMULA: Final = re.compile(r'<span class="tex">(.*?)</span>', re.S)  # a formula that BibTeX has; CSL-JSON has no mark-up for them
_TAGS: Final = {"i": "italic", "b": "bold", "sup": "sup", "sub": "sub", "sc": "sc"}
_DEEPEST: Final = 20  # tags in each other; further ones are text
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """Text without what cannot stand in XML."""
    return _CONTROL.sub(" ", text)


def cleaned(value: Any) -> Any:  # noqa: ANN401  items hold text, names and dates
    """A value of an item, or an item, whose texts have nothing that cannot stand in XML."""
    if isinstance(value, dict):
        return {clean(str(key)): cleaned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [cleaned(one) for one in value]
    return clean(value) if isinstance(value, str) else value


def marked(text: str) -> bool:
    """Whether a text has mark-up."""
    return any(not isinstance(part, str) for part in parts(text))


def parts(text: str) -> Parts:
    """The text with its mark-up as elements; a tag without its partner is text."""
    root = build("root")
    for number, part in enumerate(_FORMULA.split(text)):
        if number % 2:
            root.append(build("inline-formula", None, [build("tex-math", None, [part])]))
        else:
            _fill(root, part, 0, "", _closed(part))
    return [*([root.text] if root.text else []), *_children(root)]


def unmarked(text: str) -> str:
    """Text with a character in place of each formula: what is compared with what was read back."""
    return re.sub("[\U000f0000-\U000ffffd]", "\U000f0000", _FORMULA.sub("\U000f0000", text))


def _children(root: etree._Element) -> Parts:
    found: Parts = []
    for child in list(root):
        tail, child.tail = child.tail, None
        found += [child, *([tail] if tail else [])]
    return found


def _fill(parent: etree._Element, text: str, start: int, inside: str, closed: frozenset[int]) -> int:
    """Put the text from here on into an element, up to the tag that closes it; the place behind that."""
    deep = sum(1 for _ in parent.iterancestors()) >= _DEEPEST
    while match := _TAG.search(text, start):
        if match[1]:
            append(parent, [text[start : match.start()], *([] if match[2] == inside else [match[0]])])
            start = match.end()
            if match[2] == inside:
                return start
        elif match.end() in closed and not deep:
            append(parent, [text[start : match.start()]])
            made = build(*_named(match[2], match[3] or ""))
            parent.append(made)
            start = _fill(made, text, match.end(), match[2], closed)
        else:
            append(parent, [text[start : match.end()]])
            start = match.end()
    append(parent, [text[start:]])
    return len(text)


def _closed(text: str) -> frozenset[int]:
    """Where the tags end that are closed further on."""
    waiting: dict[str, list[int]] = {}
    found = set()
    for match in _TAG.finditer(text):
        if not match[1]:
            waiting.setdefault(match[2], []).append(match.end())
        elif waiting.get(match[2]):
            found.add(waiting[match[2]].pop())
    return frozenset(found)


def _named(tag: str, attributes: str) -> tuple[str, dict[str, str | None] | None]:
    if tag != "span":
        return _TAGS[tag], None
    if "small-caps" in attributes:
        return "sc", None
    if "underline" in attributes:
        return "underline", None
    return "named-content", {"content-type": "nocase"}
