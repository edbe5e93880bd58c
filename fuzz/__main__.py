"""``python -m fuzz TARGET SECONDS [FOLDER]``: look for bytes that break a target; what is found stays in FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run one target under atheris until its time is over or something breaks."""
    name, seconds, *rest = sys.argv[1:]
    folder = Path(rest[0] if rest else f"build/fuzz/{name}")
    folder.mkdir(parents=True, exist_ok=True)

    import atheris

    with atheris.instrument_imports(include=["briefgen"]):
        from fuzz.targets import TARGETS

    corpus = Path(__file__).parent / "corpus" / name
    limits = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], str(folder), str(corpus), *limits], TARGETS[name])
    atheris.Fuzz()


main()
