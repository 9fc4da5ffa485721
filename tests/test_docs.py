"""The documentation says what the code says (mend with `make docs`)."""

import re
from pathlib import Path

import pytest

from docs import draw
from pipeline import diagnostics
from pipeline.cli import commands

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md"])


def test_every_diagnostic_code_is_documented_as_it_is():
    assert (DOCS / "diagnostics.md").read_text("utf-8") == diagnostics.documentation()


def test_the_rooms_are_drawn_as_they_are():
    assert (DOCS / "architecture.md").read_text("utf-8") == draw.architecture()


def test_every_law_stands_where_the_architecture_says():
    named = re.findall(r"`(tests/[\w/]+\.py)`", (DOCS / "architecture.md").read_text("utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("command", sorted(commands.cli.commands))
def test_every_command_is_in_the_readme(command):
    assert f"pipeline {command}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_lands(page):
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
