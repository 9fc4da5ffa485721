"""Explain: what the profile's grammar has against an article, one sentence each.

libxml2 decides whether there is anything; its messages name the outermost element that fails, so the sentences are found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

from lxml import etree

from pipeline.article import Article
from pipeline.schema import grammar, models, validator
from pipeline.schema.models import NOTHING, TEXT
from pipeline.tree import XLINK, XML, name


class Problem(NamedTuple):
    """One thing that the grammar has against a tree."""

    element: etree._Element  # where: the element, or the child before a text
    said: str
    kind: str = ""  # attribute | value | needs | child | text | incomplete | data
    name: str = ""  # of the attribute or child
    state: models.Language = NOTHING  # what may follow there
    parent: etree._Element | None = None  # of a child or text: the element that does not allow it


Known: TypeAlias = "dict[tuple[etree._Element, etree._Element], list[Problem]]"

_FORMS = {
    "NCName": r"[^\W\d][\w.\-·]*",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
}
_TELLABLE = 8  # names that one sentence can hold


def profile_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """The article follows the grammar of the canonical profile."""
    valid = validator()
    if valid.validate(article.root):
        return
    found = problems(article.root)
    yield from [(problem.element, problem.said) for problem in found] or [(article.root, valid.error_log[0].message)]


def head_fits(root: etree._Element) -> bool:
    """Whether the grammar has nothing against the name and the attributes of a root: of publishers' articles few are like that."""
    return name(root) == models.name_of(_start()) and not any(_attributes(_start(), root))


@cache
def _start() -> etree._Element:
    return next(models.own(next(grammar().iter("{*}start")), "element"))


def problems(root: etree._Element) -> list[Problem]:
    """Everything that the grammar has against a tree."""
    start = _start()
    if name(root) != models.name_of(start):
        return [Problem(root, f"<{name(root)}> is not <{models.name_of(start)}>")]
    return _element(start, root, {})


def _element(pattern: etree._Element, element: etree._Element, known: Known) -> list[Problem]:
    """What a pattern has against an element and all in it; remembered, since several patterns may be tried on one element."""
    key = (pattern, element)
    if key not in known:
        known[key] = [*_attributes(pattern, element), *_content(pattern, element, known)]
    return known[key]


def _attributes(pattern: etree._Element, element: etree._Element) -> Iterator[Problem]:
    allowed = attributes(pattern)
    for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
        if key not in allowed:
            yield Problem(element, f"<{name(element)}> has no attribute {_short(key)}", "attribute", key)
        elif not any(_fits(attribute, value) for attribute in allowed[key]):
            said = f'{_short(key)}="{value}" is not allowed in <{name(element)}>{_choices(allowed[key])}'
            yield Problem(element, said, "value", key)
    for key in sorted(_required(pattern) - set(element.attrib)):
        yield Problem(element, f"<{name(element)}> needs the attribute {_short(key)}", "needs", key)


def _content(pattern: etree._Element, element: etree._Element, known: Known) -> Iterator[Problem]:
    """What a pattern has against the children of an element: each is taken if it may stand there, else named and passed over."""
    state, complete = _language(pattern), True
    for where, child in _children(element):
        following = models.after(state, child)
        if following == NOTHING:
            yield Problem(where, _not_allowed(state, child, element, pattern), "text" if child == TEXT else "child", child, state, element)
            complete = False  # what that sentence says is enough
            continue
        state = following
        if child != TEXT:
            yield from min((_element(candidate, where, known) for candidate in _candidates(pattern, child)), key=_misfit)
    if complete and not models.may_end(state):
        yield Problem(element, f"<{name(element)}> is not complete: {_expected(state)} is missing", "incomplete", "", state, element)
    yield from _data(pattern, element)


def _misfit(found: list[Problem]) -> tuple[bool, int]:
    """How far a pattern is from what was meant: an attribute's value tells more than all the content."""
    return any(problem.kind == "value" for problem in found[:1]), len(found)


@cache
def _own(pattern: etree._Element, *kinds: str) -> tuple[etree._Element, ...]:
    return tuple(models.own(pattern, *kinds))


@cache
def _candidates(pattern: etree._Element, child: str) -> tuple[etree._Element, ...]:
    """The patterns of children of this name."""
    return tuple(one for one in _own(pattern, "element") if models.name_of(one) == child)


@cache
def attributes(pattern: etree._Element) -> Mapping[str, list[etree._Element]]:
    """The attributes that an element pattern allows, by name in Clark notation."""
    allowed: dict[str, list[etree._Element]] = {}
    for attribute in _own(pattern, "attribute"):
        allowed.setdefault(models.name_of(attribute), []).append(attribute)
    return allowed


@cache
def _required(pattern: etree._Element) -> frozenset[str]:
    return models.required(pattern)


@cache
def _language(pattern: etree._Element) -> models.Language:
    return models.content(pattern)


def _children(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The children and texts of an element; white space alone is no text."""
    if (element.text or "").strip(" \t\r\n"):
        yield element, TEXT
    for child in element:
        yield child, name(child)
        if (child.tail or "").strip(" \t\r\n"):
            yield child, TEXT


def _data(pattern: etree._Element, element: etree._Element) -> Iterator[Problem]:
    """Whether the text of an element that holds a value (a month) is one."""
    value = (element.text or "") if not len(element) else ""
    rules = _own(pattern, "data", "value")
    if rules and not any(_fits_one(rule, value) for rule in rules):
        yield Problem(element, f'"{value.strip()}" is not allowed in <{name(element)}>', "data")


def _not_allowed(state: models.Language, child: str, element: etree._Element, pattern: etree._Element) -> str:
    said = "text" if child == TEXT else f"<{child}>"
    if child not in models.names(_language(pattern)):
        return f"{said} is not allowed in <{name(element)}>"
    return f"{said} is not allowed in <{name(element)}> here{f'; {hint} is' if (hint := _expected(state)) else ''}"


def _expected(state: models.Language) -> str:
    """What may come next, if that can be told in a few words."""
    found = sorted(child for child in models.names(state) if models.after(state, child) != NOTHING)
    return " or ".join("text" if child == TEXT else f"<{child}>" for child in found) if len(found) <= _TELLABLE else ""


def _choices(attributes: list[etree._Element]) -> str:
    """The values that an attribute may have, if they are few."""
    values = sorted({str(value.text) for attribute in attributes for value in models.own(attribute, "value")})
    return f"; it is {' or '.join(values)}" if 0 < len(values) <= _TELLABLE else ""


def _short(key: str) -> str:
    """An attribute's name as it is written."""
    return key.replace(f"{{{XML}}}", "xml:").replace(f"{{{XLINK}}}", "xlink:")


def _fits(attribute: etree._Element, value: str) -> bool:
    """Whether an attribute pattern allows a value."""
    rules = _own(attribute, "data", "value", "list")
    lists = [rule for rule in rules if models.kind(rule) == "list"]
    if lists:
        return bool(value.split()) and all(_fits(lists[0], part) for part in value.split())
    return not rules or any(_fits_one(rule, value) for rule in rules)


def _fits_one(rule: etree._Element, value: str) -> bool:
    token = " ".join(value.split())
    if models.kind(rule) == "value":
        return token == rule.text
    parameters = {str(p.get("name")): str(p.text) for p in rule}
    if "pattern" in parameters:
        return bool(re.fullmatch(parameters["pattern"], value))
    form = _FORMS.get(rule.get("type") or "")
    return not form or bool(
        re.fullmatch(form, token) and ("maxInclusive" not in parameters or int(token) <= int(parameters["maxInclusive"]))
    )
