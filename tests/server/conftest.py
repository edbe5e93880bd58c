"""A small project with a tiny theme, and `briefgen serve` on it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from served import Served

OFF = ("edition", "briefing", "topic", "topics", "story", "tag", "tags", "source", "sources", "archive")
CONFIG = f"""\
title: Small
url: https://example.org/
theme: mini
topics: [{{slug: world, title: World}}]
pages: {{{", ".join(f"{kind}: false" for kind in OFF)}}}
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{{ config.title }}</title>
<link rel="canonical" href="{{ absolute(page.url) }}">
<link rel="stylesheet" href="{{ href("/static/mini.css") }}"></head>
<body>%s</body></html>
"""
TEMPLATES = {
    "home": "<ul>{% for a in site.latest(50) %}<li>{{ a.title }}</li>{% endfor %}</ul>",
    "article": "<h1>{{ site.article(page.subject[0]).title }}</h1>{{ content }}",
    "404": "<p>Nobody is here.</p>",
}


def article(title: str, text: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2022-03-31\ntopic: world\n{more}---\n{text}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is built in no time."""
    root = tmp_path / "small"
    files = {
        "briefgen.yml": CONFIG,
        "content/first.md": article("First", "The first text."),
        "content/second.md": article("Second", "The second text."),
        "content/secret.md": article("Secret", "Nobody may read this.", "draft: true\n"),
        "static/data/notes.txt": "Notes.\n",
        "themes/mini/theme.yml": "name: mini\n",
        "themes/mini/static/mini.css": "body { color: black }\n",
        **{f"themes/mini/templates/{kind}.html": PAGE % body for kind, body in TEMPLATES.items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture
def serve(project: Path) -> Iterator[Callable[..., Served]]:
    """Start `briefgen serve` on the small project; it is ended with the test."""
    started: list[Served] = []

    def start(*arguments: str, port: bool = True) -> Served:
        served = Served(project, *(["--port", "0"] if port else []), *arguments)
        started.append(served)
        return served

    yield start
    for served in started:
        served.close()


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        yield sock.getsockname()[1]
