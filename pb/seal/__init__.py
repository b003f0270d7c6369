"""Seals: canonical JSON, commits, check codes, the list, hash chains and manifests. Pure, standard library only."""
