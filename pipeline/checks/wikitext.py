"""Wikitext read back: the facts of a page, whether its citations are printed (the profile `resolved`) or templates (`wikipedia`)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from pipeline.checks.align import cut, numbered
from pipeline.checks.facts import NOTHING, Citation, Entry, Facts, Knows, Label, Place, Run, Unreadable, label_of, squeezed

_TOKEN = re.compile(
    r"""(?P<gone><!--.*?-->|\[\[File:[^\[\]|]*(?:\|link=)?(?:\|alt=[^\[\]|]*)?\]\]|<span\ role="img">[^<]*</span>
        |<(?:math|chem)\b[^<>]*>.*?</(?:math|chem)>|<code\ class="math">.*?</code>|<nowiki\s*/?>|</nowiki>|'{2,5})
      | (?P<item><li\b[^<>]*>) | (?P<end></li\s*>) | (?P<tag></?[a-zA-Z][^<>]*>)
      | \[\[\#(?P<key>[^\]|\[]+)\|(?P<words>(?:(?!\]\]).)*)\]\] | \[\[[^\]|\[]*\||\]\]
      | \[(?:(?:[a-z]+:)?//|(?:mailto|news|tel|urn|geo):)[^ \]]+\ (?P<outer>) | \]""",
    re.S | re.X,
)
_ID = re.compile(r"""\bid\s*=\s*["']([^"']+)["']""")
_REF = re.compile(
    r"""<ref\b(?P<attributes>[^<>]*?)(?P<empty>/)?>(?(empty)|(?P<source>.*?)</ref>) | \{\{rp\|(?:1=)?(?P<locator>[^{}]*)\}\}
      | \{\{efn\|name="(?P<note>[^"]*)"\|1= | \{\{sfnp?\|(?P<short>[^{}]*)\}\}""",
    re.S | re.X | re.I,
)
_NAME = re.compile(r"""\bname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/>]+))""", re.I)
_DATE = re.compile(r"\|\s*(?:date|year|orig-date|access-date)\s*=([^|}]*)")
_LISTED = re.compile(r"""^\*\ ?<span\ id="(?P<key>[^"]+)"></span>(?P<source>.*)$""", re.M)
_NO_LABELS = "MediaWiki numbers its citations: how they are printed is not compared, nor the words of the references"
_NO_KEYS = "its citations have no names: which references they are to cannot be known"
_NO_CITATIONS = "it has no citations in a form that is known here"


def wikitext(data: bytes, guide: Facts) -> Facts:
    """The facts of a page, its citations cut as those of the guide are."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Unreadable(f"it is not UTF-8: {fault}") from fault
    names = {_anchor(key): key for key in (*guide.by_key, *(one.part for one in guide.citations))}
    if "<ref" in text or _LISTED.search(text) or re.search(r"\{\{(?:sfn|reflist|cite |citation\b)", text, re.I):
        return _templates(text, guide, names)
    runs = list(_runs(text, names))
    found = cut(runs, guide, Knows(calls=True))
    notes = {one.part for one in guide.citations if one.part}
    calls = (Citation((run.key,), label_of([(run.text, "")]), None, run.place) for run in runs if run.key in notes)
    found = replace(found, calls=tuple(calls))
    if not found.citations and not found.entries and "<li id=" not in text and (guide.citations or _said(runs, guide)):
        return Facts((), (), NOTHING, (_NO_CITATIONS,))
    return found


def _said(runs: list[Run], guide: Facts) -> bool:
    """Whether the words of a reference stand in a page (the latter half of them: it may label them otherwise), or there are none."""
    words = squeezed("".join(run.text for run in runs))
    return not guide.entries or any(one.text[len(one.text) // 2 :] in words for one in guide.entries)


def _anchor(key: str) -> str:
    """A key as the name of an anchor: MediaWiki folds underscores, and no name is a mere number."""
    return re.sub("_+", "_", key).rstrip("_") or key


def _runs(text: str, names: Mapping[str, str]) -> Iterator[Run]:
    """The words of a page without its mark-up, each run with the link and the list item that it stands in."""
    items: list[str] = []
    line, last = 1, 0
    for token in _TOKEN.finditer(text):
        part = next(filter(None, items), "")
        yield Run(html.unescape(text[last : token.start()]), "", part, Place(line))
        line += text.count("\n", last, token.start())
        last = token.end()
        if token["key"] is not None:
            yield Run(_plain(token["words"]), _named(token["key"], names), part, Place(line), token.start() + 1)
        elif token["item"]:
            found = _ID.search(token["item"])
            items.append(_named(found[1], names) if found else "")
        elif token["end"] and items:
            items.pop()
        line += token[0].count("\n")
    yield Run(html.unescape(text[last:]), "", "", Place(line))


def _plain(words: str) -> str:
    return html.unescape(_TOKEN.sub("", words))


def _named(name: str, names: Mapping[str, str]) -> str:
    key = unquote(html.unescape(name))
    return names.get(_anchor(key), key)


def _templates(text: str, guide: Facts, names: Mapping[str, str]) -> Facts:
    """The facts of a page whose references are `<ref>` and templates: their names, order and locators."""
    text = re.sub("<!--.*?-->|<nowiki>.*?</nowiki>", lambda gone: "\n" * gone[0].count("\n"), text, flags=re.S)
    found: list[Citation] = []
    entries: dict[str, Entry] = {}
    nameless = False
    for token in _REF.finditer(text):
        place = Place(text.count("\n", 0, token.start()) + 1)
        if token["locator"] is not None and found:
            found[-1] = replace(found[-1], locators=(*(found[-1].locators or ()), squeezed(html.unescape(token["locator"]))))
        elif token["attributes"] is not None:
            key = _ref_key(token["attributes"], names)
            nameless = nameless or not key
            if key:
                found.append(Citation((key,), Label(""), (), place))
            if key and token["source"]:
                entries.setdefault(key, Entry(key, "", 0, _years(token["source"]), token["source"], place))
        elif token["short"]:
            nameless = True
    for listed in _LISTED.finditer(text):
        key, place = _named(listed["key"], names), Place(text.count("\n", 0, listed.start()) + 1)
        entries.setdefault(key, Entry(key, "", 0, _years(listed["source"]), listed["source"], place))
    if nameless and not found:
        return Facts((), (), NOTHING, (_NO_KEYS,))
    return Facts(tuple(numbered(found, guide)), tuple(entries.values()), Knows(labels=False, entries=False, words=False), (_NO_LABELS,))


def _years(source: str) -> tuple[str, ...]:
    return tuple(re.findall(r"(?<!\d)\d{4}(?!\d)", " ".join(_DATE.findall(source))))


def _ref_key(attributes: str, names: Mapping[str, str]) -> str:
    found = _NAME.search(attributes)
    name = next(filter(None, found.groups()), "") if found else ""
    key = _named(name, names)
    return key if key in names.values() or not key.startswith("ref-") else key.removeprefix("ref-")
