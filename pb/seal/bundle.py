"""The public bundle of a round: its files, the shape of each, and one zip of them. The format is docs/bundle.md.

Nothing here knows what a file means; `pb.recount` does.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from pb.seal import canonical, manifest, shapes
from pb.seal.shapes import Each, Maybe, Shape

FORMATS = {1: "pb/bundle/v1", 2: "pb/bundle/v2"}
"""The formats that are read, by the version that each file names; a round keeps that in which its rules were frozen."""

NEWEST = 2
ROUND, LIST, RESULT, SUMS = "round.json", "list.json", "result.json", "reconciliation.json"
BALLOTS, RECORD, PABULIB = "ballots.ndjson", "record.ndjson", "round.pb"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
EXPLANATIONS, VERIFIER = "explanations.json", "verify.html"

REQUIRED = (ROUND, LIST, RESULT, SUMS, RECORD, MANIFEST, SIGNATURE)
NAMES = (*REQUIRED, BALLOTS, PABULIB, EXPLANATIONS, VERIFIER)
GREATEST_FILE = 64 * 1024 * 1024
GREATEST_BUNDLE = 128 * 1024 * 1024

_ANY_MAP = Each(object)
_LIST: dict[str, Shape] = {
    "dice": str,
    "hash": str,
    "pairs": [(str, str)],
    "seed": str,
    "signature": str,
    "v": int,
}
_RESULT: dict[str, Shape] = {
    "ballots": str,
    "comparisons": Each(_ANY_MAP),
    "outcome": _ANY_MAP,
    "record": {"entries": int, "head": str},
    "turnout": Each({"ballots": int, "blank": int}),
    "v": int,
}
_EVER: dict[str, Shape] = {
    ROUND: {
        "contributions": [{"agency": str, "only": Maybe([str]), "pence": int}],
        "format": str,
        "id": str,
        "keys": {"round": str, "signing": str},
        "name": str,
        "pot_pence": int,
        "proposals": [{"cost_pence": int, "id": str, "labels": Maybe([str]), "title": str}],
        "roll": Each(int),
        "rules": {
            "ballot": {"kind": str, "limit": int, "most": int},
            "disclosure_floor": int,
            "electorates": [{"id": str, "label": str, "share": str}],
            "labels": Maybe([{"id": str, "kind": str, "label": str}]),
            "lot": str,
            "rule": _ANY_MAP,
            "weight_factor": int,
        },
        "v": int,
    },
    LIST: _LIST,
    SUMS: {
        **dict.fromkeys(("received", "replaced", "spoilt", "cast", "opened", "unreadable", "repeated"), int),
        "v": int,
    },
}
SHAPES: dict[int, dict[str, Shape]] = {
    1: {**_EVER, RESULT: _RESULT, EXPLANATIONS: object},
    2: {
        **_EVER,
        LIST: {**_LIST, "salt": str},
        RESULT: {
            **_RESULT,
            "measures": {
                "passed_over": Maybe([{"project": str, "voters": int}]),
                "served": Maybe(Each({"choices": str, "money": str, "served": int, "voters": int})),
            },
            "money": {"awards": Maybe(Each(Each(int))), "left": Maybe(Each(int))},
            "uncounted": str,
        },
        EXPLANATIONS: {
            "projects": Each(
                {
                    "backing": Each({"points": int, "voters": int}),
                    "changes": Maybe(Each({"before": int, "last": int, "needed": Maybe(int)})),
                    "moments": [{"held": Each(str), "price": Maybe(str)}],
                }
            ),
            "v": int,
        },
    },
}
"""The shape of each file that is one value, by version of the format."""

VALUES = tuple(SHAPES[NEWEST])

LINE_SHAPES: dict[str, Shape] = {
    BALLOTS: {"commit": str, "marks": _ANY_MAP, "nonce": str},
    RECORD: {
        "actor": str,
        "at": str,
        "chain": str,
        "facts": _ANY_MAP,
        "hash": str,
        "previous": str,
        "seq": int,
        "verb": str,
    },
}
_KNOWN = " and ".join(map(str, FORMATS))
_TIMELESS = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HOW_ZIPS_FAIL = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class BundleUnreadable(ValueError):
    """The bundle, or a file in it, cannot be read. `file` is its name, "the bundle" for the zip as a whole."""

    def __init__(self, file: str, words: str) -> None:
        super().__init__(f"{file}: {words}")
        self.file, self.words = file, words


def with_ballots(version: int) -> tuple[str, ...]:
    """The files that are there exactly if ballots are included. The first format could do without explanations."""
    return (BALLOTS, PABULIB) if version == 1 else (BALLOTS, PABULIB, EXPLANATIONS)


def write_file(name: str, value: object) -> bytes:
    """The text of a file of the bundle: canonical JSON, or a line of it for each item where the name says `ndjson`.

    Args:
        name: one of `SHAPES` or `LINE_SHAPES`.
        value: plain values of that shape; for lines, a list of them.

    Raises:
        Misshapen, NotCanonical: they are not.
    """
    if name in LINE_SHAPES:
        shapes.demand(value, [LINE_SHAPES[name]], name)
        return b"".join(canonical.encode(line) + b"\n" for line in value)  # type: ignore[attr-defined] # a list
    shapes.demand(value, SHAPES[_version(value)][name], name)
    return canonical.encode(value)


def read_file(name: str, text: bytes, version: int = NEWEST) -> Any:  # noqa: ANN401 - each file has its own shape
    """The value behind `write_file`; `version` is for files that do not name theirs.

    Raises:
        BundleUnreadable: it is not canonical JSON, or not of the shape that this file has in its version.
    """
    if name in LINE_SHAPES:
        return _read_lines(name, text)
    return _read_value(name, text, "the file", version)


def write_bundle(files: Mapping[str, bytes], sign: Callable[[bytes], bytes]) -> bytes:
    """One zip of these files with their manifest and its signature: the same files make the same bytes, everywhere.

    Args:
        files: by name, all of `NAMES` but the manifest and its signature.
        sign: gives the Ed25519 signature of what it is handed.

    Raises:
        BundleUnreadable: a name is not allowed, or one that must be there is missing.
    """
    for name in {MANIFEST, SIGNATURE} & files.keys():
        raise BundleUnreadable(name, "it is made here, not given")
    described = manifest.describe(files)
    everything = {**files, MANIFEST: described, SIGNATURE: manifest.sign(described, sign)}
    _check_names(list(everything))
    return _pack(everything)


def read_bundle(packed: bytes) -> dict[str, bytes]:
    """The files of a zip, by name. Nothing touches the disk, and nothing larger than the limits is unpacked.

    Raises:
        BundleUnreadable: no zip, damaged, too large, a name that is not allowed or is there twice, or one missing; or
            the zip is not to the byte what `write_bundle` makes of its files, so that nothing hides between them.
    """
    files = unpack(packed)
    check_packing(files, packed)
    return files


def unpack(packed: bytes) -> dict[str, bytes]:
    """The files of a zip however it was packed, so that what is wrong with one of them can be found and named.

    Raises:
        BundleUnreadable: as for `read_bundle`, but for the last.
    """
    if len(packed) > GREATEST_BUNDLE:
        raise BundleUnreadable("the bundle", f"it is larger than {GREATEST_BUNDLE} bytes")
    return _unpack(packed)


def check_packing(files: Mapping[str, bytes], packed: bytes) -> None:
    """Refuse a zip that is not to the byte what `write_bundle` makes of its files.

    Raises:
        BundleUnreadable: it is not.
    """
    if _pack(files) != packed:
        raise BundleUnreadable("the bundle", "its zip was changed, or packed again by another program")


def _pack(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    # Stored, not deflated: what deflate makes depends on the library's version.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _TIMELESS)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            archive.writestr(entry, files[name])
    return packed.getvalue()


def _unpack(packed: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = archive.infolist()
            _check_names([entry.filename for entry in entries])
            _check_sizes(entries)
            return {entry.filename: _member(archive, entry) for entry in entries}
    except BundleUnreadable:
        raise
    except _HOW_ZIPS_FAIL as fault:
        raise BundleUnreadable("the bundle", f"it is no zip, or a damaged one ({fault})") from fault


def _check_names(names: list[str]) -> None:
    for name in sorted(names):
        if name not in NAMES:
            raise BundleUnreadable(name, "no file of a bundle has this name")
        if names.count(name) > 1:
            raise BundleUnreadable(name, "it is there twice")
    for name in REQUIRED:
        if name not in names:
            raise BundleUnreadable(name, "it is missing")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.file_size > GREATEST_FILE:
            raise BundleUnreadable(entry.filename, f"it is larger than {GREATEST_FILE} bytes")
    if sum(entry.file_size for entry in entries) > GREATEST_BUNDLE:
        raise BundleUnreadable("the bundle", f"its files are larger than {GREATEST_BUNDLE} bytes together")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _READABLE:
        raise BundleUnreadable(entry.filename, "it is encrypted, or compressed in an unusual way")
    try:
        with archive.open(entry) as file:
            body = file.read(GREATEST_FILE + 1)
    except _HOW_ZIPS_FAIL as fault:
        raise BundleUnreadable(entry.filename, f"it is damaged in the zip ({fault})") from fault
    if len(body) != entry.file_size:
        raise BundleUnreadable(entry.filename, "it is not as long as the zip says")
    return body


def _read_lines(name: str, text: bytes) -> list[Any]:
    if text and not text.endswith(b"\n"):
        raise BundleUnreadable(name, "its last line is cut off")
    lines = text.split(b"\n")[:-1]
    return [_read_value(name, line, f"line {at}", NEWEST) for at, line in enumerate(lines, 1)]


def _read_value(name: str, text: bytes, where: str, assumed: int) -> Any:  # noqa: ANN401 - each file has its own shape
    try:
        value = canonical.decode(text)
        version = _version(value, assumed)
        if version not in SHAPES:
            raise BundleUnreadable(name, f"it is of version {version}; this program reads versions {_KNOWN}")
        shapes.demand(value, LINE_SHAPES.get(name) or SHAPES[version][name], where)
    except canonical.NotCanonical as fault:
        raise BundleUnreadable(name, f"{where} is {fault}") from fault
    except shapes.Misshapen as fault:
        raise BundleUnreadable(name, str(fault)) from fault
    return value


def _version(value: object, assumed: int = NEWEST) -> int:
    """The version that a file names; where it names none, the shape of the assumed one says what is wrong."""
    found = value.get("v") if isinstance(value, dict) else None
    return found if type(found) is int else assumed
