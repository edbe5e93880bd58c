"""Check the installed libraries against what briefgen declares."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module, metadata
from importlib.metadata import PackageNotFoundError

from briefgen import __version__
from briefgen.project.health.checks import BROKEN, MISSING, OK, Check

OLDEST = (3, 11)
EXTRAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "import": ("web pages in add", ("trafilatura", "lxml", "defusedxml")),
    "docx": ("Word files in add", ("mammoth",)),
    "images": ("smaller copies of pictures", ("PIL",)),
    "cards": ("pictures for shared links", ("resvg_py", "fontTools")),
    "pagefind": ("the search of large sites", ("pagefind",)),
    "dask": ("reading on a cluster", ("distributed",)),
}
"""Each extra, what it is for, and the modules that it brings."""


def check_python() -> Check:
    """The version of Python."""
    version = platform.python_version()
    detail = f"{version}, briefgen {__version__}"
    if sys.version_info >= OLDEST:
        return Check("Python", OK, detail)
    return Check("Python", BROKEN, detail, f"install Python {'.'.join(map(str, OLDEST))} or newer")


def check_libraries(requires: Callable[[], list[str]] | None = None) -> Iterator[Check]:
    """The libraries that briefgen always needs: whether each is there in a version that works."""
    from packaging.requirements import InvalidRequirement, Requirement

    hint = "run: python -m pip install --upgrade --force-reinstall briefgen"
    try:
        declared = requires() if requires else metadata.requires("briefgen") or []
    except PackageNotFoundError:
        yield Check("libraries", BROKEN, "briefgen itself is not installed here", hint)
        return
    wrong = []
    for text in declared:
        try:
            one = Requirement(text)
        except InvalidRequirement:
            continue
        if one.marker and not one.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(one.name)
        except PackageNotFoundError:
            wrong.append(f"{one.name} is missing")
            continue
        if not one.specifier.contains(version, prereleases=True):
            wrong.append(f"{one.name} is {version}, and {one.specifier} is needed")
    if wrong:
        yield Check("libraries", BROKEN, "; ".join(wrong), hint)
    else:
        yield Check("libraries", OK, "all are there")


def check_extras(load: Callable[[str], object] = import_module) -> Iterator[Check]:
    """Each extra: whether its modules can be loaded."""
    for name, (purpose, modules) in EXTRAS.items():
        part, install = f"briefgen[{name}]", f"python -m pip install 'briefgen[{name}]'"
        reasons = [(module, reason) for module in modules if (reason := _failure(module, load))]
        missing = [module for module, reason in reasons if reason == MISSING]
        if not reasons:
            yield Check(part, OK, purpose)
        elif len(missing) == len(modules):
            yield Check(part, MISSING, f"{purpose}: not installed", f"if you want it, run: {install}")
        else:
            detail = "; ".join(
                f"{module} is missing" if reason == MISSING else f"{module} fails: {reason}"
                for module, reason in reasons
            )
            yield Check(part, BROKEN, detail, f"run: {install} --force-reinstall")


def check_yaml() -> Check:
    """Whether PyYAML has its fast loader."""
    import yaml

    if getattr(yaml, "__with_libyaml__", False):
        return Check("YAML", OK, "read by libyaml")
    hint = "run: python -m pip install --force-reinstall --only-binary :all: pyyaml"
    return Check("YAML", BROKEN, "PyYAML lacks libyaml, so reading takes several times as long", hint)


def _failure(module: str, load: Callable[[str], object]) -> str:
    """Why a module cannot be loaded.

    ``MISSING`` if it is not there, empty if it can.
    """
    try:
        load(module)
    except ModuleNotFoundError as error:
        return MISSING if error.name == module else f"it needs {error.name}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
