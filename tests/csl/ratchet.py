"""Writes the lists of the ratchet anew: `python -m tests.csl.ratchet`. What passed and fails now is told, and kept as passing."""

import csv
import sys
from pathlib import Path

from tests.csl.suite import Case, folder, verdict

HERE = Path(__file__).parent


def main():
    place = folder()
    if place is None:
        sys.exit("no suite: set CSL_TEST_SUITE")
    passing = set((HERE / "passing.txt").read_text("utf-8").split())
    with (HERE / "failing.tsv").open(encoding="utf-8", newline="") as lines:
        failing = {row[0]: row[1:] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    for path in sorted(place.glob("*.txt")):
        passed = verdict(Case.read(path))[0] in ("exact", "text")
        if passed:
            failing.pop(path.stem, None)
            passing.add(path.stem)
        elif path.stem in passing:
            print(f"{path.stem} passed, and fails now")
        else:
            failing.setdefault(path.stem, ["ours", ""])
    (HERE / "passing.txt").write_text("".join(f"{name}\n" for name in sorted(passing)), "utf-8")
    (HERE / "failing.tsv").write_text("".join("\t".join([name, *failing[name]]) + "\n" for name in sorted(failing)), "utf-8")
    print(f"{len(passing)} pass, {len(failing)} fail, {sum(not row[1] for row in failing.values())} of them without a reason")


if __name__ == "__main__":
    main()
