"""Text statistics: near-duplicates, events, terms and stems."""
