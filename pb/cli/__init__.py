"""The `pb` command."""
