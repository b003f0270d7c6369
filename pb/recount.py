"""Recount a published bundle with bare Python: `python3 -S -m pb.recount bundle.zip`.

Reads nothing but the bundle and imports nothing but the count, the seals and the standard library. Exit status 0: the
result is reproduced; 1: something differs, and the first difference is named; 2: the file cannot be read as a bundle.
`docs/bundle.md` describes every file.
"""

import hashlib
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pb.seal import canonical, chain, commit, listing, manifest
from pb.tally import pabulib
from pb.tally.election import Election, Electorate, Project, make_election
from pb.tally.points import of_marks
from pb.tally.provenance import provenance
from pb.tally.rules import Rule, count, rule_from
from pb.tally.ties import lot_seed

ALWAYS = ("round.json", "result.json", "reconciliation.json", "record.ndjson", manifest.MANIFEST, manifest.SIGNATURE)
OPEN = ("list.json", "ballots.ndjson", "round.pb")
WITHHELD = ("commits.json",)
LARGEST_FILE = 1_000_000_000
BODY_VERSION = 1


class Unreadable(ValueError):
    """The file is no bundle."""


class Differs(ValueError):
    """The bundle contradicts itself; the message names the file and the first difference."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A ballot as the bundle holds it, with its electorate from the list."""

    commit: str
    electorate: str
    marks: Mapping[str, Any]


# --- what the producer of bundles uses too ---------------------------------------------------------------------------


def ballot_body(round_id: str, marks: Mapping[str, Any], nonce: str) -> bytes:
    """The canonical bytes that a ballot's commit is the hash of."""
    return canonical.encode({"marks": dict(marks), "nonce": nonce, "round": round_id, "v": BODY_VERSION})


def election_of(round_: Mapping[str, Any], ballots: Iterator[Opened] | list[Opened], seed: str) -> Election:
    """The election of a round as frozen, and its opened ballots.

    Raises:
        MarksRefused, ElectionMalformed: a ballot says what no ballot of the round may say.
    """
    kind, limit, most = (round_["ballot"][key] for key in ("kind", "limit", "most"))
    return make_election(
        [Project(proposal["id"], proposal["cost"]) for proposal in round_["proposals"]],
        [(of_marks(kind, limit, most, ballot.marks), ballot.electorate) for ballot in ballots],
        round_["pot"],
        [Electorate(group["id"], Fraction(group["share"])) for group in round_["electorates"]],
        weight_factor=round_["weight_factor"],
        seed=seed,
    )


def result_of(round_: Mapping[str, Any], election: Election) -> dict[str, Any]:
    """Everything that is published about the count, as plain values."""
    rule = rule_from(round_["rule"])
    outcome = count(election, rule)
    contributions = {str(at): given["amount"] for at, given in enumerate(round_["contributions"])}
    paid, left = provenance([(step.project, step.cost) for step in outcome.steps], contributions)
    voted = [group.id for group in election.electorates if election.sizes()[group.id]]
    return {
        "by_electorate": {group: count(election.only(group), rule).as_json() for group in voted},
        "greedy": count(election, Rule(name="greedy")).as_json(),
        "money": {"left": left, "paid": paid},
        "outcome": outcome.as_json(),
        "turnout": {"blank": election.blank, "with_points": election.sizes()},
        "v": 1,
    }


# --- the verifier ----------------------------------------------------------------------------------------------------


