"""The YAML test suite with both parsers; suite.md lists what differs.

A case that is not listed there fails, and so does one that is listed and differs no more.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import read_cases, replace_block

from briefgen.model import Diagnostic
from briefgen.schema import yaml_tree
from briefgen.schema.yaml_tree import compose, foreign_nodes

HERE = Path(__file__).parent
LISTED = HERE / "suite.md"
PARSERS = {"SafeLoader": yaml.SafeLoader}
if yaml.__with_libyaml__:
    PARSERS["CSafeLoader"] = yaml.CSafeLoader


@cache
def suite() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((HERE / "suites" / "yaml.json").read_text("utf-8"))
    assert (len(found), sum(case["fails"] for case in found)) == (402, 94)
    return found


def is_value(node: yaml.Node | None, value: Any) -> bool:
    """Whether a node says what the suite says; a number, a flag and nothing are texts as typed."""
    if isinstance(node, yaml.MappingNode):
        pairs = {key.value: inner for key, inner in node.value}
        return (
            isinstance(value, dict)
            and pairs.keys() == value.keys()
            and all(is_value(pairs[k], value[k]) for k in pairs)
        )
    if isinstance(node, yaml.SequenceNode):
        return (
            isinstance(value, list)
            and len(node.value) == len(value)
            and all(map(is_value, node.value, value))
        )
    typed = "" if node is None else node.value
    if value is None or isinstance(value, bool):
        return typed in {None: ("", "~", "null"), True: ("true",), False: ("false",)}[value]
    if isinstance(value, (int, float)):
        read = yaml.safe_load(typed)  # the suite means the number that YAML makes of it
        return (isinstance(read, (int, float)) and read == value) or float(typed) == value
    return bool(typed == value)


def difference(case: dict[str, Any]) -> str | None:
    tree = compose(case["yaml"], "a.md")
    refused = isinstance(tree, Diagnostic) or (tree is not None and any(foreign_nodes(tree)))
    if case["fails"]:
        if refused:
            return None
        list(yaml.compose_all(case["yaml"], yaml_tree._Loader))  # what PyYAML refuses is refused
        return "read as PyYAML reads it"
    documents = case.get("documents")
    if documents is not None and len(documents) > 1:
        assert refused
        return "several documents"
    if isinstance(tree, Diagnostic):
        return "refused"
    return "read otherwise" if documents and not is_value(tree, documents[0]) else None


@pytest.mark.parametrize("parser", PARSERS)
def test_what_differs_is_listed_with_its_reason(
    parser: str, renew: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_tree, "_Loader", PARSERS[parser])
    differing: dict[str, str] = {}
    for case in suite():
        if why := difference(case):
            title = f"{parser}: {why}"
            differing[title] = differing.get(title, "") + f"{case['id']} {case['title']}\n"
    listed = {
        case.title: case.blocks["cases"] for case in read_cases(LISTED) if case.title.startswith(parser)
    }
    if renew:
        for title in listed.keys() & differing.keys():
            replace_block(LISTED, title, "cases", differing[title])
    else:
        assert differing == listed
