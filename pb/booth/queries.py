"""What the voting screens show: the round and the bids on its ballot. The reading of other rooms, put together."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb.booth.rules.draft import Limits
from pb.booth.rules.walk import shuffled
from pb.booth.rules.words import pile
from pb.proposals import queries as proposals
from pb.proposals.queries import ProposalView
from pb.proposals.rules import Status
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView


@dataclass(frozen=True, slots=True)
class Card:
    """One bid on the ballot. `pile` is how many coins picture its cost."""

    number: str
    title: str
    sentence: str
    what: str
    who_for: str
    ask: int
    pile: int
    picture: str
    symbol: str
    symbol_description: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """The ballot of one round in the order of one voter."""

    round: RoundView
    limits: Limits
    cards: dict[str, Card]
    order: tuple[str, ...]


def ballot(session: Session, round_id: str, seed: int, *, symbols: bool = False) -> Ballot:
    """The ballot with its bids in the order that belongs to `seed`; with symbols, no bid has a picture but its own."""
    view = rounds.by_id(session, round_id)
    admitted = proposals.of_round(session, round_id, Status.ADMITTED)
    cards = {card.number: card for card in (_card(one, symbols=symbols) for one in admitted)}
    limits = Limits(view.ballot_kind, view.ballot_limit, view.ballot_most)
    return Ballot(view, limits, cards, tuple(shuffled(sorted(cards, key=int), seed)))


def _card(proposal: ProposalView, *, symbols: bool) -> Card:
    return Card(
        number=str(proposal.number),
        title=proposal.title,
        sentence=proposal.sentence,
        what=proposal.what,
        who_for=proposal.who_for,
        ask=proposal.ask,
        pile=pile(proposal.ask),
        picture="" if symbols and proposal.symbol else proposal.picture,
        symbol=proposal.symbol,
        symbol_description=proposal.symbol_description,
    )
