"""How well articles are found in web pages that ``bench.pages`` makes."""

from __future__ import annotations

from bench.pages import by_briefgen, by_trafilatura, measured, pages
from briefgen.project.pipeline import default_pipeline

PRECISION, RECALL, F1 = 0.93, 0.985, 0.955
"""What may not be fallen short of; `python -m bench.pages` measures more pages."""


def test_the_article_is_found_and_cleaning_makes_it_better() -> None:
    pipeline = default_pipeline()
    made = [*pages(pipeline, 12)]
    assert len({page.kind for page in made}) == 12
    ours, _, _ = measured(by_briefgen(pipeline), made)
    alone, _, _ = measured(by_trafilatura(), made)
    assert ours.precision >= PRECISION
    assert ours.recall >= RECALL
    assert ours.f1 >= max(F1, alone.f1)
