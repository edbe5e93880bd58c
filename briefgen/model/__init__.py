"""Frozen values that all rooms share. The model imports no other room."""

from briefgen.model.article import Article, Body, PackedBody, ReadResult, Source, StoredBody
from briefgen.model.cleaning import CleaningCounts, Doubt, Draft, Edit, Finding, Line, removals
from briefgen.model.diagnostics import Diagnostic, Location
from briefgen.model.edition_file import EditionFile, Listed
from briefgen.model.page import DueChange, Page, Report, Trace
from briefgen.model.reference import Picture, Reference
from briefgen.model.site import (
    CONFIRMED,
    COPY,
    LAST,
    Briefing,
    ClusterMember,
    Correction,
    Edition,
    Histogram,
    Issue,
    Listing,
    Member,
    OtherTopics,
    Story,
    StoryMembership,
    StoryText,
    Term,
    Topic,
    TopicBranch,
    Version,
)

__all__ = [
    "CONFIRMED", "COPY", "LAST", "Article", "Body", "Briefing", "CleaningCounts", "ClusterMember",
    "Correction", "Diagnostic", "Doubt", "Draft",
    "DueChange", "Edit", "Edition", "EditionFile", "Finding", "Histogram",
    "Issue", "Line", "Listed", "Listing", "Location", "Member", "OtherTopics", "PackedBody", "Page",
    "Picture", "ReadResult", "Reference", "Report", "Source", "StoredBody", "Story", "StoryMembership",
    "StoryText", "Term", "Topic", "TopicBranch", "Trace", "Version", "removals",
]  # fmt: skip
