"""RIS: a damaged record loses no other, and what a record says and no item holds is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build import Job, check
from pipeline.diagnostics import Refused, Report, Severity
from pipeline.heads import is_ris
from pipeline.importers import csljson, ris

ARTICLE = """TY  - JOUR
ID  - mueller2001
AU  - Müller, J.
AU  - Smith, John, Jr.
A1  - World Health Organization
TI  - A title that
goes on
T2  - Journal of X
JA  - J X
PY  - 2001///
DA  - 2001/02/03/
SP  - 1
EP  - 5
DO  - 10.1000/abc
SN  - 0028-0836
KW  - one
KW  - two
Y2  - 2020/01/02
L1  - file.pdf
ER  -
"""


def items(text):
    report = Report(Path("some.ris"))
    found = ris.items(text, report)
    for one in found:
        one.pop(csljson.LINE)
    return found, [(one.line, one.code) for one in report]


def item(*lines, kind="JOUR"):
    (found,), told = items("\n".join([f"TY  - {kind}", *lines, "ER  - "]))
    assert told == []
    return found


def test_a_record_is_an_item():
    found, told = items(ARTICLE)
    assert told == []
    assert found == [
        {
            "id": "mueller2001",
            "type": "article-journal",
            "author": [
                {"family": "Müller", "given": "J."},
                {"family": "Smith", "given": "John", "suffix": "Jr."},
                {"literal": "World Health Organization"},
            ],
            "title": "A title that goes on",
            "container-title": "Journal of X",
            "container-title-short": "J X",
            "issued": {"date-parts": [[2001, 2, 3]]},
            "accessed": {"date-parts": [[2020, 1, 2]]},
            "page": "1-5",
            "DOI": "10.1000/abc",
            "ISSN": "0028-0836",
            "keyword": "one; two",
        }
    ]


def test_damaged_records_are_read_and_told():
    found, told = items("words\nTY  - BOOK\nTI  - One\nTY  - BOOK\nTI  - Two\nER  -\n\nTI  - Three\nER  - \nwords\nTY  - BOOK\nTI  - Four")
    assert [one["title"] for one in found] == ["One", "Two", "Three", "Four"]
    assert told == [
        (1, "import-lossless"),
        (4, "import-repaired"),
        (8, "import-repaired"),
        (10, "import-lossless"),
        (11, "import-repaired"),
    ]


def test_what_has_no_place_is_told_at_its_line():
    _, told = items("TY  - JOUR\nTI  - A\nC3  - words\nUR  - http://a.b/\nUR  - http://c.d/\nER  - ")
    assert told == [(3, "import-lossless"), (5, "import-lossless")]


def test_a_type_that_is_not_known_is_told():
    found, told = items("TY  - ODD\nTI  - A\nER  - ")
    assert (found[0]["type"], told) == ("document", [(1, "import-guess")])


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (["PY  - 2001"], {"date-parts": [[2001]]}),
        (["PY  - 2001/05//"], {"date-parts": [[2001, 5]]}),
        (["Y1  - 2001-05-06"], {"date-parts": [[2001, 5, 6]]}),
        (["PY  - 2001///Spring"], {"date-parts": [[2001]], "season": "Spring"}),
        (["DA  - 2001/05/06", "PY  - 2001"], {"date-parts": [[2001, 5, 6]]}),
        (["PY  - in press"], {"literal": "in press"}),
    ],
)
def test_dates(lines, issued):
    assert item(*lines)["issued"] == issued


def test_a_book_is_in_a_series_and_a_chapter_in_a_book():
    assert item("TI  - A", "T2  - B", "SN  - 9780306406157", kind="BOOK") == {
        **{"id": "", "type": "book", "title": "A", "collection-title": "B", "ISBN": "9780306406157"}
    }
    assert item("TI  - A", "T2  - B", kind="CHAP")["container-title"] == "B"


def test_a_bibliography_is_an_article(tmp_path):
    path = tmp_path / "some.ris"
    path.write_text("\ufeff" + ARTICLE + ARTICLE.replace("mueller2001", "other"), "utf-8")
    assert is_ris(path, path.read_bytes())
    assert [one for one in check(Job(path)).diagnostics if one.severity == Severity.ERROR] == []
    assert [ref.get("id") for ref in ris.read(path, Report(path)).root.iter("ref")] == ["mueller2001", "other"]


def test_a_file_without_a_record_is_refused(tmp_path):
    path = tmp_path / "some.ris"
    path.write_text("words", "utf-8")
    with pytest.raises(Refused):
        ris.read(path, Report(path))
