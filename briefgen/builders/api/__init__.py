"""The builder ``json``: a static, versioned API with a JSON Schema of its files."""
