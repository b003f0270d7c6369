"""Backups of an installation: made, checked, restored. Keys are never in them; their copies are made apart."""
