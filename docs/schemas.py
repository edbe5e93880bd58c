"""Write the JSON Schemas of all files: ``python -m docs.schemas FOLDER``.

The documentation site has them at ``schema/``: the first lines that ``briefgen init`` writes name them there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from briefgen.cli.schema import WHAT, schema_of


def write_schemas(folder: Path) -> None:
    """Write a file for each kind, such as ``config.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    for what in WHAT:
        text = json.dumps(schema_of(what), ensure_ascii=False, indent=2)
        (folder / f"{what}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
