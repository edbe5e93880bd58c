"""The tracer: what a page may see of the site, written down question by question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen.model.page import BODY, PART_BODIES, Question
from briefgen.site.index import QUESTIONS
from briefgen.util.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefgen.model import Trace
    from briefgen.site.site import Site


_NOTHING = "nothing"


def _in_heads(question: Question) -> bool:
    """Whether the heads decide the answer: they do not for a body, nor for whether an address has a page, as static files have some."""
    name, arguments = question
    return name not in (BODY, PART_BODIES) and not (name == "resolve" and arguments[0] == "page")


def question_text(question: Question) -> str:
    """A question as a template asks it: ``site.edition("2024-05-01")``."""
    import json

    name, arguments = question
    return f"site.{name}({', '.join(json.dumps(one, ensure_ascii=False) for one in arguments)})"


class Answers:
    """The answers of one site, or of one tree of it; each distinct question is answered and digested once.

    With ``same_heads`` the heads are known to be those of the traces: no answer that follows from them can have changed.
    """

    def __init__(self, site: Site, *, same_heads: bool = False) -> None:
        self.site = site
        self._same_heads = same_heads
        self._answers: dict[Question, Any] = {}
        self._digests: dict[Question, str] = {}
        self._trees: dict[str, Answers] = {}

    def of(self, tree: str) -> Answers:
        """The answers that pages of a tree are given; these, where the site has one tree."""
        if not self.site.trees:
            return self
        if tree not in self._trees:
            # A tree of the last build that there is no more has no pages that could ask.
            site = self.site.trees.get(tree, self.site.trees[""])
            self._trees[tree] = Answers(site, same_heads=self._same_heads)
        return self._trees[tree]

    def answer(self, question: Question) -> Any:
        """The site's answer. A body is asked for by few pages, so it is not kept: all bodies together would fill the memory."""
        name, arguments = question
        if name in (BODY, PART_BODIES):
            return getattr(self.site, name)(*arguments)
        if question not in self._answers:
            self._answers[question] = getattr(self.site, name)(*arguments)
        return self._answers[question]

    def digest(self, question: Question) -> str:
        """The digest of the answer; of a question that has lost its subject, one that no answer has."""
        known = self._digests.get(question)
        if known is None:
            try:
                known = self._digested(question)
            except (KeyError, IndexError, ValueError):
                known = _NOTHING
            self._digests[question] = known
        return known

    def _digested(self, question: Question) -> str:
        """The digest of an answer; a body's is known without the body."""
        name, arguments = question
        if name == BODY:
            return self.site.articles[arguments[0]].body_digest
        if name == PART_BODIES:
            return digest([article.body_digest for article in self.site.part(*arguments)])
        return digest(self.answer(question))

    def still(self, trace: Trace) -> bool:
        """Whether every question of a trace has today the answer that it had then."""
        for question, then in zip(trace.questions, trace.answers, strict=True):
            if not (self._same_heads and _in_heads(question)) and self.digest(question) != then:
                return False
        return True


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

    def mark(self, name: str, *arguments: Any) -> str:
        """The digest of an answer, asked for without the answer: for pages that share what is made of it, once for each mark."""
        question = (name, arguments)
        self._asked[question] = None
        return self._answers.digest(question)

    def asked(self) -> tuple[Question, ...]:
        """The questions so far, each once, in the order in which they were asked first."""
        return tuple(self._asked)

    # Addresses follow from the config alone; the fingerprint covers them.

    @property
    def prefix(self) -> str:
        """See ``Places.prefix``."""
        return self._answers.site.prefix

    def address(self, kind: str, **slots: str) -> str:
        """See ``Places.address``."""
        return self._answers.site.address(kind, **slots)

    def article_address(self, article: Any) -> str:
        """See ``Places.article_address``."""
        return self._answers.site.article_address(article)

    def edition_of(self, day: str) -> str:
        """See ``Editions.edition_of``."""
        return self._answers.site.edition_of(day)
