"""Fuzz the rooms that read untrusted text. ``make fuzz`` runs it (see CONTRIBUTING.md)."""
