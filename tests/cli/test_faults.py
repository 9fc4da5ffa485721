"""Faults of the machine: a run that is killed anywhere, a disk that is full, a folder that may not be written, an engine that is lost."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest

from pipeline import files
from tests.cli.conftest import ARTICLE
from tests.cli.test_build import tree

KILLS = int(os.environ.get("PIPELINE_KILLS", "4"))
NAMES = [f"a{n}" for n in range(10)]
WORDS = ("build", "source", "--to", "jats,tei,wikitext", "--jobs", "2", "--cache", "cache")


def started(folder, *words, **more):
    command = [sys.executable, "-m", "pipeline", *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **more)


def run(folder, *words, **more):
    process = started(folder, *words, **more)
    return process, process.communicate(timeout=300)[1]


@pytest.fixture
def many(folder):
    for name in NAMES:
        (folder / "source" / f"{name}.xml").write_text(ARTICLE.replace("Words of its own", f"Words of {name}"), "utf-8")
    return folder


def test_a_run_that_is_killed_leaves_whole_files_and_the_next_one_ends_it(many):
    start = time.monotonic()
    process, _ = run(many, *WORDS, "--output", "whole")
    length, whole = time.monotonic() - start, tree(many / "whole")
    assert (process.returncode, len(whole)) == (0, 4 * (len(NAMES) + 1))
    dice = random.Random(7)
    for _ in range(KILLS):
        process = started(many, *WORDS, *(["--force"] if dice.random() < 0.7 else []))
        time.sleep(dice.uniform(0.1, 1.1) * length)
        process.kill()
        process.communicate()
        for name, data in tree(many / "output").items():
            assert ".part-" in name or data == whole[name], name
    process, said = run(many, *WORDS)
    assert process.returncode == 0, said
    assert tree(many / "output") == whole
    shutil.rmtree(many / "output")
    run(many, *WORDS)
    assert tree(many / "output") == whole  # nothing wrong was kept
    assert "cache-sound" not in said


def test_ctrl_c_says_how_far_a_run_came(many):
    process = started(many, *WORDS, start_new_session=True)
    while process.poll() is None and not (many / "output").exists():
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "the same command goes on from here" in said
    assert "Traceback" not in said
    assert not [name for name in tree(many / "output") if ".part-" in name]


def test_a_full_disk_costs_what_does_not_fit(folder):
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))

    long = ARTICLE.replace("Words of its own", "Words of its own, " + "and many more " * 300)
    (folder / "source/long.xml").write_text(long, "utf-8")
    process, said = run(folder, "build", "source", "--to", "wikitext", "--cache", "cache", preexec_fn=small)
    assert process.returncode == 1
    assert "source/long.xml:0: error[output-writable]: " in said
    assert [name for name in tree(folder / "output") if name.startswith("long")] == []
    assert (folder / "output/small/small.wiki").is_file()
    process, said = run(folder, "build", "source", "--to", "wikitext", "--cache", "cache")
    assert process.returncode == 0, said
    assert "many more" in (folder / "output/long/long.wiki").read_text("utf-8")


@pytest.mark.skipif(os.getuid() == 0, reason="everything may be written by root")
def test_a_folder_that_may_not_be_written_is_a_finding(folder, pipeline):
    (folder / "output").mkdir(mode=0o555)
    assert pipeline("build", "source", "--to", "jats").codes == ["output-writable"]


def test_an_engine_that_is_not_there_costs_each_article_alone(folder, monkeypatch):
    monkeypatch.setenv("PYPANDOC_PANDOC", "/nowhere/pandoc")
    process, said = run(folder, "build", "source", "--to", "jats")
    assert (process.returncode, "Traceback" in said, "error[" in said) == (1, False, True)
    monkeypatch.delenv("PYPANDOC_PANDOC")
    assert run(folder, "build", "source", "--to", "jats")[0].returncode == 0


def test_the_same_bytes_for_any_number_of_workers(many, pipeline):
    for workers in (1, 8):
        assert pipeline("build", "source", "--to", "jats,html,epub", "--jobs", workers, "--force", "--output", f"by-{workers}").status == 0
    assert tree(many / "by-1") == tree(many / "by-8")


def test_what_a_process_left_is_cleared_though_nobody_asked_how_that_ended(tmp_path):
    ended = subprocess.Popen(["true"])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    (tmp_path / files.part().replace(f"-{os.getpid()}-", f"-{ended.pid}-")).mkdir()
    (mine := tmp_path / files.part()).mkdir()
    files.clear(tmp_path)
    ended.wait()
    assert list(tmp_path.iterdir()) == [mine]
