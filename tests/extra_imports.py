"""Import what an extra brings: `python -I extra_imports.py images`."""

from __future__ import annotations

import sys
from importlib import import_module

from briefgen.project.health.libraries import EXTRAS

if __name__ == "__main__":
    modules = EXTRAS[sys.argv[1]][1]
    for module in modules:
        import_module(module)
    print(f"{sys.argv[1]}: {', '.join(modules)}")
