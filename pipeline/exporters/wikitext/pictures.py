"""Pictures, films and files: `[[File:…]]` with alternative text and caption."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import PurePosixPath
from urllib.parse import unquote

from pipeline.exporters.wikitext.base import Element, Table, anchor, block, bold, children, div, part, spaced, wiki
from pipeline.exporters.wikitext.escape import attribute, escape, line, url
from pipeline.exporters.wikitext.inline import PROTOCOL, in_link, span_language
from pipeline.tree import HREF, caption_leads, name, text_of

_NOT_IN_TITLES = re.compile(r"[\[\]{}|#<>:/\\\x00-\x1f\x7f]+|~~~+|''+|__+")
_OPTION = re.compile(r"[\w-]+( [\w-]+)?(=.*)?\Z|\d*x?\d+px\Z", re.DOTALL)
ONE_LINE = {"p", "title"}


def title_of(words: str) -> str:
    """Words as the title of a page: without the characters that titles cannot have."""
    return _NOT_IN_TITLES.sub("-", words).replace("&", "&amp;").strip()


def file_name(href: str) -> str:
    """The name of a picture in the wiki, where there are no folders."""
    return title_of(PurePosixPath(unquote(href)).name) or "-"


def picture(element: Element, options: str, caption: str = "") -> str:
    """A picture: its file, or a link if it stands elsewhere in the network."""
    href, alternative = str(element.get(HREF) or ""), text_of(element.find("alt-text"))
    around = in_link(element)
    if around is not None and (name(around) != "ext-link" or PROTOCOL.match(href)):
        return f'<span role="img">{escape(alternative)}</span>' if alternative.strip() else ""
    if around is not None:
        options += "|link="  # it leads where the link round it does
    if PROTOCOL.match(href):
        link = f"[{url(href)} {escape(alternative or href)}]"
        if not options:
            return link
        caption = f"{caption}<br />{link}" if caption else link  # who keeps the page uploads the file under its own name
    alt = f"|alt={attribute(alternative)}" if alternative else ""
    guard = "<nowiki/>" if _OPTION.match(caption) else ""
    return f"[[File:{file_name(href)}{options}{alt}{'|' + guard + caption if caption else ''}]]"


@wiki("graphic", "media")
def graphic(element: Element, render: Table) -> str:
    """A picture of its own; the first of a float has the float's caption too."""
    frame = element.getparent()
    words = legend(frame, render) if frame is not None and first_picture(frame) is element else ""
    said = spaced(part(element, "label", render), caption_of(element, render), long_description(element))
    content = "<br />".join(filter(None, [words, said, credits_of(element, render)]))
    return block(picture(element, "|thumb", anchor(element) + content)) + caption_blocks(element, render)


def first_picture(frame: Element) -> Element | None:
    """The picture that bears the caption of a figure, or of a table that is only a picture."""
    bears = name(frame) in ("fig", "table-wrap") and frame.find("table") is None and not caption_leads(frame)
    return frame.find("graphic") if bears else None


@wiki("inline-graphic")
def inline_graphic(element: Element, render: Table) -> str:
    """A picture in a line."""
    return anchor(element) + picture(element, "")


def long_description(element: Element) -> str:
    """The long description of a picture, as text: MediaWiki has no place for it but the caption."""
    return escape(text_of(element.find("long-desc")))


def caption_of(element: Element, render: Table) -> str:
    """A caption on one line: its title, its paragraphs before the first block in it."""
    caption = element.find("caption")
    return render.render(caption) if caption is not None else ""


def caption_blocks(element: Element, render: Table) -> str:
    """What no line can hold of a caption: its first block and all after it."""
    caption = element.find("caption")
    after = list(caption)[len(in_line(caption)) :] if caption is not None else []
    return "".join(render.table["p"](one, render) for one in after)


def in_line(caption: Element) -> list[Element]:
    """The title and the paragraphs of a caption before its first block."""
    return list(takewhile(lambda one: one.get("content-type") != "block", caption))


