"""What people do with second factors, and the acts of two people about staff."""
