"""Rename the keys of front matter as other programs write it.

Keys are read in any case, and under the names that other programs use. A key that says that an article is not
public makes it a draft.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml

from briefgen.model.diagnostics import diagnostic
from briefgen.model.rights import EXCERPT, LINK, RIGHTS
from briefgen.reading import publication
from briefgen.reading.frontmatter import FIELDS
from briefgen.reading.publication import PUBLIC
from briefgen.schema import Notes, Texts
from briefgen.schema.yaml_tree import is_bare
from briefgen.util.text import shorten

IGNORE = "ignore"
"""What ``front_matter`` in the settings maps a key to that nothing is made of."""

_LISTS = frozenset(field.name for field in FIELDS if isinstance(field.kind, Texts))
_TABLES = ("extra", "params", "taxonomies")
"""Mappings whose keys are read as if they stood at the top: those of Zola and Hugo."""
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off", "never")
_ADDRESSES = ("permalink", "path", "saveas")
_TEMPLATE = re.compile(r"[{}:%<>\s]")
_PARTS = {
    "author": ("name", "title", "display_name"),
    "image": ("path", "src", "url", "image", "feature", "file"),
    **dict.fromkeys(_LISTS, ("name", "title", "slug")),
}
"""Where a value is a mapping: the keys of which the first that is there has what is meant."""
_ELSEWHERE = frozenset(
    re.findall(
        r"\w+",
        """
        layout type weight template pagetemplate comments comment disablecomments toc showtoc
        tableofcontents math mathjax katex hasmath mermaid menu menus nav navorder navtitle
        navigation eleventynavigation eleventyexcludefromcollections order sidebar hide hidetitle
        pin pinned sticky featured related share sharing cascade outputs output markup highlight
        sitemap robots noindex sortby paginateby insertanchorlinks insearchindex generatefeed css js
        scripts styles classes class footer pagination searchable search feed uuid guid
        excludefromcollections readtime readingtime wordcount
        """,
    )
)
"""Keys that steer the pages of other programs, in lower case without signs."""


class _Entry(NamedTuple):
    rank: int
    key: yaml.ScalarNode
    value: yaml.Node


def letters(name: str) -> str:
    """The name of a key without case and signs: ``lastMod``, ``last_mod`` and ``Last-Mod`` are one."""
    return "".join(filter(str.isalnum, name)).casefold()


NAMES = {letters(name): (f.name, n + 1) for f in reversed(FIELDS) for n, name in enumerate((f.name, *f.aka))}


def rename(tree: yaml.MappingNode, notes: Notes, mapping: Mapping[str, str]) -> yaml.MappingNode:
    """The same front matter with the names and values that our fields have.

    ``mapping`` is ``front_matter`` in the settings. Keys that nobody knows stay as they are.
    """
    if not mapping and all(_is_ours(key, value) for key, value in tree.value):
        return tree
    return _Renaming({letters(key): field for key, field in mapping.items()}, notes).rename(tree)


def _is_ours(key: yaml.Node, value: yaml.Node) -> bool:
    """Whether a key and its value need no change."""
    if not isinstance(key, yaml.ScalarNode) or NAMES.get(key.value) != (key.value, 1):
        return False
    if isinstance(value, yaml.ScalarNode):
        if key.value == "rights":
            return not _is_licence(value)
        return key.value != "url" or not value.value.startswith("/")
    return key.value not in ("author", "image") and not _mappings(value)


def _is_licence(value: yaml.Node) -> bool:
    """Whether the value of ``rights`` is a licence, as other programs write it."""
    words = _word(value).split()
    return isinstance(value, yaml.ScalarNode) and not (
        (len(words) == 1 and words[0].isalpha()) or {*words[:1]} & {*RIGHTS} or {*words} & {EXCERPT, LINK}
    )


def _mappings(value: yaml.Node) -> bool:
    return isinstance(value, yaml.SequenceNode) and any(isinstance(v, yaml.MappingNode) for v in value.value)


class _Renaming:
    """One front matter on its way to our names."""

    def __init__(self, mapping: Mapping[str, str], notes: Notes) -> None:
        self.mapping, self.notes = mapping, notes
        self.entries: defaultdict[str, list[_Entry]] = defaultdict(list)
        self.unknown: list[tuple[yaml.Node, yaml.Node]] = []

    def rename(self, tree: yaml.MappingNode) -> yaml.MappingNode:
        for key, value, name in _flat(tree):
            if isinstance(key, yaml.ScalarNode):
                self._sort(key, value, name)
            else:
                self.unknown.append((key, value))
        self._divide_dates()
        pairs = [pair for field, entries in self.entries.items() for pair in self._choose(field, entries)]
        pairs.sort(key=lambda pair: (pair[0].start_mark.line, pair[0].start_mark.column))
        return yaml.MappingNode(tree.tag, [*pairs, *self.unknown], tree.start_mark, tree.end_mark)

    def _sort(self, key: yaml.ScalarNode, value: yaml.Node, name: str) -> None:
        """Find the field of one key."""
        plain = letters(name)
        if target := self.mapping.get(letters(key.value)) or self.mapping.get(plain):
            if target != IGNORE:
                self._add(target, 1, key, value)
        elif not (self._sort_visibility(plain, key, value) or self._sort_address(plain, key, value)):
            if plain == "rights" and _is_licence(value):
                self._add("licence", 2, key, value)
            elif plain in NAMES:
                field, rank = NAMES[plain]
                self._add(field, 0 if name == field else rank, key, value)
                self._add_beside(field, key, value)
            elif plain in _ELSEWHERE:
                self._unused(key, "it steers the pages of another program")
            else:
                self.unknown.append((key, value))

    def _add(self, field: str, rank: int, key: yaml.ScalarNode, value: yaml.Node) -> None:
        self.entries[field].append(_Entry(rank, key, value))

    def _add_beside(self, field: str, key: yaml.ScalarNode, value: yaml.Node) -> None:
        """The texts on a picture that stand beside it."""
        if field == "image" and isinstance(value, yaml.MappingNode):
            for name in ("alt", "caption", "credit"):
                if text := _part(value, (name,)):
                    self._add(f"image_{name}", 50, key, text)

    # --- visibility

    def _sort_visibility(self, name: str, key: yaml.ScalarNode, value: yaml.Node) -> bool:
        """Whether a key says if the article is public.

        If it is not, the article becomes a draft.
        """
        if name in ("build", "options") and isinstance(value, yaml.MappingNode):
            render = _part(value, ("render",))
            self._hold(key, value, render is not None and _word(render) in _FALSE)
            return True
        if name == "draft" or (name in NAMES and not publication.is_of_publication(name)):
            return False
        words, column = _plain(value), "status" if name == "visibility" else name
        if publication.of_column(column, words) == PUBLIC:
            return publication.is_known(column, words)
        self._hold(key, value, True)
        if publication.has_status(column) and not publication.is_known(column, words):
            self._tell_unknown(key, value)
        return True

    def _tell_unknown(self, key: yaml.ScalarNode, value: yaml.Node) -> None:
        hint = f"write {key.value}: published, or front_matter: {{{key.value}: ignore}} into briefgen.yml"
        message = f'{key.value}: "{_word(value)[:40]}" is unknown, so the article is treated as a draft'
        self._tell("status-unknown", value, message, hint)

    def _hold(self, key: yaml.ScalarNode, value: yaml.Node, hold: bool) -> None:
        if hold:
            self._add("draft", 2, key, _scalar("true", value))

    # --- addresses

    def _sort_address(self, name: str, key: yaml.ScalarNode, value: yaml.Node) -> bool:
        """Whether a key says where the page stood.

        The address becomes an alias, a single word the slug.
        """
        word = value.value.strip() if isinstance(value, yaml.ScalarNode) else ""
        if name == "url" and not word.startswith("/"):
            return False
        if name not in (*_ADDRESSES, "url"):
            return False
        path = urlsplit(word).path if "://" in word else word
        if not path.strip("/") or _TEMPLATE.search(path):
            self._unused(key, "it is no address")
        elif "/" in path or "." in path:
            self._add("aliases", 50, key, _scalar("/" + path.lstrip("/"), value))
        else:
            self._add("slug", 50, key, value)
        return True

    # --- one field of several keys

    def _divide_dates(self) -> None:
        """Take ``publishDate`` as the date, or as the embargo beside another date."""
        dates = self.entries.get("date", [])
        later = [entry for entry in dates if letters(entry.key.value) == "publishdate"]
        if later and len(dates) > len(later):
            self.entries["date"] = [e for e in dates if letters(e.key.value) != "publishdate"]
            self.entries["publish_from"] += later

    def _choose(self, field: str, entries: list[_Entry]) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """The key and value of a field.

        A duplicate key stays, so that it is reported.
        """
        full = [entry for entry in entries if not _is_empty(entry.value)] or entries[:1]
        full.sort(key=lambda entry: entry.rank)
        best = full[0]
        if field == "draft":
            best = min(
                full, key=lambda entry: (_word(entry.value) in _FALSE, _word(entry.value) not in _TRUE)
            )
        if field in _LISTS and len({entry.key.value for entry in full}) == len(full) > 1:
            items = [item for entry in full for item in _items(entry.value)]
            best = best._replace(value=_sequence(items, best.value))
            full = [best]
        yield _scalar(field, best.key), _adapted(field, best.value)
        for entry in full:
            if entry is not best and entry.key.value == best.key.value and field != "draft":
                yield _scalar(field, entry.key), entry.value
            elif entry is not best and _word(entry.value) != _word(best.value) and field != "draft":
                self._unused(entry.key, f"{field} is taken from {best.key.value}")

    def _unused(self, key: yaml.ScalarNode, reason: str) -> None:
        hint = f"map it to a field, or to {IGNORE}, with front_matter: in briefgen.yml"
        self._tell("unused-key", key, f"nothing is made of the key {shorten(key.value)}: {reason}", hint)

    def _tell(self, code: str, node: yaml.Node, message: str, hint: str) -> None:
        self.notes.problems.append(diagnostic(code, self.notes.at(node.start_mark), message, hint))


def _flat(tree: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node, str]]:
    """Key, value and name of each entry, those of ``extra`` and the like among them."""
    for key, value in tree.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if isinstance(value, yaml.MappingNode) and name.casefold() in _TABLES:
            for inner, item in value.value:
                inner_name = inner.value if isinstance(inner, yaml.ScalarNode) else ""
                whole = _scalar(f"{name}.{inner_name}", inner) if inner_name else inner
                yield whole, item, inner_name
        else:
            yield key, value, name


def _adapted(field: str, value: yaml.Node) -> yaml.Node:
    """A value in the shape that its field has.

    One text, or a list of texts.
    """
    if field not in _PARTS:
        return value
    if isinstance(value, yaml.SequenceNode):
        items = [part for item in value.value if (part := _named(field, item))]
        if field in _LISTS:
            return _sequence(items, value)
        texts = [item.value.strip() for item in items if isinstance(item, yaml.ScalarNode)]
        return _scalar((texts[:1] or [""])[0] if field == "image" else ", ".join(texts), value)
    return _named(field, value) or value


def _named(field: str, value: yaml.Node) -> yaml.Node | None:
    return _part(value, _PARTS[field]) if isinstance(value, yaml.MappingNode) else value


def _part(value: yaml.MappingNode, names: Sequence[str]) -> yaml.Node | None:
    """The first of these keys' values in a mapping."""
    items = {key.value: item for key, item in value.value if isinstance(key, yaml.ScalarNode)}
    return next((items[name] for name in names if name in items), None)


