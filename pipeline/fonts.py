"""Fonts: the faces of print, the same on every machine: cut from packages that are dependencies, then Debian's Noto for other scripts."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_SYSTEM = tuple(Path(f"/usr/share/fonts/{kind}/noto") for kind in ("truetype", "opentype"))
_READY = (("fontpkg_amiri", "files"), ("ziamath", "fonts"), ("ziafont", "fonts"))  # packages whose fonts need no cutting
_ALIKE = " \xa0\u2009\u202f-\xad\u2010\u2011"  # spaces and hyphens may share a form: readers take them for the same
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>/var/cache/fontconfig</cachedir>
<cachedir>{cache}</cachedir>
<alias><family>serif</family><prefer><family>Source Serif 4</family></prefer></alias>
<alias><family>sans-serif</family><prefer><family>Source Sans 3</family></prefer></alias>
<alias><family>monospace</family><prefer><family>Source Code Pro</family></prefer></alias>
<match target="font">
  <test name="outline"><bool>false</bool></test>
  <edit name="scale" mode="assign"><divide><name target="pattern">pixelsize</name><name target="font">pixelsize</name></divide></edit>
  <edit name="matrix" mode="assign"><times><name>matrix</name>
    <matrix><name>scale</name><double>0</double><double>0</double><name>scale</name></matrix></times></edit>
  <edit name="size" mode="assign"><divide><name>size</name><name>scale</name></divide></edit>
</match>
<match target="font">
  <test name="family"><string>Noto Nastaliq Urdu</string></test>
  <edit name="charset" mode="assign_replace"><minus><name>charset</name>
    <charset><range><int>0x30</int><int>0x39</int></range></charset></minus></edit>
</match>
</fontconfig>
"""  # numbers among words of Nastaliq come from the next face: its own are as heavy as bold ones


@dataclass(frozen=True)
class Cut:
    """One static face of a variable font: variable ones are cut anew, slowly, for each document that they stand in."""

    package: str
    file: str
    family: str
    weight: int  # that style sheets ask for
    axes: tuple[tuple[str, float], ...]
    italic: bool = False

    @property
    def style(self) -> str:
        """The name of the face in its family."""
        return " ".join(filter(None, ("Bold" if self.weight > 400 else "", "Italic" if self.italic else ""))) or "Regular"

    @property
    def name(self) -> str:
        """The file of the face."""
        return f"{self.family}-{self.style}.ttf".replace(" ", "")


def _family(package: str, stem: str, axes: str, family: str, bold: float, **fixed: float) -> Iterator[Cut]:
    """Regular and bold, upright and italic."""
    for weight, axis in ((400, 400.0), (700, bold)):
        upright = Cut(package, f"{stem}[{axes}].ttf", family, weight, (("wght", axis), *fixed.items()))
        yield upright
        yield replace(upright, file=f"{stem}-Italic[{axes}].ttf", italic=True)


_SERIF = ("fontpkg_source_serif_4", "SourceSerif4", "opsz,wght")
CUTS = (
    *_family(*_SERIF, "Source Serif 4", 650, opsz=11),
    *_family(*_SERIF, "Source Serif 4 Caption", 650, opsz=8),
    *_family(*_SERIF, "Source Serif 4 Display", 600, opsz=30),
    *_family("fontpkg_source_sans_3", "SourceSans3", "wght", "Source Sans 3", 650),
    *_family("fontpkg_source_code_pro", "SourceCodePro", "wght", "Source Code Pro", 650),
    Cut("fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", "Frank Ruhl Libre", 400, (("wght", 400),)),
    Cut("fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", "Frank Ruhl Libre", 700, (("wght", 700),)),
)


@contextmanager
def pinned() -> Iterator[None]:
    """While this holds, fontconfig that starts knows the fonts of print and no others of the machine."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(configuration())
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@cache
def configuration() -> Path:
    """The file that tells fontconfig the fonts of print."""
    cuts = _cut_once()
    path = cuts / "fonts.conf"
    folders = "\n".join(f"<dir>{escape(str(folder))}</dir>" for folder in (cuts, *_ready(), *_SYSTEM))
    text = _CONFIGURATION.format(folders=folders, cache=escape(str(cuts / "cache")))
    if not path.is_file() or path.read_text("utf-8") != text:
        part = cuts / f"fonts.conf.{os.getpid()}"
        part.write_text(text, "utf-8")
        part.replace(path)
    return path


def _ready() -> list[Path]:
    return [_files(package) / inner for package, inner in _READY]


def _files(package: str) -> Path:
    found = find_spec(package)
    assert found is not None, package
    assert found.origin is not None, package
    return Path(found.origin).parent


def _edition() -> str:
    """The versions that the cuts depend on."""
    packages = sorted({cut.package.replace("_", "-") for cut in CUTS} | {"uharfbuzz"})
    return repr((CUTS, _ALIKE, _CONFIGURATION, [(name, metadata.version(name)) for name in packages]))


def _cut_once() -> Path:
    """The folder of the faces: cut once, kept with the user's other caches."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "article-pipeline" / "fonts"
    folder = home / sha256(_edition().encode()).hexdigest()[:16]
    if folder.is_dir():
        return folder
    try:
        home.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".part-", dir=home))
    except OSError:  # no cache may be kept here
        folder = staging = Path(tempfile.mkdtemp(prefix="article-pipeline-fonts-"))
    for cut in CUTS:
        _write(cut, staging / cut.name)
    if staging != folder:
        try:
            staging.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(staging)
    return folder


def _write(cut: Cut, path: Path) -> None:
    """Cut a face and name it, so that a style sheet finds it by family, weight and style."""
    import uharfbuzz
    from fontTools import ttLib

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(_files(cut.package) / "files" / cut.file)))
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    for axis, value in cut.axes:
        wanted.pin_axis_location(face, axis, value)
    with ttLib.TTFont(io.BytesIO(uharfbuzz.subset(face, wanted).blob.data), recalcTimestamp=False) as font:
        names = {1: cut.family, 2: cut.style, 3: path.stem, 4: f"{cut.family} {cut.style}", 6: path.stem}
        font["name"].names = [one for one in font["name"].names if one.nameID in (0, 13, 14)]
        for key, words in names.items():
            font["name"].setName(words, key, 3, 1, 0x409)
        bold, flags = cut.weight > 400, font["OS/2"].fsSelection & ~0b1100001
        font["OS/2"].usWeightClass = cut.weight
        font["OS/2"].fsSelection = flags | cut.italic | (bold << 5) | ((not bold and not cut.italic) << 6)
        font["head"].macStyle = bold | (cut.italic << 1)
        for table in ("STAT", "DSIG"):
            if table in font:
                del font[table]
        _part(font)
        font.save(path)


def _part(font: TTFont) -> None:
    """Give each letter a form of its own: of two that share one (µ and μ, ∆ and Δ), a print would be read as having one alone."""
    best = {code: form for code, form in font.getBestCmap().items() if chr(code) not in _ALIKE}
    first = {form: code for code, form in sorted(best.items(), reverse=True)}
    for code, form in best.items():
        if first[form] == code:
            continue
        own = f"uni{code:04X}.own"
        font["glyf"][own] = deepcopy(font["glyf"][form])
        font["hmtx"][own] = font["hmtx"][form]
        for letters in font["cmap"].tables:
            if code in letters.cmap:
                letters.cmap[code] = own


if __name__ == "__main__":  # setup cuts them, so that the first article need not wait
    configuration()
