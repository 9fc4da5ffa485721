"""Notes: those that a page has stay on it, whatever line comes after them.

Where a line fits only without notes, WeasyPrint sends notes of earlier lines to the next page, and leaves them there even if that
did not help. A typesetter sends the line. https://drafts.csswg.org/css-gcpm-3/#footnotes wants a note on the page of its call.
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from pipeline.instead import instead


@contextmanager
def staying() -> Iterator[None]:
    """While this holds, only the note that a line itself calls goes on to the next page, with the line."""
    from weasyprint import document
    from weasyprint.layout import LayoutContext, block

    lines = block.iter_line_boxes
    lay_note, send, measure = LayoutContext.layout_footnote, LayoutContext.report_footnote, LayoutContext._update_footnote_area

    def each_line(context: Any, *given: Any) -> Iterator[Any]:
        for line in lines(context, *given):
            context.called = None
            yield line

    def lay_called(context: Any, note: Any) -> Any:
        context.called = note
        return lay_note(context, note)

    def send_called(context: Any, note: Any) -> None:
        if context.called is note or context.held is None:
            send(context, note)
        else:  # out of sight of the line that would have its place
            context.held.append(context.current_page_footnotes.pop())

    def measured(context: Any) -> Any:
        return _measure(partial(_remember, measure), context)

    LayoutContext.called = LayoutContext.held = None
    LayoutContext.of_heads = ()
    kept, rows = partial(_lay_and_keep, block._linebox_layout), partial(_lay_table, block.table_layout)
    with (
        instead(document, build_formatting_structure=partial(_built, document.build_formatting_structure)),
        instead(LayoutContext, layout_footnote=lay_called, report_footnote=send_called, _update_footnote_area=measured),
        instead(block, iter_line_boxes=each_line, _linebox_layout=kept, table_layout=rows),
    ):
        yield


def _built(build: Any, *given: Any) -> Any:
    """The boxes of a document; WeasyPrint evens the white space of the text, and leaves that of notes as the source breaks its lines."""
    root = build(*given)
    for note in given[-1]:
        note.process_whitespace()
    return root


def _lay_and_keep(lay: Any, context: Any, *given: Any) -> Any:
    """Lines laid out, and the notes that were put out of their sight brought back."""
    outer, context.held, sent = context.held, [], list(context.reported_footnotes)
    result = lay(context, *given)
    held, context.held = context.held, outer
    if held:
        _bring_back(context, held, sent)
    return result


def _bring_back(context: Any, held: list[Any], sent: list[Any]) -> None:
    """The notes that were out of sight, but those of lines that were taken from the page; what was sent on before, in its order."""
    context.current_page_footnotes += [note for note in reversed(held) if note not in context.footnotes]
    later = [note for note in context.reported_footnotes if note not in sent]
    context.reported_footnotes[:] = [note for note in sent if note in context.reported_footnotes] + later
    context._update_footnote_area()


def _remember(measure: Any, context: Any) -> Any:
    """The area of the notes, measured once for the same notes: columns ask for its height at each height that they try."""
    area, notes = context.current_footnote_area, context.current_page_footnotes
    if not notes or any(getattr(note, "room", None) is not None or hasattr(note, "begun") for note in notes):  # of parted notes it differs
        return measure(context)
    raw = getattr(area, "area", area)
    known, key = context.__dict__.setdefault("measured", {}), (id(raw.style), raw.page.width, *map(id, notes))
    if key not in known:
        overflow = measure(context)
        known[key] = raw.height, overflow
        return overflow
    if raw.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.children, (area.height, overflow) = notes, known[key]
    context.page_bottom -= 0 if context.in_column else area.margin_height()
    context.called = None  # as after the lines of notes are laid out
    return overflow


def _measure(measure: Any, context: Any) -> Any:
    """The area of the notes, measured; one that has no note left takes no room: WeasyPrint leaves its margin and its rule."""
    overflow = measure(context)
    area = context.current_footnote_area
    if not context.current_page_footnotes and area.height != "auto":
        context.page_bottom += 0 if context.in_column else area.margin_height()
        area.height = "auto"
    return overflow


def _lay_table(lay: Any, context: Any, table: Any, bottom_space: Any, skip_stack: Any, *others: Any) -> Any:
    """A table laid out; the note of a head belongs to the first of its pages, and waits again if the head does not stay there."""
    waiting = list(context.footnotes)
    heads = [call for group in table.children[:1] if group.is_header for _, call in calls(group)]
    told = {call: call.footnote for call in heads if skip_stack and call.footnote not in waiting}
    for call in told:
        call.footnote = None  # what is done with a head that goes on is nothing to the note
    context.of_heads = [call.footnote for call in heads]
    result = lay(context, table, bottom_space, skip_stack, *others)
    for call, note in told.items():
        call.footnote = note
    made = [] if result[0] is None else list(calls(result[0]))
    wait_again(context, waiting, [call.footnote for _, call in made])
    here = [note.element for note in context.current_page_footnotes]
    for holder, call in made:
        if call.footnote is None and call.element not in here:
            holder.children = [child for child in holder.children if child is not call]
    return result


def wait_again(context: Any, waiting: list[Any], called: list[Any]) -> None:
    """Take the notes that were waiting, and that nothing calls now, from the page: what called them has not stayed there."""
    for note in [note for note in waiting if note not in context.footnotes and note not in called]:
        context.unlayout_footnote(note)


def calls(box: Any) -> Iterator[tuple[Any, Any]]:
    """The calls of notes in a box, each with the box that it stands in."""
    for child in getattr(box, "children", ()):
        if str(child.element_tag).endswith("::footnote-call") and not str(box.element_tag).endswith("::footnote-call"):
            yield box, child
        else:
            yield from calls(child)
