"""Group articles into a site."""
