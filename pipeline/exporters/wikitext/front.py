"""Front matter: the abstract at the top of the page, all the rest in a table at its end, one row a fact."""

from __future__ import annotations

from pipeline import styles
from pipeline.exporters.wikitext.base import (
    Element,
    Table,
    anchor,
    attributes,
    block,
    children,
    direction,
    div,
    headline,
    inline,
    part,
    spaced,
    span,
    wiki,
    word,
)
from pipeline.exporters.wikitext.blocks import foreign_section
from pipeline.exporters.wikitext.escape import escape, line, url
from pipeline.exporters.wikitext.heading import display_title
from pipeline.exporters.wikitext.inline import PROTOCOL, address_of, outside, span_language
from pipeline.metadata import abstract_word
from pipeline.tree import HREF, document_of, find_all, language_of, name, text_of

ABSTRACTS = ("abstract", "trans-abstract")


@wiki("article")
def article(element: Element, render: Table) -> str:
    """The page: the title if it has mark-up, abstracts, body, back, what is known about the article, then its sub-articles."""
    front, meta = element.find("front"), element.find("front/article-meta")
    return display_title(element, render) + text_and_rows(element, meta, front, render)


def text_and_rows(element: Element, meta: Element | None, front: Element | None, render: Table) -> str:
    """Abstracts, body, back, what is known about an article or a sub-article, its own sub-articles."""
    abstracts = render.each([node for path in ABSTRACTS for node in meta.findall(path)]) if meta is not None else ""
    text, inner = (render.each([one for tag in tags for one in element.findall(tag)]) for tags in (("body", "back"), ("sub-article",)))
    return abstracts + text + part_rows(front, render) + inner


@wiki("sub-article")
def sub_article(element: Element, render: Table) -> str:
    """A sub-article under its title; one without is called what it is."""
    stub, kind = element.find("front-stub"), element.get("article-type") or "sub-article"
    title = part(element, "front-stub/title-group/article-title", render) or word(element, kind, kind.replace("-", " ").capitalize())
    return foreign_section(element, headline(element, anchor(element) + title) + text_and_rows(element, stub, stub, render))


def part_rows(front: Element | None, render: Table) -> str:
    """The table of what is known about the article."""
    if front is None:
        return ""
    rows = render.render(front)
    return headline(front, word(front, "about", "About this article")) + block(f'{{| class="wikitable"\n{rows}|}}') if rows else ""


@wiki("front", "journal-meta", "journal-title-group", "title-group", "contrib-group", "history", "custom-meta-group")
def group(element: Element, render: Table) -> str:
    """The rows of a part of the front matter."""
    return children(element, render)


@wiki("article-meta", "front-stub")
def meta(element: Element, render: Table) -> str:
    """The rows of the article itself; its abstracts stand elsewhere."""
    return children(element, render, *ABSTRACTS)


def row(head: str, content: str, element: Element | None = None) -> str:
    """A row of the table: what it is, what it says."""
    given = attributes(element) if element is not None else ""
    return f'|-\n! scope="row" | {head}\n|{f"{given} |" if given else ""} {content}\n' if content or given else ""


@wiki("abstract", "trans-abstract")
def abstract(element: Element, render: Table) -> str:
    """An abstract, in a box at the top."""
    own = styles.terms(language_of(element)).get(abstract_word(element), "Abstract")
    default = "" if element.find("title") is not None else block(f"'''{escape(own)}'''")
    return div(element, default + children(element, render, "object-id") + render.each(element.findall("object-id")), kind="abstract")


