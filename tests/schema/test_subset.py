"""The law: whatever the profile accepts, the JATS 1.3 Publishing DTD accepts. Proven pattern by pattern, then tried on random articles."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from pipeline.schema import RNG, elements, grammar, validator
from pipeline.schema.models import content, name_of, own, required
from pipeline.tree import XLINK, XML, name
from tests import judges
from tests.schema.generate import article, articles
from tests.schema.languages import counterexample, model, values

DTD = "jats-1.3/JATS-journalpublishing1-3-mathml3.dtd"
ANY_TEXT = {"cdata"}
SAFE = {
    "NCName": {"id", "idref", "idrefs", "nmtoken", "cdata"},
    "IDREFS": {"idrefs", "cdata"},
    "positiveInteger": {"nmtoken", "cdata"},
    "language": {"nmtoken", "cdata"},
}


@cache
def dtd():
    return etree.DTD(str(judges.schema(DTD)))


@cache
def declared():
    return {(f"{e.prefix}:" if e.prefix else "") + e.name: e for e in dtd().iterelements()}


def patterns():
    return list(grammar().iter(f"{RNG}element"))


def dtd_name(pattern):
    local = name_of(pattern)
    return f"ali:{local}" if local == "free_to_read" else local


def attribute_name(attribute):
    return {"xml": f"{{{XML}}}", "xlink": f"{{{XLINK}}}"}.get(attribute.prefix or "", "") + attribute.name


@pytest.mark.parametrize("pattern", patterns(), ids=dtd_name)
def test_content_is_allowed_by_the_dtd(pattern):
    prefix = "mml:" if dtd_name(pattern).startswith("mml:") else ""
    model_of_dtd = model(declared()[dtd_name(pattern)].content, prefix)
    found = counterexample(content(pattern), model_of_dtd)
    assert found is None, f"<{dtd_name(pattern)}> may hold {found}"


@pytest.mark.parametrize("pattern", patterns(), ids=dtd_name)
def test_attributes_are_allowed_by_the_dtd(pattern):
    allowed = {attribute_name(a): a for a in declared()[dtd_name(pattern)].iterattributes()}
    assert {key for key, a in allowed.items() if a.default == "required"} <= required(pattern)
    for attribute in own(pattern, "attribute"):
        key = name_of(attribute)
        assert key in allowed, f"@{key}"
        given, declaration = values(attribute), allowed[key]
        if isinstance(given, set):
            assert declaration.type != "enumeration" or given <= set(declaration.values()), f"@{key}: {given}"
        else:
            assert declaration.type in SAFE.get(given, ANY_TEXT), f"@{key} is {declaration.type}, the profile says {given}"


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
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
