"""What may be published of a count, and how it is told."""
