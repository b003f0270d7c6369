"""A round: the pot and who filled it, calendar, electorates, the ballot, the rule of counting, and the freeze."""
