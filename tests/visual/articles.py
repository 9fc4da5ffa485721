"""Small articles in many scripts, of our own words, for looking at."""

from pathlib import Path

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.exporters.pdf import export
from pipeline.resolve import resolve

# title, heading, and a sentence, by language
SCRIPTS = {
    "ru": ("О бумаге", "Начало", "Бумага хранит слова дольше, чем память, и потому её берегут."),
    "el": ("Περί χάρτου", "Αρχή", "Το χαρτί κρατά τα λόγια περισσότερο από τη μνήμη."),
    "ka": ("ქაღალდის შესახებ", "დასაწყისი", "ქაღალდი სიტყვებს მეხსიერებაზე დიდხანს ინახავს."),
    "hy": ("Թղթի մասին", "Սկիզբ", "Թուղթը բառերը պահում է ավելի երկար, քան հիշողությունը։"),
    "ar": ("عن الورق", "البداية", "الورق يحفظ الكلمات أطول مما تحفظها الذاكرة."),
    "he": ("על הנייר", "התחלה", "הנייר שומר את המילים יותר מן הזיכרון."),
    "hi": ("कागज़ के बारे में", "आरंभ", "कागज़ शब्दों को स्मृति से अधिक समय तक रखता है।"),
    "zh": ("论纸", "开始", "纸比记忆更久地保存文字。"),
    "ja": ("紙について", "はじめに", "紙は記憶よりも長く言葉を保つ。"),
}
_ENGLISH = ("On paper", "A beginning", "Paper keeps words longer than memory does, and so it is kept with care.")
_TABLE = (
    '<table-wrap id="t1"><label>Table 1</label><caption><title>Sheets</title></caption><table>'
    "<thead><tr><th>Name</th><th>Width</th></tr></thead>"
    "<tbody><tr><td>A4</td><td>210</td></tr><tr><td>A5</td><td>148</td></tr></tbody></table></table-wrap>"
)
_NOTE = '<xref ref-type="fn" rid="fn1"/>'


def article(language):
    """An article in a language, with an abstract, a note and a table."""
    title, heading, sentence = SCRIPTS.get(language, _ENGLISH)
    text = f"{sentence} " * 6
    journal = "<journal-title-group><journal-title>Paper</journal-title></journal-title-group>" if language == "en" else "<journal-id/>"
    root = etree.fromstring(
        '<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML" '
        f'article-type="research-article" dtd-version="1.3" xml:lang="{language}">'
        f"<front><journal-meta>{journal}<issn/></journal-meta><article-meta>"
        f"<title-group><article-title>{title}</article-title></title-group><contrib-group><contrib><name>"
        "<surname>Carberry</surname><given-names>Josiah</given-names></name></contrib></contrib-group>"
        '<pub-date date-type="pub"><day>5</day><month>1</month><year>2026</year></pub-date>'
        f'<abstract><p>{sentence}</p></abstract></article-meta></front><body><sec id="s1"><title>{heading}</title>'
        f"<p>{sentence}{_NOTE} {text}</p><p>{text}</p>{_TABLE}<p>{text}</p></sec></body>"
        f'<back><fn-group><fn id="fn1"><p>{sentence}</p></fn></fn-group></back></article>'
    )
    return Article(Path("paper.xml"), root)


def printed(made, settings):
    """The article as PDF."""
    report = Report(made.path)
    done = resolve(Article(made.path, made.root, settings), report)
    return next(one.data for one in export(done, report) if one.name.endswith(".pdf"))
