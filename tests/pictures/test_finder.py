"""Which file an address means."""

import pytest
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.schema.finder import Finder, last


def finder(folder, **settings):
    return Finder(Article(folder / "silk.xml", etree.fromstring("<article/>"), Settings(**settings)))


def put(folder, *names):
    for name in names:
        name, _, size = name.partition("=")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"." * int(size or 1))


def first(folder, href, picture=True):
    path = next(finder(folder).candidates(href, picture), None)
    return path and path.relative_to(folder.resolve()).as_posix()


@pytest.mark.parametrize(
    ("href", "files", "chosen"),
    [
        ("a.png", "a.png a.svg", "a.png"),  # as written
        ("a", "a.png", "a.png"),  # without a suffix
        ("a.tif", "a.jpg", "a.jpg"),  # with another
        ("a.tif", "a", "a"),
        ("x.0001.g001", "x.0001.g002.png x.0001.g001.png", "x.0001.g001.png"),  # dots that begin no suffix
        ("x.0001", "x.png", None),
        ("a.png", "A.PNG", "A.PNG"),  # another case of letters
        ("A", "a.gif A.gif", "A.gif"),
        ("a%20b.png", "'a b.png'", "a b.png"),
        ("info:doi/10.1371/journal.x.0000001.g001", "journal.x.0000001.g001.tif", "journal.x.0000001.g001.tif"),
        ("https://example.org/one/a.jpg?size=2", "a.jpg", "a.jpg"),
        ("a.tif", "figures/a.tif", "figures/a.tif"),
        ("a.tif", "silk/a.tif", "silk/a.tif"),  # a folder of the article's own name
        ("a.tif", "other/a.tif", None),
        ("figs/a.tif", "a.png", "a.png"),  # a package without folders
        ("deep/down/a.tif", "deep/down/a.png", "deep/down/a.png"),
        ("a", "a.tif a.jpg a.eps", "a.jpg"),  # what outputs can show
        ("a", "a.gif=10 a.jpg=90", "a.jpg"),  # the bigger one
        ("a", "a.png a.svg", "a.svg"),
        ("a.tif", "a.tif a.jpg=90", "a.tif"),
        ("a.eps", "a.eps a.jpg", "a.jpg"),
        ("a.emf", "a.emf", "a.emf"),
        ("a.png", "a.xml a.png.txt b.png", None),
        ("", "a.png", None),
    ],
)
def test_the_file_of_an_address(tmp_path, href, files, chosen):
    put(tmp_path, *(["a b.png"] if "'" in files else files.split()))
    assert first(tmp_path, href) == chosen


@pytest.mark.parametrize(
    ("href", "files", "chosen"),
    [
        ("s1.csv", "S1.CSV", "S1.CSV"),
        ("info:doi/10.1371/journal.x.0000001.s001", "journal.x.0000001.s001.doc", "journal.x.0000001.s001.doc"),
        ("film.mp4", "film.png", None),  # a picture is no film
    ],
)
def test_other_files_keep_their_suffix(tmp_path, href, files, chosen):
    put(tmp_path, *files.split())
    assert first(tmp_path, href, picture=False) == chosen


@pytest.mark.parametrize("href", ["../a.png", "/a.png", "%2e%2e/a.png", "out/a.png", "a.png", "figures/a", "file:a.png", "..\\a.png"])
def test_nothing_outside_the_folder_is_found(tmp_path, href):
    inner = tmp_path / "inner"
    inner.mkdir()
    put(tmp_path, "a.png")
    (inner / "out").symlink_to(tmp_path)
    (inner / "figures").symlink_to(tmp_path)
    (inner / "a.png").symlink_to(tmp_path / "a.png")
    assert list(finder(inner).candidates(href)) == []
    assert finder(inner).fault(href)[0] == "picture-inside"


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("a.png", "picture-found"),
        ("info:doi/10.1371/journal.x.0000001.g001", "picture-found"),
        ("https://example.org/a.png", "picture-local"),
        ("HTTP://example.org/", "picture-local"),
        ("ftp://example.org/a.png", "picture-inside"),
        ("data:image/png;base64,AA", "picture-inside"),
        ("a" * 300, "picture-found"),
    ],
)
def test_what_is_wrong_with_an_address(tmp_path, href, code):
    assert finder(tmp_path).fault(href)[0] == code


def test_a_picture_that_will_be_fetched_is_not_missed(tmp_path):
    assert finder(tmp_path, fetch=True).fault("https://example.org/a.png") is None
    assert finder(tmp_path, fetch=True).fault("a.png")[0] == "picture-found"


@pytest.mark.parametrize(
    ("href", "said"), [("https://h.org/a/b.png?c#d", "b.png"), ("https://h.org", ""), ("http://[::1", ""), ("a/b.png", "b.png")]
)
def test_the_last_part_of_an_address(href, said):
    assert last(href) == said
