"""Groups by average linkage (R. R. Sokal, C. D. Michener, 1958).

Two groups become one while their members are alike enough on the average.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TypeAlias

Links: TypeAlias = dict[tuple[int, int], float]
"""(earlier, later) place of two articles -> how alike they are."""


def average_link(count: int, links: Links, least: float) -> list[list[int]]:
    """Group the places 0 to ``count`` that are alike by ``least`` on the average."""
    total: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), alike in links.items():
        total[one][other] = total[other][one] = alike
    members = [[place] for place in range(count)]
    heap = [(-round(alike, 9), one, other) for (one, other), alike in links.items() if alike >= least]
    heapify(heap)
    while heap:
        negative, one, other = heappop(heap)
        if not (members[one] and members[other]) or -negative != _mean(total, members, one, other):
            continue
        _join(total, members, one, other)
        for near in total[one]:
            mean = _mean(total, members, one, near)
            if mean >= least:
                heappush(heap, (-mean, min(one, near), max(one, near)))
    return [sorted(group) for group in members if len(group) > 1]


def _mean(total: list[dict[int, float]], members: list[list[int]], one: int, other: int) -> float:
    return round(total[one][other] / (len(members[one]) * len(members[other])), 9)


def _join(total: list[dict[int, float]], members: list[list[int]], one: int, other: int) -> None:
    """Put the second group into the first."""
    members[one] += members[other]
    members[other] = []
    del total[one][other]
    for near, alike in total[other].items():
        if near != one:
            del total[near][other]
            total[one][near] = total[near][one] = total[one].get(near, 0.0) + alike
    total[other] = {}
