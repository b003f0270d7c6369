"""`pb verify-signature`: who made a bundle. What is in it, bare Python recounts: `python3 -S -m pb.recount`."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pb.ballots.rules import RECEIPT_FORMAT, list_statement, receipt_statement
from pb.seal import bundle as bundles
from pb.seal import canonical, commit, manifest

GENUINE, FORGED = 0, 1


@click.command("verify-signature")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--key", default="", help="The signing key in hex, as the poster has it. Default: the one in the bundle.")
def verify_signature(bundle: Path, key: str) -> None:
    """Check the Ed25519 signatures of BUNDLE, a published zip: over all its files, and over the sealed list.

    A receipt that a voter kept, `receipt.json`, is checked in the same way.

    Exit status: 0 all are good, 1 one is not, 2 the file cannot be read.
    """
    try:
        text = bundle.read_bytes()
        if text.startswith(b"{"):
            _check_receipt(text, key.strip().lower())
            return
        files = bundles.read_bundle(text)
        terms, listed = (bundles.read_file(name, files[name]) for name in (bundles.ROUND, bundles.LIST))
        signed = manifest.signature(files[bundles.SIGNATURE], files[bundles.MANIFEST])
        content = {name: text for name, text in files.items() if name not in {bundles.MANIFEST, bundles.SIGNATURE}}
        differing = manifest.differing(files[bundles.MANIFEST], content)
    except OSError as fault:
        raise click.ClickException(f"{bundle}: {fault.strerror}") from fault
    except (bundles.BundleUnreadable, manifest.ManifestMalformed) as fault:
        raise click.ClickException(f"{bundle.name}: {fault}") from fault
    except manifest.ManifestAltered as fault:
        _refuse(f"{bundles.MANIFEST}: {fault}")
    if differing:
        _refuse(f"{', '.join(differing)}: not what {bundles.MANIFEST} says")
    own = terms["keys"]["signing"]
    if key and key.strip().lower() != own:
        _refuse(f"{bundles.ROUND}: the key in the bundle is {own}, not the one that you gave")
    _check(own, signed, manifest.statement(files[bundles.MANIFEST]), bundles.MANIFEST)
    _check(own, listed["signature"], list_statement(terms["id"], listed["hash"]), bundles.LIST)
    click.echo(f"Genuine: the bundle and its sealed list were signed with the key {own}.")
    if not key:
        click.echo("That key came from the bundle itself. Compare it with the poster, or give it with --key.")


def _check_receipt(text: bytes, key: str) -> None:
    try:
        found = canonical.decode(text)
        own, statement = found["key"], receipt_statement(found["round"], found["commit"], found["rev"])
        fits = found["format"] == RECEIPT_FORMAT and commit.tracker(found["commit"]) == found["check_code"]
    except (canonical.NotCanonical, KeyError, TypeError, ValueError) as fault:
        raise click.ClickException("This is no receipt, or a damaged one") from fault
    if not fits:
        _refuse("receipt: its check code is not that of its commit")
    if key and key != own:
        _refuse(f"receipt: its key is {own}, not the one that you gave")
    _check(own, found["signature"], statement, "receipt")
    ballot = f"the ballot {found['check_code']} was stored, as vote {found['rev']} of its voter"
    click.echo(f"Genuine: the key {own} signed that {ballot}.")
    click.echo(f"Unless it was replaced, the sealed list has the commit {found['commit']}.")
    if not key:
        click.echo("The key came from the receipt itself. Compare it with the poster, or give it with --key.")


def _check(key: str, signature: bytes | str, statement: bytes, name: str) -> None:
    try:
        raw = bytes.fromhex(signature) if isinstance(signature, str) else signature
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(raw, statement)
    except (InvalidSignature, ValueError):
        _refuse(f"{name}: its signature was not made with the key {key}")


def _refuse(words: str) -> NoReturn:
    click.echo(f"Forged or damaged. {words}.")
    sys.exit(FORGED)
