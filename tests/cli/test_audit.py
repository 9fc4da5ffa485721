"""`pipeline audit` and `build --audit`: outputs that cite alike have no finding; one planted change in any of them is found."""

import io
import json
import zipfile

import pytest
from lxml import etree

from pipeline import plugins
from pipeline.article import Artifact
from tests.cli.conftest import ARTICLE
from tests.cli.test_config import shown

BODY = """<p>One<xref ref-type="bibr" rid="r1"/>, two<xref ref-type="bibr" rid="r1 r2"/>, and a note<xref ref-type="fn" rid="n1"/>.</p>"""
NOTE = '<fn-group><fn id="n1"><p>A note that cites<xref ref-type="bibr" rid="r2"/>.</p></fn></fn-group>'
REFERENCE = """<ref id="r2"><element-citation publication-type="book"><person-group person-group-type="author"><name><surname>Ito</surname>
<given-names>Ken</given-names></name></person-group><source>Rivers</source><year iso-8601-date="1999">1999</year>
<publisher-name>House</publisher-name></element-citation></ref></ref-list>"""


@pytest.fixture
def built(folder, pipeline):
    """The folder of an article in all formats that the audit reads."""
    text = ARTICLE.replace("<p>Words of its own", BODY + "<p>Words of its own").replace("</ref-list>", REFERENCE)
    (folder / "source/small.xml").write_text(text.replace("<ref-list>", NOTE + "<ref-list>"), "utf-8")
    assert pipeline("build", "source/small.xml", "--to", "jats,html,epub,tei,wikitext,pdf").status == 0
    return folder / "output" / "small"


def test_outputs_of_one_build_cite_alike(built, pipeline):
    done = pipeline("audit", "output")
    assert (done.status, done.err) == (0, "")
    assert done.out == "output/small: consistent: 4 citations, 2 references, 6 formats\n"


def change(path, old, new):
    """Change the text of an output, or of the pages of a book, wherever it stands."""
    data = path.read_bytes()
    if path.suffix != ".epub":
        assert old.encode() in data
        path.write_bytes(data.replace(old.encode(), new.encode()))
        return
    made, found = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(made, "w") as other:
        for item in book.infolist():
            page = book.read(item)
            found += old.encode() in page
            other.writestr(item, page.replace(old.encode(), new.encode()) if item.filename.endswith("xhtml") else page)
    assert found
    path.write_bytes(made.getvalue())


@pytest.mark.parametrize("name", ["small.html", "small.epub", "small.tei.xml", "small.wiki"])
@pytest.mark.parametrize(
    ("old", "new"),
    [("Rivers", "Brooks"), ("#r1", "#r2")],
    ids=["another reference", "another goal"],
)
def test_a_planted_change_is_found(built, pipeline, name, old, new):
    change(built / name, old, new)
    done = pipeline("audit", "output/small")
    assert done.status == 1
    assert set(done.codes) == {"citations-agree"}
    assert all(line.startswith(f"output/small/{name}:") for line in done.err.splitlines())


def test_a_print_of_another_article_is_found(built, folder, pipeline):
    source = folder / "source/small.xml"
    source.write_text(source.read_text("utf-8").replace("Rivers", "Brooks").replace('rid="r1 r2"', 'rid="r2"'), "utf-8")
    assert pipeline("build", "source/small.xml", "--to", "pdf").status == 0
    done = pipeline("audit", "output/small")
    assert done.status == 1
    assert done.out == "output/small: not consistent: 4 citations, 2 references, 6 formats\n"
    lines = done.err.splitlines()
    assert all(line.startswith("output/small/small.pdf:0: error[citations-agree]: page 1: ") for line in lines)
    assert any("reference r2 is" in line and "Brooks" in line and "Rivers" in line for line in lines)
    assert any("citation 2 is" in line and "small.tei.xml line" in line for line in lines)


