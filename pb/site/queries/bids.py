"""Bids as a reader of the public pages reads them: in the own language as far as somebody translated them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb.proposals import queries as proposals
from pb.proposals.queries import ProposalView, TextView
from pb.web.languages import PLAIN, Language, translated
from pb.web.symbols import shown_by


@dataclass(frozen=True, slots=True)
class ToldBid:
    """One bid as it is told to one reader.

    Attributes:
        bid: as it stands, in the words of who sent it.
        title: its name.
        sentence: what it is, in one sentence.
        lang: of both, for the attribute.
        direction: of both, `ltr` or `rtl`.
        what: what it does, with the language and direction of these words.
        who_for: whom it is for, likewise.
        by: who translated; empty where nothing of it is translated.
        shows: what its symbol shows.
        shows_lang: the language of that.
    """

    bid: ProposalView
    title: str
    sentence: str
    lang: str
    direction: str
    what: tuple[str, str, str]
    who_for: tuple[str, str, str]
    by: str
    shows: str
    shows_lang: str


def told_bids(session: Session, round_id: str, bids: Sequence[ProposalView], tongue: Language) -> list[ToldBid]:
    """Bids of a round in a language, in their order."""
    texts = proposals.texts_in(session, round_id, tongue.key) if tongue != PLAIN else {}
    return [_told(bid, texts.get((bid.id, tongue.key)), tongue) for bid in bids]


def _told(bid: ProposalView, text: TextView | None, tongue: Language) -> ToldBid:
    # A name in one language above a sentence in another would be read by nobody.
    whole = text if text and text.title and text.sentence else None
    spoken = tongue if whole else PLAIN
    what = translated(text.what if text else "", bid.what, tongue)
    who_for = translated(text.who_for if text else "", bid.who_for, tongue)
    shows, ours = shown_by(bid.symbol, bid.symbol_description, tongue.words)
    return ToldBid(
        bid=bid,
        title=whole.title if whole else bid.title,
        sentence=whole.sentence if whole else bid.sentence,
        lang=spoken.tag,
        direction=spoken.direction,
        what=what,
        who_for=who_for,
        by=text.translated_by if text and (whole or text.what or text.who_for) else "",
        shows=shows,
        shows_lang=tongue.tag if ours else PLAIN.tag,
    )
