"""Read the rules and rights of outlets from ``sources/<name>.yml``; report all errors at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from briefgen.cleaning.outlet_rules import Example, Outlet
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.model.rights import RIGHTS
from briefgen.reporting.refused_files import report_refusal
from briefgen.schema import SETTINGS, Choice, Declared, Field, ListOf, Record, Text, Texts, read_fields
from briefgen.schema.subscription_fields import SUBSCRIPTIONS
from briefgen.util.hashing import digest_bytes
from briefgen.util.public_files import refusal
from briefgen.util.text import fold

FOLDER = "sources"
"""The folder of a project that holds one file for each outlet with rules of its own."""
FIELDS: tuple[Field, ...] = (
    Field(
        "source",
        Text("Harbour Post"),
        "",
        "The outlet, as articles name it in source:; else the file's name.",
    ),
    Field("aka", Texts(), (), "Other spellings of it."),
    Field(
        "hosts", Texts(), (), "Its hosts, as in harbourpost.example; an article whose url: lies there is its."
    ),
    Field(
        "rights",
        Choice(RIGHTS),
        "",
        "How much of its articles the site shows: full, excerpt or link; see rights in briefgen.yml.",
        vital=True,
    ),
    Field("phrases", ListOf(Text()), (), "Whole lines that go; case and runs of spaces do not count."),
    Field("patterns", ListOf(Text()), (), "RE2 patterns of whole lines that go; case does not count."),
    Field(
        "start", ListOf(Text()), (), "What the last line before an article begins with; all up to it goes."
    ),
    Field(
        "end", ListOf(Text()), (), "What the first line after an article begins with; it and all below go."
    ),
    Field("feeds", SUBSCRIPTIONS, (), "Its feeds, which `briefgen fetch` reads."),
    Field(
        "examples",
        ListOf(
            Record(
                Field("raw", Text(), "", "Lines as the outlet gives them."),
                Field("clean", Text(), "", "What these rules must leave of them."),
            )
        ),
        (),
        "What `briefgen check` tries these rules on.",
    ),
)
"""What may stand in ``sources/<name>.yml``."""

_PROBES = ("x", "The council met on Monday, and nobody asked why.", "一")
"""A pattern that takes all of these takes any line."""


def files_of(root: Path) -> list[Path]:
    """The project's files of outlets' rules, in order."""
    return sorted((root / FOLDER).glob("*.yml"))


def read_outlets(root: Path) -> tuple[Outlet, ...]:
    """The rules of every outlet that the project in ``root`` has some for.

    Raises:
        BriefgenError: with all that is wrong in any of the files.
    """
    problems: list[Diagnostic] = []
    outlets = []
    for path in files_of(root):
        name = f"{FOLDER}/{path.name}"
        if why := refusal(root, name, FOLDER):
            problems.append(report_refusal(why, name))
        else:
            outlets.append(_read(path, name, problems))
    if problems:
        raise BriefgenError(*problems)
    return tuple(outlets)


def _read(path: Path, shown: str, problems: list[Diagnostic]) -> Outlet:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
        problems.append(diagnostic("file-unreadable", Location(shown), message, "mend its permissions"))
        return Outlet(frozenset())
    return outlet_of(data, shown, problems)


def outlet_of(data: bytes, shown: str, problems: list[Diagnostic]) -> Outlet:
    """The rules in the bytes of a file; ``shown`` is its path in the project."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = Location(shown, error.object.count(b"\n", 0, error.start) + 1)
        problems.append(diagnostic("encoding", at, f"{shown} is not UTF-8", "save it as UTF-8"))
        return Outlet(frozenset())
    declared = read_fields(FIELDS, text, shown, SETTINGS)
    problems += declared.diagnostics
    values = declared.values
    return Outlet(
        frozenset(fold(name) for name in (values["source"] or PurePosixPath(shown).stem, *values["aka"])),
        digest_bytes(data),
        tuple(host.lower().removeprefix("www.") for host in values["hosts"]),
        dict(_marks("phrases", declared)),
        tuple(_patterns(declared, problems)),
        tuple(_marks("start", declared)),
        tuple(_marks("end", declared)),
        tuple(_examples(declared)),
        values["rights"],
    )


def _marks(name: str, declared: Declared) -> Iterator[tuple[str, str]]:
    """The entries of a list, folded, each with what says why a line goes."""
    for n, text in enumerate(declared.values[name]):
        yield fold(text), _why(declared.places[f"{name}.{n}"])


def _patterns(declared: Declared, problems: list[Diagnostic]) -> Iterator[tuple[Any, str]]:
    for n, text in enumerate(declared.values["patterns"]):
        at = declared.places[f"patterns.{n}"]
        if pattern := _compiled(text, at, problems):
            yield pattern, _why(at)


def _why(at: Location) -> str:
    return f"{at.path}:{at.line} names it"


def _examples(declared: Declared) -> Iterator[Example]:
    for n, one in enumerate(declared.values["examples"]):
        at = declared.places.get(f"examples.{n}.clean", declared.places[f"examples.{n}"])
        yield Example(one["raw"] or "", one["clean"] or "", at)


def _compiled(text: str, at: Location, problems: list[Diagnostic]) -> Any:
    """The pattern, or None when it is none that may run."""
    try:
        import re2
    except Exception as error:  # a broken library fails in its own way
        message = f"patterns need the module re2, which cannot be loaded: {error}"
        hint = "install or repair it (pip install google-re2), or take out the patterns"
        problems.append(diagnostic("config-value", at, message, hint))
        return None
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    try:
        pattern = re2.compile(text, options)
    except re2.error as error:
        why = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        hint = "patterns are RE2's: no lookaround and no backreferences, so that none can hang a build"
        problems.append(diagnostic("config-value", at, f"this is no pattern: {why}", hint))
        return None
    if all(map(pattern.fullmatch, _PROBES)):
        message = "this pattern takes every line away"
        problems.append(diagnostic("config-value", at, message, "write what only the lines to remove have"))
        return None
    return pattern
