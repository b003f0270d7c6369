"""What the desk shows and what an act would do, put together from lower rooms."""
