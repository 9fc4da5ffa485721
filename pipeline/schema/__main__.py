"""Compiles the grammar: `python -m pipeline.schema` writes `article.rng`, then `docs/profile.md`."""

from __future__ import annotations

from pathlib import Path

import rnc2rng

from pipeline.schema.page import page

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "profile.md"


def compiled() -> str:
    """The grammar in RELAX NG's XML syntax."""
    return str(rnc2rng.dumps(rnc2rng.load(str(HERE / "article.rnc")))) + "\n"


if __name__ == "__main__":
    (HERE / "article.rng").write_text(compiled(), "utf-8")
    PAGE.write_text(page(), "utf-8")
