"""The files that people write: which a command may change, the one way to change them, their backups."""
