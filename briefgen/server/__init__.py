"""The dev server: HTTP, watching, live reload, the error page. It knows folders and messages, not how a site is built."""
