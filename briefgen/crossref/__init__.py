"""References within a site and to other sites."""
