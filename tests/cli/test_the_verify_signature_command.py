"""`pb verify-signature`: a bundle was made by whom it says, or not."""

from copy import deepcopy

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from published_round import SIGNING_KEY, SIGNING_SEED, opened, packed, sign_wrongly, terms, values_of_round

from pb.cli.signature import verify_signature
from pb.seal import bundle

VALUES = values_of_round(terms(), opened())


@pytest.fixture
def asked(tmp_path):
    """Exit status and output for a bundle of these bytes."""

    def ask(text, *options):
        (tmp_path / "bundle.zip").write_bytes(text)
        ran = CliRunner().invoke(verify_signature, [str(tmp_path / "bundle.zip"), *options])
        return ran.exit_code, ran.output

    return ask


def test_the_key_of_the_tests_is_the_one_that_signs():
    assert Ed25519PrivateKey.from_private_bytes(SIGNING_SEED).public_key().public_bytes_raw().hex() == SIGNING_KEY


def test_a_genuine_bundle_is_called_so_and_the_key_is_to_be_compared(asked):
    status, told = asked(packed(VALUES))
    assert status == 0
    assert told.startswith(f"Genuine: the bundle and its sealed list were signed with the key {SIGNING_KEY}.")
    assert "Compare it with the poster" in told
    assert "Compare" not in asked(packed(VALUES), "--key", SIGNING_KEY.upper())[1]


def test_another_key_than_the_one_on_the_poster_is_refused(asked):
    status, told = asked(packed(VALUES), "--key", "00" * 32)
    assert (status, told.count("\n")) == (1, 1)
    assert "not the one that you gave" in told


def test_a_bundle_signed_by_somebody_else_is_refused(asked):
    status, told = asked(packed(VALUES, sign_wrongly))
    assert (status, told) == (
        1,
        f"Forged or damaged. manifest.json: its signature was not made with the key {SIGNING_KEY}.\n",
    )


def test_a_list_signed_by_somebody_else_is_refused(asked):
    values = deepcopy(VALUES)
    values[bundle.LIST]["signature"] = "ab" * 64
    status, told = asked(packed(values))
    assert status == 1
    assert "list.json: its signature" in told


def test_a_key_that_is_none_is_refused(asked):
    values = deepcopy(VALUES)
    values[bundle.ROUND]["keys"]["signing"] = "no key"
    assert asked(packed(values))[0] == 1


def test_files_that_are_not_those_of_the_manifest_are_refused(asked):
    files = bundle.read_bundle(packed(VALUES))
    other = bundle.write_file(bundle.SUMS, {**VALUES[bundle.SUMS], "spoilt": 0})
    status, told = asked(bundle._pack({**files, bundle.SUMS: other}))
    assert (status, told) == (1, "Forged or damaged. reconciliation.json: not what manifest.json says.\n")


def test_a_bundle_that_cannot_be_read_is_one_line(asked, tmp_path):
    assert asked(packed(VALUES)[:-9])[1].startswith("Error: bundle.zip: the bundle: it is no zip")
    missing = CliRunner().invoke(verify_signature, [str(tmp_path / "nothing.zip")])
    assert missing.output.startswith("Error: ")
    assert missing.output.count("\n") == 1
