"""What follows from a style is found once."""

from collections import Counter

from tests.pdf.articles import article, noted, printed


def test_sizes_are_resolved_once_a_style_and_room(tmp_path, monkeypatch):
    from weasyprint.layout import percent

    usual, asked = percent.resolve_one_percentage, Counter()

    def resolve(box, name, refer_to):
        asked[name] += 1
        usual(box, name, refer_to)

    monkeypatch.setattr(percent, "resolve_one_percentage", resolve)
    printed(article(tmp_path, *noted(9)))
    assert 10 < asked["margin_left"] < 400  # without it some thousand


def test_lines_are_filled_once(tmp_path, monkeypatch):
    from weasyprint.layout import inline, preferred
    from weasyprint.text import line_break

    usual, asked = line_break.split_first_line, Counter()

    def split(text, style, context, room, *others, **named):
        asked[text, id(style), room, others, *sorted(named.items())] += 1
        return usual(text, style, context, room, *others, **named)

    for module in (line_break, inline, preferred):
        monkeypatch.setattr(module, "split_first_line", split)
    cells = "<td>Шёлк с юга</td><td>Шерсть</td>"  # of Latin letters none would be asked for
    printed(article(tmp_path, f"<table-wrap><table><tbody><tr>{cells}</tr></tbody></table></table-wrap>"))
    assert len(asked) > 5
    assert set(asked.values()) == {1}


def test_no_note_is_none_of_those_that_wait():
    from weasyprint.layout import LayoutContext

    from pipeline.exporters.pdf.known import known

    with known():
        context = LayoutContext(None, print, None, None, None)
    context.footnotes.append("a note")
    assert "a note" in context.footnotes
    assert None not in context.footnotes
    assert "a note" in context.footnotes.copy()
    context.footnotes.copy().append(None)
    assert context.footnotes == ["a note"]
