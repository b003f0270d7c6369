"""The bundle, opened: its manifest holds, its files are canonical, and each is a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pb.recount.faults import Differs
from pb.seal import bundle as bundles
from pb.seal import commit as commits
from pb.seal import manifest
from pb.tally.export import Cast
from pb.tally.outcome import Outcome
from pb.tally.points import MarksRefused
from pb.tally.published import Vote, election_of, rule_of, votes_of
from pb.tally.rules import count


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody asks for: hashes noted from a poster or a page, "" for each they did not; whether to try it all."""

    rules: str = ""
    listed: str = ""
    head: str = ""
    thorough: bool = False


@dataclass(frozen=True)
class Bundle:
    """The files of a bundle as values. `ballots` is None where they are withheld, and so is `explanations`.

    The first format did not say what is in `explanations`; there it is always None.
    """

    files: Mapping[str, bytes]
    terms: dict[str, Any]
    listed: dict[str, Any]
    result: dict[str, Any]
    sums: dict[str, Any]
    record: list[dict[str, Any]]
    ballots: list[dict[str, Any]] | None
    explanations: dict[str, Any] | None

    @cached_property
    def official(self) -> Outcome:
        """The outcome by the official rule, counted anew.

        Raises:
            Differs: a ballot marks what it may not.
        """
        return count(election_of(self.terms, self.listed["seed"], self.votes), rule_of(self.terms))

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

    @cached_property
    def votes(self) -> list[Vote]:
        """The points of each ballot with its electorate.

        Raises:
            Differs: a ballot marks what it may not.
        """
        try:
            return votes_of(self.terms, [(cast.marks, cast.electorate) for cast in self.casts])
        except MarksRefused as fault:
            raise Differs(bundles.BALLOTS, str(fault)) from fault

    @property
    def groups(self) -> list[str]:
        """Ids of the electorates."""
        return [group["id"] for group in self.terms["rules"]["electorates"]]

    @property
    def winners(self) -> list[str]:
        """Ids of the funded projects, as result.json announces them.

        Raises:
            Differs: it announces something else than a list of ids.
        """
        winners = self.result["outcome"].get("winners")
        if not isinstance(winners, list) or not all(isinstance(project, str) for project in winners):
            raise Differs(bundles.RESULT, "outcome.winners is not a list of projects")
        return winners

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


def check_manifest(files: Mapping[str, bytes]) -> None:
    """Demand that the manifest is the one that was signed, and each file the one that the manifest names.

    Raises:
        Differs: the manifest or another file was altered.
        BundleUnreadable: the manifest is none.
    """
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


def decode(files: Mapping[str, bytes]) -> Bundle:
    """The files as values, with the ballots where result.json says that they are included.

    Raises:
        Differs: ballots are there that result.json calls withheld.
        BundleUnreadable: a file is not in its canonical form, or missing, or they are not of one version.
    """
    names = [name for name in (*bundles.VALUES, *bundles.LINE_SHAPES) if name in files]
    version = bundles.read_file(bundles.ROUND, files[bundles.ROUND])["v"]
    values = {name: bundles.read_file(name, files[name], version) for name in names}
    _check_versions(values, version)
    result = values[bundles.RESULT]
    if result["ballots"] not in {"included", "withheld"}:
        raise bundles.BundleUnreadable(bundles.RESULT, "its ballots are neither included nor withheld")
    for name in bundles.with_ballots(version):
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
        values.get(bundles.EXPLANATIONS) if version > 1 else None,
    )


def _check_versions(values: Mapping[str, Any], version: int) -> None:
    for name, value in values.items():
        own = value.get("v") if isinstance(value, dict) else None
        if own not in {None, version}:
            words = f"it is of version {own}, and {bundles.ROUND} of version {version}"
            raise bundles.BundleUnreadable(name, words)
