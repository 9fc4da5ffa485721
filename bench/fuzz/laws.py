"""Laws: what must be true of every build, whatever its source: a list of what is wrong, each in one line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from lxml import etree

from pipeline.diagnostics import Severity
from pipeline.job import Outcome
from tests.laws import read

ENDS = {".html": "html", ".epub": "epub", ".tei.xml": "tei", ".wiki": "wikitext", ".jats.xml": "jats", ".pdf": "pdf"}
FAULTS = ("build-works", "export-works", "worker-returns", "citations-agree", "output-readable", "limits-kept")
_LINELESS = {  # errors that are about the file as a whole
    "source-readable", "source-known", "style-known", "output-writable", "export-known", "citations-agree", "citation-resolved",
}  # fmt: skip
_ALIVE = re.compile(r"\s*(?:javascript|vbscript|data:text)", re.IGNORECASE)


def broken(outcome: Outcome, own_style: bool) -> list[str]:
    """What is wrong with an outcome and its files; the engine may refuse a style that is not one of the project's own."""
    refused = [f"[{one.code}] {one.message}" for one in outcome.diagnostics if one.code == "citation-resolved" and own_style]
    return [*refused, *_said(outcome), *(f"{path.name}: {one}" for path in outcome.files for one in _file(path))]


def _said(outcome: Outcome) -> Iterator[str]:
    for one in outcome.diagnostics:
        if one.code in FAULTS:
            yield f"[{one.code}] {one.message}"
        elif one.severity == Severity.ERROR and not one.line and one.code not in _LINELESS:
            yield f"[{one.code}] has no line: {one.message}"
    if not outcome.files and outcome.worst != Severity.ERROR:
        yield "nothing is made, and no error says why"


def _file(path: Path) -> Iterator[str]:
    form = next((form for end, form in ENDS.items() if path.name.endswith(end)), None)
    if form is None:
        return
    data = path.read_bytes()
    try:
        if form == "pdf":
            pikepdf.open(io.BytesIO(data)).close()
        for name, tree in _trees(form, data):
            yield from (f"{name}: {one}" for one in _alive(tree) if form in ("html", "epub"))
        if form in ("html", "epub", "tei", "wikitext"):
            whole = read.read(form, data)
            yield from (f"{link} leads nowhere" for link in sorted(whole.links - whole.targets)[:3])
    except (etree.XMLSyntaxError, pikepdf.PdfError, zipfile.BadZipFile, UnicodeDecodeError) as fault:
        yield f"is not well-formed: {fault}"


def _trees(form: str, data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The XML in a file."""
    if form in ("html", "tei", "jats"):
        yield form, etree.fromstring(data)
    elif form == "epub":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for name in book.namelist():
                if name.endswith((".xhtml", ".opf", ".ncx", ".svg")):
                    yield name, etree.fromstring(book.read(name))


def _alive(tree: etree._Element) -> Iterator[str]:
    """What a browser would run."""
    for element in tree.iter("{*}*"):
        local = etree.QName(element).localname
        if local in ("script", "iframe", "object", "embed", "foreignObject"):
            yield f"<{local}>"
        for key, value in element.attrib.items():
            if etree.QName(key).localname.lower().startswith("on") or (str(key).endswith(("href", "src")) and _ALIVE.match(str(value))):
                yield f"{key}={str(value)[:60]!r}"
