"""Law: every element of the profile has a rule in every format."""

import sys

import pytest

from pipeline import plugins
from pipeline.rules import Rules
from pipeline.schema import elements


def table(form):
    """The names that the rules of a format know, with those of the formats that it builds on."""
    exporter = plugins.exporter(form)
    own = {module for module in sys.modules if module.startswith(f"pipeline.exporters.{form}")} | {exporter.__module__}
    names = [key for module in own for one in vars(sys.modules[module]).values() if isinstance(one, Rules) for key in one.table]
    return {key.rpartition("/")[2] for key in names}


@pytest.mark.parametrize("form", sorted({"html", "tei", "wikitext"}))
def test_every_element_of_the_profile_has_a_rule(form):
    known = table(form)
    inside_formulas = {name for name in elements() if name.startswith("mml:")} if "mml:math" in known else set()
    assert elements() - known - inside_formulas == set()
