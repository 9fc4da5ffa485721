"""BibTeX out: what is written is read back as the same references."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.exporters.bibtex import export
from pipeline.exporters.bibtex.latex import latex, names
from pipeline.importers import bibtex, csljson
from pipeline.markup import build
from pipeline.resolve import csl
from pipeline.resolve.engine import engine
from pipeline.resolve.inlines import Held
from pipeline.tree import fold

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "corpus" / "bibliographies"
SAMPLE = r"""@article{watson:1953,
 author={Watson, James D. and {Royal Society, and others} and van der Berg, Ann and {de Oliveira}, Ana and King, Jr., Martin},
 title={Structure of {DNA} in \emph{Homo sapiens} at 50\% \& for $E=mc^2$ \_ {\#}1}, journaltitle={J. of X_y}, volume=171,
 number=4356, eid={e1}, pages={737--738}, date={1953-04}, doi={10.1038/171737a0}, issn={0028-0836}, langid={british}}
@incollection{b, author={family=Gogh, given=Vincent, prefix=van, useprefix=true}, editor={Ed, Itor and others},
 title={A history of the United States}, booktitle={Whole}, publisher={{Smith and Jones} and Other}, location={Berlin and Paris},
 date={1998/1999}, isbn={9780306406157}, chapter={3}, series={Lecture Notes}, number={5}}
@online{c, title={A -- B --- ``C''}, url={https://example.org/a_b%20c~d?x=1&y=\#z}, urldate={2020-01-02}, date={1985-21}, note={Seen: once}}
@thesis{d, author={Mononym}, title={T}, institution={U}, type={Bachelor's {{Thesis}}}, date={-0043}, pubstate={forthcoming}}
@misc{e, title={Only}, year={in press}, eprint={123}, eprinttype={hal}}
"""


def items(root):
    return [csl.item(ref[0], str(ref.get("id")), Held()) for ref in root.iter("ref")]


def written(article):
    report = Report(article.path)
    (made,) = export(article, report)
    return made.data.decode("utf-8"), list(report)


def read(text, tmp_path):
    path = tmp_path / "some.bib"
    path.write_text(text, "utf-8")
    report = Report(path)
    return bibtex.read(path, report), [one for one in report if one.code != "import-simplified"]


def test_what_is_read_written_and_read_is_the_same(tmp_path):
    first, told = read(SAMPLE, tmp_path)
    text, lost = written(first)
    second, told_again = read(text, tmp_path)
    assert (told, lost, told_again) == ([], [], [])
    assert items(second.root) == items(first.root)
    assert [etree.tostring(ref) for ref in second.root.iter("ref")] == [etree.tostring(ref) for ref in first.root.iter("ref")]


def test_keys_are_kept(tmp_path):
    assert "@article{watson:1953,\n" in written(read(SAMPLE, tmp_path)[0])[0]


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), max_size=12), min_size=1, max_size=4))
def test_any_text_comes_back(words):
    text = fold(" ".join(words))
    assert plain(returned(text)) == plain(text)


@settings(max_examples=60)
@given(st.text("\\{}$&%#_^~`'\"<>|-?!@,=/ abA\u00a0é", max_size=25))
def test_text_of_active_characters_comes_back(text):
    assert plain(returned(fold(text))) == plain(fold(text))


def returned(text):
    """A text that has been written in LaTeX and read again by pandoc."""
    entry = f"@misc{{k, note = {{{latex(csl.literal(text), Held())}}}}}"
    (item,) = engine.reference(entry, 10)
    return item.get("note", "")


def plain(text):
    """Text with raised and lowered letters as common ones: pandoc reads ¹ and º as raised 1 and o."""
    return unicodedata.normalize("NFKC", re.sub("</?su[bp]>", "", text))


@settings(max_examples=40)
@given(st.text("aAbB ,{}and-'é", min_size=1, max_size=16), st.text("ABC ,", max_size=8))
def test_names_come_back(family, given_names):
    family, given_names = fold(family).strip("-"), fold(given_names)
    if not family or not given_names:
        return
    name = {"family": family, "given": given_names}
    entry = f"@misc{{k, author = {{{names([name, {'literal': 'A and B, C'}], Held())}}}}}"
    (item,) = engine.reference(entry, 10)
    assert [whole(one) for one in item["author"]] == [family.replace(" ", ""), "AandB,C"]


def whole(name):
    """The family name with what pandoc takes for a particle of it (al-, 't)."""
    return "".join(name.get(part, "") for part in ("dropping-particle", "non-dropping-particle", "family", "literal")).replace(" ", "")


def test_what_has_no_field_is_told():
    root = csljson.article(
        [{"id": "a", "type": "speech", "title": "T", "performer": [{"family": "P", "given": "Q"}]}], Report(Path("a.json"))
    )
    text, told = written(Article(Path("a.json"), root))
    assert text == "@misc{a,\n  title = {T},\n}\n"
    assert [one.message for one in told] == ["BibTeX has no field for performer, type of the reference a"]


def test_prose_goes_as_a_title_and_is_told():
    ref = build("ref", {"id": "a"}, [build("mixed-citation", None, ["Somebody, Something. 1999."])])
    text, told = written(Article(Path("a.xml"), build("article", None, [build("back", None, [build("ref-list", None, [ref])])])))
    assert (text, [one.code for one in told]) == ("@misc{a,\n  title = {Somebody, {Something}. 1999.},\n}\n", ["format-holds"])


def test_messy_files_of_others_come_back():
    files = sorted(path for path in SHARED.glob("*/*") if path.suffix in (".bib", ".bibtex", ".biblatex"))
    if not files:
        pytest.skip("no messy bibliographies here: 141 files are not written")
    odd = {}
    for path in files[::6]:
        report = Report(path)
        first = bibtex.items(path.read_text("utf-8"), report)
        article = Article(path, csljson.article(first, report))
        second = bibtex.items(written(article)[0], Report(path))
        again = csljson.article(second, Report(path))
        pairs = list(zip(items(article.root), items(again), strict=True))
        odd |= {
            (path.name, key): (one.get(key), other.get(key))
            for one, other in pairs
            for key in ("title", "author", "issued", "DOI", "volume", "page", "type", "ISBN")
            if fold(str(one.get(key))) != fold(str(other.get(key)))
        }
    assert odd == {}