def test_the_findings_as_json_with_all_that_was_compared(built, folder, pipeline):
    change(built / "small.tei.xml", "Rivers", "Brooks")
    pipeline("audit", "output", "--report", "report.json")
    (article,) = json.loads((folder / "report.json").read_bytes())["articles"]
    assert {one["code"] for one in article["diagnostics"]} == {"citations-agree"}
    audit = article["audit"]
    assert (audit["consistent"], len(audit["citations"]), len(audit["references"])) == (False, 4, 2)
    assert [one["differs"] for one in audit["references"]] == [False, True]
    row = audit["citations"][1]["files"]
    assert row["small.jats.xml"]["keys"] == ["r1", "r2"]
    assert {name: one["label"] for name, one in row.items()} == dict.fromkeys(row, "[1], [2]")
    assert row["small.pdf"]["page"] == 1
    assert all(row[name]["line"] for name in row if name != "small.pdf")
    assert {one["what"] for one in audit["differences"]} == {"reference r2"}
    assert all("small.tei.xml" in one for one in audit["differences"])


def test_the_findings_as_a_page_on_which_each_citation_can_be_followed(built, folder, pipeline):
    change(built / "small.tei.xml", "Rivers", "Brooks")
    pipeline("audit", "output", "--report", "made/audit.html")
    page = etree.HTML((folder / "made/audit.html").read_bytes())
    assert len(page.xpath("//tr[@class='differs']")) == 1
    assert "Brooks" in "".join(page.xpath("//tr[@class='differs']//td[2]//text()"))
    assert page.xpath("//table[1]/thead//th/text()")[1:7] == [".jats.xml", ".tei.xml", ".html", ".epub", ".wiki", ".pdf"]
    links = page.xpath("//table/tbody/tr[2]/td//a/@href")
    assert "../output/small/small.pdf#page=1" in links
    assert all((folder / "made" / link.partition("#")[0]).resolve().is_file() for link in links)
    assert set(page.xpath("//a[starts-with(@href, '#')]/@href")) <= {f"#{key}" for key in page.xpath("//@id")}
    assert page.xpath("//input[@type='checkbox'][@id='only']")
    assert not page.xpath("//script | //link | //img")


def test_a_folder_without_articles_is_wrong_usage(folder, pipeline):
    assert pipeline("audit", "source").status == 2


@pytest.fixture
def liar(monkeypatch):
    """A TEI exporter that prints other labels than the others."""
    honest = plugins.exporter

    def exporter(name):
        made = honest(name)
        return made if name != "tei" else lambda *given: [Artifact(one.name, one.data.replace(b"[1]", b"[7]")) for one in made(*given)]

    monkeypatch.setattr(plugins, "exporter", exporter)


def test_outputs_that_do_not_cite_alike_are_written_and_fail_the_build(folder, pipeline, liar):
    done = pipeline("build", "source/small.xml", "--to", "html,epub,tei", "--audit")
    assert done.status == 1
    assert set(done.codes) == {"citations-agree"}
    assert all(line.startswith("output/small/small.tei.xml:") for line in done.err.splitlines())
    assert (folder / "output/small/small.tei.xml").is_file()


def test_one_format_is_held_against_the_resolved_article(folder, pipeline, liar):
    assert pipeline("build", "source/small.xml", "--to", "wikitext", "--audit").status == 0
    done = pipeline("build", "source/small.xml", "--to", "wikitext,tei", "--audit")
    assert (done.status, set(done.codes)) == (1, {"citations-agree"})


def test_nothing_is_read_back_unless_asked(folder, pipeline, liar):
    assert pipeline("build", "source/small.xml", "--to", "html,tei").status == 0


@pytest.mark.parametrize(
    ("words", "environment", "value", "origin"),
    [
        ([], {}, "false", "default"),
        ([], {"CI": "true"}, "true", "CI"),
        ([], {"CI": "false"}, "false", "default"),
        (["--no-audit"], {"CI": "true"}, "false", "--audit"),
        (["--audit"], {}, "true", "--audit"),
        ([], {"CI": "true", "PIPELINE_AUDIT": "false"}, "false", "PIPELINE_AUDIT"),
    ],
)
def test_the_switch(folder, pipeline, monkeypatch, words, environment, value, origin):
    for name, setting in environment.items():
        monkeypatch.setenv(name, setting)
    assert shown(pipeline("build", "source", "--show-config", *words))["audit"] == (value, origin)
