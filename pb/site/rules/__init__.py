"""How things are told to the public, in words and in figures ready to draw."""
