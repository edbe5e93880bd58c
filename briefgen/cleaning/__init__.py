"""Cleaning: rules find noise and fields in a draft, the engine applies what they found and keeps the ledger."""
