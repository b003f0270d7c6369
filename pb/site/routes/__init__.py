"""The public pages over HTTP: rounds and their bids, results, and words about how it all works."""
