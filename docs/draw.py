"""Draws the pages that say what the code says: docs/diagnostics.md, and the rooms in docs/architecture.md. Run by `make docs`."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "pipeline"
MARK = "<!-- drawn from the code by `make docs`; what stands below is not written by hand -->\n"


def rooms() -> str:
    """Every module with the first sentence of its docstring, by floor, the highest first."""
    from tests.test_floors import FLOORS

    parts = []
    for number, floor in enumerate(FLOORS):
        parts.append(f"\n### Floor {len(FLOORS) - number}\n\n| module | what it is for |\n|---|---|\n")
        parts += [f"| `{name(path)}` | {sentence(path)} |\n" for room in sorted(floor) for path in modules(room)]
    return "".join(parts)


def modules(room: str) -> list[Path]:
    """The modules of a room, itself first."""
    folder = PACKAGE / room
    return sorted(folder.rglob("*.py"), key=lambda path: (path.parent, path.name)) if folder.is_dir() else [PACKAGE / f"{room}.py"]


def name(path: Path) -> str:
    """The name of a module below the package."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def sentence(path: Path) -> str:
    """The first paragraph of a module's docstring."""
    return " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n\n")[0].split()).replace("|", "\\|")


def architecture() -> str:
    """docs/architecture.md with its rooms drawn anew."""
    written = (HERE / "architecture.md").read_text("utf-8").partition(MARK)[0]
    return written + MARK + rooms()


def main() -> None:
    """Write both pages."""
    from pipeline import diagnostics

    (HERE / "diagnostics.md").write_text(diagnostics.documentation(), "utf-8")
    (HERE / "architecture.md").write_text(architecture(), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    main()
