"""The benchmark of briefgen: one corpus, the same site for each generator, one table of ratios."""
