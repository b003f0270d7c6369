"""The desk over HTTP: rounds at a glance, moves and acts of two people, the count, the record, lost codes."""
