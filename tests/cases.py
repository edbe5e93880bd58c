"""Read test cases from Markdown: headings name them, fenced blocks hold their texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_HEADING = re.compile(r"#{1,6} +(.+)")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(\S.*)?")


@dataclass
class Case:
    """What stands under one heading: the heading, and each fenced block by its info string."""

    title: str
    blocks: dict[str, str] = field(default_factory=dict)


def read_cases(path: Path) -> list[Case]:
    """The cases of a Markdown file; text outside of fences is for people."""
    cases: list[Case] = []
    fence, name = "", ""
    lines: list[str] = []
    for line in path.read_text("utf-8").split("\n"):
        if fence:
            if line.strip() == fence:
                cases[-1].blocks[name] = "".join(f"{text}\n" for text in lines)
                fence = ""
            else:
                lines.append(line)
        elif heading := _HEADING.fullmatch(line):
            cases.append(Case(heading[1]))
        elif opened := _FENCE.fullmatch(line):
            fence, name, lines = opened[1], (opened[2] or "").strip(), []
    return [case for case in cases if case.blocks]


def replace_block(path: Path, title: str, name: str, text: str) -> None:
    """Write another text into a block: how golden files are renewed."""
    out: list[str] = []
    at, fence, skipping = "", "", False
    for line in path.read_text("utf-8").split("\n"):
        if fence and line.strip() == fence:
            fence, skipping = "", False
        elif skipping:
            continue
        elif not fence:
            if heading := _HEADING.fullmatch(line):
                at = heading[1]
            elif opened := _FENCE.fullmatch(line):
                fence = opened[1]
                skipping = at == title and (opened[2] or "").strip() == name
                out += [line, *text.rstrip("\n").split("\n")] if skipping else [line]
                continue
        out.append(line)
    path.write_text("\n".join(out), "utf-8")
