"""The folders and names by which a project's files are told apart."""

from __future__ import annotations

ARTICLE_SUFFIXES = (".md", ".markdown", ".txt")
EDITIONS = "editions"
"""The folder of the content folder that holds edition files and no articles."""
PAGES = "pages"
"""The folder of the content folder that holds pages of the site and no articles."""
STORIES = "stories"
"""The folder of the content folder that holds the texts of stories: files without a date."""
RAW = "raw"
"""The folder of the originals of added articles, their ledgers, and backups."""
INBOX = "inbox"
"""The folder of items that nobody has decided on yet. No build reads it."""
DELETED = "inbox/.skipped"
"""The folder of articles that an editor deleted. Nothing reads it."""
SKIPPED = "skipped.txt"
"""The file with the items that somebody skipped for good."""
ADDRESS_RECORD = "addresses.txt"
"""The file with the addresses at which articles were published."""
SENT_RECORD = "sent.jsonl"
"""The file that remembers which editions were sent."""
BACKUP_SUFFIX = ".ledger.json"


def is_article(path: str) -> bool:
    """Whether a file's name says that it is an article."""
    return path.lower().endswith(ARTICLE_SUFFIXES)
