"""Running heads: as much of a title as a line holds, the authors in the words of the language, a journal that leaves room."""

import pytest
from lxml import etree

from pipeline.article import Settings
from pipeline.diagnostics import Report
from pipeline.exporters.pdf.export import prepared
from pipeline.exporters.pdf.running import run, shortened
from tests.pdf.articles import article


def headed(tmp_path, language="en", names=(), journal="", short="", paper="auto"):
    made = article(tmp_path, "<p>Silk.</p>", language=language)
    meta, about = made.root.find("front/article-meta"), made.root.find("front/journal-meta")
    people = "".join(f"<contrib contrib-type='author'><name><surname>{name}</surname></name></contrib>" for name in names)
    meta.insert(1, etree.fromstring(f"<contrib-group>{people}</contrib-group>"))
    titles = f"<journal-title>{journal}</journal-title><abbrev-journal-title>{short}</abbrev-journal-title>"
    about.insert(1, etree.fromstring(f"<journal-title-group>{titles}</journal-title-group>"))
    made = type(made)(made.path, made.root, settings=Settings(paper=paper))
    document = prepared(made, Report(tmp_path))
    run(made, document)
    return {name: document.header.get(f"data-{name}") for name in ("authors", "running", "journal")}


@pytest.mark.parametrize(
    ("language", "names", "authors"),
    [
        ("en", ["Ergot", "Worm"], "Ergot & Worm"),
        ("en", ["Ergot", "Worm", "Spindle"], "Ergot et al."),
        ("ru", ["Шёлк", "Нить"], "Шёлк и Нить"),
        ("pl", ["Nić", "Len", "Igła"], "Nić i in."),
        ("ja", ["絹", "糸", "針"], "絹ほか"),
        ("zh", ["丝", "线"], "丝、线"),
        ("th", ["ไหม", "ด้าย", "เข็ม"], "ไหม และคณะ"),
        ("ar", ["حرير", "خيط"], "حرير وخيط"),
        ("de", ["Faden", "Nadel"], "Faden & Nadel"),
    ],
)
def test_authors_are_joined_in_the_words_of_the_language(tmp_path, language, names, authors):
    assert headed(tmp_path, language, names)["authors"] == authors


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("On silk", "On silk"),
        ("On silk, and on what is spun of it", "On silk, and on …"),
        ("丝绸比纸更轻丝绸比纸更轻", "丝绸比纸更轻丝绸 …"),
        ("Silk 丝绸比纸更轻丝绸比纸更轻", "Silk 丝绸比纸更轻 …"),
        ("ไหมเบากว่ากระดาษไหมเบา", "ไหมเบากว่ากระดาษไห …"),
    ],
)
def test_a_title_is_cut_between_words_or_where_there_are_none_between_letters(title, head):
    assert shortened(title, 17) == head


@pytest.mark.parametrize(
    ("paper", "journal"),
    [("auto", "Annals of Silk, Thread and Other Materials · "), ("a5", "Ann Silk · ")],
)
def test_a_journal_leaves_room_for_a_title(tmp_path, paper, journal):
    assert headed(tmp_path, journal="Annals of Silk, Thread and Other Materials", short="Ann Silk", paper=paper)["journal"] == journal


def test_a_journal_without_a_short_name_gives_way_to_the_title(tmp_path):
    assert headed(tmp_path, journal="Annals of Silk " * 5)["journal"] == ""
