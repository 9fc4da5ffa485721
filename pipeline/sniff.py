"""Sniff: which importer reads a source, by its content; what cannot be a source is refused here."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import cast

from lxml import etree

from pipeline import plugins
from pipeline.diagnostics import Refused, Report
from pipeline.heads import OURS
from pipeline.tree import name

_WRAPPERS = ("pmc-articleset", "OAI-PMH")  # what repositories hand out an article in
_BIT = 2 * 1024  # where most root elements begin
_HEAD = 64 * 1024  # enough for a document type with its entities before the root element


def importer_for(path: Path, data: bytes, report: Report) -> str:
    """The name of the importer that knows the source; raises Refused."""
    if known := knower(path, data[:_HEAD]):
        return known
    root = root_name(data[:_HEAD])
    said = f"its root element is <{root}>" if root else "it is neither XML nor text of a known form"
    report("source-known", f"{said}; importers: {', '.join(plugins.names(plugins.IMPORTERS))}")
    raise Refused


def knower(path: Path, head: bytes) -> str:
    """The name of the importer that knows a file with these first bytes, or nothing."""
    if root_name(head) in ("article", *_WRAPPERS) or _broken_xml(head):
        return "jats"
    names = sorted(plugins.names(plugins.IMPORTERS), key=lambda one: one not in OURS)
    return next((one for one in names if (OURS[one](path, head) if one in OURS else plugins.knows(one, path, head))), "")


def sourcelike(path: Path, head: bytes) -> bool:
    """Whether a file that was come upon is a source; XML of which nothing can be read is one: a damaged article is not passed over."""
    return bool(knower(path, head)) or (path.suffix in (".xml", ".nxml") and not root_name(head))


def root_name(head: bytes) -> str:
    """The local name of the root element of what may be XML, or nothing."""
    parser = etree.XMLPullParser(("start",), resolve_entities=False, no_network=True, load_dtd=False)
    with suppress(etree.XMLSyntaxError):
        for place in range(0, len(head), _BIT):
            parser.feed(head[place : place + _BIT])
            if found := next(parser.read_events(), None):
                return name(cast("etree._Element", found[1]))
    return next((name(cast("etree._Element", event[1])) for event in parser.read_events()), "")


def _broken_xml(head: bytes) -> bool:
    """Whether this means to be XML, though no element of it can be read: the reader of XML says best what is wrong."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<?xml", b"<!DOCTYPE", b"<article")) and not root_name(head)
