"""Checks of all that was fixed before a ballot was opened: the record, the rules, the sealed list, the lot for ties."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pb.recount.faults import Differs, same, short
from pb.recount.opened import Bundle, Noted
from pb.seal import bundle as bundles
from pb.seal import canonical, chain, listing
from pb.tally.election import ElectionMalformed
from pb.tally.export import VOTE_TYPES
from pb.tally.published import election_of, rule_of
from pb.tally.rules import RuleMalformed
from pb.tally.ties import lot_seed

LOT = "pb/lot/v1"
MILESTONES = ("VotingOpened", "ListSealed", "DiceThrown", "UrnOpened", "ResultCounted")
_HASH = re.compile(r"[0-9a-f]{64}")
_SHARE = re.compile(r"[0-9]{1,9}/[1-9][0-9]{0,8}")

Pairs = list[tuple[str, str]]


def check_record(bundle: Bundle, noted: Noted) -> str:
    """The record is one unbroken chain of this round, ends where result.json says, and its milestones are in order."""
    entries = bundle.record
    parts = [({key: entry[key] for key in entry.keys() - {"hash", "previous"}}, entry) for entry in entries]
    fault = chain.first_fault((body, entry["previous"], entry["hash"]) for body, entry in parts)
    if fault is not None:
        raise Differs(bundles.RECORD, f"line {fault} does not follow from the one before it, or was altered")
    for at, entry in enumerate(entries, 1):
        if entry["chain"] != bundle.terms["id"]:
            raise Differs(bundles.RECORD, f"line {at} is of another round, {short(entry['chain'])}")
    _check_head(bundle, noted)
    order = [bundle.milestone(verb)["seq"] for verb in MILESTONES]
    if order != sorted(order):
        raise Differs(bundles.RECORD, f"{', '.join(MILESTONES)} do not stand in that order")
    return (
        f"record.ndjson: {len(entries)} entries, each chained to the one before it. Voting opened, the list was "
        "sealed, the dice were thrown, the urn was opened, the ballots were counted, in that order."
    )


def _check_head(bundle: Bundle, noted: Noted) -> None:
    said, entries = bundle.result["record"], bundle.record
    hashes = [entry["hash"] for entry in entries]
    if said != {"entries": len(entries), "head": hashes[-1] if hashes else chain.START}:
        raise Differs(bundles.RECORD, "its last entry is not the one that result.json names; the end was cut or added")
    if noted.head and noted.head not in hashes:
        raise Differs(bundles.RECORD, "no entry has the hash that you noted")


def check_rules(bundle: Bundle, noted: Noted) -> str:
    """The rules are those that were frozen when voting opened, and they make sense."""
    terms, own = bundle.terms, hashlib.sha256(bundle.files[bundles.ROUND]).hexdigest()
    if terms["format"] != bundles.FORMATS[terms["v"]]:
        words = f"its format is {short(terms['format'])}, not {bundles.FORMATS[terms['v']]}"
        raise bundles.BundleUnreadable(bundles.ROUND, words)
    same(bundles.ROUND, "its hash", own, bundle.fact("VotingOpened", "rules_hash"), "the record's VotingOpened")
    if noted.rules:
        same(bundles.ROUND, "its hash", own, noted.rules, "the one that you noted")
    given = sum(contribution["pence"] for contribution in terms["contributions"])
    same(bundles.ROUND, "pot_pence", terms["pot_pence"], given, "the sum of the contributions")
    if terms["rules"]["lot"] != LOT:
        raise bundles.BundleUnreadable(bundles.ROUND, f"the lot {short(terms['rules']['lot'])} is unknown")
    with _demanding():
        _check_shares(terms)
        _check_paper(terms["rules"]["ballot"])
        rule_of(terms)
        election_of(terms, "", [])
    same(bundles.ROUND, "roll", sorted(terms["roll"]), sorted(bundle.groups), "the electorates")
    return f"round.json is what was frozen when voting opened: hash {own}."


@contextmanager
def _demanding() -> Iterator[None]:
    try:
        yield
    except (ElectionMalformed, RuleMalformed) as fault:
        raise bundles.BundleUnreadable(bundles.ROUND, str(fault)) from fault


def _check_shares(terms: Mapping[str, Any]) -> None:
    for group in terms["rules"]["electorates"]:
        if not _SHARE.fullmatch(group["share"]):
            raise ElectionMalformed(f"the share {short(group['share'])} is not written as 1/2")
    names = [group["id"] for group in terms["rules"]["electorates"]]
    if len(set(names)) != len(names):
        raise ElectionMalformed("an electorate is there twice")


def _check_paper(ballot: Mapping[str, Any]) -> None:
    if ballot["kind"] not in VOTE_TYPES or ballot["limit"] < 0 or ballot["most"] < 0:
        raise ElectionMalformed(f"the ballot {short(ballot)} is unknown")


def check_list(bundle: Bundle, noted: Noted) -> str:
    """The list of ballots is the one that was sealed, and no electorate has more ballots than voters."""
    listed, pairs = bundle.listed, [(commit, electorate) for commit, electorate in bundle.listed["pairs"]]
    try:
        listing.read(canonical.encode(listed["pairs"]))
    except listing.ListMalformed as fault:
        raise Differs(bundles.LIST, str(fault)) from fault
    same(bundles.LIST, "hash", listed["hash"], bundle.fact("ListSealed", "hash"), "the record's ListSealed")
    signature = bundle.fact("ListSealed", "signature")
    same(bundles.LIST, "signature", listed["signature"], signature, "the record's ListSealed")
    if noted.listed:
        same(bundles.LIST, "hash", listed["hash"], noted.listed, "the one that you noted")
    salt = listed.get("salt", "")
    if bundle.ballots is None:
        _check_reason(bundle.terms, len(pairs))
        if bundle.terms["v"] == 1:
            return _check_bare_list(pairs)
        _check_veils(pairs, salt)
    elif bundle.terms["v"] > 1 and not _HASH.fullmatch(salt):
        raise Differs(bundles.LIST, "the salt is not 64 hexadecimal digits")
    same(bundles.LIST, "hash", listed["hash"], listing.list_hash(pairs, salt), "the hash of its pairs")
    if bundle.ballots is not None:
        _check_roll(bundle, pairs)
    return f"list.json: {len(pairs)} ballots in order, and the list is the one that was sealed: hash {listed['hash']}."


def may_have_few(roll: Mapping[str, int], ballots: int, floor: int) -> bool:
    """Whether so many ballots can lie so that an electorate has some, and fewer than `floor`.

    Args:
        roll: how many are on the roll of each electorate.
        ballots: how many there are of all together.
        floor: the fewest that each electorate that voted must have for ballots to be public.
    """
    everybody = sum(roll.values())
    fewest = {size: max(1, ballots - (everybody - size)) for size in roll.values()}
    return any(few <= min(floor - 1, size, ballots) for size, few in fewest.items())


def _check_reason(terms: Mapping[str, Any], ballots: int) -> None:
    floor = terms["rules"]["disclosure_floor"]
    if not may_have_few(terms["roll"], ballots, floor):
        words = f"with {ballots} ballots no electorate can have fewer than {floor}, and ballots are withheld"
        raise Differs(bundles.LIST, words)


def _check_bare_list(pairs: Pairs) -> str:
    """Of the first format, whose hash is of the electorates, where these are withheld."""
    for at, (_, electorate) in enumerate(pairs):
        if electorate:
            raise Differs(bundles.LIST, f"pairs[{at}] names an electorate, and ballots are withheld")
    return (
        f"list.json: {len(pairs)} ballots in order; its hash is the one in the record. Without the electorates the "
        "hash cannot be worked out again here; the auditors can."
    )


def _check_veils(pairs: Pairs, salt: str) -> None:
    if salt:
        raise Differs(bundles.LIST, "it tells the salt, and ballots are withheld")
    for at, (_, veil) in enumerate(pairs):
        if not _HASH.fullmatch(veil):
            raise Differs(bundles.LIST, f"pairs[{at}] has no veiled electorate, and ballots are withheld")


def _check_roll(bundle: Bundle, pairs: Pairs) -> None:
    roll = bundle.terms["roll"]
    for electorate, listed in sorted(Counter(electorate for _, electorate in pairs).items()):
        if electorate not in roll:
            raise Differs(bundles.LIST, f"there is no electorate {short(electorate)}")
        if listed > roll[electorate]:
            raise Differs(bundles.LIST, f"{listed} ballots of {short(electorate)}, and the roll has {roll[electorate]}")


def check_lot(bundle: Bundle, _: Noted) -> str:
    """The lot for ties follows from the list and from dice that were thrown after it was sealed."""
    listed = bundle.listed
    same(bundles.LIST, "dice", listed["dice"], bundle.fact("DiceThrown", "dice"), "the record's DiceThrown")
    try:
        seed = lot_seed(listed["hash"], listed["dice"])
    except ValueError as fault:
        raise Differs(bundles.LIST, str(fault)) from fault
    same(bundles.LIST, "seed", listed["seed"], seed, "what the list's hash and the dice make")
    return f"The lot for ties comes from the list's hash and the public dice {listed['dice']}."
