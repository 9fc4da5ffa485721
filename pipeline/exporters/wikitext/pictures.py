"""Pictures, films and files: `[[File:…]]` with alternative text and caption."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from pipeline.exporters.wikitext.base import Element, Table, anchor, block, bold, children, div, part, spaced, wiki
from pipeline.exporters.wikitext.escape import attribute, escape, line, url
from pipeline.exporters.wikitext.inline import LINKS, PROTOCOL, span_language
from pipeline.tree import HREF, name, text_of

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
    if any(name(node) in LINKS for node in element.iterancestors()):
        return attribute(alternative)
    if PROTOCOL.match(href):
        return spaced(f"[{url(href)} {escape(alternative or href)}]", caption)
    alt = f"|alt={attribute(alternative)}" if alternative else ""
    guard = "<nowiki/>" if _OPTION.match(caption) else ""
    return f"[[File:{file_name(href)}{options}{alt}{'|' + guard + caption if caption else ''}]]"


@wiki("graphic", "media")
def graphic(element: Element, render: Table) -> str:
    """A picture of its own."""
    content = spaced(part(element, "label", render), caption_of(element, render), long_description(element))
    return block(picture(element, "|thumb", anchor(element) + content))


@wiki("inline-graphic")
def inline_graphic(element: Element, render: Table) -> str:
    """A picture in a line."""
    return anchor(element) + picture(element, "")


def long_description(element: Element) -> str:
    """The long description of a picture, as text: MediaWiki has no place for it but the caption."""
    return escape(text_of(element.find("long-desc")))


def caption_of(element: Element, render: Table) -> str:
    """A caption on one line: its title, its paragraphs."""
    caption = element.find("caption")
    return render.render(caption) if caption is not None else ""


@wiki("caption")
def caption(element: Element, render: Table) -> str:
    """A caption on one line, its paragraphs parted by line breaks."""
    content = children(element, render)
    return content[: -len("<br />")] if content.endswith("<br />") else content


@wiki("caption/title")
def caption_title(element: Element, render: Table) -> str:
    """The title of a caption, in bold."""
    return bold(line(render.inside(element))) + ("<br />" if element.getnext() is not None else "")


@wiki("caption/p")
def caption_paragraph(element: Element, render: Table) -> str:
    """A paragraph of a caption."""
    return anchor(element) + line(render.inside(element)) + ("<br />" if element.getnext() is not None else "")


def legend(element: Element, render: Table, *without: str) -> str:
    """What stands below a figure: label, caption, source, permissions."""
    below = [child for child in element if name(child) in ("attrib", "permissions")]
    words = [line(render.render(child)) for child in below]
    return "<br />".join(filter(None, [spaced(bold(part(element, "label", render)), caption_of(element, render)), *words]))


@wiki("fig")
def figure(element: Element, render: Table) -> str:
    """A figure: one picture with its caption, or a box of what it holds."""
    content = [child for child in element if name(child) not in ("label", "caption", "attrib", "permissions")]
    if len(content) == 1 and name(content[0]) == "graphic" and not PROTOCOL.match(str(content[0].get(HREF))):
        alone = content[0]
        words = "<br />".join(filter(None, [legend(element, render), long_description(alone)]))
        return block(picture(alone, "|thumb", anchor(element) + anchor(alone) + span_language(element, words)))
    return div(element, render.each(content) + block(legend(element, render)), kind="figure")


@wiki("fig-group")
def figure_group(element: Element, render: Table) -> str:
    """Figures that belong together, with the caption of the whole."""
    return div(element, children(element, render, "label", "caption") + block(legend(element, render)), kind="figure-group")


@wiki("supplementary-material")
def supplement(element: Element, render: Table) -> str:
    """A file that goes with the article."""
    words = legend(element, render)
    href = str(element.get(HREF) or "")
    link = f"[{url(href)} {escape(href)}]" if PROTOCOL.match(href) else f"[[Media:{file_name(href)}|{escape(href)}]]" if href else ""
    return div(element, block(spaced(words, link)) + children(element, render, "label", "caption"), kind="supplementary-material")


@wiki("alt-text", "long-desc")
def description(element: Element, render: Table) -> str:
    """The words for those who do not see a picture."""
    return line(render.inside(element))
