"""An article of the size of the largest that publishers send, or of a part of it: each time the same."""

from __future__ import annotations

import random
from xml.sax.saxutils import escape

REFERENCES, PEOPLE, ROWS, COLUMNS, PARAGRAPHS = 810, 193, 430, 37, 300
# Enough kinds of word that text wraps, hyphenates and sorts as a language does
WORDS = (
    "the of and in to a with for measured samples each was were from between method after results temperature pressure model which "
    "observed concentration significant however distribution analysis population increased frequency difference region response "
    "structure expression sequence control treatment approximately previously independent correlation surface membrane"
).split()
SYLLABLES = ("ba", "den", "ko", "lis", "mar", "nu", "per", "ro", "sten", "tov", "ul", "wy", "é", "ño", "ję")


def large(part: float = 1) -> str:
    """The source of an article with this part of all there is: references, people, rows, and text."""
    dice = random.Random(1)
    many = [max(2, round(number * part)) for number in (REFERENCES, PEOPLE, ROWS, PARAGRAPHS)]
    references, people, rows, paragraphs = many
    groups = "".join(f'<contrib contrib-type="author">{_name(dice)}<xref ref-type="aff" rid="a{n % 40}"/></contrib>' for n in range(people))
    homes = "".join(f'<aff id="a{n}"><institution>Institute of {_words(dice, 3)}</institution></aff>' for n in range(min(40, people)))
    body = "".join(_section(number, references, paragraphs, dice) for number in range(0, paragraphs, 12))
    listed = "".join(_reference(number, dice) for number in range(references))
    return (
        '<article xml:lang="en"><front><article-meta><title-group><article-title>A survey of great size</article-title></title-group>'
        f"<contrib-group>{groups}</contrib-group>{homes}<abstract><p>{_words(dice, 200)}</p></abstract></article-meta></front>"
        f"<body>{body}{_table(rows, dice)}</body><back><ref-list>{listed}</ref-list></back></article>"
    )


def _words(dice: random.Random, number: int) -> str:
    return " ".join(dice.choices(WORDS, k=number))


def _name(dice: random.Random) -> str:
    surname = "".join(dice.choices(SYLLABLES, k=3)).capitalize()
    return f"<name><surname>{surname}</surname><given-names>{dice.choice('ABCDEFGHKLM')}.</given-names></name>"


def _section(first: int, references: int, paragraphs: int, dice: random.Random) -> str:
    """Twelve paragraphs; each cites what is at its place in the list, and one now and then what stands elsewhere."""
    text = ""
    for number in range(first, min(first + 12, paragraphs)):
        here = [number * references // paragraphs + more for more in range(dice.randint(1, 3))]
        cites = "".join(
            f'<xref ref-type="bibr" rid="r{one % references}"/>' for one in [*here, *dice.sample(range(references), number % 7 == 0)]
        )
        text += f"<p>{_words(dice, 50)} {cites}. {_words(dice, 20)}.</p>"
    return f"<sec><title>On {_words(dice, 3)}</title>{text}</sec>"


def _table(rows: int, dice: random.Random) -> str:
    head = "".join(f"<th>{dice.choice(SYLLABLES)}{n}</th>" for n in range(COLUMNS))
    body = "".join(
        f"<tr><th>s{row}</th>{''.join(f'<td>{dice.randint(0, 99)}</td>' for _ in range(COLUMNS - 1))}</tr>" for row in range(rows)
    )
    caption = f"<label>Table 1</label><caption><title>{escape('All values < 100')}</title></caption>"
    grid = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<sec><title>Data</title><table-wrap id="t1">{caption}{grid}</table-wrap></sec>'


def _reference(number: int, dice: random.Random) -> str:
    people = "".join(_name(dice) for _ in range(dice.randint(1, 7)))
    return (
        f'<ref id="r{number}"><element-citation publication-type="journal"><person-group person-group-type="author">{people}</person-group>'
        f"<article-title>{_words(dice, 9).capitalize()}</article-title><source>Journal of {_words(dice, 2)}</source>"
        f"<year>{dice.randint(1950, 2024)}</year><volume>{dice.randint(1, 90)}</volume>"
        f"<fpage>{number}</fpage><lpage>{number + 9}</lpage></element-citation></ref>"
    )
