"""Outlines: drawn formulas are written into a print as lines and curves, the outline of each letter translated once.

WeasyPrint reads such a drawing as it reads any, and every letter anew at each place where it stands. A drawing that has more in it than
the letters and strokes of a formula is left to it.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any, Final

from lxml import etree

from pipeline.instead import instead

_DATA: Final = "data:image/svg+xml;base64,"
_SVG: Final = "{http://www.w3.org/2000/svg}"
_COMMAND = re.compile(r"([MLQZ])([^MLQZ]*)")
_HAIR: Final = 0.1  # px that a letter may be wider or narrower than its outline says: numbers are rounded
_LETTER: Final = (f"{_SVG}g", f"{_SVG}path")
_PLACED: Final = frozenset(["x", "y", "width", "height", "fill"])
_ALLOWED: Final = {
    f"{_SVG}svg": frozenset(["width", "height", "viewBox"]),
    f"{_SVG}symbol": frozenset(["id", "viewBox"]),
    f"{_SVG}g": frozenset[str](),
    f"{_SVG}path": frozenset(["d"]),
    f"{_SVG}use": _PLACED | {"href"},
    f"{_SVG}rect": _PLACED,
}


@dataclass(frozen=True)
class Formula:
    """A drawn formula, as WeasyPrint has pictures: its window, in pixels, and what is in it, as operators of PDF."""

    left: float
    top: float
    width: float
    height: float
    content: bytes

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        """Width, height and their ratio."""
        return self.width, self.height, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        """Write the formula, as large as this window allows, into its middle (SVG 2, 8.6)."""
        from tinycss2.color5 import parse_color

        scale = min(width / self.width, height / self.height)
        left, top = (width - self.width * scale) / 2 - self.left * scale, (height - self.height * scale) / 2 - self.top * scale
        stream.set_color(parse_color("black"))
        stream.transform(scale, 0, 0, scale, left, top)
        stream.stream.append(self.content)


@contextmanager
def outlined() -> Iterator[None]:
    """While this holds, pictures that are formulas are these."""
    from weasyprint import document

    usual = document.original_get_image_from_uri

    def image(*, cache: dict[str, Any], url: str, **words: Any) -> Any:
        if url.startswith(_DATA) and url not in cache and (made := formula(url.removeprefix(_DATA))) is not None:
            cache[url] = made
        return usual(cache=cache, url=url, **words)

    with instead(document, original_get_image_from_uri=image):
        yield


@lru_cache(maxsize=512)
def formula(data: str) -> Formula | None:
    """The drawing of a formula, from base64, or None if it is another: WeasyPrint says what is wrong with that."""
    try:
        root = etree.fromstring(base64.b64decode(data), etree.XMLParser(resolve_entities=False, no_network=True))
        left, top, width, height = _window(root)
        symbols = {one.get("id"): one for one in root.iter(f"{_SVG}symbol")}
        if not all(_plain(one) for one in root.iter()) or not width > 0 < height:
            return None
        parts = [_part(one, symbols) for one in root if one.tag != f"{_SVG}symbol"]
    except (etree.XMLSyntaxError, ArithmeticError, LookupError, ValueError):
        return None
    return Formula(left, top, width, height, b"\n".join(parts))


def _plain(element: etree._Element) -> bool:
    """Whether an element says nothing that is not known here."""
    return element.get("fill", "black") == "black" and _ALLOWED.get(str(element.tag), frozenset()).issuperset(element.keys())


def _window(element: etree._Element) -> tuple[float, float, float, float]:
    left, top, width, height = map(float, (element.get("viewBox") or "").split())
    return left, top, width, height


def _part(element: etree._Element, symbols: dict[str | None, etree._Element]) -> bytes:
    """A letter at its place, or a stroke; raises ValueError if it is another thing."""
    x, y, width, height = (float(element.get(name) or 0) for name in ("x", "y", "width", "height"))
    if element.tag == f"{_SVG}rect":
        return f"{_number(x)} {_number(y)} {_number(width)} {_number(height)} re f".encode()
    symbol = symbols[(element.get("href") or "").removeprefix("#")]
    left, top, wide, high = _window(symbol)
    scale = height / high
    if abs(width - wide * scale) > _HAIR or any(one.tag not in _LETTER for one in symbol):
        raise ValueError(symbol.get("id"))
    place = " ".join(map(_number, (scale, 0, 0, scale, x - left * scale, y - top * scale)))
    return b"q %s cm %s Q" % (place.encode(), b" ".join(_outline(one.get("d") or "") for one in symbol.iter(f"{_SVG}path")))


@lru_cache(maxsize=4096)
def _outline(path: str) -> bytes:
    """The outline of a letter, filled; raises ValueError where it has other lines than letters have."""
    said, at = [], (0.0, 0.0)
    for command, numbers in _COMMAND.findall(path):
        points = [float(one) for one in numbers.split()]
        if command == "Q":
            (a, b, x, y), (u, v) = points, at  # a curve of the second degree as one of the third
            points = [u + (a - u) * 2 / 3, v + (b - v) * 2 / 3, x + (a - x) * 2 / 3, y + (b - y) * 2 / 3, x, y]
        at = (points[-2], points[-1]) if points else at
        said.append(" ".join([*map(_number, points), {"M": "m", "L": "l", "Q": "c", "Z": "h"}[command]]))
    if not path.startswith("M") or _COMMAND.sub("", path).strip():
        raise ValueError(path)
    return " ".join([*said, "f"]).encode()


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(value)
    return f"{value:.4f}".rstrip("0").rstrip(".")
