"""The staff's screens across rooms: dashboard, every move of a round's phase, two-person acts, the record."""
