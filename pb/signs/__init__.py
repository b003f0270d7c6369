"""Videos in sign language: of each bid and of each voting screen, with captions; kept as files, given out in pieces."""
