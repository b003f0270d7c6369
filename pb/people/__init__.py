"""People who are not voters: staff of the agencies and bidders; how they sign in, what they may do, the two-person act."""
