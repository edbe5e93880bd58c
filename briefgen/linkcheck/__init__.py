"""Check external links and keep the results."""
