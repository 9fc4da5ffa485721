"""Source: reads the bytes of a source and parses them as XML, safely: nothing is fetched, nothing is expanded but named characters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from lxml import etree

from pipeline.diagnostics import Refused, Report, visible
from pipeline.entities import as_words, expand

LIMIT = 64 * 1024 * 1024  # bytes; the largest article of a big repository has a tenth of this
LIBRARIES: Final = (".bib", ".json", ".ris")
_ENCODING: Final = re.compile(r"""^(<\?xml[^>]*?)\s+encoding=["'][^"']*["']""")
_PREFIXES: Final = {
    b"ali": b"http://www.niso.org/schemas/ali/1.0/",
    b"mml": b"http://www.w3.org/1998/Math/MathML",
    b"xlink": b"http://www.w3.org/1999/xlink",
    b"xsi": b"http://www.w3.org/2001/XMLSchema-instance",
}
_ROOT: Final = re.compile(rb"(?s)(?:[^<]|<!--.*?-->|<\?.*?\?>|<![^>\[]*(?:\[.*?\]\s*)?>)*<[\w.-]+(?=[\s>])")
_LIMITS: Final = re.compile("XML_PARSE_HUGE")  # what libxml2 says of depth and length
_UNDECLARED: Final = re.compile(r"Entity '([\w.-]+)' not defined")
_UNBOUND: Final = re.compile(r"Namespace prefix (\w+) ")
_NUMBERS: Final = re.compile(r"(?:[^&<%]|&#\w+;|&(?:lt|gt|amp|quot|apos);)*")


def source_bytes(path: Path, report: Report) -> bytes:
    """The bytes of a source; raises Refused for what cannot be read, is empty or over the limit, or has a name that no output can have."""
    if visible(path.name) != path.name:
        report("source-readable", "its name has characters that cannot be printed; rename it")
        raise Refused
    try:
        data = path.read_bytes() if path.stat().st_size <= LIMIT else None
    except OSError as fault:
        report("source-readable", (fault.strerror or str(fault)).lower())
        raise Refused from fault
    if data and data.strip():
        return data
    report("source-readable", f"it is over the limit of {LIMIT // 1024 // 1024} MB" if data is None else "it is empty")
    raise Refused


def libraries(source: Path) -> list[Path]:
    """The files of references beside an article, under its name."""
    return [path for suffix in LIBRARIES if (path := source.with_suffix(suffix)) != source and path.is_file()]


def source_text(data: bytes, report: Report) -> str:
    """The text of a source that should be UTF-8; what is not is read as Windows-1252, and told."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        report("import-repaired", "it is not UTF-8; it is read as Windows-1252", data[: fault.start].count(b"\n") + 1)
        return data.decode("cp1252", "replace")


def parsed(data: bytes, report: Report, *, instructions: bool = False) -> etree._Element:
    """The root of an XML source, without comments and, unless asked for, processing instructions; raises Refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=not instructions)
    expanded = expand(_ascii_compatible(data))
    if len(expanded) > LIMIT:
        report("limits-kept", f"with its entities written out it is over {LIMIT // 1024 // 1024} MB")
        raise Refused
    try:
        text, root = _tree(_declared(expanded, report), parser, report)
        if names := _publishers_own(root, parser, report):
            root = etree.fromstring(as_words(text, names), parser)
    except etree.XMLSyntaxError as fault:
        said, _, hint = (str(fault.msg).rpartition(", line ")[0] or str(fault)).partition(", ")
        code = "limits-kept" if _LIMITS.search(said + hint) else "source-well-formed"
        report(code, said if code == "limits-kept" or not hint else f"{said}, {hint}", fault.lineno or 0)
        raise Refused from fault
    if not _own_elements(root, report) and not _unknown_entities(root, parser, report):
        return root
    raise Refused


def _declared(data: bytes, report: Report) -> bytes:
    """A source in which the prefixes that every JATS article means alike are declared, also where it forgets to."""
    missing = [prefix for prefix in _PREFIXES if b"%s:" % prefix in data and not re.search(rb"xmlns:%s\s*=" % prefix, data)]
    used = [prefix for prefix in missing if re.search(rb"<%s:[\w-]|<[^<>]*\s%s:[\w-]+\s*=" % (prefix, prefix), data)]
    return _rooted(data, used, report)


def _tree(data: bytes, parser: etree.XMLParser, report: Report) -> tuple[bytes, etree._Element]:
    """A source and its root; where some elements declare such a prefix, and others forget to, the root does."""
    try:
        return data, etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        found = _UNBOUND.match(str(fault.msg))
        prefix = found[1].encode() if found else b""
        root = _ROOT.match(data) if prefix in _PREFIXES else None
        if root is None or b"xmlns:%s" % prefix in data[root.end() : data.find(b">", root.end())]:
            raise
    return _tree(_rooted(data, [prefix], report), parser, report)


def _rooted(data: bytes, used: list[bytes], report: Report) -> bytes:
    """A source whose root declares prefixes."""
    root = _ROOT.match(data) if used else None
    if root is None:
        return data
    names = ", ".join(prefix.decode() for prefix in used)
    report("import-repaired", f"it declares no namespace for {names}; the usual one is meant", root[0].count(b"\n") + 1)
    said = b"".join(b' xmlns:%s="%s"' % (prefix, _PREFIXES[prefix]) for prefix in used)
    return data[: root.end()] + said + data[root.end() :]


def _ascii_compatible(data: bytes) -> bytes:
    """UTF-16 as UTF-8, so that names of entities can be found in it."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return data
    return _ENCODING.sub(r"\1", text, count=1).encode()


def _publishers_own(root: etree._Element, parser: etree.XMLParser, report: Report) -> set[str]:
    """The entities that only the publisher's DTD can explain, if the source names one: what they mean cannot be known."""
    doctype: Any = root.getroottree().docinfo
    found = {name: entry.line for entry in reversed(list(parser.error_log)) for name in _UNDECLARED.findall(entry.message)}
    if not doctype.system_url and not doctype.public_id:
        return set()
    for name, line in found.items():
        report("import-lossless", f"only the DTD that it names knows the character &{name};, which stays by its name", line)
    return set(found)


def _own_elements(root: etree._Element, report: Report) -> bool:
    """Whether the source's document type declares elements, or entities that are more than a few words or a file of another kind."""
    doctype: Any = root.getroottree().docinfo.internalDTD
    found = [*doctype.iterelements(), *(one for one in doctype.iterentities() if _grave(one))] if doctype is not None else []
    for declared in found[:1]:
        report("source-well-formed", f'its document type declares "{declared.name}" itself', 1)
    return bool(found)


def _grave(entity: Any) -> bool:  # noqa: ANN401  lxml has no type for it
    """Whether an entity is made of other entities or of mark-up."""
    return (
        entity.system_url is None
        and any(mark in (entity.orig or entity.content or "") for mark in "&<%")
        and not _NUMBERS.fullmatch(entity.orig or "")
    )


def _unknown_entities(root: etree._Element, parser: etree.XMLParser, report: Report) -> bool:
    """Whether there are entities that only the DTD could explain; libxml2 drops them from attributes with no more than a warning."""
    log = [(entry.line, entry.message) for entry in parser.error_log if entry.type_name == "WAR_UNDECLARED_ENTITY"]
    left = next(root.iter(etree.Entity), None)
    if left is not None and not log:
        log = [(left.sourceline or 0, f"Entity '{(left.text or '').strip('&;')}' is another file")]
    for line, message in log:
        report("source-well-formed", f"{message}; write the character itself", line)
    return bool(log)
