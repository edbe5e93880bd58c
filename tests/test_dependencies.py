"""What the package needs: all that it imports, nothing with a known hole, under licences that are listed."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from docs.licences import EXTRAS, PAGE, licence, packages

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FIXED = {
    "click": "8.3.3",  # PYSEC-2026-2132
    "fonttools": "4.60.2",  # CVE-2025-66034
    "h11": "0.16.0",  # GHSA-vqfr-h8mv-ghfj
    "jinja2": "3.1.6",  # CVE-2025-27516
    "lxml": "6.1.0",  # CVE-2026-41066
    "lxml-html-clean": "0.4.5",  # CVE-2026-49825
    "nh3": "0.3.7",  # RUSTSEC-2026-0193 and RUSTSEC-2026-0213
    "pillow": "12.3.0",  # PYSEC-2026-2253 and others
    "pyyaml": "6.0.1",
    "requests": "2.33.0",  # CVE-2026-25645
    "selectolax": "0.4.8",
    "tornado": "6.5.7",  # GHSA-mgf9-4vpg-hj56 and others
    "urllib3": "2.7.0",  # CVE-2026-44431, CVE-2026-44432
}
"""The first version of each package without the holes that were known when this was written."""


def declared() -> list[Requirement]:
    extras = [one for name in EXTRAS for one in PROJECT["optional-dependencies"][name]]
    return [Requirement(text) for text in (*PROJECT["dependencies"], *extras)]


def lowest(name: str) -> Version:
    bounds = [one.specifier for one in declared() if canonicalize_name(one.name) == name]
    return min(Version(bound.version) for bound in next(iter(bounds)) if bound.operator in (">=", "=="))


@pytest.mark.parametrize("name", FIXED)
def test_no_version_with_a_known_hole_is_allowed(name: str) -> None:
    assert lowest(name) >= Version(FIXED[name])


def test_the_pinned_versions_are_allowed() -> None:
    lines = (ROOT / "requirements-dev.lock").read_text("utf-8").splitlines()
    pinned = {canonicalize_name(one.name): one for one in map(Requirement, lines[1:])}
    for one in declared():
        (pin,) = pinned[canonicalize_name(one.name)].specifier
        assert one.specifier.contains(pin.version), one


def test_all_that_is_imported_is_declared() -> None:
    """A package that another one happens to bring may be gone with its next version."""
    names = {canonicalize_name(one.name) for one in declared()}
    names |= {f"{one.name}-{extra}" for one in declared() for extra in one.extras}
    makers = packages_distributions()
    for file in (ROOT / "briefgen").rglob("*.py"):
        for module in imported(file) - set(sys.stdlib_module_names) - {"briefgen"}:
            assert {canonicalize_name(one) for one in makers.get(module, [])} & names, (file, module)


def imported(file: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules.add(str(node.module).partition(".")[0])
    return modules


def test_the_page_lists_every_licence() -> None:
    rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    for name in packages():
        assert rows.get(name) == licence(name), "run `make reference`"


def test_every_licence_is_known_and_allows_use() -> None:
    allowed = re.compile(r"MIT|BSD|Apache|ISC|PSF|Python|MPL|Mozilla|OFL|Zlib|HPND|Unlicense|0BSD|CC0")
    for name in packages():
        assert allowed.search(licence(name)), (name, licence(name))
