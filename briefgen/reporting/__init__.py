"""Show diagnostics and crash reports to people and programs."""
