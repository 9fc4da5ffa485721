"""Dates: day, month and year as numbers, from whatever a publisher writes."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import listed, new, rename, unwrap
from pipeline.tree import text_of

_MONTHS: Final = listed("jan feb mar apr may jun jul aug sep oct nov dec")
_FOREIGN: Final = {  # first letters of months in other languages of scholarly articles → number
    "ene": 1, "fev": 2, "fév": 2, "abr": 4, "avr": 4, "mai": 5, "mag": 5, "giu": 6, "lug": 7, "ago": 8, "aoû": 8, "set": 9,
    "out": 10, "okt": 10, "oct": 10, "dez": 12, "dic": 12, "déc": 12, "gen": 1, "mär": 3, "janv": 1, "juin": 6, "juil": 7,
}  # fmt: skip
_WHOLE: Final = {  # months in languages in which several of them begin alike, whole
    word: number
    for language in (
        "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "leden únor březen duben květen červen červenec srpen září říjen - prosinec",
        "ledna února března dubna května června července srpna - října - prosince",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "januari februari maret april mei juni juli agustus - oktober - desember",
        "- - maart - - - - augustus - - - -",
    )
    for number, word in enumerate(language.split(), 1)
    if word != "-"
}
_YEAR: Final = re.compile(r"(?<!\d)((?:(?<![^\s(\[])-)?\d{3,4})(?!\d)")  # in "Mar-2021" no minus
_ROMAN: Final = dict(zip(listed("I II III IV V VI VII VIII IX X XI XII"), range(1, 13), strict=True))
_IN_ROMAN: Final = re.compile(rf"(?<!\d)(\d\d?)([-./ ])({'|'.join(reversed(_ROMAN))})\.?\2 ?\d{{4}}(?!\d)")  # "11-III-2020"
_ATTRIBUTES: Final = ("date-type", "iso-8601-date", "publication-format", "calendar")
_ISO: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_BASIC: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|[.ºª°])$")  # "2nd", "1er", "1º"
_MONTH: Final = r"[^\W\d_]{3,}\.?"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th|er|[.ºª°])?"
_ONE_DAY: Final = re.compile(
    rf"(?:{_DAY} (?:de |of )?)?{_MONTH},? (?:de |of )?\d{{4}}|{_MONTH} {_DAY},? \d{{4}}|\d{{4}},? {_MONTH}(?: {_DAY})?"
)
_NOTHING: Final = {"month": "", "day": ""}


def month(words: str) -> str:
    """The number of a month, or nothing."""
    plain = words.strip().strip(".").lower()
    if plain.isdecimal():
        return str(int(plain)) if 1 <= int(plain) <= 12 else ""
    if plain in _WHOLE:
        return str(_WHOLE[plain])
    if plain[:3] in _MONTHS and plain.isalpha():
        return str(_MONTHS.index(plain[:3]) + 1)
    found = next((number for start, number in _FOREIGN.items() if plain.isalpha() and plain.startswith(start)), 0)
    return str(found or "")


def day(words: str) -> str:
    """The number of a day, or nothing."""
    plain = _ORDINAL.sub("", words.strip())
    return str(int(plain)) if plain.isdecimal() and 1 <= int(plain) <= 31 else ""


def year(words: str) -> str:
    """The year in some words, or nothing."""
    found = _YEAR.search(words)
    return found[1] if found else ""


def dated(element: etree._Element, report: Report) -> bool:
    """Bring a date into the parts of the profile; False if it has no year."""
    iso = _BASIC.sub(r"\1-\2-\3", element.get("iso-8601-date") or "")
    element.attrib.update({"iso-8601-date": iso} if iso else {})
    said = {tag: text_of(element.find(f".//{tag}")) for tag in ("day", "month", "season", "year")}
    words = text_of(element)
    if not any(said.values()):
        said |= _in_words(words)
    apart = " ".join(map(str, element.itertext()))  # the first of April 27 is not the year 1427
    parts = {"year": year(said["year"]) or year(apart), "month": month(said["month"]), "day": day(said["day"]), "season": said["season"]}
    if swapped := _swapped(parts, said, iso):
        report("import-repaired", f"day and month stand in each other's places; the date is {iso}", element)
    if (not parts["year"] or swapped) and _ISO.fullmatch(iso):
        parts.update(dict(zip(("year", "month", "day"), [str(int(n)) for n in iso.split("-")], strict=False)))
        said |= {"day": parts["day"], "month": parts["month"]}
    if parts["day"] and not _exists(parts):
        parts["day"] = ""
    if said["month"] and not said["month"].isdecimal() and not parts["month"] and not parts["season"]:
        parts["season"] = said["month"]  # "Jan-Mar"
    if not parts["year"]:
        return False
    parts["season"] = re.sub(rf"(?:^|[\s,.]+){parts['year']}$", "", parts["season"].strip())  # "Winter 2019", or no season
    _tell(element, said, parts, report)
    _write(element, parts)
    return True


def _exists(parts: dict[str, str]) -> bool:
    """Whether the month of a date has its day, in this year if it is said."""
    years, months = int(parts["year"] or 2000), int(parts["month"] or 1)
    return years < 1 or int(parts["day"]) <= monthrange(years, months)[1]


def _swapped(parts: dict[str, str], said: dict[str, str], iso: str) -> bool:
    """Whether day and month stand in each other's places, as the date that an attribute says shows."""
    written = [str(int(number)) for number in iso.split("-")] if _ISO.fullmatch(iso) else []
    return len(written) == 3 and written == [parts["year"], month(said["day"]), day(said["month"])] and parts["day"] != written[2]


