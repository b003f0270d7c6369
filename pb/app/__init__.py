"""The assembled house: routes mounted, transactions, identities, refusals turned into pages, headers, later work."""
