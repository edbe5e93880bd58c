"""The dev server: it knows folders and files, and nothing of how a site is built."""
