"""The dev server: HTTP, watching, live reload, and its internal pages."""
