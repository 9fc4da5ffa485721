"""Hostile bibliographies and choices: each is read or refused with its code, in bounded time, and steers nothing."""

import zipfile

import pytest

from tests.cli.conftest import ARTICLE, folder, pipeline
from tests.hostile.kit import CANARY, built, codes

__all__ = ["folder", "pipeline"]
RIS = {
    "nothing but zeros": "TY  - BOOK\nTI  - T\0\0\nER  - \n" + "\0" * 5_000,
    "no end": "TY  - BOOK\n" + "TI  - T\n" * 5_000,
    "beginnings only": "TY  - BOOK\nTI  - T\n" * 300,
    "a script": "TY  - BOOK\nTI  - <script>alert(1)</script>\nUR  - javascript:alert(1)\nER  - \n",
    "a long word": f"TY  - BOOK\nTI  - {'x' * 200_000}\nER  - \n",
}


@pytest.mark.parametrize("text", RIS.values(), ids=RIS)
def test_a_hostile_ris_file_is_read_or_refused(tmp_path, text):
    outcome = built(tmp_path, text.encode(), formats=("html", "tei", "wikitext", "jats"), name="case.ris")
    assert outcome.files or codes(outcome)


CHOICES = {
    "depth": b"a = " + b"[" * 5_000 + b"]" * 5_000,
    "no text": b"\0\xff",
    "a key that is not known": b"__class__ = 1",
    "a number without end": b"jobs = 1" + b"0" * 5_000,
    "a table for a word": b"[style]\nx = 1",
    "limits of nothing": b"limit-seconds = -1",
}


@pytest.mark.parametrize("data", CHOICES.values(), ids=CHOICES)
def test_a_hostile_file_of_choices_is_wrong_usage(folder, pipeline, data):
    (folder / "source/pipeline.toml").write_bytes(data)
    done = pipeline("check", "source")
    assert done.status == 2
    assert "Traceback" not in done.err
    assert "pipeline.toml" in done.err


def test_a_pyproject_of_another_shape_is_wrong_usage(folder, pipeline):
    (folder / "pyproject.toml").write_text("tool = 1")
    assert pipeline("check", "source").status == 2


def test_a_file_of_choices_cannot_print_what_stands_outside(folder, pipeline):
    (folder.parent / "outside.txt").write_text(CANARY)
    (folder / "source/pipeline.toml").write_text(f'style = "{folder.parent}/outside.txt"')
    done = pipeline("build", "source", "--to", "html")
    assert done.codes == ["style-known"]
    assert CANARY not in done.err


def test_a_zip_in_which_a_small_file_unpacks_to_gigabytes_is_refused(folder, pipeline, monkeypatch):
    monkeypatch.setattr("pipeline.archives.BYTES", 1 << 20)
    with zipfile.ZipFile(folder / "pack.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("art.xml", ARTICLE)
        file.writestr("bomb.txt", b"\0" * (50 << 20))
    assert (folder / "pack.zip").stat().st_size < 1 << 20
    assert pipeline("build", "pack.zip", "--to", "jats").codes == ["archive-sound"]
