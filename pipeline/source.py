"""Source: reads the bytes of a source and parses them as XML, safely: nothing is fetched, nothing is expanded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.diagnostics import Refused, Report

LIMIT = 64 * 1024 * 1024  # bytes; the largest article of a big repository has a tenth of this


def source_bytes(path: Path, report: Report) -> bytes:
    """The bytes of a source; raises Refused for one that cannot be read, is empty or is over the limit."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LIMIT else None
    except OSError as fault:
        report("source-readable", (fault.strerror or str(fault)).lower())
        raise Refused from fault
    if data and data.strip():
        return data
    report("source-readable", f"it is over the limit of {LIMIT // 1024 // 1024} MB" if data is None else "it is empty")
    raise Refused


def parsed(data: bytes, report: Report) -> etree._Element:
    """The root of an XML source, without comments and processing instructions; raises Refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        report("source-well-formed", str(fault.msg).rpartition(", line ")[0] or str(fault), fault.lineno or 0)
        raise Refused from fault
    if not _own_entities(root, report) and not _unknown_entities(root, parser, report):
        return root
    raise Refused


def _own_entities(root: etree._Element, report: Report) -> bool:
    """Whether the source's document type declares entities or elements of its own; a plain reference to a DTD is only passed over."""
    doctype: Any = root.getroottree().docinfo.internalDTD
    found = [*doctype.iterentities(), *doctype.iterelements()] if doctype is not None else []
    for declared in found[:1]:
        report("source-well-formed", f'its document type declares "{declared.name}" itself', 1)
    return bool(found)


def _unknown_entities(root: etree._Element, parser: etree.XMLParser, report: Report) -> bool:
    """Whether there are entities that only the DTD could explain; libxml2 drops them from attributes with no more than a warning."""
    log = [(entry.line, entry.message) for entry in parser.error_log if entry.type_name == "WAR_UNDECLARED_ENTITY"]
    for line, message in log:
        report("source-well-formed", f"{message}; write the character itself", line)
    return bool(log) or next(root.iter(etree.Entity), None) is not None
