"""What the public pages about a vote show: the frozen rules, the sealed list, the result, one ballot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.rules import BallotView
from pb.core.refusals import NotFound
from pb.proposals import queries as proposals
from pb.proposals.queries import ProposalView
from pb.proposals.rules import Status
from pb.record import queries as record
from pb.results import queries as results
from pb.results.queries import ResultView, SealedListPage
from pb.results.rules.account import Account
from pb.roll.rules import grouped
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase
from pb.seal import commit as commits
from pb.seal import crockford
from pb.site.queries.rounds import round_page
from pb.tally.points import FACES

FACES_IN_WORDS = {"yes": "yes", "bit": "a bit", "no": "no"}


class RulesNotFrozen(NotFound):
    """The rules are frozen and published when voting opens, and it has not opened yet."""


class ListNotPublished(NotFound):
    """The list of ballots is sealed and published after voting has closed."""


class ResultNotYet(NotFound):
    """The result is not published yet. Facts: round, when the votes will be counted."""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A published result as the public sees it. Where it is withheld, the account is bare.

    Attributes:
        bids: the bids that were on the ballot, by number as text.
        sums: how many ballots were cast, replaced and unreadable; empty where no urn was kept.
    """

    round: RoundView
    result: ResultView
    account: Account
    bids: dict[str, ProposalView]
    sums: dict[str, int]


def result_page(session: Session, slug: str) -> ResultPage:
    """A round's result.

    Raises:
        NotFound: there is no such round.
        ResultNotYet: it is not published.
    """
    view = round_page(session, slug).round
    if view.phase is not Phase.PUBLISHED:
        raise ResultNotYet(name=view.name, slug=view.slug, closes_at=view.voting_closes_at)
    result = results.published(session, view)
    sums = ballots.reconciliation(session, view.id)
    return ResultPage(
        round=view,
        result=result,
        account=Account(result.terms, result.shown, result.explained),
        bids={str(one.number): one for one in proposals.of_round(session, view.id, Status.ADMITTED)},
        sums={} if sums is None else {"cast": sums.cast, "replaced": sums.replaced, "unreadable": sums.unreadable},
    )


@dataclass(frozen=True, slots=True)
class LostKeys:
    """Keys that could not be destroyed, as the record tells of them: who said what became of them, and what.

    Attributes:
        who: the two people.
        said: for each file its place, what was the matter with it, and their words.
    """

    who: str
    said: list[tuple[str, str, str]]


def lost_keys(session: Session, round_id: str) -> LostKeys | None:
    """What two people said of keys that could not be destroyed; None where all of them were."""
    entry = record.newest_of(session, round_id, "KeysDestroyed")
    if entry is None:
        return None
    try:
        copies = [copy for copy in entry.facts.get("copies", ()) if copy["fate"] == "attested"]
        said = [(copy["place"], copy["matter"], copy["words"]) for copy in copies]
    except (KeyError, TypeError):
        # Somebody altered the entry: the page of the record shows that, and the hash of it fits no more.
        return None
    return LostKeys(entry.actor, said) if said else None


def rules_page(session: Session, slug: str) -> tuple[RoundView, dict[str, Any]]:
    """A round and its frozen rules.

    Raises:
        RulesNotFrozen: voting has not opened.
    """
    view = round_page(session, slug).round
    if not view.frozen_rules:
        raise RulesNotFrozen(name=view.name, slug=view.slug)
    return view, results.frozen_terms(view)


def list_page(session: Session, slug: str) -> tuple[RoundView, SealedListPage]:
    """A round and its sealed list.

    Raises:
        ListNotPublished: it is not sealed.
    """
    view = round_page(session, slug).round
    found = results.sealed_list_page(session, view)
    if found is None:
        raise ListNotPublished(name=view.name, slug=view.slug)
    return view, found


@dataclass(frozen=True, slots=True)
class FoundBallot:
    """A ballot as its voter sees it: the full check code, the group by name, and what it marks as (title, how)."""

    code: str
    group: str
    rows: list[tuple[str, str]]


def found_ballots(session: Session, view: RoundView, code: str) -> list[FoundBallot]:
    """The opened ballots of a check code."""
    titles = {str(one.number): one.title for one in proposals.of_round(session, view.id, Status.ADMITTED)}
    groups = {group.key: group.name for group in view.electorates}
    return [
        FoundBallot(grouped(one.tracker), groups[one.electorate], _marked(one, titles))
        for one in ballots.ballots_by_tracker(session, view.id, code)
    ]


def is_listed(session: Session, view: RoundView, code: str) -> bool:
    """Whether the sealed list has a ballot of this check code; it says nothing of what the ballot marks."""
    typed = crockford.normalise(code)
    _, listed = list_page(session, view.slug)
    return any(commits.tracker(commit) == typed for commit, _ in listed.pairs)


def _marked(ballot: BallotView, titles: dict[str, str]) -> list[tuple[str, str]]:
    match ballot.marks:
        case {"stars": stars}:
            return [(titles[name], f"{count} {'star' if count == 1 else 'stars'}") for name, count in stars.items()]
        case {"ranked": names}:
            return [(titles[name], f"place {place}") for place, name in enumerate(names, 1)]
        case {"faces": answers}:
            return [(titles[name], FACES_IN_WORDS[answer]) for name, answer in _yes_first(answers)]
    return [(titles[name], "chosen") for name in ballot.marks["chosen"]]


def _yes_first(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The answers of a ballot of faces, a yes before a bit and both before a no, each by the numbers of the bids."""
    return sorted(answers.items(), key=lambda one: (-FACES[one[1]], int(one[0])))
