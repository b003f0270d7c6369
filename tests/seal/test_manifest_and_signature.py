"""The manifest of a bundle and the file of its signature."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.seal import canonical
from pb.seal.manifest import (
    ManifestAltered,
    ManifestMalformed,
    describe,
    differing,
    sign,
    signature,
    statement,
)

FILES = {"a.json": b"{}", "b.ndjson": b""}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
MANIFEST = describe(FILES)


def test_the_manifest_names_each_file_by_its_hash():
    assert canonical.decode(MANIFEST) == {
        "files": {name: hashlib.sha256(text).hexdigest() for name, text in FILES.items()},
        "v": 1,
    }
    assert differing(MANIFEST, FILES) == []


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"a.json": b"{} ", "b.ndjson": b""}, ["a.json"]),
        ({"a.json": b"{}"}, ["b.ndjson"]),
        ({**FILES, "c.json": b""}, ["c.json"]),
        ({"a.json": b"", "b.ndjson": b"{}"}, ["a.json", "b.ndjson"]),
    ],
)
def test_files_that_are_altered_missing_or_more_are_named(files, names):
    assert differing(MANIFEST, files) == names


@pytest.mark.parametrize("text", [b"", b"{}", b'{"files":{},"v":2}', b'{"files":{"a":1},"v":1}', MANIFEST + b"\n"])
def test_what_is_no_manifest_is_refused(text):
    with pytest.raises(ManifestMalformed):
        differing(text, FILES)


def test_the_signature_can_be_checked_by_whoever_has_ed25519():
    found = signature(sign(MANIFEST, KEY.sign), MANIFEST)
    assert statement(MANIFEST) == b"pb/manifest/v1|" + MANIFEST
    KEY.public_key().verify(found, statement(MANIFEST))


def test_a_signature_of_another_manifest_is_told_from_a_damaged_one():
    signed = sign(MANIFEST, KEY.sign)
    with pytest.raises(ManifestAltered):
        signature(signed, describe({}))
    for at in range(len(signed)):
        with pytest.raises((ManifestMalformed, ManifestAltered)):
            signature(signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :], MANIFEST)


def test_a_signature_in_other_than_hex_is_refused():
    signed = canonical.decode(sign(MANIFEST, KEY.sign))
    forged = hashlib.sha256(f"pb/signature/v1|{signed['manifest']}|xyz".encode()).hexdigest()
    with pytest.raises(ManifestMalformed, match="not in hex"):
        signature(canonical.encode({**signed, "signature": "xyz", "sum": forged}), MANIFEST)
