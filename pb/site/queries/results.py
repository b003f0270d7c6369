"""What the public pages about a vote show: the frozen rules, the sealed list, the result, one ballot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.rules import BallotView
from pb.core.refusals import NotFound
from pb.core.words import Words
from pb.proposals import queries as proposals
from pb.proposals.rules import Status
from pb.record import queries as record
from pb.results import queries as results
from pb.results.queries import ResultView, SealedListPage
from pb.results.rules.account import Account, renamed
from pb.results.rules.explanation import why_not
from pb.roll.rules import grouped
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase
from pb.seal import commit as commits
from pb.seal import crockford
from pb.site.queries.bids import ToldBid, told_bids
from pb.site.queries.rounds import round_page
from pb.tally.points import FACES
from pb.web.languages import PLAIN, Language
from pb.web.names import names_in


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
        account: with the names in it as a reader of the language of the page is shown them.
        bids: the bids that were on the ballot, by number as text, likewise.
        sums: how many ballots were cast, replaced and unreadable; empty where no urn was kept.
    """

    round: RoundView
    result: ResultView
    account: Account
    bids: dict[str, ToldBid]
    sums: dict[str, int]


def result_page(session: Session, slug: str, tongue: Language = PLAIN) -> ResultPage:
    """A round's result, for readers of a language: bids in it where somebody translated them, other names marked.

    Raises:
        NotFound: there is no such round.
        ResultNotYet: it is not published.
    """
    view = round_page(session, slug).round
    if view.phase is not Phase.PUBLISHED:
        raise ResultNotYet(name=view.name, slug=view.slug, closes_at=view.voting_closes_at)
    result = results.published(session, view)
    sums = ballots.reconciliation(session, view.id)
    admitted = proposals.of_round(session, view.id, Status.ADMITTED)
    bids = {str(told.bid.number): told for told in told_bids(session, view.id, admitted, tongue)}
    return ResultPage(
        round=view,
        result=result,
        account=Account(renamed(result.terms, _titles(bids, tongue), names_in(tongue)), result.shown, result.explained),
        bids=bids,
        sums={} if sums is None else {"cast": sums.cast, "replaced": sums.replaced, "unreadable": sums.unreadable},
    )


def _titles(bids: Mapping[str, ToldBid], tongue: Language) -> dict[str, str]:
    return {number: told.title for number, told in bids.items() if tongue != PLAIN and told.lang == tongue.tag}


MOMENTS = (Phase.VOTING, Phase.CLOSED, Phase.SEALED, Phase.OPENED, Phase.PUBLISHED)
"""The phases whose beginning is told beside a result."""


def moments(session: Session, round_id: str) -> dict[str, datetime]:
    """When the phases of a vote began, as the record tells: by phase, those in it only."""
    found = {}
    for entry in record.of_verb(session, round_id, "PhaseMoved"):
        # What somebody altered beyond reading is shown on the page of the record, not here.
        if (after := entry.facts.get("after")) in MOMENTS:
            found[str(after)] = entry.at
    return found


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
class Mark:
    """One bid on a ballot that was found.

    Attributes:
        number: of the bid, as text.
        title: of the bid.
        how: what the ballot says of it.
        wanted: whether the ballot gave it any point.
        funded: whether it is funded.
        reason: why not, of a bid that the ballot wanted; else empty.
    """

    number: str
    title: str
    how: str
    wanted: bool
    funded: bool
    reason: str


@dataclass(frozen=True, slots=True)
class FoundBallot:
    """A ballot as its voter sees it: the full check code, the group by name, and its marks."""

    code: str
    group: str
    marks: list[Mark]


def found_ballots(session: Session, found: ResultPage, code: str, say: Words) -> list[FoundBallot]:
    """The opened ballots of a check code, in a round whose ballots are public."""
    groups = {group["id"]: group["label"] for group in found.account.rules_groups}
    return [
        FoundBallot(grouped(one.tracker), groups[one.electorate], _marks(found.account, one, say))
        for one in ballots.ballots_by_tracker(session, found.round.id, code)
    ]


def is_listed(session: Session, view: RoundView, code: str) -> bool:
    """Whether the sealed list has a ballot of this check code; it says nothing of what the ballot marks."""
    typed = crockford.normalise(code)
    _, listed = list_page(session, view.slug)
    return any(commits.tracker(commit) == typed for commit, _ in listed.pairs)


def _marks(account: Account, ballot: BallotView, say: Words) -> list[Mark]:
    return [_mark(account, name, how, wanted, say) for name, how, wanted in _marked(ballot, say)]


def _mark(account: Account, name: str, how: str, wanted: bool, say: Words) -> Mark:  # noqa: FBT001 - one of a row
    funded = name in account.winners
    reason = why_not(account, name, say) if wanted and not funded else ""
    return Mark(name, account.titles[name], how, wanted, funded, reason)


def _marked(ballot: BallotView, say: Words) -> list[tuple[str, str, bool]]:
    """Of each bid that a ballot names: its number, what it says of it, and whether it wanted it."""
    match ballot.marks:
        case {"stars": stars}:
            return [
                (name, say.many("{number} star", "{number} stars", count), count > 0) for name, count in stars.items()
            ]
        case {"ranked": names}:
            return [(name, say("place {place}", place=place), True) for place, name in enumerate(names, 1)]
        case {"faces": answers}:
            words = {"yes": say("yes"), "bit": say("a bit"), "no": say("no")}
            return [(name, words[answer], FACES[answer] > 0) for name, answer in _yes_first(answers)]
    return [(name, say("chosen"), True) for name in ballot.marks["chosen"]]


def _yes_first(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The answers of a ballot of faces, a yes before a bit and both before a no, each by the numbers of the bids."""
    return sorted(answers.items(), key=lambda one: (-FACES[one[1]], int(one[0])))
