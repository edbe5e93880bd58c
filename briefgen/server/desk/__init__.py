"""The desk: a curator makes an edition in the browser, and plain files change."""
