"""Wiki: what a page of wikitext has, read as text."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from bench.fidelity.seen import Link, Seen
from bench.fidelity.text import key

_MARKUP = re.compile(
    r"'{2,5}|<!--.*?-->|</?(?:span|div|br|small|big|sub|sup|s|u|code|p|blockquote|section|center|nowiki|cite|ref|i|b|li|ul|ol)\b[^<>]*>",
    re.DOTALL,
)
_LINK = re.compile(r"\[\[#([^\]|]*)\|((?:[^\[\]]|\[\[[^\]]*\]\]|\[[^\[\]]*\])*?)\]\]")
_FILE = re.compile(r"\[\[(?:File|Image):[^\[\]|]*\|(?:thumb|frame)", re.IGNORECASE)
_BOX = re.compile(r'<div class="figure"[^<>]*>(.*?)</div>', re.DOTALL)  # a figure whose picture is lost has its caption alone
_ID = re.compile(r"\bid=\"([^\"]+)\"")
_HEADING = re.compile(r"^=+[ \t]*(.*?)[ \t]*=+[ \t]*$", re.MULTILINE)
_NOTE = re.compile(r"<ref\b[^<>/]*>(.*?)</ref>|<li id=[^<>]*>(.*?)</li>", re.DOTALL)
_TABLE = re.compile(r"^[ :*#]*\{\|.*?^[ :*#]*\|\}|<table\b.*?</table>", re.MULTILINE | re.DOTALL)
_NEAR = 4000  # characters round a goal


def wikitext(path: Path) -> Seen:
    """A wiki page."""
    raw = path.read_text("utf-8")
    text = unescape(raw)
    after = {found[1]: text[found.end() : found.end() + _NEAR] for found in _ID.finditer(text)}
    goals = {name: (key(_plain(_line(words))), key(_plain(words))) for name, words in after.items()}
    seen = Seen(words=key(_plain(text)), formulas=len(re.findall(r"<math\b", text)))
    seen.headings = [key(_plain(found[1])) for found in _HEADING.finditer(text)]
    seen.notes = [key(_plain(one or two)) for one, two in _NOTE.findall(text)]
    links = [(unescape(goal).strip(), key(_plain(unescape(words)))) for goal, words in _LINK.findall(raw)]  # brackets in words are named
    seen.links = [Link(words, *goals.get(goal, ("", ""))) for goal, words in links]
    seen.entries = [line for line, _ in goals.values()]
    _tables(text, seen)
    seen.figures = [key(_plain(found[1])) for found in _BOX.finditer(text) if not _FILE.search(found[1])]
    for found in _FILE.finditer(text):
        seen.figures.append(
            key(_plain(_balanced(text, found.start()))) + key(_plain(text[found.start() : found.start() + 20000].partition("\n\n")[0]))
        )
    return seen


def _line(text: str) -> str:
    """The first line with words."""
    return next((line for line in text.partition(">")[2].split("\n") if len(key(_plain(line))) > 2), "")


def _plain(text: str) -> str:
    text = _MARKUP.sub("", text)
    text = re.sub(r"\[\[[^\[\]|]*\|([^\[\]]*)\]\]", r"\1", text)
    return re.sub(r"\[(?:(?:https?|ftp)://|mailto:)\S+ ([^\]]*)\]", r"\1", text)


def _balanced(text: str, start: int) -> str:
    depth, place = 0, start
    for found in re.finditer(r"\[\[|\]\]", text[start : start + 60000]):
        depth += 1 if found[0] == "[[" else -1
        place = start + found.end()
        if not depth:
            break
    return text[start:place]


def _tables(text: str, seen: Seen) -> None:
    for found in _TABLE.finditer(text):
        before = text[max(0, found.start() - 3000) : found.start()].rsplit("\n\n", 1)[-1]
        after = text[found.end() : found.end() + 3000].split("\n\n", 1)[0]
        cells = list(_cells(found[0]))
        seen.tables.append(key(_plain(before + _caption(found[0]) + "\n" + "\n".join(words for _, words in cells) + after)))
        for attributes, words in cells:
            across, down = ((re.search(rf"{name}=\"?(\d+)", attributes) or ["", "1"])[1] for name in ("colspan", "rowspan"))
            seen.cell(key(_plain(words)), across, down)


def _caption(table: str) -> str:
    found = re.search(r"^\|\+(.*?)(?=^\||^!)|<caption\b[^>]*>(.*?)</caption>", table, re.MULTILINE | re.DOTALL)
    return (found[1] or found[2] or "") if found else ""


def _cells(table: str) -> list[tuple[str, str]]:
    """The cells of a table: their attributes and their words."""
    if table.startswith("<table"):
        return re.findall(r"<t[dh]\b([^>]*)>(.*?)</t[dh]>", table, re.DOTALL)
    cells = [_cell(one) for one in re.split(r"^[|!](?![-+}])|\|\||!!", table, flags=re.MULTILINE)[1:]]
    return [(attributes, re.split(r"^\|[-}+]", words, maxsplit=1, flags=re.MULTILINE)[0]) for attributes, words in cells]


def _cell(text: str) -> tuple[str, str]:
    found = re.match(r"((?:\s*[\w-]+=\"[^\"]*\")+)\s*\|(?!\|)(.*)", text, re.DOTALL)
    return (found[1], found[2]) if found else ("", text)
