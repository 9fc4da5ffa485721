"""Words and values that programs stumble over."""

TEXTS = (
    "", " ", "\u00a0", "\u200b", "\u202e\u2066", "\u0301" * 40, "\U0001f600\ufe0f\u200d",
    "\x7f'\"`UNIQ--nowiki-00000000-QINU`\"'\x7f", "\x85\u2028",
    "<script>alert(1)</script>", "</nowiki></ref></math>", "{{cite|a=b}}", "[[File:x|y]]", "{| |- |}", "'''''", "~~~~", "__TOC__", "----",
    "&amp;&#60;&lt;", "]]>", "<!--", "\\input{/etc/passwd}", "\\def\\a{\\a}\\a", "\\frac", "{" * 30, "$x$", "%(x)s", "{0}", "\\",
    "a" * 3000,
    "9" * 400, "-1", "0", "1e999", "NaN", "٣", "²", "1918-13-45", "-0044", "2019/2020", "1918-01-09/..", "10.1000/182", "978-3-16-148410-0",
    "javascript:alert(1)", "data:text/html,<b>", "file:///etc/passwd", "//host/x", "\\\\host\\x", "../../etc/passwd", "http://[::1",
    "http://a b",
    "שלום", "العربية", "漢字", "ქართული", "İıſß", "ﬁ", "À", "en-Latn-x-private", "zh-Hant", "x-klingon", "[3]–[7]", "and", "et al.",
    "van der",
)  # fmt: skip
ATTRIBUTES = (
    "id", "rid", "content-type", "specific-use", "ref-type", "list-type", "colspan", "rowspan", "headers", "align", "style-type", "vocab",
    "vocab-term", "vocab-term-identifier", "iso-8601-date", "calendar", "publication-type", "person-group-type", "pub-id-type",
    "article-type", "notes-type", "fn-type", "href", "{http://www.w3.org/1999/xlink}href", "{http://www.w3.org/XML/1998/namespace}lang",
    "{http://www.w3.org/XML/1998/namespace}space", "mathvariant", "columnalign", "width", "dtd-version",
)  # fmt: skip
NAMES = (
    "p", "sec", "title", "label", "list", "list-item", "def-list", "def-item", "term", "def", "fig", "fig-group", "graphic",
    "inline-graphic",
    "caption", "table-wrap", "table", "thead", "tbody", "tr", "td", "th", "table-wrap-foot", "fn", "fn-group", "xref", "ext-link", "italic",
    "sup", "named-content", "styled-content", "disp-quote", "disp-formula", "inline-formula", "tex-math", "alternatives", "boxed-text",
    "statement", "verse-group", "verse-line", "speech", "speaker", "preformat", "code", "ref-list", "ref", "element-citation",
    "mixed-citation", "citation", "citation-alternatives", "name", "surname", "collab", "string-name", "person-group", "etal", "year",
    "article-title", "source", "volume", "fpage", "pub-id", "date", "date-in-citation", "contrib", "contrib-group", "aff", "abstract",
    "kwd-group", "kwd", "sub-article", "response", "front-stub", "floats-group", "app", "app-group", "ack", "glossary", "notes", "media",
    "supplementary-material", "permissions", "license", "license-p", "history", "pub-date", "funding-group", "custom-meta", "break", "hr",
    "chem-struct", "array", "tgroup", "row", "entry", "{http://www.w3.org/1998/Math/MathML}math", "{http://www.w3.org/1998/Math/MathML}mi",
    "{http://www.w3.org/1998/Math/MathML}mfrac", "{http://www.w3.org/1998/Math/MathML}mtable", "{http://example.org/x}unknown",
)  # fmt: skip
VALUES = (
    "",
    "null",
    "[]",
    "{}",
    "-1",
    "1e400",
    "true",
    '[["2019", "x"]]',
    '{"date-parts": [[0, 0, 0]]}',
    '{"literal": "<i>"}',
    '[{"family": {}}]',
)
