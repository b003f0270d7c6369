"""The zip of a bundle: the same files make the same bytes, and nothing hides between them."""

import io
import zipfile

import pytest

from pb.seal import bundle
from pb.seal.bundle import BundleUnreadable, read_bundle, read_file, write_bundle, write_file
from pb.seal.canonical import NotCanonical
from pb.seal.shapes import Misshapen

CONTENT = {name: name.encode() for name in bundle.REQUIRED if name not in {bundle.MANIFEST, bundle.SIGNATURE}}
SUMS = dict.fromkeys(("received", "replaced", "spoilt", "cast", "opened", "unreadable", "repeated"), 0) | {"v": 1}


def signed(text):
    return b"signature"


def packed(files, **options):
    """A zip that is not of our making."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return out.getvalue()


def unreadable(text):
    with pytest.raises(BundleUnreadable) as fault:
        read_bundle(text)
    return fault.value.file, fault.value.words


def test_the_same_files_make_the_same_bytes_in_any_order_and_come_back():
    whole = write_bundle(CONTENT, signed)
    assert write_bundle(dict(reversed(CONTENT.items())), signed) == whole
    read = read_bundle(whole)
    assert read.keys() == set(bundle.REQUIRED)
    assert {name: read[name] for name in CONTENT} == CONTENT


def test_files_lie_in_the_zip_as_they_are_without_a_time():
    with zipfile.ZipFile(io.BytesIO(write_bundle(CONTENT, signed))) as archive:
        assert archive.namelist() == sorted(bundle.REQUIRED)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({**CONTENT, bundle.MANIFEST: b""}, bundle.MANIFEST),
        ({**CONTENT, "notes.txt": b""}, "notes.txt"),
        ({**CONTENT, "../round.json": b""}, "../round.json"),
        ({name: text for name, text in CONTENT.items() if name != bundle.LIST}, bundle.LIST),
    ],
)
def test_only_the_files_of_a_bundle_are_packed_and_all_that_must_be_there(files, name):
    with pytest.raises(BundleUnreadable) as fault:
        write_bundle(files, signed)
    assert fault.value.file == name


def test_every_bit_of_the_zip_changed_is_noticed_or_changes_a_file():
    whole = write_bundle(CONTENT, signed)
    original = read_bundle(whole)
    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :]
        try:
            assert read_bundle(changed) != original
        except BundleUnreadable:
            continue


@pytest.mark.parametrize("end", [0, 1, 21, 22, 100, -1, -22])
def test_a_zip_cut_off_is_unreadable(end):
    assert unreadable(write_bundle(CONTENT, signed)[:end])[0] == "the bundle"


def test_bytes_before_between_or_after_are_noticed():
    whole = write_bundle(CONTENT, signed)
    assert unreadable(b"x" + whole)[0] == "the bundle"
    assert unreadable(whole + b"x")[0] == "the bundle"


def test_a_zip_packed_by_another_program_is_not_taken_for_the_bundle():
    files = [(name, b"") for name in bundle.REQUIRED]
    assert "packed again by another program" in unreadable(packed(files))[1]
    assert "packed again by another program" in unreadable(packed(files, compression=zipfile.ZIP_DEFLATED))[1]
    assert "unusual" in unreadable(packed(files, compression=zipfile.ZIP_BZIP2))[1]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_unknown_twice_or_missing_are_named():
    files = [(name, b"") for name in bundle.REQUIRED]
    assert unreadable(packed([*files, ("notes.txt", b"")])) == ("notes.txt", "no file of a bundle has this name")
    assert unreadable(packed([*files, (bundle.LIST, b"x")])) == (bundle.LIST, "it is there twice")
    assert unreadable(packed(files[1:])) == (bundle.ROUND, "it is missing")


def test_a_file_that_says_it_is_huge_is_not_unpacked():
    whole = write_bundle(CONTENT, signed)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        size = next(entry.file_size for entry in archive.infolist() if entry.filename == bundle.ROUND)
    directory = whole.index(b"PK\x01\x02")
    at = whole.index(bundle.ROUND.encode(), directory) - 46 + 24
    assert int.from_bytes(whole[at : at + 4], "little") == size
    huge = whole[:at] + (bundle.GREATEST_FILE + 1).to_bytes(4, "little") + whole[at + 4 :]
    assert unreadable(huge) == (bundle.ROUND, f"it is larger than {bundle.GREATEST_FILE} bytes")


def test_what_is_no_zip_is_unreadable():
    for text in (b"", b"PK", b"\0" * 500, b"%PDF-1.7"):
        assert unreadable(text)[0] == "the bundle"


def test_a_file_is_written_canonically_and_read_back():
    assert read_file(bundle.SUMS, write_file(bundle.SUMS, SUMS)) == SUMS
    line = {"commit": "a", "marks": {}, "nonce": "b"}
    text = write_file(bundle.BALLOTS, [line, line])
    assert text == b'{"commit":"a","marks":{},"nonce":"b"}\n' * 2
    assert read_file(bundle.BALLOTS, text) == [line, line]
    assert read_file(bundle.BALLOTS, write_file(bundle.BALLOTS, [])) == []


@pytest.mark.parametrize("value", [{}, {**SUMS, "v": "1"}, {**SUMS, "more": 1}, []])
def test_a_value_of_another_shape_is_not_written(value):
    with pytest.raises(Misshapen):
        write_file(bundle.SUMS, value)


def test_a_value_that_is_not_canonical_is_not_written():
    with pytest.raises(NotCanonical):
        write_file(bundle.BALLOTS, [{"commit": "a", "marks": {"é": 1}, "nonce": "b"}])


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (bundle.SUMS, b"", "the file is not canonical JSON"),
        (bundle.SUMS, write_file(bundle.SUMS, SUMS) + b"\n", "not in its canonical form"),
        (bundle.SUMS, b"{}", "the file has no cast"),
        (
            bundle.SUMS,
            write_file(bundle.SUMS, SUMS).replace(b'"v":1', b'"v":3'),
            "it is of version 3; this program reads versions 1 and 2",
        ),
        (bundle.BALLOTS, b'{"commit":"a","marks":{},"nonce":"b"}', "its last line is cut off"),
        (bundle.BALLOTS, b'{"commit":"a","marks":{},"nonce":"b"}\n\n', "line 2 is not canonical JSON"),
        (bundle.BALLOTS, b"[]\n", "line 1 is a list, not a dict"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_place(name, text, words):
    with pytest.raises(BundleUnreadable, match=words) as fault:
        read_file(name, text)
    assert fault.value.file == name
