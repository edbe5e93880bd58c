"""Read the content of a Nikola site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from briefgen.config.folders import is_article
from briefgen.importing.old_sites.address_patterns import slashed
from briefgen.importing.old_sites.old_site import STATIC, NewPlace, OldSite, OldText, head_of, read_text
from briefgen.importing.old_sites.site_files import is_media, list_files
from briefgen.importing.old_sites.site_settings import read_settings, text_of
from briefgen.schema.yaml_edit import Value

_LANGUAGE = re.compile(r"(?P<stem>.+)\.(?P<lang>[a-z]{2}(?:[_-][A-Za-z]{2,4})?)")
_DEFAULTS = {"POSTS": [("posts/*.md", "posts", "")], "PAGES": [("pages/*.md", "pages", "")]}


class _Folder(NamedTuple):
    """A folder of texts, and the part of the addresses of its pages."""

    path: str
    address: str
    is_posts: bool


def read(root: Path) -> OldSite:
    """The posts, pages and files of a Nikola site."""
    settings = read_settings(root, "conf.py")
    texts, files, left_out = [], {}, {}
    for folder in _folders(settings):
        for path in list_files(root, folder.path):
            if is_article(path):
                texts.append(_text(root, path, folder, settings))
            elif is_media(path):
                files[path] = NewPlace(STATIC, path)
            elif not path.endswith(".meta"):
                left_out[path] = "no Markdown"
    of_files = settings.get("FILES_FOLDERS"), settings.get("IMAGE_FOLDERS")
    folders = [*_mapping(of_files[0], {"files": ""}), *_mapping(of_files[1], {"images": "images"})]
    for old, new in folders:
        for path in list_files(root, old):
            files[path] = NewPlace(STATIC, posixpath.join(new, path.removeprefix(f"{old}/")))
    return OldSite(tuple(texts), files, left_out)


def _mapping(value: Any, default: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for old, new in (value if isinstance(value, Mapping) else default).items():
        yield str(old).strip("/"), str(new).strip("/")


def _folders(settings: Mapping[str, Any]) -> Iterator[_Folder]:
    """The folders of texts, each once."""
    known = set()
    for name, default in _DEFAULTS.items():
        rows = settings.get(name, default)
        for row in rows if isinstance(rows, list | tuple) else default:
            if len(row) >= 2 and isinstance(row[0], str) and isinstance(row[1], str):
                path = row[0].partition("*")[0].strip("/")
                if path and path not in known:
                    known.add(path)
                    yield _Folder(path, row[1], name == "POSTS")


def _text(root: Path, path: str, folder: _Folder, settings: Mapping[str, Any]) -> OldText:
    text = read_text(root, path)
    beside = f"{path.rpartition('.')[0]}.meta"
    if (root / beside).is_file():
        text = f"{read_text(root, beside).rstrip()}\n\n{text.lstrip()}"
    within = path.removeprefix(f"{folder.path}/")
    name, default = within.rpartition(".")[0], text_of(settings, "DEFAULT_LANG", "en")
    match = _LANGUAGE.fullmatch(name)
    name, lang = (match["stem"], match["lang"].replace("_", "-")) if match else (name, "")
    head = head_of(text, path)
    target = within if folder.is_posts else f"pages/{within}"
    keys: dict[str, Value] = {"lang": lang} if lang else {}
    if head is None:
        return OldText(path, target, (), text, keys)
    base = posixpath.dirname(name) if posixpath.basename(name) == "index" else name
    slug = head.text_of("slug") or posixpath.basename(base)
    place = posixpath.join(lang if lang != default else "", folder.address, posixpath.dirname(base), slug)
    pretty = settings.get("PRETTY_URLS", True) is not False
    return OldText(path, target, (slashed(f"{place}/" if pretty else f"{place}.html"),), text, keys)
