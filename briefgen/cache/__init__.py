"""The cache: what builds keep for the next one."""
