"""What ``briefgen init`` writes for editors: schemas that exist, and that its own files satisfy."""

from __future__ import annotations

import json
import re
from email.message import Message
from pathlib import Path

import jsonschema
import pytest
import yaml

from briefgen.cli import editor_files
from briefgen.cli.editor_files import PATTERNS
from briefgen.cli.init import TEMPLATE_NAMES
from briefgen.cli.main import run
from briefgen.cli.schema import WHAT
from docs.schemas import write_schemas

LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def files_with_schema(root: Path) -> list[Path]:
    return [file for pattern in PATTERNS for file in sorted(root.glob(pattern))]


@pytest.mark.parametrize("name", ["", *TEMPLATE_NAMES])
def test_with_vscode_each_file_names_a_schema_that_it_satisfies(name: str, tmp_path: Path) -> None:
    assert run(["init", str(tmp_path), "--vscode", *(["--template", name] if name else [])]) == 0
    files = files_with_schema(tmp_path)
    assert len(files) > (name != "")
    for file in files:
        text = file.read_text("utf-8")
        line = LINE.match(text)
        assert line, file
        schema = json.loads((file.parent / line[1]).read_text("utf-8"))
        jsonschema.validate(yaml.safe_load(text), schema)


def test_the_settings_name_every_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path), "--vscode"]) == 0
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    assert sorted(place for places in settings.values() for place in places) == sorted(PATTERNS)
    assert all((tmp_path / schema).is_file() for schema in settings)
    (tmp_path / "briefgen.yml").unlink()
    (tmp_path / ".vscode/settings.json").write_text("{}")
    assert run(["init", str(tmp_path), "--vscode"]) == 0
    assert "exists and was not changed" in capsys.readouterr().out
    assert (tmp_path / ".vscode/settings.json").read_text("utf-8") == "{}"


def test_without_vscode_the_line_names_the_published_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Message()
    site["Project-URL"] = "Repository, https://git.example/briefgen"
    monkeypatch.setattr(editor_files, "metadata", lambda _: site)
    assert run(["init", str(tmp_path / "bare")]) == 0
    assert not LINE.match((tmp_path / "bare/briefgen.yml").read_text("utf-8"))
    site["Project-URL"] = "Documentation, https://docs.example/briefgen/"
    assert run(["init", str(tmp_path / "full"), "--template", "research"]) == 0
    write_schemas(tmp_path / "published")
    for file in files_with_schema(tmp_path / "full"):
        line = LINE.match(file.read_text("utf-8"))
        assert line
        folder, _, name = line[1].rpartition("/")
        assert folder == "https://docs.example/briefgen/schema"
        assert (tmp_path / "published" / name).is_file()
    assert not (tmp_path / "full/.vscode").exists()
    assert {path.stem for path in (tmp_path / "published").iterdir()} == set(WHAT)
