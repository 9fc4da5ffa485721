"""What lines and elements have in common is made once, and prints are the same to the byte."""

from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from pipeline.build import Job, build
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.shared import once
from tests.pdf.articles import article, noted, printed

SHOWCASE = Path(__file__).parents[2] / "source" / "on-citation.xml"  # tables, formulas, drawings with words, several scripts


def test_prints_are_the_same_without_it(tmp_path, monkeypatch):
    with_it = build(Job(SHOWCASE, ("pdf",), tmp_path / "with"))
    monkeypatch.setattr(press, "once", nullcontext)
    without = build(Job(SHOWCASE, ("pdf",), tmp_path / "without"))
    assert with_it.files[0].name == without.files[0].name == "on-citation.pdf"
    assert with_it.files[0].read_bytes() == without.files[0].read_bytes()


def test_a_face_is_set_up_once(tmp_path, monkeypatch):
    from weasyprint.text import line_break

    usual, faces = line_break.Layout.setup, Counter()

    def setup(self, style):
        faces[tuple(style["font_family"]), style["font_size"], style["font_style"], style["font_weight"], style["lang"]] += 1
        usual(self, style)

    monkeypatch.setattr(line_break.Layout, "setup", setup)
    printed(article(tmp_path, *noted(9)))
    assert 1 < sum(faces.values()) < 200  # in layout and in drawing; without it some thousand


def test_a_value_is_validated_once(monkeypatch):
    import tinycss2
    from weasyprint.css.validation import properties

    usual, asked = properties.validate_non_shorthand, []

    def validate(tokens, name, base_url, **named):
        asked.append(name)
        return usual(tokens, name, base_url, **named)

    monkeypatch.setattr(properties, "validate_non_shorthand", validate)
    tokens = tinycss2.parse_component_value_list("7px")
    pending = properties.PendingProperty(tokens, "margin-top")
    with once():
        first, second = (pending.validate(tokens, "margin-top", None) for _ in range(2))
    assert first == second
    assert asked == ["margin-top"]
