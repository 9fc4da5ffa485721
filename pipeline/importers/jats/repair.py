"""Repair: what the grammar still has against an article is mended, thing by thing; no words are lost without a warning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.allowed import INLINE, attributes, block_children, content_of, order_of, patterns
from pipeline.importers.jats.ids import fresh, linked
from pipeline.importers.jats.tools import content, fill, is_blank, is_empty, listed, new, remove, rename, replace, unwrap
from pipeline.importers.jats.worded import as_p, as_words, gather_p, space_round
from pipeline.schema import explain, models, validator
from pipeline.schema.explain import Problem
from pipeline.schema.models import NOTHING
from pipeline.tree import HREF, LANG, MATHML, language_of, name, text_of

_ROUNDS: Final = 60
_PATIENCE: Final = 25  # rounds; in those after it what cannot be mended is left out, layer by layer
_DEFAULTS: Final = {
    "content-type": "other", "list-type": "bullet", "pub-id-type": "other", "contrib-id-type": "other", "ref-type": "other",
    "date-type": "other",
    "article-type": "other", "related-article-type": "other", "publication-type": "other", "person-group-type": "author",
    "dtd-version": "1.3",
}  # fmt: skip
_MEANINGLESS: Final = frozenset(
    {"type", "show", "actuate", "position", "schemaLocation", "noNamespaceSchemaLocation"}
)  # of XLink, of a page
_PROSE: Final = listed("p title comment collab mixed-citation meta-value license-p")
_LEADING: Final = frozenset(listed("ext-link xref"))  # where they may not stand, a way is lost and not only a look
_WORDS_AS_P: Final = listed("title label subtitle attrib caption speaker verse-line")


def repair(root: etree._Element, report: Report) -> None:
    """Make an article valid: a round mends all that is found, until nothing is."""
    done = Counter[tuple[str, str]]()
    _attributes(root, done)
    for n in range(_ROUNDS):
        if validator().validate(root):
            break
        found = explain.problems(root)
        if not found:
            break
        for problem in found:
            if problem.element is root or problem.element.getroottree().getroot() is root:
                _mend(problem, done, report, last=n > _PATIENCE)
    if told := [f"{tag}/@{attribute} ({count})" for (tag, attribute), count in sorted(done.items()) if attribute not in _MEANINGLESS]:
        report("import-simplified", f"attributes that the profile does not have are left out: {', '.join(told)}", root)


def again(root: etree._Element, report: Report) -> None:
    """What was mended may have taken goals away, and references without a goal are let go, which may be all that something held."""
    references = len(list(root.iter("xref")))
    linked(root, report)
    if len(list(root.iter("xref"))) < references:
        repair(root, report)


def _attributes(root: etree._Element, done: Counter[tuple[str, str]]) -> None:
    """Take away at once what no pattern of an element's name allows."""
    for element in root.iter("{*}*"):
        keys = element.keys()
        if not keys or attributes(tag := name(element)).issuperset(keys) or not patterns(tag):
            continue
        for key in [key for key in map(str, keys) if key not in attributes(tag)]:
            del element.attrib[key]
            done[tag, key.rpartition("}")[2]] += 1


def _mend(problem: Problem, done: Counter[tuple[str, str]], report: Report, *, last: bool) -> None:
    if problem.kind in ("attribute", "value"):
        _attribute(problem, done)
    elif last and problem.kind in ("child", "incomplete", "data", "text"):
        _give_up(problem, report)
    elif mend := _MENDS.get(problem.kind):
        mend(problem, report)


def _attribute(problem: Problem, done: Counter[tuple[str, str]]) -> None:
    """An attribute that the profile does not have, or not with this value, goes; the article keeps count."""
    if problem.name in problem.element.attrib:
        del problem.element.attrib[problem.name]
        short = problem.name.rpartition("}")[2]
        done[name(problem.element), short] += 1


def _needed(problem: Problem, report: Report) -> None:
    element, key = problem.element, problem.name
    if key == "id":
        element.set("id", fresh(element, name(element)))
    elif key == LANG:
        element.set(LANG, language_of(element))
    elif key == HREF:
        _address(element, report)
    else:
        element.set(key, _DEFAULTS.get(key, "other"))


def _address(element: etree._Element, report: Report) -> None:
    """A link without an address leads to what it says; a picture without one is a loss."""
    words = text_of(element)
    if element.tag in ("ext-link", "self-uri") and words:
        if "://" in words or words.startswith(("www.", "10.")):
            element.set(HREF, words if "://" in words else f"https://doi.org/{words}" if words.startswith("10.") else f"http://{words}")
        else:
            unwrap(element)
        return
    report("import-lossless", f"<{element.tag}> names no file", element)
    unwrap(element) if words else remove(element)


# ---- children ------------------------------------------------------------------------------------


