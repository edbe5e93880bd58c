"""The message of a publication: the dates of the editions that changed, and no text of any article."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.publishing.artifact import Artifact
from briefgen.publishing.commit_message import message_of

SOURCE = "Source-commit: abc\n"
DAYS = [f"2024-05-{day:02}/index.html" for day in range(1, 11)]


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (DAYS[:1], f"Publish 2024-05-01\n\n{SOURCE}"),
        (DAYS[:3], f"Publish 2024-05-03, 2024-05-02, 2024-05-01\n\n{SOURCE}"),
        (
            DAYS[:7],
            (
                "Publish 7 editions\n\n2024-05-07 2024-05-06 2024-05-05 2024-05-04 2024-05-03 "
                "2024-05-02\n2024-05-01\n\n"
            )
            + SOURCE,
        ),
        (
            ["static/base.css", "2024-05-01/world/index.html", "--all\n/index.html"],
            f"Publish the site\n\n{SOURCE}",
        ),
    ],
)
def test_the_message(paths: list[str], message: str) -> None:
    assert message_of(Artifact(Path(), {}, ""), "/{date}/", "abc", paths) == message


def test_editions_may_stand_anywhere_or_nowhere() -> None:
    parcel = Artifact(Path(), {}, "")
    assert message_of(parcel, "/days/{date}.html", "abc", ["days/2024-05-01.html"]).startswith(
        "Publish 2024-05-01\n"
    )
    assert message_of(parcel, "", "abc", DAYS).startswith("Publish the site\n")
