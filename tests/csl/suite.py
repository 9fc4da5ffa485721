"""The CSL processor-tests run through our own road: CSL-JSON → canonical JATS → resolved JATS → text.

`python -m tests.csl.suite FOLDER [NAME…]` prints what fails and how many pass.
"""

import copy
import html
import json
import os
import re
import sys
import tempfile
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.article import Article, Settings
from pipeline.diagnostics import Refused, Report
from pipeline.importers import csljson, cslnote
from pipeline.markup import build
from pipeline.resolve import resolve
from pipeline.schema.language import scripts
from pipeline.tree import LANG, text_of

SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "csl-tests"
VARIABLE = "CSL_TEST_SUITE"
SECTION = re.compile(r">>=+ ?([A-Z-]+) ?=+>*\s*\n(.*?)\n?<<=+ ?\1 ?=+<", re.S)
SUPERSCRIPTS = re.compile("[ªºʰ-ʸᴬ-ᵡᶛ-ᶿ]")
HIDDEN = -1  # the number of a citation that is there for its place alone
LABELS = {"sub verbo": "sub-verbo"}
TAGS = {
    "italic": "<i>",
    "bold": "<b>",
    "sup": "<sup>",
    "sub": "<sub>",
    "sc": '<span style="font-variant:small-caps;">',
    "underline": '<span style="text-decoration:underline;">',
    "roman": '<span style="font-style:normal;">',
}


def folder():
    """Where the suite is, if anywhere."""
    named = os.environ.get(VARIABLE)
    place = Path(named) if named else SHARED
    return place if place.is_dir() else None


@dataclass
class Case:
    """One test: a style, items, citations, and the text that comes of them."""

    name: str
    sections: dict = field(repr=False)

    @classmethod
    def read(cls, path):
        text = path.read_text("utf-8-sig").replace("\r\n", "\n").replace("\ufeff", "")
        return cls(path.stem, dict(SECTION.findall(text)))

    @property
    def mode(self):
        return self.sections["MODE"].strip()

    @property
    def expected(self):
        return self.sections["RESULT"].strip()

    @property
    def note(self):
        return bool(re.search(r"""<style[^>]*class=["']note""", self.sections["CSL"]))

    @property
    def locale(self):
        found = re.search(r'default-locale="([\w-]+)', self.sections["CSL"])
        return found[1] if found else "en-US"

    @cached_property
    def items(self):
        found = [cslnote.taken_out(item) for item in json.loads(self.sections["INPUT"])]
        for n, item in enumerate(found):
            item.setdefault("id", f"item-without-id-{n}")
            if "Latn" not in scripts(self.locale):
                item.setdefault("language", self.locale)  # a case knows no other words than those of its locale
        wanted = json.loads(self.sections["BIBENTRIES"])[-1] if "BIBENTRIES" in self.sections else None
        return [item for item in found if wanted is None or item["id"] in wanted]

    @cached_property
    def clusters(self):
        """The citations as (note number, cites), in the order in which they stand at the end."""
        if "CITATIONS" in self.sections:
            return self._edited()
        if "CITATION-ITEMS" in self.sections:
            wanted = json.loads(self.sections["CITATION-ITEMS"])
            return [(number, cites) for cites in wanted for number, cites in [*_placed(cites), (0, cites)]]
        return []

    def _edited(self):
        known, order = {}, []
        for citation, before, after in json.loads(self.sections["CITATIONS"]):
            name = citation.get("citationID", f"citation-{len(known)}")
            number = citation.get("properties", {}).get("noteIndex", 0)
            known[name] = [number, citation["citationItems"]]
            order = [*before, [name, number], *after]
        for name, number in order:
            known[name][0] = number
        return [tuple(known[name]) for name, _ in order]


def _placed(cites):
    """The citations, not to be shown, after which one stands at the position that is asked for: seen before, or just before."""
    position, id_ = cites[0].get("position", 0), cites[0]["id"]
    if not position:
        return []
    return [(HIDDEN, [{"id": id_}] * (2 if position == 1 else 1))]  # one that cites twice is no ground for an ibid


def article(case):
    """The canonical article of a case."""
    root = csljson.article(case.items, Report(Path(case.name)))
    ids = {}
    for item, ref in zip(case.items, root.iter("ref"), strict=True):
        ids.setdefault(str(item["id"]), ref.get("id"))
    root.set(LANG, case.locale)
    if case.mode == "citation" and not case.clusters:  # all are cited, in the order of the bibliography
        case.clusters = [(0, [{"id": id_} for id_ in in_order(case, root, ids)])]
    _cite(root, case, ids)
    return root


def _cite(root, case, ids):
    """Put the citations of a case into its article: in paragraphs, or in notes, each in a paragraph of its own."""
    body, notes = root.find("body"), build("fn-group")
    for n, (number, cites) in enumerate(case.clusters):
        number = number if number > 0 else len(notes) + 1 if case.note else 0
        while number and len(notes) < number:
            name = f"note-{len(notes) + 1}"
            notes.append(build("fn", {"id": name}))
            body.append(build("p", None, [build("xref", {"ref-type": "fn", "rid": name})]))
        (notes[number - 1] if number else body).append(build("p", None, [_cluster(cites, ids, f"cite-{n}")]))
    if len(notes):
        root.find("back").insert(0, notes)