def _child(problem: Problem, report: Report) -> None:
    """An element that may not stand where it is."""
    child, parent = problem.element, problem.parent
    if parent is None or child.getparent() is not parent:
        return
    allowed = models.names(content_of(parent)) if problem.name else frozenset()
    following = frozenset(one for one in models.names(problem.state) if models.after(problem.state, one) != NOTHING)
    if is_empty(child) and not child.get("id"):
        remove(child)
    elif "title" in following and models.after(models.after(problem.state, "title"), name(child)) != NOTHING:
        child.addprevious(new("title", child))
    elif child.tag in _WORDS_AS_P and "p" in following:
        as_p(child)
    elif "p" in following and name(child) in block_children():
        replace(child, p := new("p", child, {"content-type": "block"}))
        p.append(child)
    elif "p" in following and child.tag in INLINE:
        gather_p(child)
    elif problem.name in allowed and _merged(child, parent):
        pass
    elif child.tag == "graphic" and "inline-graphic" in allowed | following:
        rename(child, "inline-graphic")
    elif child.tag == "inline-graphic" and parent.tag == "ext-link":
        _before_link(child, parent)
    else:
        if name(child) not in INLINE - _LEADING and not str(child.tag).startswith(f"{{{MATHML}}}"):
            report("import-simplified", f"<{name(child)}> may not stand in <{name(parent)}>; its words stay", child)
        if child.tag in ("graphic", "inline-graphic", "media"):
            report("import-lossless", f"<{name(child)}> has no place in <{name(parent)}>: {child.get(HREF)}", child)
        for other in list(child)[1:] if child.tag == "alternatives" else ():
            remove(other)
        space_round(child)
        unwrap(child)


def _before_link(picture: etree._Element, link: etree._Element) -> None:
    """A picture in a link stands before it; a link that has nothing else says where it leads."""
    remove(picture)
    picture.tail = None
    link.addprevious(picture)
    if not len(link) and is_blank(link.text):
        link.text = link.get(HREF)


def _merged(child: etree._Element, parent: etree._Element) -> bool:
    """Put a second element of a kind into the first; or bring the children into an order the grammar allows."""
    first = next((one for one in child.itersiblings(str(child.tag), preceding=True)), None)
    order = order_of(name(parent))
    ranks = [order.get(name(one), len(order)) for one in parent]
    if ranks != sorted(ranks) and not any(not is_blank(one.tail) for one in parent):
        parent[:] = sorted(parent, key=lambda one: order.get(name(one), len(order)))
        return True
    if first is None:
        return False
    tail, child.tail = child.tail, None
    parent.remove(child)
    words = content(child)
    if words:
        fill(first, [*([] if first.tag in ("history", "permissions", "title-group") else [" "]), *words])
    if tail and not is_blank(tail):
        fill(first, [tail])
    return True


# ---- texts, missing parts, values ----------------------------------------------------------------


def _text(problem: Problem, report: Report) -> None:
    """Words where the grammar has none: a paragraph if there may be one, else they join the words next to them."""
    parent = problem.parent
    if parent is None:
        return
    inside = problem.element is parent
    if not inside and problem.element.getparent() is not parent:
        return
    words = (parent.text if inside else problem.element.tail) or ""
    if inside:
        parent.text = None
    else:
        problem.element.tail = None
    following = models.names(problem.state)
    place = 0 if inside else parent.index(problem.element) + 1
    tag = next((one for one in _PROSE if models.after(problem.state, one) != NOTHING), None) or ("p" if "p" in following else None)
    if tag:
        parent.insert(place, new(tag, problem.element, None, [words]))
    elif any(character.isalnum() for character in words):
        target = next((one for one in parent.iter(*_PROSE) if one is not parent), None)
        if target is not None:
            fill(target, [" " + words])
        else:
            report("import-lossless", f"words may not stand in <{name(parent)}>: {words.strip()[:100]}", problem.element)


def _incomplete(problem: Problem, report: Report) -> None:
    """An element without a part that it needs: gone if it says nothing; else the part is there, empty."""
    element = problem.element
    expected = [one for one in sorted(models.names(problem.state)) if models.after(problem.state, one) != NOTHING]
    if is_empty(element) and not element.get("id"):
        remove(element)
    elif expected and "#text" not in expected[:1]:
        tag = next((one for one in ("p", "title", "surname", "mixed-citation") if one in expected), expected[0])
        if str(tag).startswith("mml:"):
            tag = f"{{{MATHML}}}{tag[4:]}"
        element.append(new(tag, element))
    else:
        unwrap(element)


def _data(problem: Problem, report: Report) -> None:
    """A number that is none: its words stay, as a remark where there may be one."""
    report("import-repaired", problem.said, problem.element)
    parent = problem.element.getparent()
    if parent is not None and parent.tag == "element-citation":
        rename(problem.element, "comment").attrib.clear()
    else:
        unwrap(problem.element)


def _give_up(problem: Problem, report: Report) -> None:
    words = text_of(problem.element)
    if problem.kind == "incomplete" and words and as_words(problem.element):
        report("import-simplified", f"{problem.said}; its words stay", problem.element)
        return
    report("import-lossless", f"{problem.said}; it is left out{f': {words[:100]}' if words else ''}", problem.element)
    if problem.kind == "text" and problem.parent is not None:
        if problem.element is problem.parent:
            problem.element.text = None
        else:
            problem.element.tail = None
    else:
        remove(problem.element)


_MENDS: Final[dict[str, Callable[[Problem, Report], None]]] = {
    "needs": _needed,
    "child": _child,
    "text": _text,
    "incomplete": _incomplete,
    "data": _data,
}
