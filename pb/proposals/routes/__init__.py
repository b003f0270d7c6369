"""Bids over HTTP: the road of a bidder, and the queue of an officer."""
