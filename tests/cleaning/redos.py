"""Check by recheck (npm) that no input slows cleaning's regular expressions: `make redos`.

The patterns come from the code: those of a module, and those that a function makes of a lexicon, for every
language. Run as a module with the folder in which recheck is installed.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import briefgen.cleaning
from briefgen.cleaning.lexicon import languages

if TYPE_CHECKING:
    from collections.abc import Iterator

# Its own limits are of time, so that a busy machine makes a pattern look slow; without them it counts the
# characters that are read.
CHECK = """
const { checkSync } = require("recheck");
let input = "";
process.stdin.on("data", (text) => (input += text)).on("end", () => {
  for (const [name, source, flags] of JSON.parse(input)) {
    const told = checkSync(source, flags, {
      timeout: 300000, seedingTimeout: null, incubationTimeout: null, attackTimeout: null,
    });
    const why = told.complexity ? told.complexity.summary : told.error && told.error.kind;
    console.log(JSON.stringify([name, told.status, why || ""]));
  }
});
"""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Each pattern with the name of what holds or makes it."""
    for found in pkgutil.walk_packages(briefgen.cleaning.__path__, "briefgen.cleaning."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{found.name}.{name}", value
            elif _makes_patterns(value) and value.__module__ == found.name:
                yield from ((f"{found.name}.{name}({lang})", value(lang)) for lang in languages())


def _makes_patterns(value: object) -> bool:
    return (
        callable(value)
        and "re.Pattern" in str(getattr(value, "__annotations__", {}).get("return", ""))
        and [*inspect.signature(value).parameters] == ["lang"]
    )


def in_javascript(pattern: re.Pattern[str]) -> tuple[str, str]:
    """The pattern in JavaScript, for recheck. A case-insensitive part makes all of it so."""
    source = re.sub(r"\(\?P<(\w+)>", r"(?<\1>", pattern.pattern)
    source = re.sub(r"\(\?P=(\w+)\)", r"\\k<\1>", source)
    source = (
        source.replace(r"\ ", " ")
        .replace(r"\-", "-")
        .replace(r"\&", "&")
        .replace(r"\#", "#")
        .replace("\\'", "'")
        .replace('\\"', '"')
    )
    ignores = pattern.flags & re.IGNORECASE or "(?i:" in source
    return source.replace("(?i:", "(?:"), "iu" if ignores else "u"


def main(folder: str) -> int:
    """Print each pattern that is unsafe or undecided; shared patterns are checked once."""
    different = {in_javascript(pattern): name for name, pattern in patterns()}
    asked = [[name, *pattern] for pattern, name in different.items()]
    done = subprocess.run(
        ["node", "-e", CHECK], cwd=folder, input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [line for line in told if line[1] != "safe"]
    for name, status, why in wrong:
        print(f"{name}: {status} ({why})")
    print(f"{len(told)} patterns, {len(wrong)} not known to be safe")
    return 1 if wrong or len(told) != len(asked) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
