"""Small articles that cite, made from parts, and what was printed into them."""

from pathlib import Path

from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.resolve import resolve
from pipeline.tree import text_of


def fragment(body, refs, style="ieee", language="en", notes="", abstract="", letter=""):
    root = etree.fromstring(
        f'<article xml:lang="{language}"><front><article-meta>{abstract}</article-meta></front><body>{body}</body>'
        f"<back><fn-group>{notes}</fn-group><ref-list>{refs}</ref-list></back>{letter}</article>"
    )
    report = Report(Path("fragment.xml"))
    return resolve(Article(Path("fragment.xml"), root, Settings(style=style)), report).root


def ref(key, family, year, title="Title", **fields):
    more = "".join(f"<{tag}>{value}</{tag}>" for tag, value in fields.items())
    return (
        f'<ref id="{key}"><element-citation publication-type="book"><person-group person-group-type="author"><name>'
        f"<surname>{family}</surname><given-names>A.</given-names></name></person-group>"
        f"<source>{title}</source><year>{year}</year>{more}</element-citation></ref>"
    )


def cite(*keys):
    return f'<xref ref-type="bibr" rid="{" ".join(keys)}"/>'


def label(root, n=0):
    return "".join(root.findall(".//named-content[@content-type='citation']")[n].itertext())


def named(*people, title="Title", year="1990", kind="book", more=""):
    """The fields of a reference by people, each `surname, given names`, or as XML."""
    names = "".join(one if one.startswith("<") else _name(*one.split(", ")) for one in people)
    group = f'<person-group person-group-type="author">{names}</person-group>' if people else ""
    when = year if year.startswith("<") else f"<year>{year}</year>"
    return f'<element-citation publication-type="{kind}">{group}<source>{title}</source>{when}{more}</element-citation>'


def _name(surname, given):
    return f"<name><surname>{surname}</surname><given-names>{given}</given-names></name>"


def refs(**fields):
    """References by their keys."""
    return "".join(f'<ref id="{key}">{citation}</ref>' for key, citation in fields.items())


def part(kind, words, use=None):
    """A prefix, locator or suffix of a citation."""
    said = f' specific-use="{use}"' if use else ""
    return f'<named-content content-type="{kind}"{said}>{words}</named-content>'


def cluster(*parts):
    """A citation with more to say than its keys."""
    return f'<named-content content-type="citation">{"".join(parts)}</named-content>'


def labels(root):
    """The printed citations, in the order of the file."""
    return ["".join(one.itertext()) for one in root.iterfind(".//named-content[@content-type='citation']")]


def entries(root):
    """The printed references by key."""
    return {ref.get("id"): text_of(ref.find(".//mixed-citation")) for ref in root.iter("ref")}


def csl(path, citation, bibliography="", more='class="in-text"', locale=""):
    """A style of ones own, as a file: the elements of its layouts."""
    layout = f"<bibliography><layout>{bibliography}</layout></bibliography>" if bibliography else ""
    head = f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" {more}><info/>{locale}'
    path.write_text(f"{head}<citation>{citation}</citation>{layout}</style>", "utf-8")
    return str(path)
