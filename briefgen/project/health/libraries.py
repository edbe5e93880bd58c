"""Check Python and the installed libraries against what briefgen declares."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module, metadata
from importlib.metadata import PackageNotFoundError

from briefgen import __version__
from briefgen.project.health.checks import MISSING, OK, REINSTALL, Check, error_text, finding

OLDEST = (3, 11)
EXTRAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "import": ("web pages in add", ("trafilatura", "lxml", "defusedxml")),
    "docx": ("Word files in add", ("mammoth",)),
    "images": ("smaller copies of pictures", ("PIL",)),
    "cards": ("pictures for shared links", ("resvg_py", "fontTools", "font_source_serif_pro")),
    "pagefind": ("the search of large sites", ("pagefind",)),
    "dask": ("reading on a cluster", ("distributed",)),
}
"""Each extra, what it is for, and the modules that it brings."""
MODULES = {
    "fasttext-predict": "fasttext",
    "google-re2": "re2",
    "markdown-it-py": "markdown_it",
    "pyyaml": "yaml",
    "ruamel-yaml": "ruamel.yaml",
}
"""The modules of packages whose names differ."""
_SHOWN = ("click", "jinja2", "markdown-it-py", "pyyaml", "watchdog")
"""Libraries whose versions a report of a fault needs."""


def check_python(version: tuple[int, ...] = sys.version_info[:2]) -> Check:
    """Whether briefgen runs on this version of Python."""
    detail = f"{platform.python_version()}, briefgen {__version__}"
    oldest, newest = ".".join(map(str, OLDEST)), _newest()
    if version < OLDEST:
        hint = f"install Python {oldest} or newer, and briefgen into it"
        return finding("doctor-python", "Python", f"{detail}: Python {oldest} is the oldest that works", hint)
    if newest and version > newest:
        last = ".".join(map(str, newest))
        hint = f"if something fails, try Python {last}"
        return finding("doctor-python-untested", "Python", f"{detail}: it was tested up to {last}", hint)
    return Check("Python", OK, detail)


def _newest() -> tuple[int, ...]:
    """The newest version of Python that the package declares; empty where nothing is declared."""
    prefix = "Programming Language :: Python :: "
    try:
        classifiers = metadata.metadata("briefgen").get_all("Classifier") or []
    except PackageNotFoundError:
        return ()
    versions = (one.removeprefix(prefix).split(".") for one in classifiers if one.startswith(prefix))
    return max((tuple(map(int, one)) for one in versions if all(map(str.isdigit, one))), default=())


def check_libraries(
    requires: Callable[[], list[str]] | None = None, load: Callable[[str], object] = import_module
) -> Check:
    """The libraries that briefgen always needs: whether each is there in a version that works."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    try:
        declared = requires() if requires else metadata.requires("briefgen") or []
    except PackageNotFoundError:
        return finding("doctor-library", "libraries", "briefgen itself is not installed here", REINSTALL)
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
            continue
        name = canonicalize_name(one.name)
        module = MODULES.get(name, name.replace("-", "_"))
        if reason := _failure(module, load):
            reason = f"its module {module} is missing" if reason == MISSING else reason
            wrong.append(f"{one.name} cannot be loaded: {reason}")
    if wrong:
        return finding("doctor-library", "libraries", "; ".join(wrong), REINSTALL)
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _SHOWN)
    return Check("libraries", OK, f"all are there, such as {versions}")


def check_extras(
    load: Callable[[str], object] = import_module, needs: Mapping[str, str] | None = None
) -> Iterator[Check]:
    """Each extra: whether its modules can be loaded.

    ``needs`` says for the extras that the project needs which setting needs them.
    """
    for name, (purpose, modules) in EXTRAS.items():
        part, install = f"briefgen[{name}]", f"python -m pip install 'briefgen[{name}]'"
        reasons = [(module, reason) for module in modules if (reason := _failure(module, load))]
        missing = [module for module, reason in reasons if reason == MISSING]
        need = (needs or {}).get(name, "")
        if not reasons:
            yield Check(part, OK, purpose)
        elif len(missing) < len(modules):
            detail = "; ".join(
                f"{module} is missing" if reason == MISSING else f"{module} fails: {reason}"
                for module, reason in reasons
            )
            yield finding("doctor-extra-damaged", part, detail, f"run: {install} --upgrade --force-reinstall")
        elif need:
            detail = f"{purpose}: not installed, and {need} in briefgen.yml needs it"
            yield finding("doctor-extra-needed", part, detail, f"run: {install}")
        else:
            hint = f"if you want it, run: {install}"
            yield finding("doctor-extra", part, f"{purpose}: not installed", hint)


def check_yaml() -> Check:
    """Whether PyYAML has its fast loader."""
    import yaml

    if getattr(yaml, "__with_libyaml__", False):
        return Check("YAML", OK, "read by libyaml")
    hint = "run: python -m pip install --force-reinstall --only-binary :all: pyyaml"
    detail = "PyYAML lacks libyaml, so reading takes several times as long"
    return finding("doctor-yaml", "YAML", detail, hint)


def _failure(module: str, load: Callable[[str], object]) -> str:
    """Why a module cannot be loaded.

    ``MISSING`` if it is not there, empty if it can.
    """
    try:
        load(module)
    except ModuleNotFoundError as error:
        return MISSING if error.name == module else f"it needs {error.name}"
    except Exception as error:
        return error_text(error)
    return ""
