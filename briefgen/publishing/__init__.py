"""GitHub Pages: what is published, whether it would work there, and how it gets there."""
