"""Pages as they look: a dozen are drawn and compared with pictures of them; `pytest tests/visual --accept` renews the pictures."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from pipeline.article import Settings
from tests.visual.articles import SCRIPTS, article, printed

PAGES = Path(__file__).parent / "pages"
SCALE = 5 / 6  # 60 dots an inch: letters are grey, where they stand is plain
TOLERANCE = 2.0  # of 255, in the mean, after a blur: another library draws letters a hair otherwise
SHOWN = {
    "plain": Settings(theme="plain"),
    "encyclopedia": Settings(theme="encyclopedia"),
    "journal": Settings(theme="journal"),
    "journal-a5": Settings(theme="journal", paper="a5"),
}


def drawn(data):
    """The first page in grey."""
    return pypdfium2.PdfDocument(data)[0].render(scale=SCALE, grayscale=True).to_pil().convert("L")


def distance(one, other):
    """How far two pictures are from each other; as far as can be if they are not of one size."""
    if one.size != other.size:
        return 255.0
    soft = [image.filter(ImageFilter.GaussianBlur(2)) for image in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*soft)).rms[0]


def change(name, page, accept):
    """How far a page is from its picture, which with `accept` is drawn anew."""
    path = PAGES / f"{name}.png"
    if accept:
        page.quantize(16).save(path, optimize=True)
    return distance(Image.open(path).convert("L"), page)


@pytest.mark.parametrize("name", SHOWN)
def test_a_theme_looks_as_it_did(name, accept):
    assert change(name, drawn(printed(article("en"), SHOWN[name])), accept) < TOLERANCE, "see it, then --accept"


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_script_looks_as_it_did(language, accept):
    page = drawn(printed(article(language), Settings(theme="plain", paper="a5")))
    assert change(language, page, accept) < TOLERANCE, "see it, then --accept"


def test_a_page_that_is_moved_or_has_other_words_is_seen():
    page = Image.open(PAGES / "journal.png").convert("L")
    assert distance(page, ImageChops.offset(page, 0, 5)) > TOLERANCE
    assert distance(page, Image.open(PAGES / "plain.png").convert("L")) > TOLERANCE


@pytest.mark.parametrize(("language", "least", "most"), [("en", 12, 15), ("ur", 19, 24)])
def test_the_lines_of_an_abstract_have_the_room_that_their_letters_need(language, least, most):
    made = article(language)
    words = made.root.find("front/article-meta/abstract/p")
    words.text = "Silk and paper. " * 12
    text = pypdfium2.PdfDocument(printed(made, Settings(theme="journal")))[0].get_textpage()
    said = text.get_text_range()
    first = said.index("Silk")
    heights = sorted({round(text.get_charbox(place)[1]) for place in range(first, first + 170) if said[place] == "S"}, reverse=True)
    assert least <= heights[0] - heights[1] <= most
