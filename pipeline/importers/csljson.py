"""CSL-JSON: reads the items of a bibliography, as reference managers export them, into an article that is a list of references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from langcodes import standardize_tag, tag_is_valid
from lxml import etree

from pipeline.addresses import bare_doi
from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.importers import cslnote, csltext
from pipeline.markup import build
from pipeline.resolve import csl, dates, people
from pipeline.resolve.inlines import Held
from pipeline.source import source_bytes, source_text
from pipeline.tree import HREF, LANG, fold

Item = csl.Item

LINE: Final = "\0line"  # where an item has the line that it stands in
_NEXT: Final = re.compile(r"[\s,]*")
_ITEM: Final = re.compile(r"(?:\}\s*,|\n)\s*(?=\{)")
_VARIABLE: Final = re.compile(r"[A-Za-z_-]+")
_PLACE: Final = re.compile(r"([\w-]+)(?:\[@([\w-]+)='([\w-]+)'\])?")
_PAGES: Final = re.compile(r"([^\s,;–-]+)-([^\s,;–-]+)")
# Names that programs write for a variable of CSL 1.0.2
ALIASES: Final = {"event": "event-title", "shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
_TYPES: Final = {kind: publication for publication, (kind, _, _) in csl.TYPES.items()} | csl.KINDS
_NUMBERS: Final = {"journal": "elocation-id", "patent": "patent", "standard": "std"}
_RICH: Final = ("series", "comment", "annotation", "std")  # fields, beside titles, that may have mark-up in them
_DATES: Final = {"issued": "string-date", "accessed": "date-in-citation", "event-date": "conf-date"}


def read(path: Path, report: Report) -> Article:
    """Read a bibliography; raises Refused for what is not a list of items."""
    found = items(source_text(source_bytes(path, report), report), report)
    if not found:
        report("source-known", "CSL-JSON is a list of objects, one a reference")
        raise Refused
    return Article(path, article(found, report))


def items(text: str, report: Report, wanted: Callable[[str], bool] = lambda _: True) -> list[Item]:
    """The items of a file, of all or of those whose keys are wanted; what is none is told, and loses nothing but itself."""
    found: list[Item] = []
    for value, line in _values(text, report):
        if not isinstance(value, dict) or not value:
            report("import-lossless", f"this is no item and is left out: {json.dumps(value, ensure_ascii=False)[:60]}", line)
        elif wanted(str(value.get("id", ""))):
            found.append({**cslnote.taken_out(value), LINE: line})
    return found


def _values(text: str, report: Report) -> Iterator[tuple[Any, int]]:
    """The values in a list, each with its line; behind one that is broken, reading goes on at the next object."""
    decoder, at, last, line = json.JSONDecoder(), text.find("[") + 1, 0, 1
    while start := _NEXT.match(text, at):
        at = start.end()
        line, last = line + text.count("\n", last, at), at
        if text[at : at + 1] in ("]", ""):
            return
        try:
            value, at = decoder.raw_decode(text, at)
            yield value, line
        except (ValueError, RecursionError) as fault:
            after = _ITEM.search(text, at + 1)
            report("import-lossless", f"an item is lost, it is not JSON: {fault}", line)
            at = after.end() if after else len(text)


def article(items: list[Item], report: Report) -> etree._Element:
    """An article whose only content is its references."""
    ids: set[str] = set()
    refs = [reference(one, ids, report) for one in items]
    journal = build("journal-meta", None, [build("journal-id"), build("issn")])
    titles = build("title-group", None, [build("article-title", None, ["References"])])
    front = build("front", None, [journal, build("article-meta", None, [titles])])
    attributes = {"article-type": "other", "dtd-version": "1.3", LANG: "en"}
    return build("article", attributes, [front, build("body"), build("back", None, [build("ref-list", None, refs)])])


def reference(item: Item, ids: set[str], report: Report, name: str = "") -> etree._Element:
    """The reference that an item is, with this name, or with its key made a name that is not among these; the key itself is kept."""
    line = int(item.get(LINE, 0))
    given = {variable: value for variable, value in item.items() if variable != LINE}
    if (item := csltext.cleaned(given)) != given:
        report("import-lossless", f"{item.get('id', '')}: characters that cannot stand in XML become spaces", line)
    key = str(item.get("id", ""))
    name = name or xml_id(key, ids)
    if key and name != key:
        report("import-simplified", f'the key "{key}" is no XML name of its own: its reference is called {name}', line)
        item.setdefault("citation-key", key)
    made = build("ref", {"id": name}, [element_citation(item, report, line)])
    for part in made.iter("{*}*"):
        part.sourceline = line  # type: ignore[assignment]
    return made


def xml_id(key: str, ids: set[str]) -> str:
    """The key as an XML name that no other reference has."""
    base = re.sub(r"[^\w.-]", "-", key, flags=re.A)
    base = base if re.match(r"[A-Za-z_]", base) else f"r{'-' if base and not base[0].isdigit() else ''}{base}"
    name = next(one for n in range(1, len(ids) + 3) if (one := base if n == 1 else f"{base}-{n}") not in ids)
    ids.add(name)
    return name


def element_citation(item: Item, report: Report, line: int = 0) -> etree._Element:
    """The reference in fields; what a field does not hold as it is stands in a `named-content` of its variable."""
    item = _normal(item, report, line)
    publication = _TYPES.get(item["type"], "other")
    made = build("element-citation", {"publication-type": publication})
    if (language := item.get("language")) and tag_is_valid(language):
        made.set(LANG, language)
    for variable, value in item.items():
        made.extend(_elements(variable, value, item, publication))
    if not len(made):
        made.append(build("comment"))
    read_back = csl.item(made, "", Held())
    if read_back["type"] != item["type"]:
        made.set("specific-use", f"csl:{item['type']}")
    for variable, value in item.items():
        if variable not in ("id", "type") and _plain(read_back.get(variable)) != _plain(value):
            _beside(made, variable, value, report, line)
    return made


def _normal(item: Item, report: Report, line: int) -> Item:
    """The item with the names of CSL 1.0.2, with text for numbers, and without what is empty or no bibliographic data."""
    found: Item = {"id": "", "type": str(item.get("type") or "document")}
    for key, value in item.items():
        variable = ALIASES.get(key, key)
        if variable in ("id", "type") or value in (None, "", [], {}) or (variable != key and variable in item):
            continue
        if isinstance(value, str) and variable in (*people.VARIABLES, *csl.DATES):
            value = [{"literal": value}] if variable in people.VARIABLES else {"raw": value}
        if isinstance(value, list) and variable in people.VARIABLES:
            found[variable] = [name for name in value if isinstance(name, dict)]
        elif isinstance(value, dict) and variable in csl.DATES:
            found[variable] = _date(value)
        elif isinstance(value, str | int | float) and _VARIABLE.fullmatch(variable):
            found[variable] = csltext.clean(fold(str(value)))
        else:
            report("import-lossless", f"reference {item.get('id')}: {key} is not bibliographic data that CSL knows", line)
    if "language" in found and tag_is_valid(found["language"]):
        found["language"] = standardize_tag(found["language"])
    if "DOI" in found:
        found["DOI"] = bare_doi(found["DOI"])
    return {variable: value for variable, value in found.items() if value}


def _date(value: dict[str, Any]) -> Item:
    """A date without the forms that only some programs write: raw text, numbers as text, `circa` as a number."""
    raw = str(value.get("raw") or "")
    if raw and not value.get("date-parts"):
        return dates.edtf(raw) or {"literal": csltext.clean(fold(raw))}
    found = {key: value[key] for key in ("date-parts", "season", "literal") if value.get(key)}
    if "date-parts" in found:
        found["date-parts"] = [_seasoned(end) for end in found["date-parts"]]
        if any(isinstance(end, list) and len(end) > 1 for end in found["date-parts"]):
            found.pop("season", None)  # as the hour of a day is written by some programs
    return found | ({"circa": True} if value.get("circa") else {})


def _seasoned(end: Any) -> Any:  # noqa: ANN401
    """An end of a date whose season, which some programs number from 13, is numbered as EDTF has it, from 21."""
    if isinstance(end, list) and len(end) > 1 and str(end[1]) in ("13", "14", "15", "16"):
        return [end[0], int(end[1]) + 8, *end[2:]]
    return end


def _plain(value: Any) -> Any:  # noqa: ANN401  items hold text, names and dates
    """A value with numbers and their digits alike, to compare."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one not in (None, "", False)}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(int(value)) if isinstance(value, str) and re.fullmatch(r"0\d", value) else csltext.unmarked(str(value or ""))


