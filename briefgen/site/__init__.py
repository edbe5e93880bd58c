"""The read-only index that pages query."""
