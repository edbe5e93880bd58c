"""``python -m fuzz TARGET SECONDS [FOLDER]``: look for bytes that break a target.

Such bytes are kept in FOLDER.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> None:
    """Run one target under atheris until its time is over or something breaks."""
    name, seconds, *rest = sys.argv[1:]
    folder = Path(rest[0] if rest else f"build/fuzz/{name}")
    folder.mkdir(parents=True, exist_ok=True)

    import atheris

    with atheris.instrument_imports(include=["briefgen"]):
        import briefgen.importing
        from fuzz.targets import TARGETS

        for module in pkgutil.iter_modules(briefgen.importing.__path__, "briefgen.importing."):
            importlib.import_module(
                module.name
            )  # the target loads them when it is called, which would be too late

    corpus = Path(__file__).parent / "corpus" / name
    limits = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], str(folder), str(corpus), *limits], TARGETS[name])
    atheris.Fuzz()


main()