@wiki("caption")
def caption(element: Element, render: Table) -> str:
    """A caption on one line, its paragraphs parted by line breaks."""
    content = render.each(in_line(element))
    return content[: -len("<br />")] if content.endswith("<br />") else content


@wiki("caption/title")
def caption_title(element: Element, render: Table) -> str:
    """The title of a caption, in bold."""
    return bold(line(render.inside(element))) + ("<br />" if element.getnext() is not None else "")


@wiki("caption/p")
def caption_paragraph(element: Element, render: Table) -> str:
    """A paragraph of a caption."""
    return anchor(element) + line(render.inside(element)) + ("<br />" if element.getnext() is not None else "")


CREDITS = ("attrib", "permissions", "object-id")


def credits_of(element: Element, render: Table) -> str:
    """Where a float is from, whose it is, its identifiers: one line each."""
    below = [child for tag in CREDITS for child in element.findall(tag)]
    return "<br />".join(filter(None, (line(render.render(child)) for child in below)))


@wiki("object-id")
def object_id(element: Element, render: Table) -> str:
    """The identifier of a part; a DOI is a link."""
    kind, value = element.get("pub-id-type") or "", text_of(element)
    said = f"[https://doi.org/{url(value)} {escape(value)}]" if kind == "doi" else escape(value)
    return block(f"<small>{escape('DOI' if kind == 'doi' else kind)}: {said}</small>")


def legend(element: Element, render: Table, *, alone: bool = False) -> str:
    """Label, caption, source, permissions, identifiers of a float; where there is more in it, but for what `trailing` gives."""
    said = spaced(bold(part(element, "label", render)), caption_of(element, render))
    return "<br />".join(filter(None, [said, credits_of(element, render) if alone or not _cite(element) else ""]))


def trailing(element: Element, render: Table) -> str:
    """Source and permissions that cite: they stand behind what else is in a float, since citations are in the order of the source."""
    return block(credits_of(element, render)) if _cite(element) else ""


def _cite(element: Element) -> bool:
    return any(child.find(".//xref[@ref-type='bibr']") is not None for tag in CREDITS for child in element.findall(tag))


@wiki("fig")
def figure(element: Element, render: Table) -> str:
    """A figure: one picture with its caption, or a box of what it holds, its caption below its first picture."""
    content = [child for child in element if name(child) not in ("label", "caption", *CREDITS)]
    rest = caption_blocks(element, render)
    if len(content) == 1 and name(content[0]) == "graphic" and not rest:
        only = content[0]
        words = "<br />".join(filter(None, [legend(element, render, alone=True), long_description(only)]))
        return block(picture(only, "|thumb", anchor(element) + anchor(only) + span_language(element, words)))
    said = ("" if first_picture(element) is not None else block(legend(element, render))) + rest
    shown, below = render.each(content), trailing(element, render)
    return div(element, (said + shown if caption_leads(element) else shown + said) + below, kind="figure")


@wiki("fig-group")
def figure_group(element: Element, render: Table) -> str:
    """Figures that belong together, with the caption of the whole."""
    said = block(legend(element, render)) + caption_blocks(element, render)
    shown, below = children(element, render, "label", "caption", *CREDITS), trailing(element, render)
    return div(element, (said + shown if caption_leads(element) else shown + said) + below, kind="figure-group")


@wiki("supplementary-material")
def supplement(element: Element, render: Table) -> str:
    """A file that goes with the article."""
    words = legend(element, render)
    href = str(element.get(HREF) or "")
    link = f"[{url(href)} {escape(href)}]" if PROTOCOL.match(href) else f"[[Media:{file_name(href)}|{escape(href)}]]" if href else ""
    inside = caption_blocks(element, render) + children(element, render, "label", "caption", *CREDITS)
    below = trailing(element, render)
    return div(element, block(spaced(words, link)) + inside + below, kind="supplementary-material")


@wiki("alt-text", "long-desc")
def description(element: Element, render: Table) -> str:
    """The words for those who do not see a picture."""
    return line(render.inside(element))
