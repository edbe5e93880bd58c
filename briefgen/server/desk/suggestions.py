"""What is known of waiting items and articles of a date, computed beside the requests."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from briefgen.curation.rejections import rejected_groups
from briefgen.model import Article
from briefgen.model.diagnostics import BriefgenError
from briefgen.nlp.event_clustering import same_events
from briefgen.nlp.tfidf import EventText
from briefgen.project.project import Project

PATIENCE = 300.0
"""Seconds for the comparison of all texts."""


class Remark(NamedTuple):
    """What is known of an item: near-copies, earlier publication, story."""

    copies: int = 0
    seen: str = ""
    story: str = ""


@dataclass(slots=True)
class Suggestions:
    """Remarks on inbox items by path, and groups that may be one story.

    A thread renews them; ``on_news`` is called when it has. ``is_ready`` is false until the first time.
    """

    on_news: Callable[[], None]
    remarks: dict[str, Remark] = field(default_factory=dict)
    groups: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    is_ready: bool = False
    _seen: dict[str, frozenset[str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _busy: bool = False

    def renew(
        self, project: Project, date: str, articles: Collection[Article], text: Callable[[str], str]
    ) -> None:
        """Compute suggestions again if texts are new; returns at once."""
        texts = frozenset(one.body_digest for one in articles)
        with self._lock:
            if self._busy or texts <= self._seen.get(date, frozenset()):
                return
            self._busy = True
        self._seen[date] = texts
        work = threading.Thread(
            target=self._compute,
            args=(project, date, tuple(articles), text),
            name="briefgen-desk",
            daemon=True,
        )
        work.start()

    def _compute(
        self, project: Project, date: str, articles: tuple[Article, ...], text: Callable[[str], str]
    ) -> None:
        try:
            self.remarks = _remarks(project.root)
            self.groups[date] = tuple(_groups(articles, text))
        except (
            OSError,
            ValueError,
            KeyError,
            subprocess.TimeoutExpired,
        ):  # a file was removed meanwhile; the next time will do
            self._seen.pop(date, None)
        finally:
            self.is_ready = True
            with self._lock:
                self._busy = False
            self.on_news()


def _remarks(root: Path) -> dict[str, Remark]:
    """What ``briefgen inbox`` says of each item.

    A process of its own compares the texts, so that no act has to wait for it.
    """
    command = [sys.executable, "-m", "briefgen", "inbox", "--json", "--", str(root)]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    return {
        one["path"]: Remark(len(one["copies"]), _seen(one["seen"]), one["story"] or "")
        for one in json.loads(done.stdout)
    }


def _seen(seen: Mapping[str, Any] | None) -> str:
    if not seen:
        return ""
    return f"{seen['day']}, {seen['overlap']} % the same" if seen["overlap"] else str(seen["day"])


def _groups(articles: Iterable[Article], text: Callable[[str], str]) -> Iterable[tuple[str, ...]]:
    texts = (EventText(one.path, one.day, one.lang, one.title, text(one.path)) for one in articles)
    return (event.articles for event in same_events(texts))


def open_groups(
    project: Project,
    groups: Iterable[tuple[str, ...]],
    articles: dict[str, Article],
    story_of: Callable[[str], str],
) -> list[list[Article]]:
    """The suggested groups that are neither one story nor rejected.

    ``story_of`` gives the story of an article's path, or an empty text.
    """
    try:
        rejected = rejected_groups(project.root)
    except BriefgenError:
        rejected = []
    shown = []
    for group in groups:
        members = [articles[path] for path in group if path in articles]
        stories = {story_of(one.path) for one in members}
        ids = {one.id for one in members}
        is_one = len(stories) == 1 and "" not in stories
        if len(members) > 1 and not is_one and not any(ids <= known for known in rejected):
            shown.append(members)
    return shown
