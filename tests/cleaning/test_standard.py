"""The measured standard: what cleaning reaches on the labelled articles may not fall below its floors.

The floors (``floors.json``) stand beside the digest of the set that they were measured on. ``--renew`` raises
them to what is measured now and never lowers one; lowering takes ``--lower-floors`` and a line in the
changelog. These are the figures of the shipped weights, which saw the set: they tell when something breaks,
and ``python -m training`` tells how good cleaning is on outlets it has not seen.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.cleaning.engine import restore
from briefgen.model import Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.prepare import Prepared, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.005
"""How far below the measured figure a floor is set: a rule may gain in one place what it loses in another."""
LANGUAGES = ("en", "de", "id")


SETS = ("textclean-dev", "textclean-synth-dev")


def test_no_figure_is_below_its_floor(shared: Path, request: pytest.FixtureRequest) -> None:
    sets = [(shared / "data" / "clean" / f"{name}.jsonl").read_text("utf-8") for name in SETS]
    measured = {"articles": digest_of(sets), "figures": figures(sets)}
    floors = json.loads(FLOORS.read_text("utf-8"))
    if request.config.getoption("--renew") or request.config.getoption("--lower-floors"):
        lower = request.config.getoption("--lower-floors")
        FLOORS.write_text(json.dumps(renewed(floors, measured, lower=lower), indent=2) + "\n", "utf-8")
        return
    assert measured["articles"] == floors["articles"], (
        "these are other articles: measure anew, with --lower-floors"
    )
    fallen = {
        name: (measured["figures"][name], floor)
        for name, floor in floors["figures"].items()
        if measured["figures"][name] < floor
    }
    assert not fallen, "below the floor (measured, floor)"


def renewed(floors: dict[str, Any], measured: dict[str, Any], *, lower: bool) -> dict[str, Any]:
    """The new floors: the measures less the slack; lower ones only with ``lower``."""
    found = {name: round(figure - SLACK, 3) for name, figure in measured["figures"].items()}
    if not lower and measured["articles"] == floors["articles"]:
        found = {name: max(figure, floors["figures"].get(name, 0)) for name, figure in found.items()}
    return {"articles": measured["articles"], "figures": found}


@pytest.mark.parametrize(("lower", "floor"), [(False, 0.9), (True, 0.795)])
def test_a_floor_falls_only_when_it_is_told_to(lower: bool, floor: float) -> None:
    old = {"articles": "a", "figures": {"line F1 en": 0.9}}
    new = {"articles": "a", "figures": {"line F1 en": 0.8}}
    assert renewed(old, new, lower=lower)["figures"] == {"line F1 en": floor}
    assert renewed(old, {"articles": "a", "figures": {"line F1 en": 0.95}}, lower=lower)["figures"] == {
        "line F1 en": 0.945
    }


def digest_of(sets: Sequence[str]) -> str:
    return blake2b("".join(sets).encode(), digest_size=16).hexdigest()


def figures(sets: Sequence[str]) -> dict[str, float]:
    """Line F1 by language, the share of noise removed, the shares of whole articles."""
    dev, synthetic = ([json.loads(line) for line in text.split("\n") if line] for text in sets)
    counts: dict[str, list[int]] = {}
    noise = removed = unharmed = untouched = perfect = 0
    for record in dev:
        raw, labels = record["raw_text"], record["line_labels"]
        kept = kept_lines(raw)
        lang = record["lang"] if record["lang"] in LANGUAGES else "others"
        of_lang = counts.setdefault(f"line F1 {lang}", [0, 0, 0])
        true = lost = 0
        for number, (line, label) in enumerate(zip(raw.split("\n"), labels, strict=True), 1):
            if label in "tm":
                continue
            of_lang[0] += label == "k" and number in kept
            of_lang[1] += label != "k" and number in kept
            of_lang[2] += label == "k" and number not in kept
            noise += label != "k"
            removed += label != "k" and number not in kept
            true += len(line) * (label == "k")
            lost += len(line) * (label == "k" and number not in kept)
        unharmed += lost <= 0.02 * true
        clean = record["clean_text"]
        said = {number for number, line in enumerate(clean.split("\n"), 1) if line.strip()}
        untouched += len(said - kept_lines(clean)) <= 1  # the first headline of it may be the title
    for record in synthetic:
        kept = kept_lines(record["raw_text"])
        perfect += all(
            (number in kept) == (label == "k")
            for number, label in enumerate(record["line_labels"], 1)
            if label not in "tm"
        )
    return {
        **{name: 2 * tp / (2 * tp + fp + fn) for name, (tp, fp, fn) in sorted(counts.items())},
        "noise removed": removed / noise,
        "articles that lose no text": unharmed / len(dev),
        "clean texts untouched": untouched / len(dev),
        "synthetic articles perfect by line": perfect / len(synthetic),
    }


def kept_lines(text: str) -> set[int]:
    prepared = prepare(Source("article.txt", text, ""), PIPELINE)
    assert isinstance(prepared, Prepared)
    assert restore(prepared.cleaned.draft.lines, prepared.cleaned.edits) == prepared.body
    return {line.number for line in prepared.cleaned.draft.nonblank}


PIPELINE = default_pipeline()
