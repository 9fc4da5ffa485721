"""Notes: those that a page has stay on it, whatever line comes after them.

Where a line fits only without notes, WeasyPrint sends notes of earlier lines to the next page, and leaves them there even if that
did not help. A typesetter sends the line. https://drafts.csswg.org/css-gcpm-3/#footnotes wants a note on the page of its call.
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def staying() -> Iterator[None]:
    """While this holds, only the note that a line itself calls goes on to the next page, with the line."""
    from weasyprint.layout import LayoutContext, block

    lines, lay_lines = block.iter_line_boxes, block._linebox_layout
    lay_note, send = LayoutContext.layout_footnote, LayoutContext.report_footnote

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

    def lay_and_keep(context: Any, *given: Any) -> Any:
        outer, context.held, sent = context.held, [], list(context.reported_footnotes)
        result = lay_lines(context, *given)
        held, context.held = context.held, outer
        if held:
            _bring_back(context, held, sent)
        return result

    LayoutContext.called = LayoutContext.held = None
    LayoutContext.layout_footnote, LayoutContext.report_footnote = lay_called, send_called
    block.iter_line_boxes, block._linebox_layout = each_line, lay_and_keep
    try:
        yield
    finally:
        LayoutContext.layout_footnote, LayoutContext.report_footnote = lay_note, send
        block.iter_line_boxes, block._linebox_layout = lines, lay_lines


def _bring_back(context: Any, held: list[Any], sent: list[Any]) -> None:
    """The notes that were out of sight, but those of lines that were taken from the page; what was sent on before, in its order."""
    context.current_page_footnotes += [note for note in reversed(held) if note not in context.footnotes]
    later = [note for note in context.reported_footnotes if note not in sent]
    context.reported_footnotes[:] = [note for note in sent if note in context.reported_footnotes] + later
    context._update_footnote_area()
