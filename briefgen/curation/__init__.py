"""An editor's decisions: editions and stories."""
