"""What a round may be: phases, settings, groups, labels, money, and what must be in place before voting opens."""
