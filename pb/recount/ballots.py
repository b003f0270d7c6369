"""Checks of the ballots: each is on the sealed list, none is there twice, and the sums add up."""

from typing import Any

from pb.recount.faults import Differs, same, short
from pb.recount.opened import Bundle, Noted
from pb.seal import bundle as bundles
from pb.seal import commit as commits
from pb.tally import declared, pabulib
from pb.tally.export import round_file
from pb.tally.points import MarksRefused, of_marks
from pb.tally.published import election_of, rule_of


def check_ballots(bundle: Bundle, _: Noted) -> str:
    """Each ballot hashes to its commit, stands on the sealed list once, and marks what it may."""
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
    same(bundles.BALLOTS, f"{where}, commit", ballot["commit"], commit, "the hash of this ballot")
    if commit not in bundle.electorate_of:
        raise Differs(bundles.BALLOTS, f"{where}: this ballot is not on the sealed list")
    if commit <= before:
        raise Differs(bundles.BALLOTS, f"{where}: it is there twice, or out of the order of commits")


def _check_marks(bundle: Bundle, ballot: dict[str, Any], where: str, known: set[str]) -> None:
    paper = bundle.terms["rules"]["ballot"]
    try:
        points = of_marks(paper["kind"], paper["limit"], paper["most"], ballot["marks"])
    except MarksRefused as fault:
        raise Differs(bundles.BALLOTS, f"{where}: {fault}") from fault
    for project in points:
        if project not in known:
            raise Differs(bundles.BALLOTS, f"{where}: there is no project {short(project)}")


def check_sums(bundle: Bundle, _: Noted) -> str:
    """What came in was listed, replaced or spoilt; what was listed was opened, unreadable or repeated."""
    sums = bundle.sums
    for name, figure in sums.items():
        if figure < 0:
            raise Differs(bundles.SUMS, f"{name} is below 0")
    parts = sums["cast"] + sums["replaced"] + sums["spoilt"]
    same(bundles.SUMS, "received", sums["received"], parts, "cast, replaced and spoilt together")
    same(bundles.SUMS, "cast", sums["cast"], len(bundle.listed["pairs"]), "the ballots on the list")
    parts = sums["opened"] + sums["unreadable"] + sums["repeated"]
    same(bundles.SUMS, "cast", sums["cast"], parts, "opened, unreadable and repeated together")
    if bundle.ballots is not None:
        same(bundles.SUMS, "opened", sums["opened"], len(bundle.ballots), "the ballots in ballots.ndjson")
    for name in ("opened", "unreadable", "repeated"):
        same(bundles.SUMS, name, sums[name], bundle.fact("UrnOpened", name), "the record's UrnOpened")
    return (
        f"reconciliation.json: {sums['received']} votes came in, {sums['replaced']} were replaced by their voters and "
        f"{sums['spoilt']} spoilt; of {sums['cast']} on the list {sums['opened']} were opened, {sums['unreadable']} "
        f"could not be read and {sums['repeated']} were repeated."
    )


def check_pabulib(bundle: Bundle, _: Noted) -> str:
    """The Pabulib file is what the rules and the ballots make, and others read the same election in it."""
    text = bundle.files[bundles.PABULIB]
    made = round_file(bundle.terms, bundle.listed["seed"], bundle.casts, bundle.winners).encode()
    for at, (said, expected) in enumerate(zip(text.split(b"\n"), made.split(b"\n"), strict=False), 1):
        if said != expected:
            words = f"line {at} is {short(_text(said))}; round.json and the ballots make {short(_text(expected))}"
            raise Differs(bundles.PABULIB, words)
    if text != made:
        raise Differs(bundles.PABULIB, "it has more lines, or fewer, than the ballots make")
    _check_read_back(bundle, made.decode())
    return f"round.pb: the same election in the Pabulib format, {len(bundle.casts)} votes under their check codes."


def _check_read_back(bundle: Bundle, text: str) -> None:
    """The file must also say to others what it says to us: it is read as any Pabulib file is."""
    election = election_of(bundle.terms, bundle.listed["seed"], bundle.votes)
    try:
        file = pabulib.parse(text, bundles.PABULIB)
        read, rule = declared.election_in(file, seed=election.seed), declared.rule_of(file)
    except pabulib.PabulibError as fault:
        raise bundles.BundleUnreadable(bundles.PABULIB, str(fault)) from fault
    if read != election or rule != rule_of(bundle.terms):
        raise Differs(bundles.PABULIB, "read as a Pabulib file it is another election")


def _text(line: bytes) -> str:
    return line.decode(errors="replace")
