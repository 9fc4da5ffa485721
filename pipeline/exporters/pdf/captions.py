"""Captions: one of a narrow table is wider than the table, whose lines begin where those of the caption do."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pipeline.instead import instead

_SHARE: Final = 0.6  # of the line, which a caption may take beyond its table


@contextmanager
def roomy_captions() -> Iterator[None]:
    """While this holds, a table is no measure for the lines of its caption if it is narrow."""
    from weasyprint.layout import block
    from weasyprint.layout.preferred import max_content_width

    fit = block.table_wrapper_width

    def fit_caption(context: Any, wrapper: Any, room: tuple[Any, Any]) -> None:
        fit(context, wrapper, room)
        captions = [one for one in wrapper.children if one.element_tag == "caption"]
        if not captions or wrapper.width >= room[0] * _SHARE:
            return
        wanted = min(room[0] * _SHARE, max(max_content_width(context, one) for one in captions))
        if wanted > wrapper.width:
            if wrapper.style["direction"] == "rtl":
                wrapper.get_wrapped_table().margin_left = wanted - wrapper.width
            wrapper.width = wanted

    with instead(block, table_wrapper_width=fit_caption):
        yield
