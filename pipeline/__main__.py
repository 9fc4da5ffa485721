"""The door: `pipeline`, or `python -m pipeline`; sets the garbage collector for short lives, then opens the command line."""

import gc
import sys


def main() -> None:
    """Run the command line."""
    gc.set_threshold(50_000, 20, 50)  # before all imports: what they make stays, and looking through it is a tenth of a short command
    sys.modules.setdefault("rnc2rng", None)  # type: ignore[arg-type]  # lxml loads it wherever it is, and nothing here writes grammars
    from pipeline.cli import commands

    commands.main()


if __name__ == "__main__":
    main()
