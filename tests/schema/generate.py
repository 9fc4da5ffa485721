"""Random articles, drawn from the grammar: every one is valid, its ids are unique and its references land.

`articles()` is a hypothesis strategy of roots; `article(seed)` is one of them. Each text run is made of words that occur once in
the article (`words_of` gives them in order), every picture is `PICTURE`.
"""

import random
from collections.abc import Callable
from functools import cache
from itertools import chain

from hypothesis import strategies as st
from lxml import etree

from pipeline.schema import RNG, grammar
from pipeline.schema.models import definitions, kind, name_of
from pipeline.tree import HREF, LANG, MATHML, XLINK

PICTURE = "picture.png"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
NEVER = float("inf")
NAMESPACES = {"mml": MATHML, "xlink": XLINK, "ali": "http://www.niso.org/schemas/ali/1.0/"}
TARGETS = {  # what an xref may point to: the element's name → its ref-type
    "aff": "aff", "app": "app", "boxed-text": "boxed-text", "corresp": "corresp", "disp-formula": "disp-formula", "fig": "fig",
    "fn": "fn", "list": "list", "ref": "bibr", "sec": "sec", "statement": "statement", "sub-article": "other",
    "supplementary-material": "supplementary-material", "table-wrap": "table",
}  # fmt: skip
TEXTS = {  # texts that are not words, by element or @attribute
    "year": ["2019"], "month": ["01", "3", "12"], "day": ["2", "09", "28"], "season": ["Spring"],
    "copyright-year": ["2020"], "isbn": ["978-3-16-148410-0"], "issn": ["0378-5955"], "fpage": ["7"], "lpage": ["19"], "size": ["312"],
    "contrib-id": ["0000-0002-1825-0097"], "pub-id": ["10.1000/182"], "article-id": ["10.1000/182"], "object-id": ["10.1000/182"],
    "award-id": ["A-7"],
    "@pub-id-type": ["doi"], "@contrib-id-type": ["orcid"], "@iso-8601-date": ["2019-03-02"], "@calendar": ["gregorian"],
    "@content-type": ["person", "place", "work", "term"], "@vocab": ["wikidata"], "@units": ["pages"], "@mimetype": ["image"],
    "@mime-subtype": ["png"], "@indent-level": ["1"], "@language": ["python"], "@encoding": ["application/x-tex"],
    "@scriptlevel": ["1"], "@width": ["1em"], "@height": ["1em"], "@depth": ["0em"], "@lspace": ["0em"], "@rspace": ["0em"],
    "@mathsize": ["1em"], "@mathcolor": ["black"], "@mathbackground": ["white"], "@linethickness": ["1"], "@minsize": ["1em"],
    "@maxsize": ["2em"], "@voffset": ["0em"], "@columnalign": ["left"], "@columnspacing": ["1em"], "@rowspacing": ["1em"],
    "@columnlines": ["none"], "@rowlines": ["solid"], "@align": ["center"], "@notation": ["circle"], "@style": ["color: black"],
    "@class": ["a"], "@open": ["["], "@close": ["]"], "@separators": [","], "@lquote": ["“"], "@rquote": ["”"], "@vocab-term": ["2019"],
    "@rowalign": ["top"], "@specific-use": ["example"], "@country": ["KR"],
}  # fmt: skip
PAIRED = {"article-id": "doi", "pub-id": "doi", "object-id": "doi"}  # an identifier that says what it is
OFTEN = {"ref-list", "element-citation", "p", "xref", "person-group", "title-field", "field"}  # of a choice; else all are alike
SKIPPED = {"@headers", "@continued-from"}  # references between ids that only sense can choose


def word(number: int) -> str:
    """The word of this number: no word is part of another."""
    letters = ""
    for _ in range(4):
        number, digit = divmod(number, 26)
        letters = LETTERS[digit] + letters
    return f"Q{letters}"


@cache
def costs(avoid: frozenset[str]) -> dict[etree._Element, float]:
    """How many elements each pattern costs at least; those that need an avoided one cost for ever."""
    found: dict[etree._Element, float] = {}

    def cost(p):
        what, inner = kind(p), [c for c in p if isinstance(c.tag, str) and kind(c) not in ("name", "documentation")]
        if what == "ref":
            return found.get(definitions()[p.get("name")], NEVER)
        if what == "choice":
            return min(found.get(c, NEVER) for c in inner)
        if what in ("attribute", "optional", "zeroOrMore", "text", "data", "value", "empty"):
            return 0
        own = (NEVER if name_of(p) in avoid else 1) if what == "element" else 0
        return own + sum(found.get(c, NEVER) for c in inner)

    changed = True
    patterns = [p for p in grammar().iter(f"{RNG}*") if kind(p) not in ("name", "param", "grammar", "start")]
    while changed:
        changed = False
        for p in reversed(patterns):
            if (new := cost(p)) != found.get(p, NEVER):
                found[p], changed = new, True
    return found


