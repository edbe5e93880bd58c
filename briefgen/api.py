"""Everything that an extension may import.

The names in ``__all__`` keep their meaning within a major version of briefgen: a release may add names,
arguments with a default, and fields; it removes or renames none. Everything else may change with any release.
"""

from briefgen.builders.builder import Builder, BuilderFactory, PageContext, Rendered
from briefgen.builders.context import BuilderContext
from briefgen.cleaning.findings import changed, doubtful, found, joined, removed
from briefgen.cleaning.rule import Mark, Rule, rule
from briefgen.config import Config
from briefgen.model import (
    Article,
    Body,
    Diagnostic,
    Doubt,
    Draft,
    Edit,
    Finding,
    Line,
    Location,
    Page,
    ReadResult,
    Report,
    Source,
)
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.project.registry import Registry
from briefgen.schema import (
    Address,
    Choice,
    Either,
    Field,
    Flag,
    ListOf,
    MapOf,
    Record,
    Text,
    Texts,
    Whole,
    Written,
)
from briefgen.site.index import query
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.hashing import digest

__all__ = [
    "Address", "Article", "Body", "BriefgenError", "Builder", "BuilderContext", "BuilderFactory",
    "Choice", "Config", "Diagnostic", "Doubt", "Draft", "Edit", "Either", "Field", "Finding", "Flag",
    "Line", "ListOf", "Location", "MapOf", "Mark", "Page", "PageContext", "QueryRecorder", "ReadResult",
    "Record", "Registry", "Rendered", "Report", "Rule", "Site", "Source", "Text", "Texts", "Whole",
    "Written", "changed", "diagnostic", "digest", "doubtful", "found", "joined", "query", "removed",
    "rule",
]  # fmt: skip
