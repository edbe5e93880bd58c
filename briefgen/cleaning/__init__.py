"""Cleaning: rules find noise and fields in a draft, the engine applies what they found and keeps the ledger."""

RULESET = 1
"""Counted up where the rules come to clean otherwise, so that `briefgen clean --all --since RULESET` knows whom to clean again."""
