"""What a DTD allows as regular languages, and whether one language is part of another."""

from pipeline.schema.models import EMPTY, NOTHING, TEXT, after, alt, many, may_end, names, one, own, seq


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


def model(node, prefix=""):
    """The language of a DTD's content model (whose nodes have no namespace: `prefix` stands for it)."""
    if node is None:
        return EMPTY
    if node.type == "pcdata":
        found = many(one(TEXT))
    elif node.type == "element":
        found = one("mml:math" if node.name == "math" else prefix + node.name)
    else:
        pair = (model(node.left, prefix), model(node.right, prefix))
        found = seq(*pair) if node.type == "seq" else alt(*pair) if node.right is not None else pair[0]
    return {
        "once": lambda: found,
        "opt": lambda: alt(EMPTY, found),
        "mult": lambda: many(found),
        "plus": lambda: seq(found, many(found)),
    }[node.occur]()


def values(attribute):
    """What an attribute pattern allows: the set of its values, or the name of its datatype."""
    if list(own(attribute, "list")):
        return "IDREFS"
    data = [rule.get("type") for rule in own(attribute, "data")]
    return data[0] if data else {value.text for value in own(attribute, "value")} or "text"
