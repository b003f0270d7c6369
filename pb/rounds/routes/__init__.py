"""Setting a round up over HTTP: settings, what bids are about, the pot, who votes."""
