"""The tracer: what a page may see of the site, written down question by question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen.environment.digest import digest
from briefgen.site import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefgen.model import Trace
    from briefgen.site import Site

Question = tuple[str, tuple[Any, ...]]
"""A name and its arguments."""

_NOTHING = "nothing"


class Answers:
    """The answers of one site; each distinct question is answered and digested once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._answers: dict[Question, Any] = {}
        self._digests: dict[Question, str] = {}

    def answer(self, question: Question) -> Any:
        """The site's answer."""
        if question not in self._answers:
            name, arguments = question
            self._answers[question] = getattr(self.site, name)(*arguments)
        return self._answers[question]

    def digest(self, question: Question) -> str:
        """The digest of the answer; of a question that has lost its subject, one that no answer has."""
        if question not in self._digests:
            try:
                self._digests[question] = digest(self.answer(question))
            except (KeyError, IndexError, ValueError):
                self._digests[question] = _NOTHING
        return self._digests[question]

    def digest_of(self, questions: tuple[Question, ...], fingerprint: str) -> str:
        """One digest over all answers and what else shapes the page."""
        return digest(fingerprint, *map(self.digest, questions))

    def still(self, trace: Trace, fingerprint: str) -> bool:
        """Whether every question of a trace has today the answer that it had then."""
        return self.digest_of(trace.questions, fingerprint) == trace.digest


class Tracer:
    """What templates and builders know as ``site``: it answers questions and notes each one that was asked."""

    __slots__ = ("_answers", "_asked")

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._asked: dict[Question, None] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in QUESTIONS:
            raise AttributeError(f"the site knows no question {name}")

        def ask(*arguments: Any) -> Any:
            question = (name, arguments)
            self._asked[question] = None
            return self._answers.answer(question)

        return ask

    def __dir__(self) -> list[str]:
        return sorted(QUESTIONS)

    def asked(self) -> tuple[Question, ...]:
        """The questions so far, sorted, each once."""
        return tuple(sorted(self._asked, key=repr))

    # Addresses follow from the config alone; the fingerprint covers them.

    def address(self, kind: str, **slots: str) -> str:
        """See ``Site.address``."""
        return self._answers.site.address(kind, **slots)

    def article_address(self, article: Any) -> str:
        """See ``Site.article_address``."""
        return self._answers.site.article_address(article)
