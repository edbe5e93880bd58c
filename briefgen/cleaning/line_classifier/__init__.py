"""Judge each line of an article: text or noise."""
