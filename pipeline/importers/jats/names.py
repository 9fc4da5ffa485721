"""Names: the elements and attributes that JATS 1.3 and NLM 2.x have, so that what is not JATS at all can be told."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import listed

ELEMENTS: Final = frozenset(
    listed(
        """
    abbrev abbrev-journal-title abstract access-date ack addr-line address aff aff-alternatives alt-text alt-title alternatives
    annotation anonymous answer answer-set app app-group array article article-categories article-id article-meta article-title
    article-version article-version-alternatives attrib author-comment author-notes award-desc award-group award-id award-name back bio
    block-alternatives body bold boxed-text break caption chapter-title chem-struct chem-struct-wrap chem-struct-wrapper citation
    citation-alternatives city code col colgroup collab collab-alternatives colspec comment compound-kwd compound-kwd-part
    compound-subject compound-subject-part conf-acronym conf-date conf-loc conf-name conf-num conf-sponsor conf-theme conference
    content-language contract-num contract-sponsor contrib contrib-group contrib-id contributed-resource-group copyright-holder
    copyright-statement copyright-year corresp count country counts custom-meta custom-meta-group custom-meta-wrap data-title date
    date-in-citation day def def-head def-item def-list degrees
    disp-formula disp-formula-group disp-quote edition element-citation elocation-id email entry
    equation-count era etal event event-desc explanation ext-link extended-by fax fig fig-count fig-group fixed-case floats-group
    floats-wrap fn fn-group fpage free_to_read front front-stub funding-group funding-source funding-statement given-names gloss-group
    glossary glyph-data glyph-ref gov grant-num grant-sponsor graphic history hr index-term index-term-range-end inline-formula
    inline-graphic inline-media inline-supplementary-material institution institution-id institution-wrap isbn issn issn-l issue
    issue-id issue-part issue-sponsor issue-subtitle issue-title issue-title-group italic journal-id journal-meta journal-subtitle
    journal-title journal-title-group kwd kwd-group label legend license license-p license_ref list list-item long-desc lpage media
    meta-name meta-value milestone-end milestone-start mixed-citation monospace month name name-alternatives named-content nested-kwd
    nlm-citation note notes object-id on-behalf-of open-access option
    overline overline-end overline-start p page-count page-range part-title patent
    permissions person-group phone postal-code prefix preformat price principal-award-recipient principal-investigator private-char
    processing-meta product pub-date pub-date-not-available pub-history pub-id publisher publisher-loc publisher-name question
    question-preamble question-wrap question-wrap-group rb ref ref-count ref-list related-article related-object resource-group
    resource-id resource-name resource-wrap response restricted-by role roman row rp rt ruby sans-serif sc season sec sec-meta see
    see-also self-uri series series-text series-title sig sig-block size source spanspec speaker speech state statement std std-organization
    strike string-conf string-date string-name styled-content sub sub-article subj-group subject subtitle suffix sup supplement
    supplementary-material support-description support-group support-source surname table table-count table-wrap table-wrap-foot
    table-wrap-group target tbody td term term-head tex-math textual-form tfoot tgroup th thead time-stamp title title-group tr
    trans-abstract trans-source trans-subtitle trans-title trans-title-group underline underline-end underline-start
    unstructured-kwd-group uri verse-group verse-line version volume volume-id volume-issue-group volume-series word-count x xref year
    """
    )
)
ATTRIBUTES: Final = frozenset(
    listed(
        """
    abbr abbrev-type abstract-type actuate align alt alt-title-type arrange article-type article-version-type assigning-authority
    audience authenticated award-id-type award-type axis base base-tagset baseline-shift border calendar cellpadding cellspacing char
    charoff citation-type code-type code-version collab-type colname colnum cols colsep colspan colwidth content-type continued-from
    contrib-id-type contrib-type correct corresp count count-type country currency custom-type date-type deceased degree-contribution
    description designator disp-level document-id document-id-type document-type dtd-version elocation-id end_date equal-contrib
    event-type executable ext-link-type fig-type fn-type fontchar fontname format frame glyph-data headers href hreflang id indent-level
    index-type initials institution-id-type iso-8601-date issue journal-id journal-id-type kwd-group-type lang language language-version
    license-type link-type list-content list-type math-representation mathml-version mime-subtype mimetype morerows name name-style
    nameend namest noNamespaceSchemaLocation notation notes-type object-id object-id-type object-type orientation page person-group-type
    platforms pointer-to-explained pointer-to-question position prefix-word preformat-type product-type pub-id-type pub-type
    publication-format publication-type publisher-type question-response-type rationale ref-type related-article-type resolution
    resource-id-type resource-type response-type rid role rowsep rowspan rules scope sec-type seq show source-id source-id-type
    source-type space span specific-use start_date style style-detail style-type subj-group-type summary supplement-type support-type
    symbol table-model tagset-family target-type term-status term-type title toggle type underline-style units use-type valign version
    vocab vocab-identifier vocab-term vocab-term-identifier vol width x-size y-size
    """
    )
)


def claims_canonical(root: etree._Element) -> bool:
    """Whether an article says that it is of JATS 1.3 and names no publisher's DTD: so canonical articles do."""
    return root.get("dtd-version") == "1.3" and root.getroottree().docinfo.internalDTD is None


def foreign(root: etree._Element) -> bool:
    """Whether an article has an element or attribute, in no namespace, that JATS does not know."""
    for element in root.iter("{}*"):
        attributes = [key for key in map(str, element.attrib) if not key.startswith("{")]
        if element.tag not in ELEMENTS or not ATTRIBUTES.issuperset(attributes):
            return True
    return False
