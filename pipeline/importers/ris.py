"""RIS: reads the records of reference managers and databases into an article that is a list of references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.importers import csljson
from pipeline.source import source_bytes, source_text

Item = dict[str, Any]

_TAG: Final = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{0,2}-(?:[ \t]+(.*)|)$")
_JOURNALS: Final = ("article-journal", "article-magazine", "article-newspaper")
_KINDS: Final = {
    **dict.fromkeys(("JOUR", "JFULL", "EJOUR", "ABST", "INPR"), "article-journal"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "SER", "CTLG"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "chapter"),
    **dict.fromkeys(("CONF", "CPAPER"), "paper-conference"),
    **dict.fromkeys(("ELEC", "WEB", "MULTI"), "webpage"),
    **dict.fromkeys(("RPRT", "GOVDOC", "GRANT"), "report"),
    **dict.fromkeys(("DATA", "AGGR", "DBASE"), "dataset"),
    **dict.fromkeys(("MPCT", "VIDEO", "ADVS"), "motion_picture"),
    **dict.fromkeys(("SOUND", "MUSIC"), "song"),
    **dict.fromkeys(("UNPB", "MANSCPT"), "manuscript"),
    **dict.fromkeys(("ANCIENT", "CLSWK"), "classic"),
    **dict.fromkeys(("STAT", "LEGAL"), "legislation"),
    **dict.fromkeys(("FIGURE", "CHART"), "figure"),
    **{"MGZN": "article-magazine", "NEWS": "article-newspaper", "THES": "thesis", "COMP": "software", "PAT": "patent", "STAND": "standard"},
    **{"DICT": "entry-dictionary", "ENCYC": "entry-encyclopedia", "MAP": "map", "CASE": "legal_case", "BILL": "bill", "HEAR": "hearing"},
    **{"ART": "graphic", "PAMP": "pamphlet", "SLIDE": "speech", "BLOG": "post-weblog", "ICOMM": "personal_communication"},
    **{"GEN": "document"},
}
_PEOPLE: Final = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor", "A4": "translator"}
_DATES: Final = {"PY": "issued", "Y1": "issued", "DA": "issued", "Y2": "accessed"}
# Variable → the tags that say it, the best first; what a further one says is told if it says something else
_TEXTS: Final = {
    "title": ("TI", "T1", "BT", "CT"),
    "container-title": ("T2", "JF", "JO", "BT", "JA", "J2", "J1"),
    "container-title-short": ("JA", "J2", "J1"),
    "collection-title": ("T3",),
    "title-short": ("ST",),
    "translated-title": ("TT",),
    "volume": ("VL",),
    "issue": ("IS", "CP"),
    "number": ("M1", "C7"),
    "edition": ("ET",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "DOI": ("DO",),
    "URL": ("UR", "LK"),
    "abstract": ("AB", "N2"),
    "language": ("LA",),
    "genre": ("M3",),
    "section": ("SE",),
    "call-number": ("CN",),
    "source": ("DB", "DP"),
    "number-of-volumes": ("NV",),
    "PMCID": ("C2",),
}
_SEVERAL: Final = {"KW": "keyword", "N1": "note"}
_HOUSEKEEPING: Final = ("TY", "ER", "ID", "L1", "L2", "L3", "L4", "AD", "RP", "AV", "DS", "RN")  # no reference prints them


@dataclass
class Record:
    """A record: its first line, and its fields as tag, value and line."""

    line: int
    fields: list[tuple[str, str, int]] = field(default_factory=list)

    def all(self, tag: str) -> list[str]:
        """The values of a tag."""
        return [value for name, value, _ in self.fields if name == tag and value]


def read(path: Path, report: Report) -> Article:
    """Read a bibliography; raises Refused for one without a record."""
    found = items(source_text(source_bytes(path, report), report), report)
    if not found:
        report("source-known", "there is no record in it")
        raise Refused
    return Article(path, csljson.article(found, report))


def items(text: str, report: Report, wanted: Callable[[str], bool] = lambda _: True) -> list[Item]:
    """The CSL-JSON items of the records of a file, of all or of those whose keys are wanted."""
    return [_item(record, report) for record in records(text, report) if wanted(next(iter(record.all("ID")), ""))]


def records(text: str, report: Report) -> Iterator[Record]:
    """The records of a file; one that does not begin or end as it should is told."""
    record: Record | None = None
    for number, line in enumerate(text.splitlines(), 1):
        match = _TAG.fullmatch(line.rstrip())
        tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
        if tag == "TY" and record:
            report("import-repaired", "the record before this has no end (ER)", number)
            yield record
            record = None
        if tag == "ER" and record:
            yield record
            record = None
        elif tag and tag != "ER":
            if record is None and tag != "TY":
                report("import-repaired", "a record begins without its type (TY)", number)
            record = record or Record(number)
            record.fields.append((tag, value, number))
        elif value and record and record.fields:
            last = record.fields[-1]
            record.fields[-1] = (last[0], f"{last[1]} {value}".strip(), last[2])
        elif value and not tag:
            report("import-lossless", f"this stands in no record: {value[:80]}", number)
    if record:
        report("import-repaired", "the last record has no end (ER)", record.line)
        yield record


def _item(record: Record, report: Report) -> Item:
    kind = next(iter(record.all("TY")), "GEN")
    if kind not in _KINDS:
        report("import-guess", f"the type {kind} is not known", record.line)
    made: Item = {"id": next(iter(record.all("ID")), ""), csljson.LINE: record.line, "type": _KINDS.get(kind, "document")}
    for tag, value, _ in record.fields:
        if value and tag in _PEOPLE:
            made.setdefault(_PEOPLE[tag], []).append(_name(value))
    used = _texts(record, made) | _dates(record, made) | _numbers(record, made)
    for tag, variable in _SEVERAL.items():
        if values := record.all(tag):
            made[variable] = "; ".join(values)
    for tag, value, line in record.fields:
        known = tag in (*_PEOPLE, *_SEVERAL, *_HOUSEKEEPING) or value in used or not value
        if not known:
            report("import-lossless", f"{made['id']}: {tag} has no place here: {value[:80]}", line)
    return made


def _texts(record: Record, made: Item) -> set[str]:
    """Put the plain variables into an item; the values that are in it."""
    whole = made["type"] == "book"
    for variable, tags in _TEXTS.items():
        values = [value for tag in tags for value in record.all(tag)]
        if values and not (variable == "container-title-short" and values[0] == made.get("container-title")):
            made[variable] = values[0]
    if whole and "container-title" in made:
        made.setdefault("collection-title", made.pop("container-title"))
        if made["collection-title"] == made.get("title"):
            del made["collection-title"]
    if not re.match("PMC", made.get("PMCID", "PMC")):
        del made["PMCID"]
    return {value for value in made.values() if isinstance(value, str)}


def _numbers(record: Record, made: Item) -> set[str]:
    """Put pages and standard numbers into an item; the values that are in it."""
    starts, ends = record.all("SP")[:1], record.all("EP")[:1]
    if starts or ends:
        made["page"] = "-".join(dict.fromkeys(starts + ends)) if not starts or "-" not in starts[0] else starts[0]
    used = {value for value in starts + ends if value in made["page"]}
    for value in record.all("SN"):
        bare = re.sub(r"\s*\(.*?\)", "", value)
        variable = "ISSN" if re.fullmatch(r"\d{4}-?\d{3}[\dXx]", bare) or made["type"] in _JOURNALS else "ISBN"
        made[variable] = ", ".join(filter(None, (made.get(variable), bare)))
        used.add(value)
    return used


def _dates(record: Record, made: Item) -> set[str]:
    """Put the dates into an item, of several the most exact; the values that are in it."""
    used: set[str] = set()
    for tag, variable in _DATES.items():
        for value in record.all(tag):
            date = _date(value)
            old = made.get(variable, {"date-parts": [[]]})
            parts, known = (one.get("date-parts", [[]])[0] for one in (date, old))
            if parts[: len(known)] == known and (parts or variable not in made):
                made[variable] = date if len(parts) > len(known) or not parts else old
                used.add(value)
            elif known[: len(parts)] == parts and parts:
                used.add(value)
    return used


def _date(value: str) -> Item:
    """A date: `year/month/day/words`, or with hyphens; else words."""
    parts = re.fullmatch(r"(\d{4})(?:[/-](\d{0,2}))?(?:[/-](\d{0,2}))?(?:/(.*))?", value)
    if not parts:
        return {"literal": value.strip("/")}
    numbers = [int(parts[1])]
    for part in parts.groups()[1:3]:
        if not part or not int(part):
            break
        numbers.append(int(part))
    return {"date-parts": [numbers], **({"season": parts[4].strip()} if parts[4] and parts[4].strip() and len(numbers) == 1 else {})}


def _name(value: str) -> Item:
    """A name: `family, given, suffix`; one without a comma is that of a group or a single name."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) < 2 or not parts[1]:
        return {"literal": value.strip(" ,")}
    return {"family": parts[0], "given": parts[1], **({"suffix": ", ".join(filter(None, parts[2:]))} if any(parts[2:]) else {})}
