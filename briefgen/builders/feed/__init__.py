"""Feeds of the site, each topic, source, language and story, in the formats that the settings name; the page and the list of them."""

from briefgen.builders.feed.builder import FeedBuilder

__all__ = ["FeedBuilder"]