def _items(value: yaml.Node) -> Iterable[yaml.Node]:
    if isinstance(value, yaml.SequenceNode):
        return list(value.value)
    if isinstance(value, yaml.ScalarNode):
        return [_scalar(text.strip(), value) for text in value.value.split(",") if text.strip()]
    return [value]


def _plain(value: yaml.Node, depth: int = 3) -> Any:
    """A value without its places, down to some depth."""
    if isinstance(value, yaml.ScalarNode):
        return "" if _is_empty(value) else value.value
    if isinstance(value, yaml.MappingNode):
        return {_word(key): _plain(item, depth - 1) for key, item in value.value if depth}
    return [_plain(item, depth - 1) for item in value.value if depth]


def _word(value: yaml.Node) -> str:
    """A value as one word in lower case.

    Of a list or mapping a text that no word is.
    """
    if not isinstance(value, yaml.ScalarNode):
        return "(several values)"
    return "" if _is_empty(value) else " ".join(value.value.split()).casefold()


def _is_empty(value: yaml.Node) -> bool:
    if isinstance(value, yaml.ScalarNode):
        return not value.value.strip() or (is_bare(value) and value.value.casefold() in ("~", "null"))
    return not value.value


def _scalar(text: str, like: yaml.Node) -> yaml.ScalarNode:
    """A text at the place of another node, in which no character has a meaning."""
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, like.start_mark, like.start_mark, style="|")


def _sequence(items: list[yaml.Node], like: yaml.Node) -> yaml.SequenceNode:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", items, like.start_mark, like.end_mark)