def _elements(variable: str, value: Any, item: Item, publication: str) -> list[etree._Element]:  # noqa: ANN401
    """The JATS of one variable, where JATS has an element for it."""
    if isinstance(value, list):
        return _people(variable, value)
    if isinstance(value, dict):
        return _dated(variable, value)
    if variable in ("title", "container-title"):
        return _title(variable, value, item, publication)
    if variable == "page":
        return _pages(value)
    if variable == "publisher-place":
        return [build("publisher-loc", None, [place]) for place in value.split("; ") if not csltext.marked(value)]
    if variable == "URL":
        return [build("ext-link", {"ext-link-type": "uri", HREF: value}, [value])] if re.match("https?:|ftp:", value) else []
    if variable == "note":
        return [build("comment", None, csltext.parts(value))]
    if variable not in csl.FIELDS:
        return []
    return _field(csl.FIELDS[variable][0] if variable != "number" else _NUMBERS.get(publication, csl.FIELDS["number"][1]), value)


def _field(place: str, value: str) -> list[etree._Element]:
    match = _PLACE.fullmatch(place)
    if not match or (csltext.marked(value) and match[1] not in _RICH):
        return []
    content = csltext.parts(value)
    attributes = {match[2]: match[3]} if match[2] else None
    return [build(match[1], attributes, [build("p", None, content)] if match[1] == "annotation" else content)]


