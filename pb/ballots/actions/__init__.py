"""What is done with ballots: casting, reissuing a code, sealing the list, opening the urn, destroying the keys."""
