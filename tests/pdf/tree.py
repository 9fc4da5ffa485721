"""The structure of a finished print, read back with pikepdf: what a reading voice is told."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
from pypdfium2 import raw


@dataclass
class Element:
    """A structure element."""

    role: str
    page: int | None = None  # of its first content
    says: dict[str, str] = field(default_factory=dict)  # Lang, Alt, E, ID
    attributes: dict[str, object] = field(default_factory=dict)
    goals: list[str] = field(default_factory=list)  # of its links
    contents: list[str] = field(default_factory=list)  # the words for its links
    kids: list[Element] = field(default_factory=list)
    parts: list[str | Element] = field(default_factory=list)  # words and elements in their order

    @property
    def words(self) -> str:
        """All its words."""
        return " ".join("".join(part if isinstance(part, str) else part.words for part in self.parts).split())

    def all(self, *roles: str) -> list[Element]:
        """The elements in it with these roles, in their order."""
        return [one for one in self if one.role in roles]

    def __iter__(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid


def tree(data: bytes) -> Element:
    """The structure of a print."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        return _element(pdf.Root.StructTreeRoot.K[0], pages, marked(data))


def marked(data: bytes) -> dict[tuple[int, int], str]:
    """The words of each piece of marked content, by page and number."""
    words: dict[tuple[int, int], str] = {}
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        text = page.get_textpage()
        for at in range(text.count_chars()):
            holder = raw.FPDFText_GetTextObject(text.raw, at)
            mark = raw.FPDFPageObj_GetMarkedContentID(holder) if holder else -1
            if mark >= 0:
                words[number, mark] = words.get((number, mark), "") + chr(raw.FPDFText_GetUnicode(text.raw, at))
    document.close()
    return words


def _element(source: pikepdf.Object, pages: dict[tuple[int, int], int], words: dict[tuple[int, int], str]) -> Element:
    made = Element(str(source.S)[1:], pages[source.Pg.objgen] if "/Pg" in source else None)
    made.says = {key[1:]: str(source[key]) for key in ("/Lang", "/Alt", "/E", "/ID") if key in source}
    for said in _list(source.get("/A")):
        made.attributes |= {
            key[1:]: [str(one) for one in value] if isinstance(value, pikepdf.Array) else value for key, value in said.items()
        }
    for kid in _list(source.get("/K")):
        if isinstance(kid, int):
            made.parts.append(words.get((made.page, kid), ""))
        elif "/S" in kid:
            made.kids.append(_element(kid, pages, words))
            made.parts.append(made.kids[-1])
            made.page = made.kids[-1].page if made.page is None else made.page
        elif kid.get("/Type") == "/MCR":
            made.parts.append(words.get((pages[kid.Pg.objgen], int(kid.MCID)), ""))
        elif kid.get("/Type") == "/OBJR":
            made.goals.append(str(kid.Obj.get("/Dest") or kid.Obj.A.URI))
            made.contents.append(str(kid.Obj.get("/Contents", "")))
    return made


def _list(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    return list(value) if isinstance(value, pikepdf.Array) else [] if value is None else [value]
