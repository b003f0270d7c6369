"""Recount a published round with bare Python: `python3 -S -m pb.recount bundle.zip`.

It imports the count, the seals and the standard library, nothing else, so a stranger can read all that it stands on.
Exit status: 0 the published result was reproduced, 1 something differs (the file and the first difference are named),
2 the bundle cannot be read. What the files are is told in docs/bundle.md.
"""

import argparse
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from pb.seal import bundle as bundles
from pb.seal import canonical, chain, listing, manifest
from pb.seal import commit as commits
from pb.tally import pabulib
from pb.tally.election import EVERYBODY, Election, ElectionMalformed, Electorate, Project, make_election
from pb.tally.export import VOTE_TYPES, Cast, round_file
from pb.tally.outcome import Outcome
from pb.tally.points import MarksRefused, of_marks
from pb.tally.rules import Rule, RuleMalformed, count, rule_from
from pb.tally.ties import lot_seed

REPRODUCED, DIFFERS, UNREADABLE = 0, 1, 2
LOT = "pb/lot/v1"
MILESTONES = ("VotingOpened", "ListSealed", "DiceThrown", "UrnOpened")
OF_ELECTORATE = "electorate/"
_SHARE = re.compile(r"[0-9]{1,9}/[1-9][0-9]{0,8}")
_GREATEST_DIGITS = 200_000  # of one exact fraction; Python refuses more than 4,300 by itself
_SHOWN = 90

Say = Callable[[str, str], None]
"""What is called with a mark and a sentence for each check."""


class Differs(Exception):
    """A file does not agree with itself, with another, or with the recount."""

    def __init__(self, file: str, words: str) -> None:
        super().__init__(f"{file}: {words}")
        self.file, self.words = file, words


@dataclass(frozen=True, slots=True)
class Noted:
    """Hashes that somebody noted from a poster or a page, "" for each they did not."""

    rules: str = ""
    listed: str = ""
    head: str = ""


@dataclass(frozen=True)
class Bundle:
    """The files of a bundle as values. `ballots` is None where they are withheld."""

    files: Mapping[str, bytes]
    terms: dict[str, Any]
    listed: dict[str, Any]
    result: dict[str, Any]
    sums: dict[str, Any]
    record: list[dict[str, Any]]
    ballots: list[dict[str, Any]] | None

    @cached_property
    def electorate_of(self) -> dict[str, str]:
        """Electorate by commit; a commit that is listed twice has that of its first entry."""
        return dict(reversed([(commit, electorate) for commit, electorate in self.listed["pairs"]]))

    @cached_property
    def casts(self) -> list[Cast]:
        """The opened ballots with their check codes and electorates."""
        trackers = commits.trackers(ballot["commit"] for ballot in self.ballots or ())
        return [
            Cast(trackers[ballot["commit"]], self.electorate_of[ballot["commit"]], ballot["marks"])
            for ballot in self.ballots or ()
        ]

    def milestone(self, verb: str) -> dict[str, Any]:
        """The one entry of the record with this verb.

        Raises:
            Differs: there is none, or more than one.
        """
        found = [entry for entry in self.record if entry["verb"] == verb]
        if len(found) != 1:
            raise Differs(bundles.RECORD, f"it has {len(found)} entries {verb}; there must be one")
        return found[0]

    def fact(self, verb: str, name: str) -> object:
        """A fact of that entry; None where it is not there."""
        return self.milestone(verb)["facts"].get(name)


