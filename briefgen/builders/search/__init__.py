"""The search index: a page's script loads its files one by one."""
