"""What a picture is, by its bytes; what may not be shown; and its smaller copies."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from cases import Case, read_cases
from images.photos import photo, vast
from PIL import Image

from briefgen.images import resize, svg_safety
from briefgen.images.inspect import MOST_BYTES, look
from briefgen.model import Picture

WIDTHS = (480, 960)
TURNED = Image.Exif()
TURNED[0x0112] = 6  # a quarter of a turn


@pytest.mark.parametrize("case", read_cases(Path(__file__).with_name("drawings.md")), ids=lambda c: c.title)
def test_a_drawing_may_draw_and_nothing_else(case: Case) -> None:
    data = case.blocks["svg"].encode()
    if "size" in case.blocks:
        assert svg_safety.size(data) == tuple(map(int, case.blocks["size"].split()))
        return
    with pytest.raises(svg_safety.UnsafeError) as told:
        svg_safety.size(data)
    assert str(told.value) == case.blocks["told"].strip()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_has_copies_of_the_widths_below_its_own(kind: str) -> None:
    assert look(photo(700, 300, kind), f"a.{kind.lower()}", WIDTHS) == Picture(700, 300, (480,))
    assert look(photo(480, 300, kind), f"a.{kind.lower()}", WIDTHS) == Picture(480, 300)


def test_the_size_is_the_one_that_is_shown() -> None:
    assert look(photo(700, 300, "JPEG", exif=TURNED), "a.jpg", WIDTHS)[:2] == (300, 700)


def test_without_pillow_there_is_a_size_and_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resize, "version", lambda: "")
    assert look(photo(700, 300), "a.png", WIDTHS) == Picture(700, 300)


@pytest.mark.parametrize("kind", ["GIF", "AVIF"])
def test_other_kinds_are_left_as_they_are(kind: str) -> None:
    assert look(photo(700, 300, kind), f"a.{kind.lower()}", WIDTHS) == Picture(700, 300)


def test_what_moves_and_what_has_a_palette_is_left_as_it_is() -> None:
    frames = [Image.new("RGB", (700, 300), color) for color in ("red", "blue")]
    into = BytesIO()
    frames[0].save(into, "PNG", save_all=True, append_images=frames[1:])
    assert look(into.getvalue(), "a.png", WIDTHS) == Picture(700, 300)
    into = BytesIO()
    frames[0].quantize(8).save(into, "PNG")
    assert look(into.getvalue(), "a.png", WIDTHS) == Picture(700, 300)


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"<script>alert(1)</script>", "a.png", "it is neither PNG nor another kind of picture"),
        (b"", "a.jpg", "it is neither JPEG nor another kind of picture"),
        (vast(20_000), "a.png", "it has 400 million pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "a.SVG", "it runs a script (onload)"),
        (
            photo(4, 4),
            "a.svg",
            "it is not a readable SVG: not well-formed (invalid token): line 1, column 0",
        ),
    ],
)
def test_what_could_do_harm_is_not_shown(data: bytes, name: str, why: str) -> None:
    assert look(data, name, WIDTHS) == Picture(unsafe=why)


def test_a_file_that_is_too_long_is_not_looked_into() -> None:
    assert look(bytes(MOST_BYTES + 1), "a.png", WIDTHS) == Picture(unsafe="it has more than 50 MB")


def test_what_is_damaged_is_told() -> None:
    whole = photo(700, 300)
    cut = look(whole[: len(whole) // 2], "a.png", WIDTHS)
    assert (cut.width, cut.widths) == (700, ())
    assert cut.faulty == "it cannot be decoded; the file may be incomplete"
    assert look(whole[:20], "a.png", WIDTHS).faulty == "its size cannot be read; the file may be incomplete"
    assert look(whole, "a.jpg", WIDTHS).faulty == "it is a PNG under another name"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_copy_is_the_same_each_time_and_says_nothing_of_its_camera(kind: str) -> None:
    data = photo(700, 300, kind, exif=TURNED)
    copy = resize.resized(data, kind, 100, 80)
    assert copy == resize.resized(data, kind, 100, 80)
    with Image.open(BytesIO(copy)) as image:
        assert (image.format, image.size) == (kind, (100, 233))
        assert not image.getexif()


def test_a_bomb_behind_a_small_head_is_not_decoded() -> None:
    bomb = vast(40_000)
    assert look(bomb, "a.png", WIDTHS).unsafe
    assert resize.examine(bomb, "PNG") == (False, "it cannot be decoded; the file may be incomplete")
    with pytest.raises(Image.DecompressionBombError), resize._opened(bomb, "PNG"):
        pass
