"""Later work: who has it in hand, how often it was tried, what went wrong; so that it happens, and happens once."""
