"""Those who look on: the heads of the record that they are sent, and whether a head still holds."""
