"""Lines of print: each is as full as it can be."""

from pathlib import Path

from pipeline.diagnostics import Report
from pipeline.exporters.pdf import press

STYLE = "p { margin: 0; width: %spx; font: 16px 'Noto Serif', 'Noto Sans Math'; text-indent: 0; text-align: left; hyphens: manual }"
TEXT = "<p>It is √nine, as the <a href='#x'>proposition</a> allows.</p>"  # √ comes from another font


def first_line(width):
    page = f"<html lang='en'><style>{STYLE % width}</style><body>{TEXT}</body></html>"
    laid = press.laid_out(page.encode(), {}, (), Report(Path("x.xml")))
    box = next(box for box in laid.pages[0]._page_box.descendants() if type(box).__name__ == "LineBox")
    return "".join(getattr(part, "text", "") for part in box.descendants()).strip()


def test_a_text_is_not_broken_after_its_first_word_because_its_last_space_does_not_fit():
    assert {first_line(120 + tenths / 2) for tenths in range(40)} == {"It is √nine, as", "It is √nine, as the"}
