"""The citation engine: it dies, hangs, refuses; the next question is answered all the same."""

import os
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.diagnostics import Refused, Report
from pipeline.importers import jats
from pipeline.resolve import question, resolve
from pipeline.resolve.engine import Engine, EngineFault

SMALL = Path(__file__).parents[1] / "samples/small.xml"


@pytest.fixture
def engine():
    engine = Engine()
    yield engine
    engine.stop()


def ask(engine, timeout=60.0):
    return engine.cite([{"t": "Para", "c": [{"t": "Str", "c": "word"}]}], {}, timeout)[0]


def test_it_answers_many_questions_with_one_process(engine):
    ask(engine)
    process = engine._process
    assert ask(engine)[0]["c"] == [{"t": "Str", "c": "word"}]
    assert engine._process is process


def test_a_killed_process_is_started_again(engine):
    ask(engine)
    os.kill(engine._process.pid, signal.SIGKILL)
    engine._process.wait()
    assert ask(engine)


def test_a_process_that_hangs_is_ended(engine):
    ask(engine)
    os.kill(engine._process.pid, signal.SIGSTOP)
    with pytest.raises(EngineFault, match="too long"):
        ask(engine, 0.2)
    assert ask(engine)


def test_a_document_it_refuses_leaves_it_alive(engine):
    with pytest.raises(EngineFault):
        engine.cite("not blocks", {}, 60)
    assert ask(engine)


def test_it_opens_no_file_after_its_start(engine):
    ask(engine)
    meta = {"bibliography": {"t": "MetaString", "c": str(SMALL)}}
    with pytest.raises(EngineFault):
        engine.cite([], meta, 60)


def test_it_leaves_no_file_behind(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    ask(engine)
    engine.stop()
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_fails_twice_refuses_the_article(monkeypatch):
    monkeypatch.setattr(question.engine, "cite", lambda *_: (_ for _ in ()).throw(EngineFault("it ended")))
    report = Report(SMALL)
    with pytest.raises(Refused):
        resolve(replace(jats.read(SMALL, report)), report)
    assert [d.code for d in report if d.severity == 3] == ["citation-resolved"]
