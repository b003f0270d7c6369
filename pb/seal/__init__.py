"""Seals: canonical JSON, commits, check codes, the sealed list, hash chains and manifests. Pure, standard library only."""
