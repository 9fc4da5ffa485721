"""Archives, deep folders, patterns and lists: which articles are found, where their outputs go, what is refused."""

import io
import tarfile
import zipfile

import pytest

from pipeline import archives
from tests.cli.conftest import ARTICLE
from tests.laws.articles import png

FIGURE = '<fig id="f1"><graphic xlink:href="a.png"><alt-text>A point</alt-text></graphic></fig>'
PICTURED = ARTICLE.replace("</body>", FIGURE + "</body>")


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)


def tarred(path, files):
    with tarfile.open(path, "w:gz") as file:
        for name, data in files.items():
            data = data.encode() if isinstance(data, str) else data
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))


def built(folder):
    return sorted(str(path.parent.relative_to(folder / "output")) for path in (folder / "output").rglob("*.jats.xml"))


@pytest.mark.parametrize(("pack", "name"), [(zipped, "pack.zip"), (tarred, "pack.tar.gz")])
def test_an_article_in_an_archive_has_its_pictures(folder, pipeline, pack, name):
    pack(folder / name, {"manifest.xml": "<manifest/>", "content/art.xml": PICTURED, "content/a.png": png()})
    done = pipeline("build", name, "--to", "jats")
    assert (done.status, done.err) == (0, "")
    assert built(folder) == ["pack/art"]
    assert (folder / "output/pack/art/a.png").read_bytes() == png()


def test_a_finding_names_the_archive(folder, pipeline):
    zipped(folder / "pack.zip", {"content/art.xml": PICTURED})
    assert pipeline("build", "pack.zip", "--to", "jats").err.startswith("pack.zip/content/art.xml:")


UNSOUND = {
    "outside": {"../out.xml": ARTICLE},
    "absolute": {"/out.xml": ARTICLE},
    "nothing": {"readme.txt": "no article"},
    "twice": {"a/art.xml": ARTICLE, "b/art.xml": ARTICLE},
}


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("name", UNSOUND)
def test_an_archive_that_is_not_sound_is_a_finding(folder, pipeline, pack, name):
    pack(folder / "pack.tar.gz", UNSOUND[name])
    done = pipeline("build", "pack.tar.gz", "source", "--to", "jats")
    assert (done.status, set(done.codes)) == (1, {"archive-sound"})
    assert "small" in built(folder)
    assert not (folder.parent / "out.xml").exists()


def test_a_link_in_an_archive_is_refused(folder, pipeline):
    with tarfile.open(folder / "pack.tar", "w") as file:
        info = tarfile.TarInfo("art.xml")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(info)
    assert pipeline("build", "pack.tar", "--to", "jats").codes == ["archive-sound"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"\x1f\x8bnonsense"])
def test_a_broken_archive_is_a_finding(folder, pipeline, data):
    (folder / "pack.zip").write_bytes(data)
    assert pipeline("build", "pack.zip", "--to", "jats").codes == ["archive-sound"]


def test_an_archive_that_swells_is_refused(folder, pipeline, monkeypatch):
    zipped(folder / "pack.zip", {"art.xml": ARTICLE, "big.txt": "0" * 5000})
    monkeypatch.setattr(archives, "BYTES", 4000)
    done = pipeline("build", "pack.zip", "--to", "jats")
    assert (done.codes, built(folder)) == (["archive-sound"], [])
    monkeypatch.setattr(archives, "BYTES", 8000)
    assert pipeline("build", "pack.zip", "--to", "jats").status == 0


def test_an_archive_of_very_many_files_is_refused(folder, pipeline, monkeypatch):
    zipped(folder / "pack.zip", {"art.xml": ARTICLE, **{f"{n}.txt": "" for n in range(5)}})
    monkeypatch.setattr(archives, "FILES", 5)
    assert pipeline("build", "pack.zip", "--to", "jats").codes == ["archive-sound"]


def test_folders_are_searched_to_their_ground(folder, pipeline):
    names = ("a/b/one.xml", "a/same.xml", "b/same.xml", ".hidden/no.xml", "a/pom.xml", "output/old/no.xml")
    for name in names:
        (folder / "deep" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "deep" / name).write_text("<project/>" if "pom" in name else ARTICLE, "utf-8")
    done = pipeline("build", "deep", "--to", "jats", "--output", "deep/output")
    assert (done.status, done.err) == (0, "")
    made = sorted(str(path.parent.relative_to(folder / "deep/output")) for path in (folder / "deep/output").rglob("*.jats.xml"))
    assert made == ["a/same", "b/same", "one"]
    assert pipeline("build", "deep", "--to", "jats", "--output", "deep/output").out == done.out


def test_what_a_build_has_made_is_no_source(folder, pipeline):
    pipeline("build", "source", "--to", "jats", "--output", "made")
    (folder / "made/small/more.xml").write_text(ARTICLE, "utf-8")
    pipeline("build", ".", "--to", "jats")
    assert built(folder) == ["small"]


def test_a_list_and_a_pattern(folder, pipeline, monkeypatch):
    for name in ("one", "two", "three"):
        (folder / "source" / f"{name}.xml").write_text(ARTICLE, "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("source/one.xml\n\nsource/small.xml\n"))
    assert pipeline("build", "-", "source/t*.xml", "--to", "jats").status == 0
    assert built(folder) == ["one", "small", "three", "two"]
    done = pipeline("build", "source/none*.xml", "--to", "jats")
    assert (done.status, "has no source in it" in done.err) == (2, True)
