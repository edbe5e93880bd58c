"""Front matter that people wrote: what PyYAML reads, briefgen reads."""

from __future__ import annotations

import gzip
import json

import pytest
import yaml
from commonground import SHARED

from briefgen.model import Diagnostic
from briefgen.schema.yaml_tree import compose

AUTHORED = SHARED / "data" / "authored" / "authored-dev.jsonl.gz"

HEADS = {
    "a quoted value that goes on at the margin": 'title: "One\ntwo"\ndate: 2024-01-02\n',
    "a list that goes on at the margin": "title: T\ntags: [a,\nb]\n",
    "a hyphen alone in brackets": "title: T\ntags: [a, -]\n",
    "blank lines deeper than the comment after them": "summary: |\n   \n # a\ntitle: T\n",
    "a comment right after a bracket": "tags: [a,#b\n  c]\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_what_pyyaml_reads_is_read(head: str) -> None:
    values = yaml.safe_load(head)
    tree = compose(head, "a.md")
    assert isinstance(tree, yaml.MappingNode)
    assert {key.value for key, _ in tree.value} == set(values)


def test_real_front_matter_that_pyyaml_reads_is_read() -> None:
    if not AUTHORED.is_file():
        pytest.skip("NOT TESTED: real front matter; the shared data is not here")
    refused = []
    with gzip.open(AUTHORED, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            head = one["text"].partition("---\n")[2].partition("\n---")[0]
            try:
                yaml.safe_load(head)
            except yaml.YAMLError:
                continue
            if isinstance(problem := compose(head, one["path"]), Diagnostic):
                refused.append(f"{one['path']}: {problem.message}")
    assert not refused
