"""People who are not voters: staff and bidders; how they sign in, what they may do, the act that takes two people."""
