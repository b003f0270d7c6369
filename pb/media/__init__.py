"""Sound that belongs to exact words: clips that people recorded, uploaded or let a machine draft."""
