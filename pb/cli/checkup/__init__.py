"""What `pb doctor` looks at. Each finding is one line that says what was seen and, where it is bad, what to do."""
