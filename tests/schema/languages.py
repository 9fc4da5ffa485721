"""Content models as regular languages: whether all that one (RELAX NG) allows is allowed by another (a DTD).

A language is a tuple: ("empty",), ("nothing",), ("one", name), ("seq", a, b), ("alt", {…}), ("many", a).
Inclusion is decided by walking both languages' derivatives side by side.
"""

from functools import cache, reduce

from lxml import etree

from pipeline.schema import RNG

EMPTY, NOTHING = ("empty",), ("nothing",)


def seq(a, b):
    if NOTHING in (a, b):
        return NOTHING
    if EMPTY in (a, b):
        return b if a == EMPTY else a
    return ("seq", a, b)


def alt(*options):
    flat = frozenset().union(*(o[1] if o[0] == "alt" else {o} for o in options)) - {NOTHING}
    return NOTHING if not flat else next(iter(flat)) if len(flat) == 1 else ("alt", flat)


def many(a):
    return a if a[0] in ("many", "empty") else EMPTY if a == NOTHING else ("many", a)


@cache
def may_end(a):
    return {
        "empty": lambda: True,
        "nothing": lambda: False,
        "one": lambda: False,
        "many": lambda: True,
        "seq": lambda: may_end(a[1]) and may_end(a[2]),
        "alt": lambda: any(map(may_end, a[1])),
    }[a[0]]()


@cache
def after(a, name):
    """What may follow `name` at the start of `a`."""
    if a[0] == "one":
        return EMPTY if a[1] == name else NOTHING
    if a[0] == "seq":
        first = seq(after(a[1], name), a[2])
        return alt(first, after(a[2], name)) if may_end(a[1]) else first
    if a[0] == "alt":
        return alt(*(after(o, name) for o in a[1]))
    return seq(after(a[1], name), a) if a[0] == "many" else NOTHING


@cache
def names(a):
    return frozenset([a[1]]) if a[0] == "one" else frozenset().union(*(names(p) for p in (a[1] if a[0] == "alt" else a[1:])))


def counterexample(small, large):
    """A sequence of names that `small` allows and `large` does not, or None."""
    waiting, seen = [((), small, large)], set()
    while waiting:
        path, a, b = waiting.pop(0)
        if may_end(a) and not may_end(b):
            return path
        for name in sorted(names(a)):
            step = (after(a, name), after(b, name))
            if step[0] != NOTHING and step not in seen:
                seen.add(step)
                waiting.append(((*path, name), *step))
    return None


# ---- RELAX NG ------------------------------------------------------------------------------------


def tag(pattern):
    return etree.QName(pattern).localname


def name_of(pattern):
    """The local name that an `element` or `attribute` pattern is about (attributes of a namespace in Clark notation)."""
    name = pattern.find(f"{RNG}name")
    return f"{{{name.get('ns')}}}{name.text}" if name.get("ns") and tag(pattern) == "attribute" else name.text


def parts(pattern):
    return [child for child in pattern if child.tag.startswith(RNG) and tag(child) != "name"]


def definition(ref):
    return ref.getroottree().getroot().find(f"{RNG}define[@name='{ref.get('name')}']")


def content(pattern):
    """The language of the content of a pattern: names of elements, `#text` for text; attributes left out."""
    kind = tag(pattern)
    if kind == "attribute":
        return EMPTY
    if kind in ("text", "data", "value"):
        return many(("one", "#text"))
    if kind == "element":
        return ("one", name_of(pattern))
    if kind == "ref":
        return group(definition(pattern))
    if kind == "choice":
        return alt(*map(content, parts(pattern)))
    inner = group(pattern) if kind not in ("empty", "notAllowed") else {"empty": EMPTY, "notAllowed": NOTHING}[kind]
    return {"optional": lambda: alt(EMPTY, inner), "zeroOrMore": lambda: many(inner), "oneOrMore": lambda: seq(inner, many(inner))}.get(
        kind, lambda: inner
    )()


def group(pattern):
    return reduce(seq, map(content, parts(pattern)), EMPTY)


def attributes(pattern, top=True):
    """The attribute patterns of an element pattern, and the names of those that always stand."""
    kind = tag(pattern)
    if kind == "attribute":
        return [pattern], {name_of(pattern)}
    if kind == "element" and not top:
        return [], set()
    inner = [attributes(p, False) for p in parts(definition(pattern) if kind == "ref" else pattern)]
    found = [a for some, _ in inner for a in some]
    always = [names for _, names in inner] or [set()]
    if kind in ("optional", "zeroOrMore"):
        return found, set()
    return found, set.intersection(*always) if kind == "choice" else set.union(*always)


def values(pattern):
    """What an attribute pattern allows: the set of its values, or the name of its datatype."""
    found = {v.text for v in pattern.iter(f"{RNG}value")}
    for ref in pattern.iter(f"{RNG}ref"):
        inner = values(definition(ref))
        found = inner if isinstance(inner, str) else found | inner
    if pattern.find(f"{RNG}list") is not None:
        return "IDREFS"
    data = pattern.find(f"{RNG}data")
    return found or (data.get("type") if data is not None else "text")


# ---- DTD -----------------------------------------------------------------------------------------


def model(node):
    """The language of a DTD's content model."""
    if node is None:
        return EMPTY
    if node.type == "pcdata":
        one = many(("one", "#text"))
    elif node.type == "element":
        one = ("one", node.name)
    else:
        pair = (model(node.left), model(node.right))
        one = seq(*pair) if node.type == "seq" else alt(*pair) if node.right is not None else pair[0]
    return {"once": lambda: one, "opt": lambda: alt(EMPTY, one), "mult": lambda: many(one), "plus": lambda: seq(one, many(one))}[
        node.occur
    ]()
