"""A bundle of files in one zip, the same bytes for the same files, with a manifest that names each by its hash."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping

from pb.seal import canonical

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
_TIMELESS = (1980, 1, 1, 0, 0, 0)


def describe(files: Mapping[str, bytes]) -> bytes:
    """The manifest of these files: {"files": {name: SHA-256 in hex}, "v": 1}, canonical."""
    return canonical.encode({"files": {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}, "v": 1})


def pack(files: Mapping[str, bytes], sign: Callable[[bytes], bytes]) -> bytes:
    """The zip of these files, their manifest, and its signature in hex. No time and no machine shows in it."""
    manifest = describe(files)
    everything = {**files, MANIFEST: manifest, SIGNATURE: sign(manifest).hex().encode()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name in sorted(everything):
            entry = zipfile.ZipInfo(name, _TIMELESS)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            bundle.writestr(entry, everything[name])
    return packed.getvalue()


def differing(manifest: bytes, files: Mapping[str, bytes]) -> list[str]:
    """The names of files that are missing, unknown, or not what the manifest says, in order.

    Raises:
        NotCanonical, KeyError: the manifest is not one.
    """
    said = canonical.decode(manifest)["files"]
    found = {
        name: hashlib.sha256(body).hexdigest() for name, body in files.items() if name not in {MANIFEST, SIGNATURE}
    }
    return sorted(name for name in said.keys() | found.keys() if said.get(name) != found.get(name))
