"""Cleaning: rules find noise and fields; the engine applies them and keeps the ledger."""

RULESET = 1
"""Raised when the rules clean differently: `briefgen clean --all --since RULESET` cleans older articles."""
