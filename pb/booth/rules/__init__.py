"""Decisions of the voting screens: what a touch changes, what is shown when, and in which words."""
