"""Stories: one event as several outlets told it. Near-copies join by themselves, the same event in other words is only suggested."""
