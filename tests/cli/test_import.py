"""Import: any known form → the canonical article, beside its source or elsewhere with its pictures."""

from tests.cli.conftest import ARTICLE
from tests.laws.articles import png


def test_a_source_is_not_written_over(folder, pipeline):
    done = pipeline("import", "source/small.xml")
    assert done.status == 2
    assert "source/small.xml would be written over" in done.err
    assert (folder / "source/small.xml").read_text("utf-8") == ARTICLE


def test_pictures_go_with_the_article(folder, pipeline):
    (folder / "source/pictures").mkdir()
    (folder / "source/pictures/a.png").write_bytes(png())
    figure = '<fig id="f1"><graphic xlink:href="pictures/a.png"><alt-text>A point</alt-text></graphic></fig>'
    (folder / "source/small.xml").write_text(ARTICLE.replace("</body>", figure + "</body>"), "utf-8")
    done = pipeline("import", "source/small.xml", "--output", "canonical")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == ["canonical/small.xml", "canonical/pictures/a.png"]
    assert (folder / "canonical/pictures/a.png").read_bytes() == png()


def test_an_import_can_be_read_again_and_stays_the_same(folder, pipeline):
    for source, output in (("source", "one"), ("one", "two")):
        assert pipeline("import", f"{source}/small.xml", "--output", output).status == 0
    assert (folder / "one/small.xml").read_bytes() == (folder / "two/small.xml").read_bytes()
    assert b"Words of its own" in (folder / "two/small.xml").read_bytes()
