"""BibTeX and BibLaTeX: reads the entries of a .bib file into an article that is a list of references.

What fields mean, and their LaTeX, is pandoc's to say; it is asked for one entry at a time, so that a bad one loses no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.importers import csljson
from pipeline.importers.bibentries import MONTHS, Entry, Field, entries
from pipeline.importers.bibwords import left_out, plain
from pipeline.resolve import dates
from pipeline.resolve.engine import EngineFault, engine
from pipeline.schema.dates import is_edtf
from pipeline.source import source_bytes, source_text

Item = dict[str, Any]

_SECONDS: Final = 10  # for one entry; it takes some thousandths
_PARENTS: Final = ("crossref", "xdata")
_MATH: Final = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)+)\$", re.S)
_HELD: Final = 0xF0000  # characters of private use that stand for formulas on the way through pandoc
_TITLES: Final = (
    "title",
    "subtitle",
    "titleaddon",
    "booktitle",
    "booksubtitle",
    "maintitle",
    "series",
    "issuetitle",
    "shorttitle",
    "eventtitle",
)
_CONTAINERS: Final = ("journal", "journaltitle")
_SLANTED: Final = re.compile(r"\\(emph|textit|mkbibemph)\{((?:[^{}]|\{[^{}]*\})*)\}")
_PAGES: Final = re.compile(r"[\w.:]+(\s*[-–]+\s*[\w.:]+)?")
_SPACES: Final = re.compile(r"\\(?:\\|[;:]|(?:quad|qquad|newline|par)(?![A-Za-z]))")
_COMMAND: Final = re.compile(r"\\[A-Za-z@]+\*?[ \t]*(?=\{)")
# Fields that pandoc does not read, and the variables of CSL that they are
_ALSO: Final = {
    "eid": "number",
    "article-number": "number",
    "issue": "issue",
    "ee": "URL",
    "lccn": "call-number",
    "license": "license",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "description": "note",
    "section": "section",
}
_DATES: Final = {"year": "issued", "date": "issued", "urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}


def read(path: Path, report: Report) -> Article:
    """Read a bibliography; raises Refused for one without an entry."""
    found = items(source_text(source_bytes(path, report), report), report)
    if not found:
        report("source-known", "there is no entry in it that can be read")
        raise Refused
    return Article(path, csljson.article(found, report))


def items(text: str, report: Report, wanted: Callable[[str], bool] = lambda _: True) -> list[Item]:
    """The CSL-JSON items of the entries of a file, of all or of those whose keys are wanted."""
    found = entries(text, report)
    known = {entry.key.lower(): entry for entry in reversed(found)}
    chosen = [entry for entry in found if entry.kind != "xdata" and (wanted(entry.key))]
    return [item for entry in chosen if (item := _item(entry, list(_parents(entry, known, report)), report))]


def _parents(entry: Entry, known: dict[str, Entry], report: Report, seen: tuple[str, ...] = ()) -> Iterator[Entry]:
    """The entries that an entry inherits from, and those that these do."""
    for name in _PARENTS:
        for key in entry.fields[name].value.lower().split(",") if name in entry.fields else ():
            if (parent := known.get(key.strip())) is None:
                report("import-lossless", f"{entry.key}: {name} names {key.strip()}, which is not there", entry.fields[name].line)
            elif parent.key not in (entry.key, *seen):
                yield parent
                yield from _parents(parent, known, report, (*seen, entry.key))


def _item(entry: Entry, parents: list[Entry], report: Report) -> Item | None:
    """The item of an entry; what of its fields did not come into it is told."""
    made, lost = first, missing = _asked(entry, parents)
    for simpler in (_without_commands, _words):
        if made is None or lost:
            again, still = _asked(replace(entry, fields=entry.fields | {name: simpler(entry.fields[name]) for name in missing}), parents)
            made, lost = (again, still) if again is not None and (made is None or len(still) < len(lost)) else (made, lost)
    if made is None:
        report("import-lossless", f"the entry {entry.key} is lost: it cannot be read as LaTeX", entry.line)
        return None
    for name in sorted(missing - lost if first is not None else ()):
        report("import-simplified", f"{entry.key}: {name} has LaTeX that is not known; its words stay", entry.fields[name].line)
    for name in sorted(lost):
        report("import-lossless", f"{entry.key}: {name} has no place here: {plain(entry.fields[name].value)[:80]}", entry.fields[name].line)
    return made


def _without_commands(field: Field) -> Field:
    return replace(field, value=_COMMAND.sub("", field.value))


def _words(field: Field) -> Field:
    return replace(field, value=re.sub(r"([&%#_{}])", r"\\\1", plain(field.value)))


def _asked(entry: Entry, parents: list[Entry]) -> tuple[Item | None, set[str]]:
    """What pandoc makes of an entry, and the fields of which something did not come into it."""
    formulas: list[str] = []
    names = {one.key: f"k{n}" for n, one in enumerate([entry, *parents])}
    text = "\n".join(_written(one, names, formulas) for one in (entry, *parents))
    try:
        answer = next(one for one in engine.reference(text, _SECONDS) if one["id"] == "k0")
    except (EngineFault, StopIteration):
        return None, set(entry.fields)
    made = _finished(_with_formulas(answer, formulas), entry, parents)
    return made, left_out(entry, {variable: value for variable, value in made.items() if variable not in ("id", csljson.LINE)})


def _written(entry: Entry, names: dict[str, str], formulas: list[str]) -> str:
    """An entry as pandoc is asked for it."""
    fields = []
    for name, field in entry.fields.items():
        value = _SPACES.sub(" ", field.value if _balanced(field.value) else re.sub(r"(?<!\\)[{}]", "", field.value))
        if name in _PARENTS:
            value = ",".join(names.get(one.strip(), "") for one in value.split(","))
        elif name == "month" and value.strip()[:3].lower() in MONTHS and value.strip().isalpha():
            value = value.strip()[:3].lower()
        elif name in ("url", "doi"):  # letter by letter, but many programs escape them
            value = re.sub(r"\\([#$%&_~])", r"\1", value)
        elif name in (*_TITLES, *_CONTAINERS):
            value = _MATH.sub(lambda found: _hold(found[1], formulas), value)
            value = value if name in _CONTAINERS else _cased(value)
        fields.append(f"{name} = {{{value}}}" if re.fullmatch(r"[\w-]+", name) else "")
    return f"@{re.sub(r'[^a-z]', '', entry.kind) or 'misc'}{{{names[entry.key]},\n" + ",\n".join(filter(None, fields)) + "\n}\n"


def _balanced(value: str) -> bool:
    depth = 0
    for brace in re.findall(r"\\.|[{}]", value):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


def _hold(formula: str, formulas: list[str]) -> str:
    formulas.append(formula)
    return chr(_HELD + len(formulas) - 1)


def _with_formulas(value: Any, formulas: list[str]) -> Any:  # noqa: ANN401  items hold text, names and dates
    if isinstance(value, dict):
        return {key: _with_formulas(one, formulas) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_formulas(one, formulas) for one in value]
    if not isinstance(value, str):
        return value
    return re.sub("[\U000f0000-\U000ffffd]", lambda found: f'<span class="tex">{formulas[ord(found[0]) - _HELD]}</span>', value)


def _cased(title: str) -> str:
    """A title whose capitals stay if they mean something: pandoc makes small letters of those that a brace does not protect."""
    bare = re.sub(r"\\[A-Za-z]+|\{[^{}]*\}", " ", title)
    words = [word for word in re.findall(r"(?<![\w'’-])[^\W\d_]+", bare)[not title.startswith("{") :] if len(word) > 3]
    if sum(word[0].isupper() for word in words) * 4 <= len(words) * 3:
        return f"{{{title}}}"
    return _SLANTED.sub(r"{\g<0>}", title)


def _finished(made: Item, entry: Entry, parents: list[Entry]) -> Item:
    """The item with its own key, with what pandoc leaves out, and without what it adds."""
    fields: dict[str, Field] = {}
    for one in (*reversed(parents), entry):
        fields |= one.fields
    made |= {"id": entry.key, csljson.LINE: entry.line}
    if "shorttitle" not in fields:
        made.pop("title-short", None)
    for name, variable in _DATES.items():
        if name in fields and is_edtf(value := fields[name].value.strip()) and (date := dates.edtf(value)) and name != "year":
            made[variable] = date  # with what pandoc does not read: seasons, years BC
        elif name in fields and not made.get(variable, {}).get("date-parts"):
            made[variable] = {"literal": plain(fields[name].value)}
    if re.search(r"[\\{}]", made.get("genre", "")):
        made["genre"] = plain(made["genre"])  # pandoc takes it as it is
    if "pages" in fields and not _PAGES.fullmatch(fields["pages"].value):
        made["page"] = plain(fields["pages"].value)
    for name, variable in _ALSO.items():
        if name in entry.fields and variable not in made:
            made[variable] = plain(entry.fields[name].value)
    if "eprint" in fields and plain(fields["eprint"].value) not in str(made.get("URL")):
        made["archive_location"] = plain(fields["eprint"].value)
        made["archive"] = plain(next((fields[name].value for name in ("eprinttype", "archiveprefix") if name in fields), ""))
    return made
