"""Proposals ("bids" on screens): draft, submit, admit or refuse with a public reason, withdraw."""
