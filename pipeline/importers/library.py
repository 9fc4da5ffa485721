"""Library: a file of references beside an article, under its name, holds those that the article cites by their keys and does not have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.importers import bibtex, csljson, ris
from pipeline.markup import build
from pipeline.source import libraries, source_bytes, source_text

Items: TypeAlias = Callable[[str, Report, Callable[[str], bool]], list[csljson.Item]]
READERS: Final[dict[str, Items]] = {".bib": bibtex.items, ".json": csljson.items, ".ris": ris.items}


def completed(article: Article, report: Report) -> Article:
    """The article with those that it lacks at the end of its last list, in the order in which it first cites them."""
    wanted = [key for key in _cited(article.root) if key not in article.by_id]
    found: dict[str, etree._Element] = {}
    for path in libraries(article.path) if wanted else ():
        found = _read(path, [key for key in wanted if key not in found], report) | found
    if found:
        _list(article.root).extend(found[key] for key in wanted if key in found)
    return replace(article)


def _cited(root: etree._Element) -> list[str]:
    return list(
        dict.fromkeys(key for xref in root.iter("xref") if xref.get("ref-type") == "bibr" for key in (xref.get("rid") or "").split())
    )


def _read(path: Path, wanted: list[str], report: Report) -> dict[str, etree._Element]:
    """The references of a library that have one of these keys, or whose keys are one of these as an XML name, by that."""
    own = Report(path)
    found: dict[str, etree._Element] = {}
    try:
        text = source_text(source_bytes(path, own), own)
        items = READERS[path.suffix](text, own, lambda key: key in wanted or csljson.xml_id(key, set()) in wanted)
    except Refused:
        items = []
    for item in items:
        key = str(item["id"])
        name = key if key in wanted else csljson.xml_id(key, set())
        if name in found:
            own("import-repaired", f"two entries have the key {key}; the first is taken", int(item[csljson.LINE]))
        else:
            found[name] = csljson.reference(item, set(), own, name)
    report.add(own)
    return found


def _list(root: etree._Element) -> etree._Element:
    """The list of references that an article ends with; where it has none, a new one."""
    back = root.find("back")
    if back is None:
        back = build("back")
        after = next((one for one in reversed(root) if one.tag in ("front", "body")), None)
        root.insert(0 if after is None else root.index(after) + 1, back)
    lists = back.findall("ref-list")
    if not lists:
        lists = [build("ref-list")]
        back.append(lists[0])
    return lists[-1]
