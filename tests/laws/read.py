"""Finished files read back: their text, their internal links and the targets that those may have."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass, field, replace

import pikepdf
import pypdfium2
from lxml import etree

XML = "{http://www.w3.org/XML/1998/namespace}"
OPS = "{http://www.idpf.org/2007/ops}"


@dataclass
class Content:
    """The text of a file, its internal links and its targets."""

    text: str
    links: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)

    @property
    def squeezed(self) -> str:
        """The text without any white space or hyphen: what is left of words whatever lines they stand in."""
        return squeeze(self.text)


def squeeze(text: str) -> str:
    """Text without white space, hyphens and invisible characters."""
    return re.sub(r"[\s\u00ad\u200b\u200e\u200f\u2060\ufeff\u2010\u2011\ufffe-]+", "", text)


def read(form: str, data: bytes) -> Content:
    """What a file of this format holds."""
    return {"html": page, "epub": book, "tei": tei, "wikitext": wikitext, "pdf": pdf}[form](data)


def _texts(root: etree._Element) -> str:
    """All text of a tree, and the attributes that are text."""
    return "".join(root.itertext()) + " " + " ".join(str(value) for node in root.iter("{*}*") for value in node.attrib.values())


def page(data: bytes) -> Content:
    """An HTML page that is also XML, or only HTML."""
    root = etree.HTML(data, etree.HTMLParser(encoding="utf-8"))
    found = _page(root, "")
    return replace(found, links={link for link in found.links if link.startswith("#")})  # the others lead to other files


def _page(root: etree._Element, name: str) -> Content:
    links = {f"{name if href.startswith('#') else ''}{href}" for href in root.xpath("//@href") if "#" in href and ":" not in href}
    targets = {f"{name}#{key}" for key in root.xpath("//@id")}
    return Content(_texts(root), links, targets)


def book(data: bytes) -> Content:
    """An EPUB: all its pages and its package document."""
    whole = Content("")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx")):
                one = _page(etree.fromstring(file.read(name)), name.rpartition("/")[2])
                whole.text += one.text + " "
                whole.links |= one.links
                whole.targets |= one.targets
    return whole


def tei(data: bytes) -> Content:
    """A TEI document."""
    root = etree.fromstring(data)
    pointers = [
        value for key in ("target", "corresp", "who", "calendar", "ref", "next", "prev", "facs") for value in root.xpath(f"//@{key}")
    ]
    links = {one for value in pointers for one in value.split() if one.startswith("#")}
    return Content(_texts(root), links, {f"#{key}" for key in root.xpath("//@xml:id")})


def wikitext(data: bytes) -> Content:
    """A wikitext page."""
    text = data.decode("utf-8")
    bare = html.unescape(re.sub(r"</?nowiki */?>|'{2,5}|<!--.*?-->", "", text, flags=re.S))
    headings = {line.strip("= ") for line in re.findall(r"^=+.*=+$", text, re.M)}
    targets = {f"#{key}" for key in re.findall(r"""\bid=["']([^"']+)["']""", text)} | {f"#{one}" for one in headings}
    links = {f"#{link}" for link in re.findall(r"\[\[#([^\]|]+)", text)}
    plain = re.sub(r"<[^<>]*>", "", bare) + " " + bare
    return Content(plain, {html.unescape(one) for one in links}, {html.unescape(one) for one in targets})


def pdf(data: bytes) -> Content:
    """A PDF: its words as a reader copies them, those said in place of pictures, the addresses of its links, and its destinations."""
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    text = re.sub("[\ufffe\x02]\\s*", "", text)  # a word parted at the end of a line
    document.close()
    with pikepdf.open(io.BytesIO(data)) as file:
        names = pikepdf.NameTree(file.Root.Names.Dests) if "/Names" in file.Root and "/Dests" in file.Root.Names else {}
        targets = {f"#{name}" for name in names}
        links = {f"#{name}" for page in file.pages for note in page.get("/Annots", []) if (name := _destination(note))}
        said = [str(one[key]) for one in file.objects if isinstance(one, pikepdf.Dictionary) for key in ("/Alt", "/URI") if key in one]
        said += [str(note.A.URI) for page in file.pages for note in page.get("/Annots", []) if "/URI" in note.get("/A", {})]
        return Content("\n".join([text, *said]), links, targets)


def _destination(note: pikepdf.Object) -> str:
    action = note.get("/A", {})
    goal = note.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)
    return str(goal) if isinstance(goal, pikepdf.String) else ""
