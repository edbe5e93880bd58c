"""Counts over time: the finest unit that can be drawn, and a count for each of its times."""

from __future__ import annotations

import pytest

from briefgen.site.histogram import histogram


def test_days_are_counted_by_week_with_those_that_have_none() -> None:
    found = histogram({"post": ["2024-01-08", "2023-12-31"], "wire": ["2024-01-14", "2024-01-08"]})
    assert found.unit == "week"
    assert found.times == ("2023-W52", "2024-W01", "2024-W02")
    assert found.rows == (("post", (1, 0, 1)), ("wire", (0, 0, 2)))


@pytest.mark.parametrize(
    ("first", "last", "unit", "times"),
    [
        ("2024-05-01", "2024-05-01", "week", ("2024-W18",)),
        ("2023-01-01", "2023-12-31", "week", 53),
        ("2023-01-01", "2024-01-01", "month", 13),
        ("2019-06-30", "2024-05-01", "month", 60),
        ("2019-05-31", "2024-05-01", "year", ("2019", "2020", "2021", "2022", "2023", "2024")),
        ("1965-01-01", "2024-12-31", "year", 60),
        ("1964-12-31", "2024-01-01", "decade", 7),
        ("0001-01-01", "9999-12-31", "decade", 1000),
    ],
)
def test_the_unit_is_the_finest_that_fits(
    first: str, last: str, unit: str, times: int | tuple[str, ...]
) -> None:
    found = histogram({"a": [last], "b": [first]})
    assert found.unit == unit
    assert (len(found.times) if isinstance(times, int) else found.times) == times
    assert [sum(counts) for _, counts in found.rows] == [1, 1]
    assert dict(found.rows)["b"][0] == dict(found.rows)["a"][-1] == 1


def test_times_are_named() -> None:
    assert histogram({"a": ["1883-08-27", "2022-03-31"]}).times[::14] == ("1880–1889", "2020–2029")
    assert histogram({"a": ["2021-12-31", "2023-01-02"]}).times[:2] == ("2021-12", "2022-01")


def test_without_days_there_is_nothing() -> None:
    assert histogram({}).times == ()
