"""One project: its config, extensions, theme and builders."""
