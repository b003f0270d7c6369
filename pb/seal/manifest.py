"""The manifest of a bundle: each file by its hash, and the signature over it. Formats: docs/bundle.md."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from pb.seal import canonical, shapes

VERSION = 1
DOMAIN = b"pb/manifest/v1|"
_SUM_DOMAIN = "pb/signature/v1|"
_MANIFEST_SHAPE = {"files": shapes.Each(str), "v": int}
_SIGNATURE_SHAPE = {"manifest": str, "signature": str, "sum": str, "v": int}


class ManifestMalformed(ValueError):
    """The text is no manifest, or no signature of one."""


class ManifestAltered(ValueError):
    """The manifest is not the one that its signature's file names."""


def describe(files: Mapping[str, bytes]) -> bytes:
    """The manifest of these files: {"files": {name: SHA-256 in hex}, "v": 1}, canonical."""
    return canonical.encode({"files": _hashes(files), "v": VERSION})


def differing(manifest: bytes, files: Mapping[str, bytes]) -> list[str]:
    """The names of files that are missing, unknown, or not what the manifest says, in order.

    Raises:
        ManifestMalformed: the text is no manifest.
    """
    said, found = _decode(manifest, _MANIFEST_SHAPE)["files"], _hashes(files)
    return sorted(name for name in said.keys() | found.keys() if said.get(name) != found.get(name))


def statement(manifest: bytes) -> bytes:
    """The bytes that the signature signs: "pb/manifest/v1|" and the manifest."""
    return DOMAIN + manifest


def sign(manifest: bytes, signer: Callable[[bytes], bytes]) -> bytes:
    """The signature's file: the hash of the manifest, its signature in hex, and a sum over both.

    The sum proves nothing about who signed. It lets a reader that cannot check signatures notice that this file itself
    was damaged.
    """
    said, signature = hashlib.sha256(manifest).hexdigest(), signer(statement(manifest)).hex()
    return canonical.encode({"manifest": said, "signature": signature, "sum": _sum(said, signature), "v": VERSION})


def signature(text: bytes, manifest: bytes) -> bytes:
    """The signature over `statement(manifest)`, for whoever can check it.

    Raises:
        ManifestMalformed: the signature's file is damaged.
        ManifestAltered: it is whole, and belongs to another manifest.
    """
    said = _decode(text, _SIGNATURE_SHAPE)
    if said["sum"] != _sum(said["manifest"], said["signature"]):
        raise ManifestMalformed("its sum does not fit its own content")
    if said["manifest"] != hashlib.sha256(manifest).hexdigest():
        raise ManifestAltered("it is not the manifest that was signed")
    try:
        return bytes.fromhex(said["signature"])
    except ValueError as fault:
        raise ManifestMalformed("the signature is not in hex") from fault


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}


def _sum(manifest_hash: str, signature_hex: str) -> str:
    return hashlib.sha256(f"{_SUM_DOMAIN}{manifest_hash}|{signature_hex}".encode()).hexdigest()


def _decode(text: bytes, shape: shapes.Shape) -> dict[str, Any]:
    try:
        value = canonical.decode(text)
        shapes.demand(value, shape, "it")
    except (canonical.NotCanonical, shapes.Misshapen) as fault:
        raise ManifestMalformed(str(fault)) from fault
    if value["v"] != VERSION:
        raise ManifestMalformed(f"it is of version {value['v']}, not {VERSION}")
    found: dict[str, Any] = value
    return found
