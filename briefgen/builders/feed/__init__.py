"""Feeds of the site and of each topic, source, language and story."""
