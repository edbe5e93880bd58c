"""The incremental build engine."""
