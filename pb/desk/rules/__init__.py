"""What the desk decides over plain values: the moves of a round, its tasks, and the record in plain words."""
