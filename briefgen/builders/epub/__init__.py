"""Editions as e-books."""
