"""Counting, the outcome, publication, and the public bundle from which anyone can recount it."""
