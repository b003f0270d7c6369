"""`pb verify-signature`: who made a bundle. What is in it, bare Python recounts: `python3 -S -m pb.recount`."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pb.ballots.rules import list_statement
from pb.seal import bundle as bundles
from pb.seal import manifest

GENUINE, FORGED = 0, 1


@click.command("verify-signature")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--key", default="", help="The signing key in hex, as the poster has it. Default: the one in the bundle.")
def verify_signature(bundle: Path, key: str) -> None:
    """Check the Ed25519 signatures of BUNDLE, a published zip: over all its files, and over the sealed list.

    Exit status: 0 both are good, 1 one is not, 2 the bundle cannot be read.
    """
    try:
        files = bundles.read_bundle(bundle.read_bytes())
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


def _check(key: str, signature: bytes | str, statement: bytes, name: str) -> None:
    try:
        raw = bytes.fromhex(signature) if isinstance(signature, str) else signature
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(raw, statement)
    except (InvalidSignature, ValueError):
        _refuse(f"{name}: its signature was not made with the key {key}")


def _refuse(words: str) -> NoReturn:
    click.echo(f"Forged or damaged. {words}.")
    sys.exit(FORGED)