def main(arguments: list[str] | None = None) -> int:
    """Recount the bundle that the command line names; the exit status is the answer."""
    parser = argparse.ArgumentParser(prog="python3 -S -m pb.recount", description="Recount a published round.")
    parser.add_argument("bundle", type=Path, help="the zip that was published")
    parser.add_argument("--rules", default="", metavar="HASH", help="hash of the rules, as the poster has it")
    parser.add_argument("--list", default="", metavar="HASH", help="hash of the sealed list, as it was published")
    parser.add_argument("--record", default="", metavar="HASH", help="hash of any entry of the record, as you noted it")
    given = parser.parse_args(arguments)
    sys.set_int_max_str_digits(_GREATEST_DIGITS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a title may hold what this terminal cannot show
    try:
        packed = _read(given.bundle)
    except OSError as fault:
        _print("[unreadable]", f"{given.bundle}: {fault.strerror}")
        return UNREADABLE
    return recount(packed, Noted(*(text.strip().lower() for text in (given.rules, given.list, given.record))), _print)


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
            say("[ok]", check(bundle, noted))
    except Differs as fault:
        say("[differs]", f"{fault.file}: {fault.words}")
        say("", "\nDiffers: the bundle does not hold together. The checks after this one were not made.")
        return DIFFERS
    except bundles.BundleUnreadable as fault:
        say("[unreadable]", f"{fault.file}: {fault.words}")
        say("", "\nUnreadable: nothing was recounted.")
        return UNREADABLE
    _conclude(bundle, say)
    return REPRODUCED


# --- the bundle and its manifest -----------------------------------------------------------------------------------


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(bundles.GREATEST_BUNDLE + 1)


def _open(packed: bytes, say: Say) -> Bundle:
    files = bundles.read_bundle(packed)
    _check_manifest(files)
    say("[ok]", f"manifest.json names {len(files) - 2} files, and each is what it says.")
    say(
        "[not checked]",
        "The Ed25519 signature: bare Python has none. `pb verify-signature` checks who made this bundle.",
    )
    bundle = _decode(files)
    say("[ok]", f"Every file is in its canonical form. The round is {bundle.terms['name']}.")
    if bundles.EXPLANATIONS in files or bundles.VERIFIER in files:
        say("[not checked]", "Explanations and pages that come with the bundle: they are as signed, not recounted.")
    return bundle


def _check_manifest(files: Mapping[str, bytes]) -> None:
    described = files[bundles.MANIFEST]
    try:
        manifest.signature(files[bundles.SIGNATURE], described)
    except manifest.ManifestMalformed as fault:
        raise Differs(bundles.SIGNATURE, f"it is damaged: {fault}") from fault
    except manifest.ManifestAltered as fault:
        raise Differs(bundles.MANIFEST, str(fault)) from fault
    try:
        content = {name: body for name, body in files.items() if name not in {bundles.MANIFEST, bundles.SIGNATURE}}
        differing = manifest.differing(described, content)
    except manifest.ManifestMalformed as fault:
        raise bundles.BundleUnreadable(bundles.MANIFEST, str(fault)) from fault
    if differing:
        raise Differs(", ".join(differing), "not what manifest.json says")


def _decode(files: Mapping[str, bytes]) -> Bundle:
    names = [name for name in (*bundles.SHAPES, *bundles.LINE_SHAPES) if name in files]
    values = {name: bundles.read_file(name, files[name]) for name in names}
    result = values[bundles.RESULT]
    if result["ballots"] not in {"included", "withheld"}:
        raise bundles.BundleUnreadable(bundles.RESULT, "its ballots are neither included nor withheld")
    for name in bundles.WITH_BALLOTS:
        if result["ballots"] == "withheld" and name in files:
            raise Differs(name, "it is in the bundle, and result.json says that ballots are withheld")
        if result["ballots"] == "included" and name not in files:
            raise bundles.BundleUnreadable(name, "it is missing, and result.json says that ballots are included")
    return Bundle(
        files,
        values[bundles.ROUND],
        values[bundles.LIST],
        result,
        values[bundles.SUMS],
        values[bundles.RECORD],
        values.get(bundles.BALLOTS),
    )


# --- the record, the rules, the list, the lot ----------------------------------------------------------------------


def _check_record(bundle: Bundle, noted: Noted) -> str:
    entries = bundle.record
    parts = [({key: entry[key] for key in entry.keys() - {"hash", "previous"}}, entry) for entry in entries]
    fault = chain.first_fault((body, entry["previous"], entry["hash"]) for body, entry in parts)
    if fault is not None:
        raise Differs(bundles.RECORD, f"line {fault} does not follow from the one before it, or was altered")
    for at, entry in enumerate(entries, 1):
        if entry["chain"] != bundle.terms["id"]:
            raise Differs(bundles.RECORD, f"line {at} is of another round, {_short(entry['chain'])}")
    _check_head(bundle, noted)
    order = [bundle.milestone(verb)["seq"] for verb in MILESTONES]
    if order != sorted(order):
        raise Differs(bundles.RECORD, f"{', '.join(MILESTONES)} do not stand in that order")
    return (
        f"record.ndjson: {len(entries)} entries, each chained to the one before it. Voting opened, the list was "
        "sealed, the dice were thrown, the urn was opened, in that order."
    )


def _check_head(bundle: Bundle, noted: Noted) -> None:
    said, entries = bundle.result["record"], bundle.record
    hashes = [entry["hash"] for entry in entries]
    if said != {"entries": len(entries), "head": hashes[-1] if hashes else chain.START}:
        raise Differs(bundles.RECORD, "its last entry is not the one that result.json names; the end was cut or added")
    if noted.head and noted.head not in hashes:
        raise Differs(bundles.RECORD, "no entry has the hash that you noted")


def _check_rules(bundle: Bundle, noted: Noted) -> str:
    terms, own = bundle.terms, _hash(bundle.files[bundles.ROUND])
    if terms["format"] != bundles.FORMAT:
        raise bundles.BundleUnreadable(bundles.ROUND, f"its format is {_short(terms['format'])}, not {bundles.FORMAT}")
    _same(bundles.ROUND, "its hash", own, bundle.fact("VotingOpened", "rules_hash"), "the record's VotingOpened")
    if noted.rules:
        _same(bundles.ROUND, "its hash", own, noted.rules, "the one that you noted")
    _same(bundles.ROUND, "pot_pence", terms["pot_pence"], _pot(terms), "the sum of the contributions")
    if terms["rules"]["lot"] != LOT:
        raise bundles.BundleUnreadable(bundles.ROUND, f"the lot {_short(terms['rules']['lot'])} is unknown")
    with _demanding(bundles.ROUND):
        _rule(bundle)
        _election(bundle, [])
        _ballot_kind(bundle)
    _same(bundles.ROUND, "roll", sorted(terms["roll"]), sorted(_labels(bundle)), "the electorates")
    return f"round.json is what was frozen when voting opened: hash {own}."


def _check_list(bundle: Bundle, noted: Noted) -> str:
    listed, pairs = bundle.listed, [(commit, electorate) for commit, electorate in bundle.listed["pairs"]]
    try:
        body = listing.body(pairs)
        in_order = listing.read(canonical.encode(bundle.listed["pairs"])) == pairs
    except listing.ListMalformed as fault:
        raise Differs(bundles.LIST, str(fault)) from fault
    if not in_order:
        raise Differs(bundles.LIST, "the entries are not in order")
    _same(bundles.LIST, "hash", listed["hash"], bundle.fact("ListSealed", "hash"), "the record's ListSealed")
    signature = bundle.fact("ListSealed", "signature")
    _same(bundles.LIST, "signature", listed["signature"], signature, "the record's ListSealed")
    if noted.listed:
        _same(bundles.LIST, "hash", listed["hash"], noted.listed, "the one that you noted")
    if bundle.ballots is None:
        return _check_bare_list(pairs)
    _same(bundles.LIST, "hash", listed["hash"], listing.list_hash(body), "the hash of its pairs")
    _check_turnout(bundle, pairs)
    return f"list.json: {len(pairs)} ballots in order, and the list is the one that was sealed: hash {listed['hash']}."


def _check_bare_list(pairs: list[tuple[str, str]]) -> str:
    for at, (_, electorate) in enumerate(pairs):
        if electorate:
            raise Differs(bundles.LIST, f"pairs[{at}] names an electorate, and ballots are withheld")
    return (
        f"list.json: {len(pairs)} ballots in order; its hash is the one in the record. Without the electorates the "
        "hash cannot be worked out again here; the auditors can."
    )


def _check_turnout(bundle: Bundle, pairs: list[tuple[str, str]]) -> None:
    roll = bundle.terms["roll"]
    for electorate, listed in sorted(Counter(electorate for _, electorate in pairs).items()):
        if electorate not in roll:
            raise Differs(bundles.LIST, f"there is no electorate {_short(electorate)}")
        if listed > roll[electorate]:
            raise Differs(
                bundles.LIST, f"{listed} ballots of {_short(electorate)}, and the roll has {roll[electorate]}"
            )


def _check_lot(bundle: Bundle, _: Noted) -> str:
    listed = bundle.listed
    _same(bundles.LIST, "dice", listed["dice"], bundle.fact("DiceThrown", "dice"), "the record's DiceThrown")
    try:
        seed = lot_seed(listed["hash"], listed["dice"])
    except ValueError as fault:
        raise Differs(bundles.LIST, str(fault)) from fault
    _same(bundles.LIST, "seed", listed["seed"], seed, "what the list's hash and the dice make")
    return f"The lot for ties comes from the list's hash and the public dice {listed['dice']}."


# --- the ballots ---------------------------------------------------------------------------------------------------


def _check_ballots(bundle: Bundle, _: Noted) -> str:
    before, known = "", {project["id"] for project in bundle.terms["proposals"]}
    for at, ballot in enumerate(bundle.ballots or (), 1):
        _check_commit(bundle, ballot, f"line {at}", before)
        _check_marks(bundle, ballot, f"line {at}", known)
        before = ballot["commit"]
    return (
        f"ballots.ndjson: {len(bundle.ballots or ())} ballots. Each hashes to its commit, stands on the sealed list, "
        "is there once, and marks what the ballot allows."
    )


def _check_commit(bundle: Bundle, ballot: dict[str, Any], where: str, before: str) -> None:
    commit = commits.commit(commits.body_of(bundle.terms["id"], ballot["marks"], ballot["nonce"]))
    _same(bundles.BALLOTS, f"{where}, commit", ballot["commit"], commit, "the hash of this ballot")
    if commit not in bundle.electorate_of:
        raise Differs(bundles.BALLOTS, f"{where}: this ballot is not on the sealed list")
    if commit <= before:
        raise Differs(bundles.BALLOTS, f"{where}: it is there twice, or out of the order of commits")


def _check_marks(bundle: Bundle, ballot: dict[str, Any], where: str, known: set[str]) -> None:
    for project in _points(bundle, ballot, where):
        if project not in known:
            raise Differs(bundles.BALLOTS, f"{where}: there is no project {_short(project)}")


def _points(bundle: Bundle, ballot: Mapping[str, Any], where: str) -> dict[str, int]:
    paper = bundle.terms["rules"]["ballot"]
    try:
        return of_marks(paper["kind"], paper["limit"], paper["most"], ballot["marks"])
    except MarksRefused as fault:
        raise Differs(bundles.BALLOTS, f"{where}: {fault}") from fault


def _check_pabulib(bundle: Bundle, _: Noted) -> str:
    text = bundle.files[bundles.PABULIB]
    made = round_file(bundle.terms, bundle.listed["seed"], bundle.casts, _funded(bundle)).encode()
    for at, (said, expected) in enumerate(zip(text.split(b"\n"), made.split(b"\n"), strict=False), 1):
        if said != expected:
            words = f"line {at} is {_short(_text(said))}; round.json and the ballots make {_short(_text(expected))}"
            raise Differs(bundles.PABULIB, words)
    if text != made:
        raise Differs(bundles.PABULIB, "it has more lines, or fewer, than the ballots make")
    _check_read_back(bundle, made.decode())
    return f"round.pb: the same election in the Pabulib format, {len(bundle.casts)} votes under their check codes."


def _check_read_back(bundle: Bundle, text: str) -> None:
    """The file must also say to others what it says to us: it is read as any Pabulib file is."""
    election = _election(bundle, _votes(bundle))
    with _demanding(bundles.PABULIB):
        read = pabulib.to_election(
            pabulib.parse(text, bundles.PABULIB),
            electorates=election.electorates,
            electorate_column="electorate",
            weight_factor=election.weight_factor,
            seed=election.seed,
        )
    if read != election:
        raise Differs(bundles.PABULIB, "read as a Pabulib file it is another election")


def _check_sums(bundle: Bundle, _: Noted) -> str:
    sums = bundle.sums
    for name, figure in sums.items():
        if figure < 0:
            raise Differs(bundles.SUMS, f"{name} is below 0")
    parts = sums["cast"] + sums["replaced"] + sums["spoilt"]
    _same(bundles.SUMS, "received", sums["received"], parts, "cast, replaced and spoilt together")
    _same(bundles.SUMS, "cast", sums["cast"], len(bundle.listed["pairs"]), "the ballots on the list")
    parts = sums["opened"] + sums["unreadable"] + sums["repeated"]
    _same(bundles.SUMS, "cast", sums["cast"], parts, "opened, unreadable and repeated together")
    if bundle.ballots is not None:
        _same(bundles.SUMS, "opened", sums["opened"], len(bundle.ballots), "the ballots in ballots.ndjson")
    for name in ("opened", "unreadable", "repeated"):
        _same(bundles.SUMS, name, sums[name], bundle.fact("UrnOpened", name), "the record's UrnOpened")
    return (
        f"reconciliation.json: {sums['received']} votes came in, {sums['replaced']} were replaced by their voters and "
        f"{sums['spoilt']} spoilt; of {sums['cast']} on the list {sums['opened']} were opened, {sums['unreadable']} "
        f"could not be read and {sums['repeated']} were repeated."
    )


# --- the outcome ---------------------------------------------------------------------------------------------------


def _check_outcome(bundle: Bundle, _: Noted) -> str:
    result, votes = bundle.result, _votes(bundle)
    turnout = {name: {"ballots": 0, "blank": 0} for name in _labels(bundle)}
    for points, electorate in votes:
        turnout[electorate]["ballots"] += 1
        turnout[electorate]["blank"] += not points
    _compare("turnout", result["turnout"], turnout)
    outcome = count(_election(bundle, votes), _rule(bundle))
    _compare("outcome", result["outcome"], outcome.as_json())
    return f"result.json: the official rule gives the published outcome, step by step ({_rule(bundle).name})."


def _check_comparisons(bundle: Bundle, _: Noted) -> str:
    said = bundle.result["comparisons"]
    for name in sorted(said):
        _compare(f"comparisons.{name}", said[name], _comparison(bundle, name).as_json())
    return f"result.json: {len(said)} counts that were published for comparison come out as published."


def _comparison(bundle: Bundle, name: str) -> Outcome:
    votes, rule = _votes(bundle), _rule(bundle)
    election = _election(bundle, votes)
    if name == "greedy":
        return count(election, Rule(name="greedy"))
    if name == "unweighted":
        return count(_unweighted(election, votes), rule)
    electorate = name.removeprefix(OF_ELECTORATE)
    if name.startswith(OF_ELECTORATE) and electorate in _labels(bundle):
        return count(election.only(electorate), rule)
    raise Differs(bundles.RESULT, f"nobody knows how to count the comparison {_short(name)}")


def _check_announced(bundle: Bundle, _: Noted) -> str:
    """What can be said of an outcome without ballots: its projects exist and the money covers them."""
    terms, outcome = bundle.terms, bundle.result["outcome"]
    costs = {project["id"]: project["cost_pence"] for project in terms["proposals"]}
    winners = _funded(bundle)
    for project in winners:
        if project not in costs:
            raise Differs(bundles.RESULT, f"outcome.winners: there is no project {_short(project)}")
    cost = sum(costs[project] for project in winners)
    _compare("outcome", outcome, {"cost": str(cost), "winners": sorted(set(winners))})
    for name in ("comparisons", "turnout"):
        _compare(name, bundle.result[name], {})
    if cost > terms["pot_pence"]:
        raise Differs(bundles.RESULT, f"the funded projects cost {_pounds(cost)}, more than the pot")
    return "result.json: the funded projects were on the ballot, and the pot covers them."


def _compare(where: str, said: object, counted: object) -> None:
    found = first_difference(where, said, counted)
    if found:
        raise Differs(bundles.RESULT, found)


def first_difference(where: str, said: object, counted: object) -> str:
    """The first place at which two plain values differ, in words, or "" where they are the same."""
    if isinstance(said, dict) and isinstance(counted, dict):
        for key in sorted(said.keys() | counted.keys()):
            if key not in said or key not in counted:
                return f"{where} has {'no' if key not in said else 'an unknown'} {_short(key)}"
            if found := first_difference(f"{where}.{key}", said[key], counted[key]):
                return found
        return ""
    if isinstance(said, list) and isinstance(counted, list) and len(said) == len(counted):
        parts = (first_difference(f"{where}[{at}]", *pair) for at, pair in enumerate(zip(said, counted, strict=True)))
        return next(filter(None, parts), "")
    if type(said) is type(counted) and said == counted:
        return ""
    return f"{where} is {_short(said)}; the recount gives {_short(counted)}"


# --- from the files to an election ---------------------------------------------------------------------------------


def _votes(bundle: Bundle) -> list[tuple[dict[str, int], str]]:
    ballots = bundle.ballots or ()
    return [
        (_points(bundle, ballot, f"line {at}"), bundle.electorate_of[ballot["commit"]])
        for at, ballot in enumerate(ballots, 1)
    ]


def _election(bundle: Bundle, votes: list[tuple[dict[str, int], str]]) -> Election:
    terms = bundle.terms
    return make_election(
        [Project(project["id"], project["cost_pence"]) for project in terms["proposals"]],
        votes,
        terms["pot_pence"],
        [Electorate(group["id"], _share(group["share"])) for group in terms["rules"]["electorates"]],
        weight_factor=terms["rules"]["weight_factor"],
        seed=bundle.listed["seed"],
    )


def _unweighted(election: Election, votes: list[tuple[dict[str, int], str]]) -> Election:
    ballots = [(points, EVERYBODY) for points, _ in votes]
    return make_election(election.projects, ballots, election.budget, seed=election.seed)


def _share(text: str) -> Fraction:
    if not _SHARE.fullmatch(text):
        raise ElectionMalformed(f"the share {_short(text)} is not written as 1/2")
    return Fraction(text)


def _rule(bundle: Bundle) -> Rule:
    return rule_from(bundle.terms["rules"]["rule"])


def _ballot_kind(bundle: Bundle) -> None:
    ballot = bundle.terms["rules"]["ballot"]
    if ballot["kind"] not in VOTE_TYPES or ballot["limit"] < 0 or ballot["most"] < 0:
        raise ElectionMalformed(f"the ballot {_short(ballot)} is unknown")


def _labels(bundle: Bundle) -> list[str]:
    return [group["id"] for group in bundle.terms["rules"]["electorates"]]


def _pot(terms: Mapping[str, Any]) -> int:
    return sum(contribution["pence"] for contribution in terms["contributions"])


def _funded(bundle: Bundle) -> list[str]:
    winners = bundle.result["outcome"].get("winners")
    if not isinstance(winners, list) or not all(isinstance(project, str) for project in winners):
        raise Differs(bundles.RESULT, "outcome.winners is not a list of projects")
    return winners


# --- words ---------------------------------------------------------------------------------------------------------


def _conclude(bundle: Bundle, say: Say) -> None:
    terms, outcome = bundle.terms, bundle.result["outcome"]
    projects = {project["id"]: project for project in terms["proposals"]}
    in_turn = outcome.get("order", outcome["winners"])
    say("", "\nFunded" + (", in the order chosen:" if "order" in outcome else ":"))
    for place, name in enumerate(in_turn, 1):
        project = projects[name]
        say("", f"{place:>4}. {_pounds(project['cost_pence']):>14}  {name}  {project['title']}")
    spent, pot = sum(projects[name]["cost_pence"] for name in in_turn), terms["pot_pence"]
    say("", f"{_pounds(spent)} of {_pounds(pot)} on {len(in_turn)} of {len(projects)} projects.")
    say("", "\nHold these against what was published at the time:")
    say("", f"  rules   {_hash(bundle.files[bundles.ROUND])}")
    say("", f"  list    {bundle.listed['hash']}")
    say("", f"  record  {bundle.result['record']['head']}")
    if bundle.ballots is None:
        say("", _words_withheld(terms))
        return
    if _is_small(bundle):
        say("", "\nAn electorate has few ballots. This bundle is for named auditors; please do not pass it on.")
    say("", "\nReproduced: the published result follows from these ballots by these rules.")


def _words_withheld(terms: Mapping[str, Any]) -> str:
    floor = terms["rules"]["disclosure_floor"]
    return (
        f"\nThis result is not recountable by the public: an electorate that voted has fewer than {floor} ballots, so "
        "the ballots are withheld to keep people's votes secret. Named auditors have them.\n"
        "What can be checked without the ballots holds."
    )


def _is_small(bundle: Bundle) -> bool:
    ballots = Counter(cast.electorate for cast in bundle.casts)
    return any(figure < bundle.terms["rules"]["disclosure_floor"] for figure in ballots.values())


def _same(file: str, what: str, said: object, expected: object, source: str) -> None:
    if said != expected:
        raise Differs(file, f"{what} is {_short(said)}; {source} has {_short(expected)}")


@contextmanager
def _demanding(file: str) -> Iterator[None]:
    try:
        yield
    except (ElectionMalformed, RuleMalformed, pabulib.PabulibError) as fault:
        raise bundles.BundleUnreadable(file, str(fault)) from fault


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _pounds(pence: int) -> str:
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}" + (f".{rest:02}" if rest else "")


def _text(line: bytes) -> str:
    return line.decode(errors="replace")


def _short(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _print(mark: str, sentence: str) -> None:
    text = f"{mark} {sentence}" if mark else sentence
    # A bundle's own words may not move the cursor or hide anything.
    print("".join(symbol if symbol.isprintable() or symbol == "\n" else "\ufffd" for symbol in text), flush=True)


CHECKS = (
    _check_record,
    _check_rules,
    _check_list,
    _check_lot,
    _check_ballots,
    _check_sums,
    _check_outcome,
    _check_comparisons,
    _check_pabulib,
)
WITHHELD_CHECKS = (_check_record, _check_rules, _check_list, _check_lot, _check_sums, _check_announced)


if __name__ == "__main__":
    sys.exit(main())