class Writer:
    """Writes one article, by walking the grammar's patterns."""

    def __init__(self, seed: int, avoid: frozenset[str], words: Callable[[int], str]) -> None:
        self.draw, self.costs, self.words = random.Random(seed), costs(avoid), words
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def phrase(self) -> str:
        space = [self.draw.choice(["", " "]) for _ in range(2)]
        return space[0] + " ".join(self.words(self.next()) for _ in range(self.draw.randint(1, 3))) + space[1]

    def text_in(self, node: etree._Element) -> str:
        local = etree.QName(node).localname
        return self.draw.choice(TEXTS[local]) if local in TEXTS and node.getparent().tag != "mixed-citation" else self.phrase()

    def element(self, pattern, parent, budget: float) -> float:
        name = pattern.find(f"{RNG}name")
        full = f"{{{name.get('ns')}}}{name.text}" if name.get("ns") else name.text
        node = etree.Element(full, nsmap=NAMESPACES) if parent is None else etree.SubElement(parent, full)
        share = budget if parent is None else budget * self.draw.uniform(0.3, 1)
        used = 1 + self.sequence([part for part in pattern if part is not name], node, share - 1)
        self.root = node
        return used

    def attribute(self, pattern, node) -> None:
        name, local = name_of(pattern), pattern.find(f"{RNG}name").text
        key, where = f"@{local}", etree.QName(node).localname
        if key in SKIPPED or (where, key) in {("article", "@specific-use"), ("named-content", "@rid")}:
            return
        values = [
            v.text
            for v in chain(
                pattern.iter(f"{RNG}value"), *(definitions()[r.get("name")].iter(f"{RNG}value") for r in pattern.iter(f"{RNG}ref"))
            )
        ]
        if values:
            node.set(name, PAIRED.get(where) if where in PAIRED and key == "@pub-id-type" else self.draw.choice(values))
        elif local == "id":
            node.set("id", f"i{self.next()}")
        elif name == HREF:
            node.set(
                HREF,
                PICTURE
                if where in ("graphic", "inline-graphic", "media", "supplementary-material")
                else f"https://example.org/{self.next()}",
            )
        elif name == LANG:
            node.set(LANG, self.draw.choice(["en", "de", "fr", "la"]))
        elif local in ("colspan", "rowspan", "span", "columnspan"):
            node.set(name, "1")
        elif pattern.find(f".//{RNG}param[@name='pattern']") is not None:
            node.set(name, "csl:medium")
        else:
            node.set(name, self.draw.choice(TEXTS.get(key, ["x"])))

    def write(self, pattern, node, budget: float) -> float:
        """Write what a pattern allows into a node; returns the number of elements spent."""
        what = kind(pattern)
        if what == "attribute":
            self.attribute(pattern, node)
        elif what in ("text", "data"):
            add(node, self.text_in(node))
        elif what == "element":
            return self.element(pattern, node, budget)
        elif what == "choice":
            return self.write(self.chosen(pattern, budget), node, budget)
        elif what in ("optional", "zeroOrMore", "oneOrMore"):
            return self.some(pattern, what, node, budget)
        elif what != "empty":
            inner = definitions()[pattern.get("name")] if what == "ref" else pattern
            return self.sequence([part for part in inner if kind(part) != "documentation"], node, budget)
        return 0

    def sequence(self, patterns, node, budget: float) -> float:
        """Write these one after the other; a few of them, at random, get most of the budget."""
        even = node.tag in ("article", "element-citation")
        weights = [1 if even else self.draw.random() ** 6 + 0.001 for _ in patterns]
        used = total = 0.0
        for pattern, weight in zip(patterns, weights, strict=True):
            total += budget * weight / sum(weights)
            used += self.write(pattern, node, total - used)
        return used

    def chosen(self, pattern, budget: float):
        possible = [p for p in pattern if self.costs[p] < NEVER]
        cheapest = min(self.costs[p] for p in possible)
        affordable = [p for p in possible if self.costs[p] <= max(cheapest, budget)]
        usual = [p for p in affordable if p.get("name") in OFTEN and self.draw.random() < 0.5]
        return self.draw.choice(usual or affordable)

    def some(self, pattern, what: str, node, budget: float) -> float:
        least, most = {"optional": (0, 1), "zeroOrMore": (0, 4), "oneOrMore": (1, 8 if node.tag == "element-citation" else 3)}[what]
        attribute_only = all(kind(p) == "attribute" for p in pattern)
        need = sum(self.costs[p] for p in pattern)
        if node.tag == "article" and pattern[0].get("name") != "sub-article" and budget > 4:
            least = 1
        often = 0 if need == NEVER else self.draw.randint(least, most) if (budget >= need and budget > 0) or attribute_only else least
        if attribute_only and often and self.draw.random() < 0.6 and pattern[0].find(f"{RNG}name").text != "id":
            often = 0
        used = 0.0
        for n in range(often):
            if n < least or attribute_only or used + need <= budget:
                used += self.sequence(list(pattern), node, (budget - used) / self.draw.choice([1, often - n]))
        return used


