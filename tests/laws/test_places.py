"""Law: every block of the profile may stand in every place of blocks, in every format; what the random articles rarely meet."""

from __future__ import annotations

from itertools import count

import pytest
from lxml import etree

from pipeline.article import Article
from pipeline.schema import validator
from tests import judges
from tests.laws.articles import ROOT, SUFFIX, made, source
from tests.laws.read import read
from tests.laws.test_judges import KINDS

PICTURE = 'xlink:href="slate.svg"'
BELOW = "<attrib>Office</attrib><permissions><copyright-statement>Office, 2024</copyright-statement></permissions>"
OWN = '<object-id pub-id-type="doi">10.5555/1</object-id>'
LIST = '<list list-type="bullet"><list-item><p>item</p></list-item></list>'
BLOCKS = [
    LIST,
    "<def-list><def-item><term>term</term><def><p>meaning</p></def></def-item></def-list>",
    "<disp-quote><p>quoted</p><attrib>who</attrib></disp-quote>",
    "<verse-group><verse-line>verse</verse-line></verse-group>",
    "<preformat>as it is</preformat>",
    "<code>print()</code>",
    f"<boxed-text>{OWN}<p>boxed</p>{BELOW}</boxed-text>",
    f"<fig>{OWN}<caption><p>caption</p></caption></fig>",
    f"<fig-group>{OWN}<fig><caption><p>caption</p></caption></fig></fig-group>",
    f"<table-wrap>{OWN}<caption><p>a caption alone</p></caption>{BELOW}</table-wrap>",
    f"<table-wrap><caption><p content-type='block'>{LIST}</p></caption><table><tbody><tr><td>cell</td></tr></tbody></table></table-wrap>",
    "<disp-formula><tex-math>a=b</tex-math></disp-formula>",
    "<statement><p>stated</p></statement>",
    "<speech><speaker>Ana</speaker><p>said</p></speech>",
    f"<supplementary-material {PICTURE}>{OWN}<caption><p>caption</p></caption>{LIST}{BELOW}</supplementary-material>",
    f"<media {PICTURE}>{OWN}<caption><p>caption</p></caption>{BELOW}</media>",
    f"<graphic {PICTURE}><alt-text>slate</alt-text></graphic>",
]
PLACES = """
<article article-type="x" dtd-version="1.3" xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink">
<front><journal-meta><journal-id/><issn/></journal-meta><article-meta><title-group><article-title>Places</article-title></title-group>
<contrib-group><contrib><anonymous/><bio>PARAGRAPHS</bio></contrib></contrib-group>
<abstract>PARAGRAPHS<sec><title/>BLOCKS<sec><title>In</title>BLOCKS</sec></sec></abstract></article-meta></front>
<body>BLOCKS<list list-type="bullet"><list-item>PARAGRAPHS</list-item></list>
<def-list><def-item><term>t</term><def>PARAGRAPHS</def></def-item></def-list>
<disp-quote>BLOCKS</disp-quote><statement>PARAGRAPHS</statement><speech><speaker>A</speaker>PARAGRAPHS</speech>
<fig><caption>PARAGRAPHS</caption></fig><table-wrap><caption>PARAGRAPHS</caption><table-wrap-foot>PARAGRAPHS</table-wrap-foot></table-wrap>
<boxed-text><caption>PARAGRAPHS</caption>BLOCKS</boxed-text></body>
<back><ack>PARAGRAPHS</ack><glossary>PARAGRAPHS</glossary><notes>BLOCKS</notes><fn-group><fn id="n1">PARAGRAPHS</fn></fn-group></back>
<sub-article id="s1" article-type="reply" xml:lang="de"><front-stub><abstract>PARAGRAPHS</abstract></front-stub>
<body>BLOCKS</body></sub-article>
</article>
"""


def everywhere() -> etree._Element:
    """An article with every block in every place, in paragraphs with and without an id."""
    numbers = count(1)

    def paragraphs(block):
        return (
            f'<p content-type="block">{block}</p><p content-type="block" id="p{next(numbers)}" xml:lang="fr">{block}</p>'
            f'<p content-type="block" id="p{next(numbers)}">{block.replace(">", f""" id="p{next(numbers)}">""", 1)}</p>'
        )

    parts = PLACES.split("PARAGRAPHS")
    text = parts[0] + "".join("".join(map(paragraphs, BLOCKS)) + part for part in parts[1:])
    return etree.fromstring(text.replace("BLOCKS", "".join(BLOCKS)))


@pytest.fixture(scope="module")
def places():
    root = everywhere()
    assert validator().validate(root), validator().error_log
    return made(Article(ROOT / "tests/samples/places.xml", root), *KINDS)


@pytest.mark.parametrize("form", KINDS)
def test_every_block_may_stand_in_every_place(places, form, tmp_path):
    file = tmp_path / f"places{SUFFIX[form]}"
    file.write_bytes(places.files[form])
    assert list(judges.problems(KINDS[form], [file]).values()) == [[]]


@pytest.mark.parametrize("form", KINDS)
def test_letters_translations_and_replies_are_whole(form, tmp_path):
    letters = source(ROOT / "tests/samples/letters.xml", form)
    file = tmp_path / f"letters{SUFFIX[form]}"
    file.write_bytes(letters.files[form])
    assert list(judges.problems(KINDS[form], [file]).values()) == [[]]
    if form != "jats":
        content = read(form, letters.files[form])
        assert content.links - content.targets == set()
        for words in (
            "Regen auf alten Dächern",
            "Our answer",
            "By daylight.",
            "Under a thumb".lower(),
            "T-77",
            "Editor",
            "10.5555/letters.1",
        ):
            assert words in content.text.replace("\n", " ")