def _title(variable: str, value: str, item: Item, publication: str) -> list[etree._Element]:
    """A title goes where its type has it: that of a part before its container, that of a whole where containers stand else."""
    _, titles, containers = csl.TYPES[publication]
    if variable == "container-title":
        return [build(tag, None, csltext.parts(value)) for tag in containers[:1]]
    part = bool(containers) and ("container-title" in item or len(titles) == 1)
    whole = "source" if "source" in titles and publication not in ("website", "other") else titles[0]
    return [build(titles[0] if part else whole, None, csltext.parts(value))]


def _pages(value: str) -> list[etree._Element]:
    if csltext.marked(value):
        return []
    if (match := _PAGES.fullmatch(value)) and match[1] != match[2]:
        return [build("fpage", None, [match[1]]), build("lpage", None, [match[2]])]
    return [build("fpage" if value.isalnum() else "page-range", None, [value])]


def _people(variable: str, names: list[Item]) -> list[etree._Element]:
    found = [element for element in map(people.to_jats, names) if element is not None]
    kind = {"person-group-type": variable} if variable in people.AS_NAMED else {"person-group-type": "custom", "custom-type": variable}
    return [build("person-group", kind, found)] if found else []


def _dated(variable: str, value: Item) -> list[etree._Element]:
    """A date: its parts as elements, its EDTF value where they do not say all."""
    words, value_in_edtf = str(value.get("literal") or ""), dates.to_edtf(value)
    if not value_in_edtf:
        return _in_words(variable, words, value)
    plain = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value_in_edtf) if "season" not in value else None
    first = re.match(r"(-?\d+)(?:-(\d\d))?(?:-(\d\d))?", value_in_edtf)
    year, month, day = first.groups() if first else ("", "", "")
    if variable in ("accessed", "event-date"):
        attributes = {"iso-8601-date": value_in_edtf, "content-type": "access-date" if variable == "accessed" else None}
        return [build(_DATES[variable], attributes, [value_in_edtf])]
    shown = year if variable != "issued" else f"{1 - int(year)} BC" if int(year) <= 0 else year.lstrip("0")
    found = [build("year", None if plain else {"iso-8601-date": value_in_edtf}, [shown])]
    if month and int(month) < 13:
        found[:0] = [build(tag, None, [part]) for tag, part in (("day", day), ("month", month)) if part]
    if variable == "issued":
        return found[::-1]
    kind = "original" if variable == "original-date" else f"csl:{variable}"
    found[-1].attrib.pop("iso-8601-date", "")
    return [build("date", {"date-type": kind, "iso-8601-date": None if plain else value_in_edtf}, found)]


def _in_words(variable: str, words: str, value: Item) -> list[etree._Element]:
    """A date in words, or of a year with a season that has a name of its own."""
    ends = value.get("date-parts")
    if not words and variable == "issued" and value.get("season") and ends and len(ends) == 1 and len(ends[0]) == 1:
        return [build("year", None, [str(ends[0][0])]), build("season", None, [str(value["season"])])]
    if not words or variable not in _DATES:
        return []
    return [build(_DATES[variable], {"content-type": "access-date" if variable == "accessed" else None}, [words])]


def _beside(made: etree._Element, variable: str, value: Any, report: Report, line: int) -> None:  # noqa: ANN401
    """What no field says as the item does, as a variable of CSL beside the fields."""
    if isinstance(value, str) or (isinstance(value, dict) and value.get("literal")):
        words = value if isinstance(value, str) else str(value["literal"])
        made.append(build("named-content", {"content-type": f"csl:{variable}"}, csltext.parts(words)))
    elif not isinstance(value, list) and not dates.to_edtf(value):
        report("import-lossless", f"a date that is no date is left out: {variable} {json.dumps(value)}", line)
