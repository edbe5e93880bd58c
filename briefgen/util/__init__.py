"""Helpers that know nothing of briefgen, one subject a file."""
