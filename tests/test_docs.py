"""The documentation says what the code says."""

from pathlib import Path

from pipeline import diagnostics

DOCS = Path(__file__).parent.parent / "docs"


def test_every_diagnostic_code_is_documented_as_it_is():
    assert (DOCS / "diagnostics.md").read_text("utf-8") == diagnostics.documentation()  # mend with: make docs
