"""What is generated from the grammar is current."""

from pathlib import Path

from lxml import etree

from pipeline.schema import __main__ as compiler
from pipeline.schema import elements, validator
from pipeline.schema.page import page


def test_the_compiled_grammar_is_current():
    assert (Path(compiler.HERE) / "article.rng").read_text("utf-8") == compiler.compiled(), "run python -m pipeline.schema"


def test_the_page_of_the_profile_is_current():
    assert compiler.PAGE.read_text("utf-8") == page(), "run python -m pipeline.schema"


def test_elements_are_named_as_rules_name_them():
    assert {"article", "sec", "xref", "mml:mi", "free_to_read"} <= elements()
    assert not [name for name in elements() if "{" in name]


def test_the_validator_refuses_what_is_no_article():
    assert not validator().validate(etree.fromstring("<article/>"))
