"""A small valid article in a folder of its own, and the command line called in this process."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from pipeline.cli import commands

ARTICLE = """<?xml version="1.0" encoding="UTF-8"?>
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" dtd-version="1.3" xml:lang="en">
<front>
<journal-meta><journal-id/><issn/></journal-meta>
<article-meta>
<title-group><article-title>A small article</article-title></title-group>
<pub-date date-type="pub" iso-8601-date="2020-05-04"><year>2020</year></pub-date>
</article-meta>
</front>
<body>
<p>Words of its own<xref ref-type="bibr" rid="r1"/>.</p>
</body>
<back>
<ref-list>
<ref id="r1"><element-citation publication-type="book"><person-group person-group-type="author"><name><surname>Ha</surname><given-names>Min</given-names></name></person-group><source>Roads</source><year iso-8601-date="1967">1967</year><publisher-name>Press</publisher-name></element-citation></ref>
</ref-list>
</back>
</article>
"""  # noqa: E501


@dataclass
class Done:
    """What a command said."""

    status: int
    out: str
    err: str

    @property
    def codes(self):
        return [line.partition("[")[2].partition("]")[0] for line in self.err.splitlines()]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, which is the current one, with one article in `source`."""
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):  # builds are audited where CI is set, and GitHub is told
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "small.xml").write_text(ARTICLE, "utf-8")
    return tmp_path


@pytest.fixture
def pipeline(monkeypatch, capfd):
    """The command line: words in, status and streams out."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["pipeline", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            commands.main()
        return Done(end.value.code or 0, *capfd.readouterr())

    return run
