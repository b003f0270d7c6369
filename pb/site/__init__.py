"""The public pages: what is going on, the bids, the results, and how it all works."""