ROWS = {
    "journal-title-group/journal-title": ("journal", "Journal"),
    "journal-title-group/abbrev-journal-title": ("journal-short", "Journal, in short"),
    "title-group/article-title": ("title", "Title"),
    "title-group/subtitle": ("subtitle", "Subtitle"),
    "title-group/alt-title": ("alt-title", "Other title"),
    "article-meta/volume": ("volume", "Volume"),
    "article-meta/issue": ("issue", "Issue"),
    "article-meta/elocation-id": ("elocation-id", "Article number"),
}
DATES = {
    "pub": ("published", "Published"),
    "rev-recd": ("revised", "Revised"),
    "rev-request": ("rev-request", "Revision asked for"),
    "pmc-release": ("pmc-release", "Released by PubMed Central"),
    "nihms-submitted": ("nihms-submitted", "Sent to PubMed Central"),
}
STUB = {key.replace("article-meta", "front-stub"): words for key, words in ROWS.items() if key.startswith("article-meta")}


@wiki(*ROWS, *STUB)
def simple_row(element: Element, render: Table) -> str:
    """A fact in words; the title of a sub-article is its heading."""
    parent = element.getparent()
    if name(element) == "article-title" and name(document_of(element)) == "sub-article":
        return ""
    key, english = (ROWS | STUB)[f"{name(parent) if parent is not None else ''}/{name(element)}"]
    return row(word(element, key, english), inline(element, render), element)


@wiki("journal-meta/journal-id", "journal-meta/issn", "article-id")
def identifier(element: Element, render: Table) -> str:
    """An identifier and its kind."""
    kind = element.get("journal-id-type") or element.get("pub-id-type") or name(element).removesuffix("-id")
    value = text_of(element)
    content = f"[https://doi.org/{url(value)} {escape(value)}]" if kind == "doi" else escape(value)
    if kind == "doi" and direction(language_of(element)) == "rtl":
        content = f'<span dir="ltr">{content}</span>'
    medium = element.get("publication-format")
    if name(element) == "journal-id":
        return row(f"{word(element, 'journal', 'Journal')} ({escape(kind)})", content)
    return row(
        escape(kind.upper() if len(kind) < 6 and kind != "other" else kind.capitalize()),
        content + (f" ({escape(medium)})" if medium and value else ""),
    )


@wiki("publisher")
def publisher(element: Element, render: Table) -> str:
    """Who publishes the journal, and where."""
    return row(word(element, "publisher", "Publisher"), ", ".join(inline(child, render) for child in element))


@wiki("article-categories")
def categories(element: Element, render: Table) -> str:
    """The subjects of the article."""
    return row(word(element, "subjects", "Subjects"), "; ".join(render.render(child) for child in element))


@wiki("subj-group")
def subjects(element: Element, render: Table) -> str:
    """Subjects, and the narrower ones in brackets."""
    words = ", ".join(render.render(child) for child in element.findall("subject"))
    narrower = "; ".join(render.render(child) for child in element.findall("subj-group"))
    return span_language(element, f"{words} ({narrower})" if narrower else words)


@wiki("trans-title-group")
def translated_title(element: Element, render: Table) -> str:
    """The title in another language."""
    language = escape(language_of(element))
    return row(f"{word(element, 'title', 'Title')} ({language})", ": ".join(inline(child, render) for child in element), element)


@wiki("trans-title", "trans-subtitle")
def translated_words(element: Element, render: Table) -> str:
    """The words of a translated title."""
    return inline(element, render)


@wiki("degrees", "role", "addr-line", "city", "state", "postal-code", "country", "copyright-statement", "copyright-year",
"copyright-holder", "award-id",
      "meta-name", "meta-value", "kwd", "funding-statement")  # fmt: skip
def words(element: Element, render: Table) -> str:
    """Words of the front matter."""
    return span(element, inline(element, render))


@wiki("product")
def product(element: Element, render: Table) -> str:
    """What the article reviews, and its address."""
    href = str(element.get(HREF) or "")
    link = f"[{url(href)} {escape(href)}]" if PROTOCOL.match(href) else escape(href)
    return row(word(element, "reviewed", "Reviewed"), spaced(inline(element, render), link), element)


