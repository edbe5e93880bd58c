"""What the other builders cost beside the pages alone: ``python -m bench.builders --size 10000 --rounds 3``.

Each round builds the shipped theme's site cold with each set of builders, every second round backwards; the
ratios are those within a round.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.corpus import Corpus

HERE = Path(__file__).parent
SETS = {
    "html": "html",
    "by default": "html, feed, search, sitemap, hosting",
    "all": "html, feed, search, sitemap, hosting, text, json, llms, objects, gettext",
}


EXTRAS = {"cards": "html, cards", "pagefind": "html, search, pagefind"}
"""Builders that need an extra; ``pip install 'briefgen[cards,pagefind]'`` brings both."""


class Cost(NamedTuple):
    """Seconds of one build, by the clock and of all its processes."""

    wall: float
    cpu: float


def build(root: Path, builders: str) -> Cost:
    """One cold build.

    Raises:
        CalledProcessError: when it fails.
    """
    for name in ("site", ".briefgen"):
        shutil.rmtree(root / name, ignore_errors=True)
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "briefgen", "build", "-q", str(root), "-D", f"builders=[{builders}]"]
    subprocess.run([*command, "--now", "2100-01-01"], check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - start, used)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="articles")
    parser.add_argument("--rounds", type=int, default=3, help="how often each set has its turn")
    parser.add_argument(
        "--extras", action="store_true", help="also those that need an extra, each beside html"
    )
    given = parser.parse_args()
    sets = SETS | (EXTRAS if given.extras else {})
    costs: dict[str, list[Cost]] = {name: [] for name in sets}
    with TemporaryDirectory(prefix="briefgen-builders-") as folder:
        root = Path(folder) / "project"
        shutil.copytree(HERE / "peers" / "ledger", root)
        Corpus().write(root / "content", given.size, "briefgen")
        for number in range(given.rounds):
            for name in list(sets) if number % 2 == 0 else list(sets)[::-1]:
                costs[name].append(build(root, sets[name]))
    for name, found in costs.items():
        ratios = [
            (one.wall / html.wall, one.cpu / html.cpu) for one, html in zip(found, costs["html"], strict=True)
        ]
        wall, cpu = (median(part) for part in zip(*ratios, strict=True))
        print(
            f"{name:<10} wall {median(c.wall for c in found):6.2f} s  cpu "
            f"{median(c.cpu for c in found):6.2f} s  ÷ html: {wall:.2f} and {cpu:.2f}"
        )


if __name__ == "__main__":
    main()
