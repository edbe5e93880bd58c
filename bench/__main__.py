"""``python -m bench``: build the same site with briefgen and with its peers, in turn, and print one table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench import table
from bench.corpus import NOISE, Corpus
from bench.generators import PEERS, version
from bench.measure import STAGES, Rounds
from bench.serve import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bench.measure import Run
    from bench.serve import Served


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--sizes", default="1000,10000", type=_numbers, help="how many articles (default 1000,10000)")
    add("--runs", default=5, type=int, help="runs of each stage (default 5)")
    add("--peers", default="hugo,pelican", type=_names(PEERS), help="beside briefgen: hugo, pelican, ledger")
    add("--stages", default=",".join(STAGES), type=_names(STAGES), help="cold, noop, edit, template")
    add("--noise", default=NOISE, type=float, help=f"share of articles with noise in them (default {NOISE})")
    add("--serve", action="store_true", help="measure the dev servers too")
    add("--saves", default=10, type=int, help="how often --serve saves an article (default 10)")
    add("--no-builds", action="store_true", help="with --serve: only that")
    add("--json", type=Path, metavar="FILE", help="write every run to this file")
    add("--work", type=Path, metavar="FOLDER", help="build here and leave it (default: a temporary folder)")
    return parser.parse_args(given)


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _names(known: Iterable[str]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        names = [one for one in text.split(",") if one]
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f'"{name}" is none of {", ".join(known)}')
        return names

    return read


def say(text: str) -> None:
    """Tell how it goes, apart from the table."""
    print(text, file=sys.stderr, flush=True)


def bench(asked: argparse.Namespace, work: Path) -> None:
    """Measure and print."""
    versions = {name: version(PEERS[name]) for name in dict.fromkeys(["briefgen", *asked.peers])}
    here = [name for name, number in versions.items() if number]
    missing = [name for name, number in versions.items() if not number]
    corpus = Corpus(noise=asked.noise)
    before = os.getloadavg()
    timed: list[Run] = []
    looked: list[Run] = []
    served: list[Served] = []
    phases, files = {}, {}
    for count in asked.sizes:
        sites = [PEERS[name].site(work, count) for name in here]
        article = corpus.quiet(count // 2)
        rounds = Rounds(sites, asked.stages, asked.runs, article, say)
        rounds.prepare(corpus)
        files[count] = {site.peer.name: site.files() for site in sites}
        if not asked.no_builds:
            timed += rounds.timed()
            looked += rounds.looked_at()
            phases[count] = rounds.phases(sites[0])
        if asked.serve:
            served += [measure(site, article, asked.saves) for site in sites if site.peer.serve]
    print(f"{_setting(asked, versions, before)}\n\n{_files(files)}\n")
    if timed:
        print(table.builds(timed, looked, here, missing))
        print(f"Where briefgen's time goes, one run each:\n\n{table.phases(phases)}")
    if served:
        print(table.served(served))
    if asked.json:
        record = {
            "setting": {
                "versions": versions,
                "load": [before, os.getloadavg()],
                "python": platform.python_version(),
                "cores": os.cpu_count(),
            },
            "files": files,
            "runs": [asdict(one) for one in [*timed, *looked]],
            "phases": phases,
            "serve": [asdict(one) for one in served],
        }
        asked.json.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def _setting(asked: argparse.Namespace, versions: dict[str, str], before: tuple[float, float, float]) -> str:
    told = ", ".join(f"{name} {number or '(not installed)'}" for name, number in versions.items())
    after = os.getloadavg()[0]
    return (
        f"{told}; Python {platform.python_version()}, {os.cpu_count()} cores, load {before[0]:.1f} before "
        f"and {after:.1f} after; medians of {asked.runs} runs in turn, noise {asked.noise:g}."
    )


def _files(files: dict[int, dict[str, int]]) -> str:
    told = [
        f"{count:,} articles: " + ", ".join(f"{name} {n:,}" for name, n in by.items())
        for count, by in files.items()
    ]
    return f"Files written: {'; '.join(told)}."


def main() -> None:
    """Run it in a scratch folder."""
    asked = arguments()
    if asked.work:
        asked.work.mkdir(parents=True, exist_ok=True)
        bench(asked, asked.work.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as folder:
        bench(asked, Path(folder).resolve())


if __name__ == "__main__":
    main()
