"""Pictures beside articles: what each is, whether it may be shown, and its smaller copies. They are as untrusted as the text."""
