"""What makes one account one person: second factors of staff, and the acts of two people about staff."""
