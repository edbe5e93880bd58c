"""The files that people write: kinds, the one way to change them, backups."""
