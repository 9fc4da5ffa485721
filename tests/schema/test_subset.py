"""The law: whatever the profile accepts, the JATS 1.3 Publishing DTD accepts. Proven pattern by pattern, then tried on random articles."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from pipeline.schema import RNG, elements, grammar, validator
from pipeline.tree import MATHML, XLINK, XML, name
from tests.schema.generate import article, articles
from tests.schema.languages import attributes, counterexample, group, model, name_of, values

DTD = Path(os.environ.get("JATS_DTD") or Path(__file__).parents[3] / "shared/schemas/jats-1.3/JATS-journalpublishing1-3-mathml3.dtd")
PREFIX = {None: "", "": "", MATHML: "mml:", "http://www.niso.org/schemas/ali/1.0/": "ali:"}
ANY_TEXT = {"cdata"}
SAFE = {
    "NCName": {"id", "idref", "idrefs", "nmtoken", "cdata"},
    "IDREFS": {"idrefs", "cdata"},
    "positiveInteger": {"nmtoken", "cdata"},
    "language": {"nmtoken", "cdata"},
}


@cache
def dtd():
    if not DTD.is_file():
        pytest.skip(f"the JATS DTD is not there: set JATS_DTD ({DTD.name})")
    return etree.DTD(str(DTD))


@cache
def declared():
    return {(f"{e.prefix}:" if e.prefix else "") + e.name: e for e in dtd().iterelements()}


def patterns():
    return list(grammar().iter(f"{RNG}element"))


def dtd_name(pattern):
    return PREFIX[pattern.find(f"{RNG}name").get("ns")] + name_of(pattern)


def attribute_name(attribute):
    return {"xml": f"{{{XML}}}", "xlink": f"{{{XLINK}}}"}.get(attribute.prefix or "", "") + attribute.name


@pytest.mark.parametrize("pattern", patterns(), ids=dtd_name)
def test_content_is_allowed_by_the_dtd(pattern):
    found = counterexample(group(pattern), model(declared()[dtd_name(pattern)].content))
    assert found is None, f"<{dtd_name(pattern)}> may hold {found}"


@pytest.mark.parametrize("pattern", patterns(), ids=dtd_name)
def test_attributes_are_allowed_by_the_dtd(pattern):
    allowed = {attribute_name(a): a for a in declared()[dtd_name(pattern)].iterattributes()}
    found, always = attributes(pattern)
    assert {name for name, a in allowed.items() if a.default == "required"} <= always
    for attribute in found:
        name = name_of(attribute)
        assert name in allowed, f"@{name}"
        given, declaration = values(attribute), allowed[name]
        if isinstance(given, set):
            assert declaration.type != "enumeration" or given <= set(declaration.values()), f"@{name}: {given}"
        else:
            assert declaration.type in SAFE.get(given, ANY_TEXT), f"@{name} is {declaration.type}, the profile says {given}"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(articles())
def test_random_articles_are_valid_by_both(root):
    assert validator().validate(root), validator().error_log
    assert dtd().validate(root), dtd().error_log.filter_from_errors()


def test_the_generator_reaches_every_element():
    missing, seed = set(elements()), 0
    while missing and seed < 1000:
        missing -= {name(element) for element in article(seed, size=600).iter("*")}
        seed += 1
    assert not missing
