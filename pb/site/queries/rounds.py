"""What the public pages show, put together from lower rooms. Nothing here is known before the public may know it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from pb.core.money import pounds
from pb.core.refusals import NotFound
from pb.core.words import Words
from pb.holders import queries as holders
from pb.holders.rules import told
from pb.proposals import queries as proposals
from pb.proposals.rules import Status
from pb.record import queries as record
from pb.record.queries import Gap
from pb.results import queries as results
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.labels import only_in_words
from pb.rounds.rules.phases import Phase
from pb.rounds.rules.pot import Piece
from pb.rounds.rules.words import ballot_in_words
from pb.site.queries.bids import ToldBid, told_bids
from pb.site.rules.rounds import Bar, Step, money_bars, standing, story
from pb.web.languages import PLAIN, Language, as_written, day, moment

IN_PUBLIC = tuple(phase for phase in Phase if phase is not Phase.SETUP)


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round as the public sees it.

    `kept` says what money is for some bids only; `holders` who holds the key to the votes, empty where nobody does;
    `lost` are the spans of time from which votes are missing.
    """

    round: RoundView
    steps: list[Step]
    standing: str
    how: str
    pot_bars: list[Bar]
    kept: list[str]
    bids: list[ToldBid]
    refused: list[ToldBid]
    holders: str
    lost: list[Gap]


def round_page(session: Session, slug: str, tongue: Language = PLAIN) -> RoundPage:
    """A round by its address, told in this language.

    Raises:
        NotFound: there is none, or it is still being set up.
    """
    view = rounds.by_slug(session, slug)
    if view.phase not in IN_PUBLIC:
        raise NotFound
    say, written = tongue.words, partial(as_written, tongue=tongue)
    admitted = proposals.of_round(session, view.id, Status.ADMITTED)
    refused = proposals.of_round(session, view.id, Status.REFUSED)
    calendar = (view.bids_open_at, view.bids_close_at, view.voting_opens_at, view.voting_closes_at)
    return RoundPage(
        round=view,
        steps=story(view.phase, calendar, say, partial(day, tongue=tongue)),
        standing=standing(view.phase, calendar, say, partial(moment, tongue=tongue)),
        how=ballot_in_words(view.ballot_kind, view.ballot_limit, view.ballot_most, say),
        pot_bars=money_bars([(written(agency), pence) for agency, pence in _by_agency(view)]),
        kept=_kept_in_words(view, say, written),
        bids=told_bids(session, view.id, admitted, tongue),
        refused=told_bids(session, view.id, refused, tongue),
        holders=told(holders.holders(session, view.id), say, written),
        lost=[gap for gap in record.gaps(session, view.id) if gap.voting],
    )


def _by_agency(view: RoundView) -> list[tuple[str, int]]:
    """What each agency gave, all its contributions together."""
    sums: dict[str, int] = {}
    for given in view.contributions:
        sums[given.agency] = sums.get(given.agency, 0) + given.amount
    return list(sums.items())


def _kept_in_words(view: RoundView, say: Words, written: Callable[[str], str]) -> list[str]:
    """What money is for some bids only, an agency's for the same bids together."""
    return [
        say(
            "{money} of {agency} is for {labels}",
            money=pounds(piece.pence),
            agency=written(piece.agency),
            labels=only_in_words(piece.only, view.labels, say, written),
        )
        for piece in _kept(view)
    ]


def _kept(view: RoundView) -> list[Piece]:
    sums: dict[tuple[str, tuple[str, ...]], int] = {}
    for piece in view.pieces:
        if piece.only:
            sums[piece.agency, piece.only] = sums.get((piece.agency, piece.only), 0) + piece.pence
    return [Piece(agency, pence, only) for (agency, only), pence in sums.items()]


def front(session: Session, tongue: Language = PLAIN) -> list[RoundPage]:
    """Every public round, those that one can take part in first."""
    order = {Phase.VOTING: 0, Phase.BIDDING: 1, Phase.REVIEW: 2}
    views = sorted(rounds.list_rounds(session, *IN_PUBLIC), key=lambda view: (order.get(view.phase, 3), view.name))
    return [round_page(session, view.slug, tongue) for view in views]


def latest_published(found: list[RoundPage]) -> RoundView | None:
    """The round whose result was published last, by when its voting closed."""
    done = [one.round for one in found if one.round.phase is Phase.PUBLISHED]
    return max(done, key=lambda view: view.voting_closes_at, default=None)


def open_rounds(session: Session) -> list[RoundView]:
    """The rounds that take bids now, by name."""
    return sorted(rounds.list_rounds(session, Phase.BIDDING), key=lambda view: view.name)


@dataclass(frozen=True, slots=True)
class Funded:
    """The numbers of the funded bids of a published round, and whether the public may know why."""

    numbers: frozenset[int]
    explained: bool


def funded(session: Session, view: RoundView) -> Funded | None:
    """Which bids are funded; None before the result is published."""
    if view.phase is not Phase.PUBLISHED:
        return None
    winners, explained = results.funded(session, view.id)
    return Funded(frozenset(map(int, winners)), explained)


def bid(session: Session, slug: str, number: int, tongue: Language = PLAIN) -> tuple[RoundView, ToldBid]:
    """A round and one of its decided bids, told in this language.

    Raises:
        NotFound: there is no such bid, or it has not been decided.
    """
    view = round_page(session, slug).round
    proposal = proposals.by_number(session, view.id, number)
    if proposal is None or proposal.status not in {Status.ADMITTED, Status.REFUSED}:
        raise NotFound
    return view, told_bids(session, view.id, [proposal], tongue)[0]
