"""A round: the pot and who filled it, the calendar, the electorates, the ballot, the rule of counting, and the freeze."""
