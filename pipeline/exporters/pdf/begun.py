"""Begun: text that begins at the foot of a column, and goes on below the figure at the head of the next.

A column is laid out again and again until it has its height, and each time another line may be its last. So what has begun goes from
column to column with the place where the next one goes on, and is true only as long as that is the place.
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable
from typing import Any

_RESUME = 2  # where the result of a layout says with which child the next column goes on


class _Place(dict):  # type: ignore[type-arg]
    """Where a column goes on, and what text has begun before it: where each of it goes on."""

    begun: dict[Any, Any]


def goes_on(context: Any, text: Any, rest: Any, result: Any) -> Any:
    """The result of a column that ends with text which goes on behind the next figure."""
    context.begins = result[_RESUME], text.original, rest
    return result


def in_column(lay: Callable[..., Any], context: Any, box: Any, bottom_space: Any, skip_stack: Any, *others: Any, **named: Any) -> Any:
    """A column laid out, knowing of the text that has begun in those before it."""
    outer, context.begun, context.begins = context.begun, dict(getattr(skip_stack, "begun", {})), None
    made, resume_at, *rest = lay(context, box, bottom_space, skip_stack, *others, **named)
    if context.begins and context.begins[0] is resume_at:
        context.begun[context.begins[1]] = context.begins[2]
    if made is not None and resume_at and context.begun:
        resume_at = _Place(resume_at)
        made.begun = resume_at.begun = context.begun
    context.begun = outer
    return made, resume_at, *rest


def forget(children: Any, page: int) -> None:
    """A page that is laid out anew tells anew which of its text goes on."""
    for child in list(children):
        getattr(child, "goes_on", {}).pop(page, None)


def next_page(context: Any, children: list[Any], result: Any) -> None:
    """Text that has begun in the columns of a page, and does not end in them, goes on on the next."""
    made, resume_at, *_ = result
    place = next(iter(resume_at)) if made is not None and isinstance(resume_at, dict) else len(children)
    begun = getattr(made.children[-1], "begun", {}) if place < len(children) and made.children else {}
    for text, rest in begun.items():
        if text in children[place:]:
            text.__dict__.setdefault("goes_on", {})[context.current_page] = rest
