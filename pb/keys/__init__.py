"""The key folder: the signing key of the installation and the keys of each round. Keys are never in the database."""
