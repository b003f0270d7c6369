"""The whole database as files, all of one instant, and back again."""
