"""Ballots: marks, the urn they are sealed into, receipts, the sealed list, and the opening. No screens."""
