"""What the voting screens show: the round and the bids on its ballot. The reading of other rooms, put together."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb.booth.rules.draft import Limits
from pb.booth.rules.screens import SIGNED, screens
from pb.booth.rules.walk import shuffled
from pb.booth.rules.words import pile
from pb.media import queries as media
from pb.media.rules import Sounds, digest_of
from pb.proposals import queries as proposals
from pb.proposals.queries import ProposalView, TextView
from pb.proposals.rules import Status
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.signs import queries as signing
from pb.signs.rules import Signs
from pb.web.languages import PLAIN, Language, translated
from pb.web.symbols import shown_by


@dataclass(frozen=True, slots=True)
class Card:
    """One bid on the ballot, in the voter's language as far as it was translated.

    Attributes:
        number: its public number.
        title: its name.
        sentence: what it is, in one sentence.
        lang: of both, for the attribute.
        direction: of both, `ltr` or `rtl`.
        more: further words, each with its language and direction.
        by: who translated; empty where nobody did.
        ask: in pence.
        pile: how many coins picture its cost.
        picture: its scene; empty where there is none, or where symbols are wanted.
        symbol: its symbol.
        symbol_description: what the symbol shows.
        sounds: in which the words of the card are looked up.
    """

    number: str
    title: str
    sentence: str
    lang: str
    direction: str
    more: tuple[tuple[str, str, str], ...]
    by: str
    ask: int
    pile: int
    picture: str
    symbol: str
    symbol_description: str
    sounds: Sounds


@dataclass(frozen=True, slots=True)
class Ballot:
    """The ballot of one round in the order of one voter."""

    round: RoundView
    limits: Limits
    cards: dict[str, Card]
    order: tuple[str, ...]
    sounds: Sounds
    signs: Signs


def ballot(session: Session, round_id: str, seed: int, tongue: Language = PLAIN, *, symbols: bool = False) -> Ballot:
    """The ballot of a round as one voter reads it.

    Args:
        session: reads.
        round_id: the round.
        seed: of this voter's order of the bids.
        tongue: the language in which bids are shown that were translated.
        symbols: whether a symbol stands in the place of each picture.
    """
    view = rounds.by_id(session, round_id)
    texts = proposals.texts_in(session, round_id, tongue.key) if tongue != PLAIN else {}
    admitted = proposals.of_round(session, round_id, Status.ADMITTED)
    sounds = media.sounds(session, round_id, tongue.tag)
    cards = [_card(one, texts.get((one.id, tongue.key)), tongue, sounds, symbols=symbols) for one in admitted]
    limits = Limits(view.ballot_kind, view.ballot_limit, view.ballot_most)
    signs = _signs(session, view, admitted)
    order = shuffled(sorted((card.number for card in cards), key=int), seed)
    return Ballot(view, limits, {card.number: card for card in cards}, tuple(order), sounds, signs)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a video in sign language can be of: a screen (`welcome`) or a bid (`bid-3`), and the words that it signs."""

    key: str
    title: str
    words: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What a video is held against: where one of the words has changed, it is shown no longer."""
        return digest_of("\n".join(self.words))


def subjects(session: Session, view: RoundView) -> list[Subject]:
    """Everything of a round that can be signed: its screens, then its bids by number, in their own words."""
    return _subjects(view, proposals.of_round(session, view.id, Status.ADMITTED))


def signs(session: Session, view: RoundView) -> Signs:
    """The videos of a round whose words have not changed since."""
    return _signs(session, view, proposals.of_round(session, view.id, Status.ADMITTED))


def _signs(session: Session, view: RoundView, admitted: list[ProposalView]) -> Signs:
    standing = signing.standing(session, view.id)
    if not standing:
        return Signs()
    digests = {subject.key: subject.digest for subject in _subjects(view, admitted)}
    return Signs({key: one.sign for key, one in standing.items() if digests.get(key) == one.words_digest})


def _subjects(view: RoundView, admitted: list[ProposalView]) -> list[Subject]:
    limits = Limits(view.ballot_kind, view.ballot_limit, view.ballot_most)
    told = screens(limits, view.tone, PLAIN.words, view.slip)
    bids = sorted(admitted, key=lambda bid: bid.number or 0)
    return [Subject(one.key, one.name, one.sentences) for one in told if one.key in SIGNED] + [
        Subject(f"bid-{bid.number}", f"{bid.number}. {bid.title}", (bid.title, bid.sentence, bid.what, bid.who_for))
        for bid in bids
    ]


def _card(bid: ProposalView, text: TextView | None, tongue: Language, sounds: Sounds, *, symbols: bool) -> Card:
    # A name in one language above a sentence in another would be read by nobody.
    told = text if text and text.title and text.sentence else None
    spoken = tongue if told else PLAIN
    return Card(
        number=str(bid.number),
        title=told.title if told else bid.title,
        sentence=told.sentence if told else bid.sentence,
        lang=spoken.tag,
        direction=spoken.direction,
        more=(
            translated(text.what if text else "", bid.what, tongue),
            translated(text.who_for if text else "", bid.who_for, tongue),
        ),
        by=text.translated_by if text else "",
        ask=bid.ask,
        pile=pile(bid.ask),
        picture="" if symbols and bid.symbol else bid.picture,
        symbol=bid.symbol,
        symbol_description=shown_by(bid.symbol, bid.symbol_description, tongue.words)[0],
        sounds=sounds,
    )
