"""All checks in turn, up to the first that fails."""

from pb.recount.ballots import check_ballots, check_pabulib, check_sums
from pb.recount.before_the_count import check_list, check_lot, check_record, check_rules
from pb.recount.explanations import check_explanations
from pb.recount.faults import Differs
from pb.recount.opened import Bundle, Noted, check_manifest, decode
from pb.recount.outcome import check_announced, check_comparisons, check_outcome
from pb.recount.words import Say, conclude
from pb.seal import bundle as bundles

REPRODUCED, DIFFERS, UNREADABLE = 0, 1, 2

CHECKS = (
    check_record,
    check_rules,
    check_list,
    check_lot,
    check_ballots,
    check_sums,
    check_outcome,
    check_comparisons,
    check_explanations,
    check_pabulib,
)
WITHHELD_CHECKS = (check_record, check_rules, check_list, check_lot, check_sums, check_announced)


def recount(packed: bytes, noted: Noted, say: Say) -> int:
    """Make every check in turn, up to the first that fails.

    Args:
        packed: the zip.
        noted: hashes to hold it against.
        say: called with a mark and a sentence for each check, and for the funded projects at the end.
    Returns: the exit status.
    """
    try:
        bundle = _open(packed, say)
        for check in WITHHELD_CHECKS if bundle.ballots is None else CHECKS:
            if check is not check_explanations or bundle.explanations is not None:
                say("[ok]", check(bundle, noted))
    except Differs as fault:
        say("[differs]", f"{fault.file}: {fault.words}")
        say("", "\nDiffers: the bundle does not hold together. The checks after this one were not made.")
        return DIFFERS
    except bundles.BundleUnreadable as fault:
        say("[unreadable]", f"{fault.file}: {fault.words}")
        say("", "\nUnreadable: nothing was recounted.")
        return UNREADABLE
    conclude(bundle, say)
    return REPRODUCED


def _open(packed: bytes, say: Say) -> Bundle:
    files = bundles.unpack(packed)
    check_manifest(files)  # first, so that a file that was changed is named, however the zip was packed again
    bundles.check_packing(files, packed)
    say("[ok]", f"manifest.json names {len(files) - 2} files, and each is what it says.")
    say(
        "[not checked]",
        "The Ed25519 signature: bare Python has none. `pb verify-signature` checks who made this bundle.",
    )
    bundle = decode(files)
    say("[ok]", f"Every file is in its canonical form. The round is {bundle.terms['name']}.")
    if bundles.VERIFIER in files:
        say("[not checked]", "verify.html, a page that came with the bundle: it is as signed. Nobody looked inside it.")
    if bundles.EXPLANATIONS in files and bundle.explanations is None:
        say("[not checked]", "Explanations of the first format: they are as signed, not recounted.")
    return bundle