def read_bundle(path: Path) -> dict[str, bytes]:
    """The files of a bundle, by name; nothing is written to disk.

    Raises:
        Unreadable: no zip, a file missing or unknown, a file that is damaged or too large.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            names = [entry.filename for entry in bundle.infolist()]
            unknown = set(names) - {*ALWAYS, *OPEN, *WITHHELD}
            if unknown or len(set(names)) != len(names):
                raise Unreadable(f"{path.name} holds files that no bundle has, or one twice: {sorted(unknown)}")
            if big := [entry.filename for entry in bundle.infolist() if entry.file_size > LARGEST_FILE]:
                raise Unreadable(f"{big[0]} is too large")
            files = {name: _read(bundle, name) for name in names}
    except (OSError, zipfile.BadZipFile, NotImplementedError, EOFError) as fault:
        raise Unreadable(f"{path.name} is no readable bundle: {fault}") from fault
    for name in (*ALWAYS, *(WITHHELD if "commits.json" in files else OPEN)):
        if name not in files:
            raise Unreadable(f"{name} is missing")
    return files


def _read(bundle: zipfile.ZipFile, name: str) -> bytes:
    try:
        return bundle.read(name)
    except Exception as fault:
        raise Unreadable(f"{name} is damaged: {fault}") from fault


def checks(files: Mapping[str, bytes]) -> Iterator[str]:
    """Run every check in turn, giving one sentence for each that holds.

    Raises:
        Differs: at the first that does not.
    """
    yield _check_manifest(files)
    round_, result = _json(files, "round.json"), _json(files, "result.json")
    yield _check_record(files, round_)
    if "commits.json" in files:
        yield _check_commits(files, result)
        yield (
            "The ballots of this round are WITHHELD, because few people voted in one group. Named auditors hold them; "
            "the public cannot recount this round"
        )
        return
    pairs = _check_list(files, result)
    yield f"list.json: {len(pairs)} ballots, in order, with the hash that was published before the urn was opened"
    opened = _opened(files, round_, pairs)
    yield f"ballots.ndjson: {len(opened)} ballots, each in the list, each within the limits of the ballot"
    yield _check_sums(files, pairs, opened)
    seed = lot_seed(result["list_hash"], result["dice"])
    election = _guard("ballots.ndjson", lambda: election_of(round_, opened, seed))
    yield _check_pabulib(files, election)
    computed = _guard("round.json", lambda: result_of(round_, election))
    said = {key: value for key, value in result.items() if key not in {"dice", "list_hash", "seed", "withheld"}}
    if result["seed"] != seed:
        raise Differs("result.json: the seed of the lot is not made of the list and the dice")
    if (difference := _difference(computed, said)) is not None:
        raise Differs(f"result.json: {difference}")
    yield f"result.json: counted again, the same {len(computed['outcome']['order'])} bids are funded, step by step"


def _check_manifest(files: Mapping[str, bytes]) -> str:
    try:
        wrong = manifest.differing(files[manifest.MANIFEST], files)
    except (canonical.NotCanonical, KeyError, TypeError, AttributeError) as fault:
        raise Differs(f"{manifest.MANIFEST}: not a manifest ({fault})") from fault
    if wrong:
        raise Differs(f"{wrong[0]}: its content is not what the manifest says")
    signature = files[manifest.SIGNATURE]
    if len(signature) != 128 or any(symbol not in b"0123456789abcdef" for symbol in signature):  # noqa: PLR2004 - 64 bytes
        raise Differs(f"{manifest.SIGNATURE}: not a signature")
    return f"{manifest.MANIFEST}: {len(files) - 2} files, each with the hash that it names"


def _check_record(files: Mapping[str, bytes], round_: Mapping[str, Any]) -> str:
    entries = []
    for at, line in enumerate(files["record.ndjson"].splitlines(), 1):
        entry = _guard(f"record.ndjson, line {at}", lambda line=line: canonical.decode(line))  # type: ignore[misc]
        own, previous = entry.pop("hash"), entry.pop("previous")
        entries.append((entry, previous, own))
    fault = _guard("record.ndjson", lambda: chain.first_fault(entries))
    if fault is not None:
        raise Differs(f"record.ndjson, line {fault}: the chain is broken")
    published = [entry["facts"].get("rules_hash") for entry, _, _ in entries if entry["verb"] == "VotingOpened"]
    rules_hash = hashlib.sha256(files["round.json"]).hexdigest()
    if published != [rules_hash]:
        raise Differs("round.json: its hash is not the one in the record when voting opened")
    return f"record.ndjson: {len(entries)} acts in an unbroken chain; round.json is as frozen ({round_['name']})"


def _check_list(files: Mapping[str, bytes], result: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = _guard("list.json", lambda: listing.read(files["list.json"]))
    if listing.list_hash(files["list.json"]) != result["list_hash"]:
        raise Differs("list.json: its hash is not the published one")
    sealed = [
        entry["facts"].get("list_hash")
        for entry in map(canonical.decode, files["record.ndjson"].splitlines())
        if entry["verb"] == "ListSealed"
    ]
    if sealed != [result["list_hash"]]:
        raise Differs("list.json: its hash is not the one in the record when the list was sealed")
    return pairs


def _check_commits(files: Mapping[str, bytes], result: Mapping[str, Any]) -> str:
    commits = _json(files, "commits.json")
    if commits != sorted(commits) or not result.get("withheld"):
        raise Differs("commits.json: not in order, or the result does not say that ballots are withheld")
    return f"commits.json: {len(commits)} ballots in order"


def _opened(files: Mapping[str, bytes], round_: Mapping[str, Any], pairs: list[tuple[str, str]]) -> list[Opened]:
    listed, seen, opened = dict(pairs), "", []
    known = {proposal["id"] for proposal in round_["proposals"]}
    for at, line in enumerate(files["ballots.ndjson"].splitlines(), 1):
        where = f"ballots.ndjson, line {at}"
        ballot = _guard(where, lambda line=line: canonical.decode(line))  # type: ignore[misc]
        body = _guard(where, lambda ballot=ballot: ballot_body(round_["id"], ballot["marks"], ballot["nonce"]))  # type: ignore[misc]
        found = commit.commit(body)
        if found not in listed:
            raise Differs(f"{where}: this ballot is not in the list")
        if found <= seen:
            raise Differs(f"{where}: not in the order of commits, or there twice")
        points = _guard(where, lambda ballot=ballot: of_marks(*_ballot_kind(round_), ballot["marks"]))  # type: ignore[misc]
        if unknown := sorted(set(points) - known):
            raise Differs(f"{where}: there is no bid {unknown[0]}")
        seen = found
        opened.append(Opened(found, listed[found], ballot["marks"]))
    return opened


def _ballot_kind(round_: Mapping[str, Any]) -> tuple[str, int, int]:
    ballot = round_["ballot"]
    return ballot["kind"], ballot["limit"], ballot["most"]


def _check_sums(files: Mapping[str, bytes], pairs: list[tuple[str, str]], opened: list[Opened]) -> str:
    sums = _json(files, "reconciliation.json")
    if sums["cast"] != len(pairs) or sums["opened"] != len(opened):
        raise Differs("reconciliation.json: its figures are not those of the list and the ballots")
    if sums["cast"] != sums["opened"] + sums["unreadable"] + sums["repeated"]:
        raise Differs("reconciliation.json: the sums do not add up")
    return f"reconciliation.json: {sums['cast']} cast = {sums['opened']} counted + {sums['unreadable']} unreadable"


def _check_pabulib(files: Mapping[str, bytes], election: Election) -> str:
    def read() -> Election:
        file = pabulib.parse(files["round.pb"].decode(), "round.pb")
        return pabulib.to_election(
            file,
            electorates=election.electorates,
            electorate_column="electorate",
            weight_factor=election.weight_factor,
            seed=election.seed,
        )

    if _guard("round.pb", read) != election:
        raise Differs("round.pb: its ballots or bids are not those of the bundle")
    return "round.pb: the same bids, money and ballots in the Pabulib format"


def _json(files: Mapping[str, bytes], name: str) -> Any:  # noqa: ANN401 - a JSON value is any of its kinds
    return _guard(name, lambda: canonical.decode(files[name]))


def _guard(where: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever `work` gives
    try:
        return work()
    except (ValueError, KeyError, TypeError, AttributeError) as fault:  # each refusal of the count is a ValueError
        raise Differs(f"{where}: {fault}") from fault


def _difference(computed: object, said: object, where: str = "") -> str | None:
    if isinstance(computed, dict) and isinstance(said, dict):
        for key in sorted({*computed, *said}):
            if key not in computed or key not in said:
                return f"{where}{key} is {'missing' if key in computed else 'not known'}"
            if found := _difference(computed[key], said[key], f"{where}{key}."):
                return found
        return None
    if isinstance(computed, list) and isinstance(said, list) and len(computed) == len(said):
        for at, (ours, theirs) in enumerate(zip(computed, said, strict=True)):
            if found := _difference(ours, theirs, f"{where}{at}."):
                return found
        return None
    return None if computed == said else f"{where.rstrip('.')} is {said!r}, counted again it is {computed!r}"


def main(arguments: list[str]) -> int:
    """Check one bundle and say what was found; returns the exit status."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: python3 -S -m pb.recount BUNDLE.zip", file=sys.stderr)
        return 2
    try:
        files = read_bundle(Path(arguments[0]))
        for sentence in checks(files):
            print(f"ok  {sentence}.")
    except Unreadable as fault:
        print(f"unreadable: {fault}", file=sys.stderr)
        return 2
    except Differs as fault:
        print(f"DIFFERS  {fault}", file=sys.stderr)
        return 1
    print("--  The signature was not checked: bare Python has no Ed25519.")
    _print_funded(files)
    return 0


def _print_funded(files: Mapping[str, bytes]) -> None:
    round_, result = canonical.decode(files["round.json"]), canonical.decode(files["result.json"])
    titles = {proposal["id"]: (proposal["title"], proposal["cost"]) for proposal in round_["proposals"]}
    order = result["winners"] if result.get("withheld") else result["outcome"]["order"]
    print("\nFunded:" if order else "\nNothing was funded.")
    for project in order:
        title, cost = titles[project]
        print(f"  {project:>4}  £{cost // 100:,}.{cost % 100:02}  {title}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
