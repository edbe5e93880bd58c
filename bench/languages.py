"""``python -m bench.languages FOLDER``: how often the language of a text is found.

FOLDER holds JSON lines with ``id``, ``lang``, ``title`` and ``text`` (or ``clean_text``). ``tuning`` is the
half of the texts on which the confidence was chosen, ``test`` the other half. ``unsaid`` counts what stays
without a language.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cleaning.language_detection import LIKELY, SHORT, language_of
from briefgen.cleaning.language_model import model_file
from briefgen.util.language_tags import language_of_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHORTEST = 40
"""Characters of a line that counts as a paragraph."""


class Sample(NamedTuple):
    """A text, its language, and the set, kind and half that it belongs to."""

    group: str
    kind: str
    half: str
    lang: str
    text: str


def samples(files: Iterable[Path]) -> Iterator[Sample]:
    """The titles, short paragraphs and whole articles of all files."""
    for file in files:
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            half = "test" if zlib.crc32(row["id"].encode()) & 1 else "tuning"
            text = row.get("clean_text") or row.get("text") or ""
            paragraphs = [line for line in text.split("\n") if SHORTEST <= len(line) < SHORT]
            texts = [("title", row.get("title") or ""), ("article", text if len(text) >= SHORT else "")]
            texts += [("paragraph", line) for line in paragraphs]
            yield from (Sample(file.stem, kind, half, row["lang"], one) for kind, one in texts if one)


def table(all_samples: Sequence[Sample], floor: float) -> Iterator[str]:
    """A Markdown table: a row for each set, kind and half, and one for all sets."""
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for one in all_samples:
        answer = language_of(one.text, floor=floor)
        verdict = "unsaid" if not answer else "right" if language_of_tag(answer) == one.lang else "wrong"
        for group in (one.group, "all"):
            counts.setdefault((one.kind, one.half, group), Counter())[verdict] += 1
    yield "| kind | half | set | texts | right | wrong | unsaid |"
    yield "| --- | --- | --- | --: | --: | --: | --: |"
    for (kind, half, group), verdicts in sorted(counts.items()):
        shares = [f"{verdicts[name] / verdicts.total():.3f}" for name in ("right", "wrong", "unsaid")]
        yield f"| {kind} | {half} | {group} | {verdicts.total():,} | {' | '.join(shares)} |"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.languages", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with .jsonl files, at any depth")
    parser.add_argument("--floor", type=float, default=LIKELY, help=f"the confidence (default {LIKELY})")
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.jsonl"))
    if not files:
        print(f"{options.folder} holds no .jsonl files: nothing was measured", file=sys.stderr)
        return 1
    everything = list(samples(files))
    start = time.perf_counter()
    print("\n".join(table(everything, options.floor)))
    spent = (time.perf_counter() - start) / len(everything) * 1000
    print(f"\n{'With' if model_file() else 'Without'} the model; {spent:.2f} ms a text.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
