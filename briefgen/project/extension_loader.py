"""Load the extensions: the built-ins, the rules of outlets, and the project's own code."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from briefgen.cleaning.outlet_file import FOLDER, read_outlets
from briefgen.config import Config
from briefgen.events import ExtensionCall, activity_of
from briefgen.model import Location
from briefgen.model.diagnostics import failure
from briefgen.project import builtins
from briefgen.project.registry import Extensions, Registry
from briefgen.util.activities import Activity
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.text import did_you_mean


def built_in() -> Registry:
    """Return a registry that holds what comes with briefgen."""
    registry = Registry()
    registry.begin(Activity("briefgen", ""), "")
    builtins.setup(registry)
    return registry


def load_extensions(config: Config) -> Extensions:
    """Register the built-ins, the rules of the project's outlets, then its extensions in order.

    Raises:
        BriefgenError: for an extension that is not there, for one that fails, and for what is wrong in an
            outlet's rules.
    """
    registry = built_in()
    outlets = read_outlets(config.root)
    registry.begin(Activity(FOLDER, FOLDER), digest([one.digest for one in outlets]) if outlets else "")
    registry.add_outlets(outlets)
    for n, name in enumerate(config.extensions):
        at = config.places.get(f"extensions.{n}", config.place("extensions"))
        module, origin = _load(name, config.root, at)
        path = Path(origin.path)
        code = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        registry.begin(origin, digest([digest_bytes(path.read_bytes()) for path in code]))
        if not hasattr(module, "setup"):
            message, hint = f"the extension {name} has no setup(registry)", "see docs/how-to/extend.md"
            raise failure("extension-failed", Location(origin.file, 1, 1), message, hint)
        with ExtensionCall(activity_of(origin, "its setup", module.setup)):
            module.setup(registry)
    return registry.freeze()


def _load(name: str, root: Path, at: Location) -> tuple[ModuleType, Activity]:
    """Import an extension from the project's extensions/, else an installed one."""
    folder = root / "extensions"
    for file in (folder / f"{name}.py", folder / name / "__init__.py"):
        if file.is_file():
            origin = _origin(name, file.relative_to(root).as_posix(), file)
            return _from_file(file, origin), origin
    module = _installed(name)
    if module is None or not module.__file__:
        known = [path.stem for path in folder.glob("*.py")]
        known += [path.parent.name for path in folder.glob("*/__init__.py")]
        hint = did_you_mean(name, known, "put it into extensions/, or install it")
        raise failure("extension-missing", at, f'there is no extension "{name}"', hint)
    return module, _origin(name, name, Path(module.__file__))


def _installed(name: str) -> ModuleType | None:
    with ExtensionCall(Activity(name, name, doing="its import")):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name not in (name, name.partition(".")[0]):
                raise
    return None


def _origin(name: str, shown: str, file: Path) -> Activity:
    return Activity(name, shown, path=str(file.parent if file.name == "__init__.py" else file))


def _from_file(file: Path, origin: Activity) -> ModuleType:
    module_name = f"briefgen_extension_{origin.extension}"
    for known in [key for key in sys.modules if key == module_name or key.startswith(f"{module_name}.")]:
        del sys.modules[known]
    folders = [str(file.parent)] if file.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(module_name, file, submodule_search_locations=folders)
    if spec is None or spec.loader is None:  # pragma: no cover - a .py file always has a loader
        raise failure("extension-missing", Location(origin.file), f"{origin.file} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    # Compiled from source each time: byte code of the same second would be used for a changed file.
    keep, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        code = compile(file.read_bytes(), str(file), "exec")
        with ExtensionCall(origin._replace(doing="its import")):
            exec(code, module.__dict__)  # noqa: S102 - an extension is code that the project's owner put there
    except SyntaxError as error:
        message = f"the extension {origin.extension} failed: {error.msg}"
        at = Location(origin.file, error.lineno or 0, error.offset or 0)
        raise failure("extension-failed", at, message, "fix the syntax") from error
    finally:
        sys.dont_write_bytecode = keep
    return module
