"""The table of durability: ``python -m tests.torture [--short]``, by way of ``dev.py torture``."""

import argparse
import sys
import tempfile
from pathlib import Path
from time import monotonic

from tests.torture.trials import TRIALS


def main() -> int:
    """Prints a line as each trial ends; returns 0 where every one of them held."""
    asked = argparse.ArgumentParser(prog="dev.py torture", description=__doc__)
    asked.add_argument("--short", action="store_true", help="a few times each, as the tests do")
    short = asked.parse_args().short
    print(
        f"| {'trial':34} | {'times':>6} | held | seconds | found\n|{'-' * 36}|{'-' * 8}|------|---------|---"
    )
    all_held = True
    for trial in TRIALS:
        began = monotonic()
        # Memory where there is a folder of it: what is flushed there costs no wear.
        shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
        with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
            outcome = trial.run(Path(folder), trial.few if short else trial.many)
        all_held &= outcome.held
        took = monotonic() - began
        print(
            f"| {outcome.trial:34} | {outcome.times:>6,} | {'yes' if outcome.held else 'NO':4} "
            f"| {took:>7.1f} | {outcome.said}",
            flush=True,
        )
    return 0 if all_held else 1


if __name__ == "__main__":
    sys.exit(main())
