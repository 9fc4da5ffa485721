"""Notes at the foot of pages: each on the page of its call, wherever that stands; a line that has no room goes to the next page."""

import random
from copy import deepcopy
from importlib import import_module

import pytest

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.exporters.pdf import press, proof
from tests.pdf.articles import WORDS, article, call, note, printed

TEXT = (WORDS * 5).split()
CITING = '<named-content content-type="citation" rid="r1"><xref ref-type="bibr" rid="r1">[1]</xref></named-content>'
REFERENCE = '<ref id="r1"><label>1</label><mixed-citation>Silk, 1911.</mixed-citation></ref>'


@pytest.mark.parametrize("seed", [1, 5])  # in these a second line stands where it would fit without the notes of others
def test_no_note_leaves_its_page_for_a_line_after_it(seed, tmp_path, monkeypatch):
    astray, real, dice = [], proof.astray, random.Random(seed)
    monkeypatch.setattr(proof, "astray", lambda laid: astray.append(real(laid)) or astray[-1])
    body = "".join(f"<p>Silk{call(n)} {' '.join(TEXT[: dice.randint(20, 90)])}</p>" for n in range(1, 60))
    notes = "".join(note(n, f"<p>{WORDS * (n % 2)} Of it.</p>") for n in range(1, 60))
    printed(article(tmp_path, body, f"<fn-group>{notes}</fn-group>"))
    assert astray == [set()]


def _layouts(monkeypatch):
    """The layouts that are made from now on."""
    made, real = [], press.laid_out
    monkeypatch.setattr(press, "laid_out", lambda *given: made.append(real(*given)) or made[-1])
    return made


def _found(laid, kind):
    """On which page each call or marker stands, by the number of its note."""
    boxes = ((n, box) for n, page in enumerate(laid.pages) for box in page._page_box.descendants())
    return [
        (int(box.element.get("id")[2:]), n) for n, box in boxes if box.element_tag == f"span::footnote-{kind}" and not hasattr(box, "text")
    ]


def _set(made, columns):
    return Article(made.path, made.root, settings=Settings(paper="a5", columns=columns))


def _places():
    """Calls 1 to 7: in captions, in a head and a cell of a table that goes on, in a box, in a list, two at one place."""
    rows = "".join(f"<tr><td>Town {n}{call(4) if n == 40 else ''}</td><td>{n}</td></tr>" for n in range(60))
    table = (
        f'<table-wrap id="t1"><label>Table 1</label><caption><title>Towns{call(2)}</title></caption>'
        f"<table><thead><tr><th>Town{call(3)}</th><th>People</th></tr></thead><tbody>{rows}</tbody></table></table-wrap>"
    )
    figure = f'<fig id="f1"><label>Figure 1</label><caption><title>Silk{call(1)}</title></caption><graphic xlink:href="silk.png"/></fig>'
    box = f'<boxed-text id="b1"><caption><title>A box</title></caption><p>Boxed{call(5)}</p></boxed-text>'
    listed = f"<list><list-item><p>Entry{call(6)}{call(7)}</p></list-item></list>"
    text = f"<p>{WORDS * 9}</p>"
    return figure + text + text + table + text + box + listed, "".join(note(n, "<p>Of it.</p>") for n in range(1, 8))


@pytest.mark.parametrize("columns", [1, 2])
def test_wherever_a_call_stands_its_note_is_at_the_foot_of_the_same_page(columns, tmp_path, monkeypatch):
    made, (body, notes) = _layouts(monkeypatch), _places()
    printed(_set(article(tmp_path, body, f"<fn-group>{notes}</fn-group>"), columns))
    calls, found = _found(made[-1], "call"), _found(made[-1], "marker")
    assert sorted(n for n, _ in found) == list(range(1, 8))
    assert set(calls) == set(found)
    assert len(made) == 1


def test_the_lines_of_a_note_are_not_those_of_its_source(tmp_path, monkeypatch):
    made, words = _layouts(monkeypatch), "<p>Of\n   silk. \n and <italic>wool\n</italic> it.</p>"
    printed(article(tmp_path, f"<p>Silk{call(1)}</p>", f"<fn-group>{note(1, words)}</fn-group>"))
    boxes = [box for page in made[-1].pages for box in page._page_box.descendants() if hasattr(box, "text")]
    assert "Of silk. and wool it." in "".join(box.text for box in boxes)
    assert len({box.position_y for box in boxes if box.text.strip() in ("Of silk. and", "it.")}) == 1


@pytest.mark.parametrize(("title", "stays"), [("Of silk", False), (f"Of silk {CITING}", True)])
def test_of_a_heading_without_notes_below_it_only_what_cites_stays(title, stays, tmp_path, monkeypatch):
    made, report = _layouts(monkeypatch), Report(tmp_path)
    back = f"<fn-group><title>{title}</title>{note(1, '<p>Of it.</p>')}</fn-group><ref-list>{REFERENCE}</ref-list>"
    printed(article(tmp_path, f"<p>Silk{call(1)}</p>", back), report)
    words = [box.text for page in made[-1].pages for box in page._page_box.descendants() if hasattr(box, "text")]
    assert any("Of silk" in text for text in words) is stays
    assert any("without their heading Of silk" in one.message for one in report) is not stays