def add(node: etree._Element, text: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text


def type_of(target: etree._Element) -> str | None:
    """The ref-type of a reference to this element, or None where there is none."""
    return "table-fn" if target.tag == "fn" and target.getparent().tag == "table-wrap-foot" else TARGETS.get(target.tag)


def link(root: etree._Element, draw: random.Random) -> None:
    """Point every xref to some element, by the name that fits; without any target it becomes its text."""
    targets = [(t.get("id"), kind) for t in root.iter("*") if t.get("id") and (kind := type_of(t))]
    for xref in list(root.iter("xref")):
        if not targets:
            add_before(xref)
            continue
        key, kind = draw.choice(targets)
        xref.set("rid", key)
        xref.set("ref-type", kind)
        if kind == "bibr":  # an empty citation: the resolver prints its label
            xref.attrib.pop("specific-use", None)
            move_out(xref)
            cluster(xref, draw)


def cluster(xref: etree._Element, draw: random.Random) -> None:
    """Make a citation, at times, one with a prefix, a locator and a suffix."""
    if xref.getparent().tag == "contrib" or draw.random() < 0.6:
        return
    whole = etree.Element("named-content", {"content-type": "citation"})
    whole.tail, xref.tail = xref.tail, None
    xref.addprevious(whole)
    for part in ("prefix", "xref", "locator", "suffix"):
        if part == "xref":
            whole.append(xref)
        elif draw.random() < 0.6:
            etree.SubElement(whole, "named-content", {"content-type": part}).text = {
                "prefix": "see ",
                "locator": "12–15",
                "suffix": ", there",
            }[part]
            if part == "locator":
                whole[-1].set("specific-use", draw.choice(["page", "chapter", "verse"]))


def move_out(xref) -> None:
    """Empty an xref; its words go after it."""
    words = "".join(xref.itertext())
    for child in list(xref):
        xref.remove(child)
    xref.text, xref.tail = None, words + (xref.tail or "")


def add_before(xref) -> None:
    """Take an xref away; its words stay (where text is allowed)."""
    parent, words = xref.getparent(), "".join(xref.itertext()) + (xref.tail or "")
    before = xref.getprevious()
    if parent.tag == "contrib":
        words = ""
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words if parent.tag != "contrib" else parent.text
    parent.remove(xref)


def article(seed: int, size: int = 120, avoid: frozenset[str] = frozenset(), words: Callable[[int], str] = word) -> etree._Element:
    """The random article of this seed, of about `size` elements, without the elements to `avoid`."""
    writer = Writer(seed, avoid, words)
    writer.element(definitions()["article"].find(f"{RNG}element"), None, size)
    root = writer.root
    link(root, writer.draw)
    return etree.fromstring(etree.tostring(root))  # one table of names, real line numbers


def articles(size: int = 120, avoid: frozenset[str] = frozenset(), words: Callable[[int], str] = word) -> st.SearchStrategy[etree._Element]:
    """Random articles of up to `size` elements; they shrink by size."""
    return st.builds(lambda n, seed: article(seed, n, avoid, words), st.integers(0, size), st.integers(0, 2**32))


def words_of(root: etree._Element) -> list[str]:
    """The article's words of the default alphabet, in the order of the document."""
    return [part for text in root.itertext() for part in text.replace("Q", " Q").split() if part.startswith("Q") and len(part) == 5]
