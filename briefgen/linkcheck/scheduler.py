"""Request many addresses politely: one at a time per domain, with pauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from queue import SimpleQueue
from threading import Event

from briefgen.config import Config
from briefgen.linkcheck.request import ask
from briefgen.linkcheck.results import IGNORED, Result
from briefgen.util.urls import host_of, under_one_of

AT_ONCE = 8
"""Domains that are asked at the same time."""


def ask_all(
    urls: Iterable[str], known: Mapping[str, Result], config: Config, now: datetime
) -> Iterator[Result]:
    """Yield a result for each address; valid ``known`` results are reused."""
    settings = config.linkcheck
    by_host: dict[str, list[str]] = {}
    for url in urls:
        host = host_of(url)
        if under_one_of(host, settings.ignore):
            yield Result(url, IGNORED)
        elif url in known and known[url].holds(now, settings.age):
            yield known[url]
        else:
            by_host.setdefault(host, []).append(url)
    yield from _asked(list(by_host.values()), config, now)


def _asked(rounds: Sequence[Sequence[str]], config: Config, now: datetime) -> Iterator[Result]:
    """Each round's addresses one after the other, the rounds beside each other."""
    answers: SimpleQueue[Result | BaseException] = SimpleQueue()
    stopped = Event()

    def one_round(urls: Sequence[str]) -> None:
        try:
            for n, url in enumerate(urls):
                if stopped.wait(config.linkcheck.pause if n else 0):
                    return
                answers.put(_patiently(url, config, stopped)._replace(checked=now.isoformat()))
        except BaseException as error:
            answers.put(error)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        try:
            for urls in rounds:
                threads.submit(one_round, urls)
            for _ in range(sum(map(len, rounds))):
                answer = answers.get()
                if isinstance(answer, BaseException):
                    raise answer
                yield answer
        finally:
            stopped.set()


def _patiently(url: str, config: Config, stopped: Event) -> Result:
    """The answer, asked for again while it may become another."""
    settings = config.linkcheck
    result, wait = ask(url, settings.timeout, config.private_hosts)
    for _ in range(settings.retries):
        if wait is None or stopped.wait(max(wait, settings.pause)):
            break
        result, wait = ask(url, settings.timeout, config.private_hosts)
    return result