def test_a_head_that_goes_on_does_not_call_its_note_again(tmp_path, monkeypatch):
    made, (body, notes) = _layouts(monkeypatch), _places()
    printed(_set(article(tmp_path, body, f"<fn-group>{notes}</fn-group>"), 1))
    heads = [box for page in made[-1].pages for box in page._page_box.descendants() if box.element_tag == "thead"]
    assert len(heads) > 1
    assert [n for n, _ in _found(made[-1], "call")].count(3) == 1


def test_a_table_that_waits_for_the_next_page_takes_the_note_of_its_head_with_it(tmp_path, monkeypatch):
    made = _layouts(monkeypatch)
    lines = "".join(f"<list-item><p>Line {n}</p></list-item>" for n in range(26))
    rows = "".join(f"<tr><td>Town {n}{call(3) if n == 1 else ''}</td></tr>" for n in range(30))
    head = f"<caption><title>Towns{call(1)}</title></caption><table><thead><tr><th>Town{call(2)}</th></tr></thead>"
    table = f'<table-wrap id="t1">{head}<tbody>{rows}</tbody></table></table-wrap>'
    notes = "".join(note(n, "<p>Of it.</p>") for n in (1, 2, 3))
    printed(_set(article(tmp_path, f"<list>{lines}</list>{table}<p>{WORDS * 20}</p>", f"<fn-group>{notes}</fn-group>"), 1))
    assert _found(made[0], "call") == _found(made[0], "marker") == [(1, 1), (2, 1), (3, 1)]


@pytest.mark.parametrize("seed", [1, 2])
def test_columns_end_above_the_notes_that_they_call(seed, tmp_path, monkeypatch):
    made, dice = _layouts(monkeypatch), random.Random(seed)
    body = "".join(f"<p>Silk{call(n)} {' '.join(TEXT[: dice.randint(5, 90)])}</p>" for n in range(1, 40))
    notes = "".join(note(n, f"<p>{WORDS * (n % 3)} Of it.</p>") for n in range(1, 40))
    printed(_set(article(tmp_path, body, f"<fn-group>{notes}</fn-group>"), 2))
    assert len(made) == 1
    assert _found(made[0], "call") == _found(made[0], "marker")
    assert _ends(made[0]) <= 0


def _ends(laid):
    """How far columns reach into the notes below them, at most."""
    pages = [list(page._page_box.descendants()) for page in laid.pages]
    columns = [max((box.position_y + box.height for box in boxes if getattr(box, "is_column", False)), default=0) for boxes in pages]
    areas = [min((box.position_y for box in boxes if type(box).__name__ == "FootnoteAreaBox"), default=9999) for boxes in pages]
    return max(column - area for column, area in zip(columns, areas, strict=True))


def test_notes_are_measured_once_for_all_heights_that_columns_try(tmp_path, monkeypatch):
    from weasyprint.layout import LayoutContext

    usual, measured = LayoutContext._update_footnote_area, []

    def measure(context):
        area = context.current_footnote_area
        measured.append((id(getattr(area, "area", area).style), *map(id, context.current_page_footnotes)))  # left and right pages differ
        return usual(context)

    monkeypatch.setattr(LayoutContext, "_update_footnote_area", measure)
    body = "".join(f"<p>{WORDS * 3}Silk{call(n)} was {WORDS * 2}</p>" for n in range(1, 8))
    notes = "".join(note(n, f"<p>{WORDS * 6}</p>") for n in range(1, 8))
    printed(_set(article(tmp_path, body, f"<fn-group>{notes}</fn-group>"), 2))
    notes_of = [key for key in measured if len(key) > 1]
    assert len(notes_of) == len(set(notes_of)) > 7


@pytest.mark.parametrize("seed", [2, 5])  # in these a page had three lines, since all notes that it would have called had no room
def test_long_notes_leave_no_pages_empty_in_columns(seed, tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("pipeline.exporters.pdf.paper"), "_WHOLE", 2500)
    dice = random.Random(seed)
    laid, made = _layouts(monkeypatch), _long_notes(tmp_path, dice)
    for columns in (1, 2):
        printed(Article(made.path, deepcopy(made.root), settings=Settings(columns=columns)))
    one, two = (len(pages.pages) for pages in laid)
    assert 5 < two <= one + 1
    assert not proof.astray(proof.listed(laid[1]))
    assert all(_letters(page) > 500 for page in laid[1].pages[:-1])


def _long_notes(folder, dice):
    def words(letters):
        return (WORDS * 30)[: dice.randint(letters // 2, letters)]

    body = "".join(f"<p>{words(1500)} Silk{call(n)} {words(900)}</p>" for n in range(1, 15))
    return article(folder, body, "<fn-group>" + "".join(note(n, f"<p>{words(2000)}</p>") for n in range(1, 15)) + "</fn-group>")


def _letters(page):
    return sum(len(getattr(box, "text", "")) for box in page._page_box.descendants())
