"""Key holders: who must join to open a round's votes, the sheets with their passphrases, and trying them."""
