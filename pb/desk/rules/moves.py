"""The moves of a round as the desk tells them: what each does, when it may come, and what is typed to confirm it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pb.core.clock import london_text
from pb.core.money import pounds
from pb.core.refusals import Conflict, Invalid, NotFound
from pb.desk.rules.key_copies import copy_rows
from pb.people.rules import Kind
from pb.roll.rules import BEFORE_CLOSE
from pb.rounds.rules.phases import Phase


class NotNamed(Invalid):
    """The name that was typed is not the round's. Nothing is done by accident here."""


class CloseNotLater(Invalid):
    """Voting can only be extended to an instant after the one at which it closes now, and still to come."""


class GroupsUnfit(Invalid):
    """None of the groups was chosen, or one that this round does not have or that has no codes. Facts: groups."""


class NoSuchMove(NotFound):
    """There is no such move."""


class AlreadyMoved(Conflict):
    """The round has moved on since this page was opened."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a round.

    Attributes:
        key: what a form sends: `open-bids`, `close-bids`, or a `Kind` of the acts that need two people.
        title: as a command.
        phases: in which the round may be.
        does: what it does, in plain sentences.
        two_people: whether a second person must confirm it.
        offered: whether it is offered where rounds are moved on; else it has a page of its own.
    """

    key: str
    title: str
    phases: tuple[Phase, ...]
    does: tuple[str, ...]
    two_people: bool = True
    offered: bool = True


OPEN_BIDS, CLOSE_BIDS = "open-bids", "close-bids"
UNTOLD = "told when the result is published"

MOVES = (
    Move(
        OPEN_BIDS,
        "Open for bids",
        (Phase.SETUP,),
        ("Families and groups can send bids from now on.", "The round is shown to everybody."),
        two_people=False,
    ),
    Move(
        CLOSE_BIDS,
        "Close for bids",
        (Phase.BIDDING,),
        ("No bid can be sent or changed any more.", "Bids that were sent are decided before voting opens."),
        two_people=False,
    ),
    Move(
        Kind.OPEN_VOTING,
        "Open voting",
        (Phase.REVIEW,),
        (
            "The rules, the pot, the bids and the roll are frozen. Nobody can change them afterwards.",
            "A hash of the rules is published, so that anyone can check that they stayed the same.",
            "Voting codes work from now on.",
        ),
    ),
    Move(
        Kind.CLOSE_EARLY,
        "Close voting early",
        (Phase.VOTING,),
        ("Voting ends at once. People who meant to vote later cannot.",),
    ),
    Move(
        Kind.EXTEND_VOTING,
        "Extend voting",
        (Phase.VOTING,),
        ("People can vote for longer. Everything else stays as it is.",),
    ),
    Move(
        Kind.SEAL_LIST,
        "Seal the list of ballots",
        (Phase.CLOSED,),
        (
            "The list of all ballots, still closed, is fixed, signed and published.",
            "No ballot can be added, changed or taken away afterwards.",
        ),
    ),
    Move(
        Kind.OPEN_URN,
        "Open the ballots",
        (Phase.SEALED,),
        ("Every ballot is opened, shuffled, and held against the sealed list.",),
    ),
    Move(
        Kind.PUBLISH,
        "Publish the result",
        (Phase.OPENED,),
        (
            "The round’s keys, all copies of them, and whatever could tie a ballot to a person are destroyed for good.",
            "The result is published, and with it the ballots, unless a group of voters is too small to be shown.",
        ),
    ),
    Move(
        Kind.REISSUE_IN_BULK,
        "Replace the codes of whole groups",
        BEFORE_CLOSE,
        (
            "Every voting code of these groups stops working at once. New ones are made and shown once, to be printed.",
            "Votes that were cast online with the old codes no longer count. They are counted as replaced.",
            "Nobody is told how many there were, so that nothing is known of the vote before its end.",
            "Votes cast in person stand.",
            "Everybody in these groups needs a new letter, and whoever had voted online has to vote again.",
        ),
        offered=False,
    ),
)


def move_of(key: str) -> Move:
    """A move by its key.

    Raises:
        NoSuchMove: there is none.
    """
    found = next((move for move in MOVES if move.key == key), None)
    if found is None:
        raise NoSuchMove(move=key)
    return found


def title_of(key: str) -> str:
    """What a move is called, inside a sentence: `open voting`.

    Raises:
        NoSuchMove: there is none.
    """
    title = move_of(key).title
    return title[:1].lower() + title[1:]


def moves_of(phase: Phase) -> list[Move]:
    """What can be done with a round in this phase, the usual next move first."""
    usual = {Phase.VOTING: Kind.EXTEND_VOTING}
    found = [move for move in MOVES if phase in move.phases and move.offered]
    return sorted(found, key=lambda move: move.key != usual.get(phase, move.key))


def check_named(typed: str, name: str) -> None:
    """Refuse unless the round's name was typed; case and spaces do not matter.

    Raises:
        NotNamed: it was not.
    """
    if " ".join(typed.split()).casefold() != " ".join(name.split()).casefold():
        raise NotNamed(name=name)


def check_later(before: datetime, after: datetime, now: datetime) -> None:
    """Refuse an extension that is none.

    Raises:
        CloseNotLater: it is not later, or has passed.
    """
    if after <= before or after <= now:
        raise CloseNotLater(closes_at=before)


def effect_rows(kind: Kind, effect: Mapping[str, Any], *, result: bool = True) -> list[tuple[str, str]]:
    """The exact effect of an act as rows of a page, for the second person to read.

    Args:
        kind: the act.
        effect: as `desk.queries.acts.effect_of` gave it.
        result: whether what was counted may be told to whoever reads it.
    """
    match kind:
        case Kind.OPEN_VOTING:
            people = ", ".join(f"{count:,} {name}" for name, count in effect["roll"].items())
            return [
                ("The pot", pounds(effect["pot"])),
                *([("Kept for some bids", pounds(effect["kept"]))] if effect["kept"] else []),
                ("Bids on the ballot", f"{effect['bids']:,}"),
                ("People on the roll", people),
                *([("Key holders", ", ".join(effect["holders"]))] if effect.get("holders") else []),
                ("Voting closes", london_text(datetime.fromisoformat(effect["closes_at"]))),
                ("Hash of the rules", effect["rules_hash"]),
            ]
        case Kind.CLOSE_EARLY | Kind.EXTEND_VOTING:
            names = {"before": "Voting closes now" if "after" in effect else "Voting would have closed"}
            names |= {"after": "Voting would close"} if "after" in effect else {}
            return [(words, london_text(datetime.fromisoformat(effect[name]))) for name, words in names.items()]
        case Kind.SEAL_LIST:
            return [("Ballots in the box", f"{effect['ballots']:,}")]
        case Kind.OPEN_URN:
            return [("Hash of the sealed list", effect["list"]), ("Public dice", effect["dice"])]
        case Kind.REISSUE_IN_BULK:
            groups = [(one["name"], f"{one['codes']:,} new codes") for one in effect["groups"].values()]
            return [*groups, ("Hash of the codes that die", effect["codes"])]
        case Kind.PUBLISH:
            funded = ", ".join(effect["titles"]) or "none"
            return [
                ("Ballots counted", f"{effect['ballots']:,}"),
                ("Bids funded", funded if result else UNTOLD),
                ("Money awarded", pounds(effect["cost"]) if result else UNTOLD),
                ("Ballots are published", "yes" if effect["public"] else "no, one group of voters is too small"),
                *copy_rows(effect),
            ]
