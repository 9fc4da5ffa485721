"""Times HTML, TEI, wikitext and EPUB of many articles, by one warm worker of the pipeline and by pandoc, article by article in turns."""

from __future__ import annotations

import argparse
import gc
import subprocess
import tempfile
from pathlib import Path

import pypandoc

from bench.compare import processor_time, spread
from bench.fidelity.__main__ import CORPUS
from pipeline.build import Job, build

FORMATS = {"html": "html", "tei": "tei", "wikitext": "mediawiki", "epub": "epub3"}


def ours(source: Path, output: Path) -> float:
    """The processor time of all formats, made by this process."""
    start = processor_time()
    outcome = build(Job(source, tuple(FORMATS), output))
    assert len(outcome.files) > len(FORMATS), outcome.diagnostics
    return processor_time() - start


def theirs(source: Path, output: Path) -> float:
    """The processor time of all formats, each made by a run of pandoc; a run that fails counts as long as it took."""
    start = processor_time()
    for name in FORMATS.values():
        target = str(output / f"pandoc.{name}")
        command = [pypandoc.get_pandoc_path(), "-f", "jats", "-t", name, "-s", "--citeproc", str(source), "-o", target]
        subprocess.run(command, capture_output=True, check=False)
    return processor_time() - start


def main() -> None:
    """Print the ratio over all articles and that of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--every", type=int, default=8, help="of the shared corpus, one article in so many")
    asked = parser.parse_args()
    sources = asked.sources or sorted(CORPUS.glob("*/*.*ml"))[:: asked.every]
    if not sources:
        print("the shared corpus is not here; name some articles in JATS")
        return
    gc.set_threshold(50_000, 20, 50)  # as in the command
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        for first in (*sorted(Path("source").glob("*.xml")), sources[0]):
            ours(first, output)  # what the first articles load, the engine too, is not counted
        times = [(ours(source, output), theirs(source, output)) for source in sources]
    mine, pandoc = (sum(column) for column in zip(*times, strict=True))
    ratios = [b / a for a, b in times]
    print(f"{len(sources)} articles, {' + '.join(FORMATS)}: the pipeline takes {mine:.1f} s of processor time, pandoc {pandoc:.1f} s")
    print(f"pandoc takes {pandoc / mine:.1f} times as long over all; by article {spread(ratios, '.1f')}")


if __name__ == "__main__":
    main()
