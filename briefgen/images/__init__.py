"""Pictures of articles: their kind, safety and smaller copies. They are untrusted."""
