"""The JATS importer, case by case: `# Title`, what a publisher writes, `--- canonical`: what it becomes, `--- codes`: what is told.

A fragment is `front`, `body`, `back`, `sub-article` or `floats-group`, or blocks of a body. Nine references, b1 to b9, stand behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.importers.jats import read
from pipeline.schema import coded, validator

PAGES = sorted(Path(__file__).parent.glob("*.txt"))
NAMES = ["Abel", "Baker", "Cole", "Davis", "Evans", "Ford", "Gray", "Hill", "Ito"]
REF = (
    '<ref id="b{n}"><element-citation publication-type="book"><person-group person-group-type="author">'
    "<name><surname>{name}</surname></name></person-group><source>Book {n}</source><year>{year}</year></element-citation></ref>"
)
REFS = "".join(REF.format(n=n, name=name, year=2000 + n) for n, name in enumerate(NAMES, 1))
PARTS = ("front", "body", "back", "floats-group", "sub-article", "response")
SKELETON = (
    '<article xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:ali="http://www.niso.org/schemas/ali/1.0/"'
    ' xmlns:oasis="http://www.niso.org/standards/z39-96/ns/oasis-exchange/table"'
    ' article-type="research-article" dtd-version="1.1" xml:lang="en">{}</article>'
)
FRONT = "<front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>"


@dataclass
class Case:
    """A publisher's fragment, and what is made of it."""

    page: str
    title: str
    source: str
    expected: dict[str, str] = field(default_factory=dict)


def cases():
    for path in PAGES:
        for text in re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = text.partition("\n")
            source, *sections = re.split(r"^--- (\w+)\n", rest, flags=re.MULTILINE)
            yield Case(path.stem, title.strip(), source.strip(), dict(zip(sections[::2], map(str.strip, sections[1::2]), strict=True)))


def publishers_article(source):
    """The fragment in an article, with what the fragment does not say itself."""
    given = {element.tag for element in etree.fromstring(SKELETON.format(source)) if element.tag in PARTS}
    body = source if given else f"<body>{source}</body>"
    back = "" if "back" in given else f"<back><ref-list>{REFS}</ref-list></back>"
    tail = re.search(r"(?s)<(?:floats-group|sub-article|response).*", body)
    head = body[: tail.start()] if tail else body
    return SKELETON.format((FRONT if "front" not in given else "") + head + back + (tail[0] if tail else ""))


def canonical(article, source):
    """The parts that the fragment is about, as XML; the nine references left out."""
    for extra in article.xpath("back/ref-list[ref/@id='b9']"):
        extra.getparent().remove(extra)
    for empty in article.xpath("back[not(*)]"):
        article.remove(empty)
    parts = [part for part in article if part.tag != "front" or source.startswith("<front>")]
    words = "".join(etree.tostring(part, encoding="unicode") for part in parts)
    words = re.sub(r' xmlns:\w+="[^"]*"', "", words)
    return words if "<body" in source or "<front" in source or len(parts) > 1 else re.sub(r"^<body>|</body>$", "", words)


def run(case, tmp_path):
    path = tmp_path / "article.xml"
    path.write_text(publishers_article(case.source), "utf-8")
    report = Report(path)
    article = read(path, report)
    assert validator().validate(article.root), validator().error_log
    errors = Report(path)
    coded.check(Article(path, article.root), errors)
    assert [one for one in errors if one.severity.name == "ERROR"] == []
    return article.root, report


def normal(xml):
    """XML without the white space that stands between elements."""
    return re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", "", xml))


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.page}: {case.title}") for case in cases()])
def test_a_case(case, tmp_path):
    root, report = run(case, tmp_path)
    assert normal(canonical(root, case.source)) == normal(case.expected["canonical"])
    told = {one.code for one in report if one.code.startswith("import-")}
    assert told == set(case.expected.get("codes", "").split())
