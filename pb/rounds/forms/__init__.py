"""The forms of a round: settings, the pot, what bids are about, and who votes."""