@wiki("pub-date", "history/date")
def date_row(element: Element, render: Table) -> str:
    """A date in the life of the article."""
    kind = element.get("date-type") or "pub"
    notes = ", ".join(escape(str(element.get(key))) for key in ("publication-format", "calendar") if element.get(key))
    key, english = DATES.get(kind, (kind, kind.replace("-", " ").capitalize()))
    head = word(element, key, english)
    return row(head, date_words(element) + (f" ({notes})" if notes else ""))


def date_words(element: Element) -> str:
    """A date as year, month, day, or its season and year."""
    parts = {name(child): text_of(child) for child in element}
    if "season" in parts:
        return escape(f"{parts['season']} {parts['year']}")
    return escape("-".join(parts[key].zfill(2) for key in ("year", "month", "day") if key in parts))


@wiki("article-meta/fpage", "front-stub/fpage")
def pages(element: Element, render: Table) -> str:
    """The pages of the article."""
    ends = [text_of(element), text_of(element.getparent().find("lpage"))]  # type: ignore[union-attr]
    return row(word(element, "pages", "Pages"), "–".join(dict.fromkeys(escape(end) for end in ends if end)))


@wiki("article-meta/lpage", "front-stub/lpage")
def last_page(element: Element, render: Table) -> str:
    """Nothing: the row of the first page says it."""
    return ""


@wiki("permissions")
def permissions(element: Element, render: Table) -> str:
    """Whose the article is, and what others may do with it."""
    content = "<br />".join(filter(None, (line(render.render(child)) for child in element)))
    whole = find_all(element, "parent::article-meta | parent::front-stub")
    return row(word(element, "rights", "Rights"), content) if whole else content


@wiki("free_to_read")
def free(element: Element, render: Table) -> str:
    """Everybody may read it."""
    return word(element, "free-to-read", "Free to read")


@wiki("license")
def licence(element: Element, render: Table) -> str:
    """The licence and its address."""
    address = str(element.get(HREF) or "")
    said = any(link.get(HREF) == address for link in element.iter("ext-link"))
    link = "" if said else f"[{url(address)} {escape(address)}]" if PROTOCOL.match(address) else escape(address)
    return spaced(span_language(element, "<br />".join(line(render.inside(p)) for p in element)), link)


@wiki("license-p")
def licence_words(element: Element, render: Table) -> str:
    """The words of a licence."""
    return inline(element, render)


@wiki("self-uri", "related-article")
def address(element: Element, render: Table) -> str:
    """Where the article is found, or another that belongs to it."""
    link = outside(element, address_of(element), inline(element, render))
    kind = element.get("related-article-type")
    head = f"{word(element, 'related', 'Related article')} ({escape(kind)})" if kind else word(element, "address", "Address")
    return row(head, link, element)


@wiki("kwd-group")
def keywords(element: Element, render: Table) -> str:
    """The keywords, under their own title or the usual one."""
    own = part(element, "title", render)
    words = ", ".join(filter(None, (render.render(child) for child in element.findall("kwd"))))
    return row(own or word(element, "keywords", "Keywords"), words or ("—" if own else ""), element)


@wiki("funding-group")
def funding(element: Element, render: Table) -> str:
    """Who paid."""
    return row(word(element, "funding", "Funding"), "<br />".join(filter(None, (render.render(child) for child in element))))


@wiki("award-group")
def award(element: Element, render: Table) -> str:
    """A grant: who gave it, its number, who has it."""
    return anchor(element) + ", ".join(filter(None, (line(render.render(child)) for child in element)))


@wiki("funding-source")
def funder(element: Element, render: Table) -> str:
    """Who gave a grant."""
    return inline(element, render)


@wiki("conference")
def conference(element: Element, render: Table) -> str:
    """The conference that the article was given at."""
    return row(word(element, "conference", "Conference"), ", ".join(filter(None, (inline(child, render) for child in element))))


@wiki("custom-meta")
def custom(element: Element, render: Table) -> str:
    """A fact that has a name of its own."""
    return row(part(element, "meta-name", render), part(element, "meta-value", render) or "—")
