"""Pictures that are empty, cut short, damaged, huge or of another kind: reported by name, never a failure."""

from __future__ import annotations

import encodings
import pkgutil
import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from images.photos import photo
from PIL import Image
from sitetest import SiteTest

from briefgen.images import resize
from briefgen.images.inspect import look

CONFIG = "title: T\nurl: https://pier.example/\nimages: {widths: [16]}\nbuilders: [html]\n"
HEAD = "---\ntitle: Boats\ndate: 2024-05-01\nlang: en\n---\n\n"
CODECS = sorted(module.name for module in pkgutil.iter_modules(encodings.__path__))
SVG = (
    '<?xml version="1.0" encoding="{}"?><svg xmlns="http://www.w3.org/2000/svg" width="4" height="5">{}</svg>'
)
HARM = "<script>alert(1)</script>"
KINDS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}


def drawing(codec: str, inner: str = "<text>Grüße 北</text>") -> bytes:
    text = SVG.format(codec.replace("_", "-"), inner)
    try:
        data = text.encode(codec, "xmlcharrefreplace")
    except (LookupError, ValueError, TypeError, AssertionError):
        data = text.encode()
    return data if isinstance(data, bytes) else text.encode()


def picture(kind: str) -> bytes:
    if kind in resize.KINDS:
        return photo(40, 30, kind)
    into = BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(into, kind)
    return into.getvalue()


def show(folder: Path, files: dict[str, bytes]) -> SiteTest:
    """A built site of one article that shows these files."""
    text = "\n\n".join(f"![A boat]({name})" for name in files)
    site = SiteTest.of_files({"briefgen.yml": CONFIG, "content/a.md": HEAD + text}, folder)
    for name, data in files.items():
        (site.root / "content" / name).write_bytes(data)
    return site.build()


def test_a_drawing_in_any_encoding_is_shown_or_reported_by_name(tmp_path: Path) -> None:
    files = {f"{codec}.svg": drawing(codec) for codec in CODECS}
    site = show(tmp_path, files)
    told = {d.message.split()[0] for d in site.report.diagnostics if d.code == "image-unsafe"}
    shown = {f"content/{name}" for name in files if site.has(f"/content/{name}")}
    assert not [d for d in site.report.diagnostics if d.severity == "error"]
    assert told | shown == {f"content/{name}" for name in files}
    assert not told & shown
    assert {f"content/{name}.svg" for name in ("ascii", "latin_1", "utf_8", "utf_16", "cp1252")} <= shown
    assert {f"content/{name}.svg" for name in ("shift_jis", "euc_kr", "big5", "utf_7", "cp037")} <= told


@pytest.mark.parametrize("codec", CODECS)
def test_no_encoding_hides_what_a_drawing_runs(codec: str) -> None:
    assert look(drawing(codec, HARM), "a.svg", ()).unsafe
    assert look(SVG.format(codec, HARM).encode(), "a.svg", ()).unsafe


def test_what_is_no_picture_is_reported_by_name(tmp_path: Path) -> None:
    files = {
        "zeros.png": bytes(500),
        "page.gif": b"<html><script>1</script>",
        "text.jpg": b"Words",
        "drawing.webp": drawing("utf_8"),
        "bomb.png": bomb(60_000, 60_000),
        "photo.svg": picture("PNG"),
        "empty.svg": b"",
    }
    for ending, kind in KINDS.items():
        whole = picture(kind)
        cuts = {"empty": 0, "start": 25, "half": len(whole) // 2, "cut": len(whole) - 2}
        files |= {f"{name}.{ending}": whole[:length] for name, length in cuts.items()}
    site = show(tmp_path, files)
    told = {d.message.split()[0].rstrip(":"): d.code for d in site.report.diagnostics if "image" in d.code}
    assert set(told) == {f"content/{name}" for name in files}
    assert {told[f"content/empty.{ending}"] for ending in KINDS} == {"image-unsafe"}
    assert told["content/bomb.png"] == told["content/photo.svg"] == "image-unsafe"
    assert set(told.values()) == {"image-unsafe", "image-faulty"}
    assert not site.report.failed


def bomb(width: int, height: int) -> bytes:
    """A small file of a vast picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("ending", KINDS)
def test_any_damage_is_seen_before_a_copy_is_made(ending: str) -> None:
    chance, whole = random.Random(ending), picture(KINDS[ending])  # noqa: S311 - the same damage each time
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 2, 8, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        damaged = bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        seen = look(damaged, f"a.{ending}", (16,))
        for width in seen.widths:
            assert resize.resized(damaged, KINDS[ending], width, 80)
