"""The recount of a published round with bare Python: the count, the seals and the standard library, nothing else.

`python3 -S -m pb.recount bundle.zip`. A stranger can read all that it stands on; the files are told in docs/bundle.md.
"""
