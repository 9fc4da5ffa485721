"""Sheet: a page for people on which each citation can be followed through all formats. No script: one file, for any browser."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from lxml import etree

from pipeline.checks import table
from pipeline.checks.audit import Audit, Read
from pipeline.checks.facts import Citation, Entry, Place, squeezed
from pipeline.diagnostics import Diagnostic
from pipeline.markup import Parts, build
from pipeline.styles import folder

Element = etree._Element
T = TypeVar("T", Citation, Entry)


def sheet(articles: Iterable[tuple[str, Sequence[Diagnostic], Audit | None]], beside: Path) -> bytes:
    """The page of a run: of each article its findings and, if it was audited, its citations and references side by side."""
    sections = [_article(n, name, found, audit, beside) for n, (name, found, audit) in enumerate(articles, 1)]
    style = "".join((folder() / f"pages/{name}.css").read_text("utf-8") for name in ("palette", "findings"))
    head = build(
        "head",
        parts=[
            build("meta", {"charset": "utf-8"}),
            build("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            build("title", parts=["Findings"]),
            build("style", parts=[style]),
        ],
    )
    only = build("label", parts=[build("input", {"type": "checkbox", "id": "only"}), " Only differences"])
    main = build("main", parts=[build("h1", parts=["Findings"]), build("p", {"class": "filter"}, [only]), *sections])
    whole = build("html", {"lang": "en"}, [head, build("body", parts=[main])])
    return b"<!DOCTYPE html>\n" + bytes(etree.tostring(whole, method="html", encoding="utf-8")) + b"\n"


def _article(number: int, name: str, found: Sequence[Diagnostic], audit: Audit | None, beside: Path) -> Element:
    head = build("h2", parts=[name])
    lines = [build("li", {"class": one.severity.name.lower()}, [str(one)]) for one in found]
    findings = build("ul", {"class": "findings"}, lines) if lines else build("p", parts=["No finding."])
    parts: Parts = [head, *([_summary(audit)] if audit else []), findings]
    if audit:
        base = f"a{number}"
        parts += [_citations(audit, base, beside), _references(audit, base, beside)]
    return build("section", {"aria-label": name, "id": f"a{number}"}, parts)


def _summary(audit: Audit) -> Element:
    return build("p", {"class": "good" if audit.consistent else "bad"}, [audit.summary])


def _citations(audit: Audit, base: str, beside: Path) -> Element:
    rows = table.citations(audit)
    files = table.columns(audit)
    keys = {row.first.key for row in table.references(audit)}
    body = []
    for n, row in enumerate(rows, 1):
        first = row.first
        named = [_key(key, f"#{base}.{key}" if key in keys else None) for key in first.keys]
        note: Parts = [" ", build("small", parts=[f"in note {first.part}"])] if first.part else []
        head: Parts = [_number(f"{base}.c{n}", str(n)), " ", *_between(named, ", "), *note]
        cells = _cells(audit, files, row, beside, _said)
        body.append(_row(f"{base}.c{n}", row.differs, head, cells))
    return _table(f"Citations ({len(rows)})", "Citation", files, body)


def _references(audit: Audit, base: str, beside: Path) -> Element:
    rows = table.references(audit)
    files = table.columns(audit)
    body = []
    for row in rows:
        key = row.first.key
        cells = _cells(audit, files, row, beside, lambda entry: entry.words)
        body.append(_row(f"{base}.{key}", row.differs, [_number(f"{base}.{key}", key)], cells))
    return _table(f"References ({len(rows)})", "Reference", files, body)


def _table(caption: str, first: str, files: Sequence[Read], rows: Sequence[Element]) -> Element:
    heads = [build("th", {"scope": "col"}, [first]), *(build("th", {"scope": "col"}, [_kind(one.name)]) for one in files)]
    made = build(
        "table",
        parts=[build("caption", parts=[caption]), build("thead", parts=[build("tr", parts=heads)]), build("tbody", parts=rows)],
    )
    return build("div", {"class": "wide", "role": "region", "aria-label": caption, "tabindex": "0"}, [made])


def _row(anchor: str, differs: bool, head: Parts, cells: Sequence[Element]) -> Element:
    mark: Parts = [" ", build("strong", parts=["differs"])] if differs else []
    return build("tr", {"id": anchor, "class": "differs" if differs else "same"}, [build("th", {"scope": "row"}, [*head, *mark]), *cells])


def _cells(audit: Audit, files: Sequence[Read], row: table.Row[T], beside: Path, said: Callable[[T], str]) -> list[Element]:
    """What each file has, and a link to where it has it; what most of them have not is marked."""
    texts = ["" if cell is None else squeezed(said(cell)) for cell in row.cells]
    usual = Counter(texts).most_common(1)[0][0]
    cells = []
    for one, what, text in zip(files, row.cells, texts, strict=True):
        parts: Parts = ["–"]
        if what is not None:
            address = _address(audit.folder / one.name, what.place, beside)
            parts = [build("bdi", parts=[said(what)]), " ", build("a", {"href": address}, [str(what.place) or one.name])]
        cells.append(build("td", {"class": "odd"} if row.differs and text != usual else {}, parts))
    return cells


def _said(one: Citation) -> str:
    return one.label.words or " ".join(one.locators or ())


def _address(path: Path, place: Place, beside: Path) -> str:
    address = quote(Path(os.path.relpath(path, beside)).as_posix())
    anchor = quote(place.anchor) if path.suffix == ".html" else ""
    return f"{address}#page={place.page}" if place.page else f"{address}#{anchor}" if anchor else address


def _number(anchor: str, words: str) -> Element:
    return build("a", {"href": f"#{anchor}"}, [words])


def _key(key: str, address: str | None) -> Element:
    return build("a", {"href": address}, [key]) if address else build("code", parts=[key])


def _between(parts: Sequence[Element], words: str) -> Parts:
    mixed: Parts = []
    for part in parts:
        mixed += [words, part] if mixed else [part]
    return mixed


def _kind(name: str) -> str:
    """The end of a file's name that tells its format."""
    return next((name[-len(end) :] for end in (".jats.xml", ".tei.xml") if name.endswith(end)), Path(name).suffix)
