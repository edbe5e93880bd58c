"""Take over the content of a site that another program makes."""