def in_numbers(words: str) -> str:
    """The day, month or year that some words say, in EDTF; nothing if they say no year."""
    if found := re.search(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", words):
        return found[0]
    said, whole = _in_words(words), year(words)
    parts = [whole, *([month(said["month"])] if said["month"] else []), *([day(said["day"])] if said["day"] else [])]
    return "-".join(part.zfill(2) for part in parts) if whole else ""


def parted(child: etree._Element) -> bool:
    """A year of a reference that is a whole date ("2015-aug", "Aug 3, 2015") becomes its parts; whether there is a year in it."""
    words, work = text_of(child), child.getparent()
    numbers = in_numbers(words).split("-")
    if len(numbers) > 1 and len(re.findall(r"\d{4}", words)) == 1 and work is not None and work.find("month") is None:
        del child[:]
        child.text = numbers[0]
        for tag, number in reversed(list(zip(("month", "day"), numbers[1:], strict=False))):
            child.addnext(new(tag, child, None, [str(int(number))]))
    return bool(year(words))


def _in_words(words: str) -> dict[str, str]:
    """Day and month in a date that is written out: "5 May 2019", "May 5, 2019", "2019-05-05"."""
    if numbers := re.search(r"(?<!\d)\d{4}([-/.])(\d\d?)\1(\d\d?)(?!\d)", words):
        return {"month": numbers[2], "day": numbers[3]}
    if numbers := _IN_ROMAN.search(words):
        return {"month": str(_ROMAN[numbers[3]]), "day": numbers[1]}
    if numbers := re.search(r"(?<!\d)(\d\d?)\. ?(\d\d?)\. ?\d{4}(?!\d)", words):
        return {"month": numbers[2], "day": numbers[1]}
    if numbers := re.search(r"(?<!\d)(?P<one>\d\d?)/(?P<two>\d\d?)/\d{4}(?!\d)", words):
        first, second = int(numbers["one"]) > 12, int(numbers["two"]) > 12  # no month
        return {"month": numbers["two" if first else "one"], "day": numbers["one" if first else "two"]} if first != second else _NOTHING
    if numbers := re.search(r"\d{4} ?[年년] ?(\d\d?) ?[月월](?: ?(\d\d?) ?[日일])?", words):
        return {"month": numbers[1], "day": numbers[2] or ""}
    found = {word: number for word in re.findall(r"[^\W\d_]{3,}", words) if (number := month(word))}
    days = [number for number in re.findall(r"(?<!\d)\d{1,2}(?!\d)", words) if day(number)]
    return {"month": next(iter(found), ""), "day": days[0] if found and len(days) == 1 else ""}


def _tell(element: etree._Element, said: dict[str, str], parts: dict[str, str], report: Report) -> None:
    if said["day"] and not parts["day"]:
        report("import-repaired", f"{said['day']} is no day of the month", element)
    if said["month"].isdecimal() and not parts["month"]:
        report("import-repaired", f"{said['month']} is no month", element)
    if said["year"] and (words := text_of(element.find(".//string-date"))):
        report("import-simplified", f"a date says its parts, and itself in words, which are left out: {words}", element)
    if not said["year"]:
        report(
            "import-guess", f"a date in words is taken for {'-'.join(filter(None, (parts['year'], parts['month'], parts['day'])))}", element
        )


def _write(element: etree._Element, parts: dict[str, str]) -> None:
    attributes = {key: str(element.get(key)) for key in _ATTRIBUTES if element.get(key)}
    if not _ISO.fullmatch(iso := attributes.get("iso-8601-date", "")) or (iso[8:] and not parts["day"]):
        attributes.pop("iso-8601-date", None)
    tail, line = element.tail, element.sourceline
    element.clear()
    element.tail, element.sourceline = tail, line
    for key, value in attributes.items():
        element.set(key, value)
    season = parts["season"] and not parts["month"]
    for tag in ("season", "year") if season else ("day", "month", "year"):
        if parts[tag] and not (tag == "day" and not parts["month"]):
            element.append(new(tag, element, None, [parts[tag]]))


def visited(child: etree._Element, prose: bool) -> None:
    """The day on which a reference was read: its parts as printed, or in fields the day that its words say."""
    kind = child.get("content-type") or "access-date"
    child.set("content-type", "access-date" if kind in ("access", "acess-date", "accessed", "cited") else kind)
    _of_parts(child)
    parts = [text_of(child.find(tag)) for tag in ("day", "month", "year")]
    words = " ".join(filter(None, parts)) if parts[1] and not parts[1].isdecimal() else "" if len(child) else text_of(child)
    if not prose and not child.get("iso-8601-date") and (day := in_numbers(words)):
        child.set("iso-8601-date", day)


def of_work(child: etree._Element, prose: bool) -> None:
    """A date of a reference: one in prose is its parts, as they are printed; one in fields has a year, and numbers."""
    if child.tag == "string-date":
        _spell(child, prose)
        return
    named = child.find("month")
    if prose and child.find("year") is not None and not child.get("date-type"):
        unwrap(child)
    elif not prose and named is not None and (number := month(text_of(named))):
        named.text = number
        del named[:]
    if child.find("year") is None:
        _of_parts(rename(child, "string-date"))
        _spell(child, prose)


def _spell(child: etree._Element, prose: bool) -> None:
    """A date in words, in fields: the day or the month that they say."""
    parts = list(filter(None, (text_of(child.find(tag)) for tag in ("day", "month", "year"))))
    words = " ".join(parts) if parts else text_of(child)
    if not prose and not child.get("iso-8601-date") and _ONE_DAY.fullmatch(words) and len(said := in_numbers(words)) > len("2019"):
        child.set("iso-8601-date", said)


def _of_parts(date: etree._Element) -> None:
    for inner in list(date):
        if inner.tag not in ("day", "month", "season", "year"):
            unwrap(inner)