def in_order(case, root, ids):
    """The ids of the items in the order of the bibliography."""
    names = {ref: item for item, ref in ids.items()}
    return [names[ref.get("id")] for ref in resolved(case, copy.deepcopy(root)).iter("ref") if ref.get("id") in names]


def _cluster(cites, ids, name):
    parts = []
    for cite in cites:
        if prefix := cite.get("prefix"):
            parts.append(_part("prefix", prefix))
        mode = "suppress-author" if cite.get("suppress-author") else "author-in-text" if cite.get("author-only") else None
        parts.append(build("xref", {"ref-type": "bibr", "rid": ids[str(cite["id"])], "specific-use": mode}))
        if locator := cite.get("locator"):
            label = cite.get("label") or "page"
            parts.append(_part("locator", str(locator), LABELS.get(label, label)))
        if suffix := cite.get("suffix"):
            parts.append(_part("suffix", suffix))
    return build("named-content", {"content-type": "citation", "id": name}, parts)


def _part(kind, words, use=None):
    words = re.sub(r'"([^"]*)"', "“\\1”", words)  # in CSL-JSON they are quotation marks
    return build("named-content", {"content-type": kind, "specific-use": use}, csljson.csltext.parts(words))


def resolved(case, root, report=None):
    """An article resolved in the style of a case."""
    with tempfile.TemporaryDirectory() as temporary:
        style = Path(temporary) / "style.csl"
        style.write_text(case.sections["CSL"].strip(), "utf-8")
        made = Article(Path(f"{case.name}.json"), root, Settings(style=str(style)))
        return resolve(made, report or Report(made.path)).root


def run(case):
    """The text that our road makes of a case."""
    report = Report(Path(case.name))
    root = resolved(case, article(case), report)
    return _bibliography(root, report) if case.mode.startswith("bibliography") else "\n".join(_citations(root, case))


def _citations(root, case):
    found = {one.get("id"): one for one in root.iterfind(".//named-content[@content-type='citation']")}
    return [html_of(found[f"cite-{n}"]).strip() for n, (number, _) in enumerate(case.clusters) if number != HIDDEN]


def _bibliography(root, report):
    unprinted = {match[1] for found in report if (match := re.match("the style prints nothing for ([^;]+)", found.message))}
    entries = []
    for ref in root.iter("ref"):
        label, entry = text_of(ref.find("label")), html_of(ref.find(".//mixed-citation")).strip()
        if ref.get("id") in unprinted:  # we set it in another style; the suite leaves it out
            entry = ""
            if not label:
                continue
        if label:
            entry = f'\n    <div class="csl-left-margin">{label}</div><div class="csl-right-inline">{entry}</div>\n  '
        entries.append(f'  <div class="csl-entry">{entry}</div>')
    return '<div class="csl-bib-body">\n' + "\n".join(entries) + "\n</div>"


def html_of(element):
    """The content of an element of the resolved article in the mark-up of the suite."""
    text = _escaped(element.text)
    for child in element:
        opening = TAGS.get(str(child.tag), "")
        closing = "</" + opening[1:].split(" ")[0].rstrip(">") + ">" if opening else ""
        text += opening + html_of(child) + closing + _escaped(child.tail)
    return text


def _escaped(text):
    return (text or "").replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")


def plain(text):
    """The words of a result: without tags, marks of what is new, and differences of white space and of how letters are raised."""
    text = re.sub(r"^(>>|\.\.)\[\d+\] ", "", text.strip(), flags=re.M)
    text = re.sub(r"(</?div)", r" \1", text)
    text = SUPERSCRIPTS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), html.unescape(re.sub(r"<[^>]*>", "", text)))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def exact(text):
    """A result in one way of writing it."""
    text = re.sub(r"^(>>|\.\.)\[\d+\] ", "", text.strip(), flags=re.M)
    return re.sub(r">\s+<", "><", text)


def verdict(case):
    """How the case ends: exact, text, wrong, or crash; and what was printed."""
    try:
        printed = run(case)
    except (Refused, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError) as fault:
        return "crash", f"{type(fault).__name__}: {fault}"
    if exact(printed) == exact(case.expected):
        return "exact", printed
    same = " ".join(plain(printed).split()) == " ".join(plain(case.expected).split())
    return ("text" if same else "wrong"), printed


def main(place, names):
    counts = {}
    for path in sorted(Path(place).glob("*.txt")):
        if names and not any(name in path.stem for name in names):
            continue
        case = Case.read(path)
        ended, printed = verdict(case)
        counts[ended] = counts.get(ended, 0) + 1
        if ended in ("wrong", "crash") or names:
            print(f"== {case.name}: {ended}\n-- expected\n{case.expected}\n-- printed\n{printed}")
    total = sum(counts.values())
    print(counts, f"exact {counts.get('exact', 0) / total:.1%}, text {1 - (counts.get('wrong', 0) + counts.get('crash', 0)) / total:.1%}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
