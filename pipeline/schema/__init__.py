"""The profile: its grammar (written in `*.rnc`, compiled to `article.rng`) and what it says."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from lxml import etree

from pipeline.tree import MATHML

RNG = "{http://relaxng.org/ns/structure/1.0}"


@cache
def grammar() -> etree._Element:
    """The compiled grammar of the profile, as a RELAX NG tree."""
    return etree.fromstring(files(__package__).joinpath("article.rng").read_bytes())


@cache
def validator() -> etree.RelaxNG:
    """The validator of the profile."""
    return etree.RelaxNG(grammar())


@cache
def elements() -> frozenset[str]:
    """The names of all elements of the profile; those of MathML with their customary prefix (`mml:mi`)."""
    names = [name for element in grammar().iter(f"{RNG}element") if (name := element.find(f"{RNG}name")) is not None]
    return frozenset(f"mml:{name.text}" if name.get("ns") == MATHML else str(name.text) for name in names)
