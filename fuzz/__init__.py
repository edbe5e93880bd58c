"""Fuzzing: what no input may do to the rooms that meet untrusted text. ``make fuzz`` runs it (see CONTRIBUTING.md)."""
