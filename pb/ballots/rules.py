"""What a ballot may say, which of two casts of one person stands, and the exact bytes that are sealed and signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pb.core.refusals import Conflict, Invalid
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase
from pb.seal import canonical
from pb.tally.points import FACES

BODY_VERSION = 1
NONCE_BYTES = 32
DICE_DIGITS = 20
SHOWN_STEP = 10
ENVELOPE_SYMBOLS = range(16, 33)

Marks = dict[str, Any]
"""What a voter wants: {"chosen": [ids]}, {"stars": {id: n}}, {"ranked": [ids, first choice first]} or {"faces": {id:
"yes", "bit" or "no"}}."""

MARKS_KEY = {
    BallotKind.APPROVAL: "chosen",
    BallotKind.STARS: "stars",
    BallotKind.RANKED: "ranked",
    BallotKind.FACES: "faces",
}
LONGEST_ANSWER = max(FACES, key=len)


class VotingClosed(Conflict):
    """The ballot box is not open: voting has not begun, the closing instant has come, or it was closed early."""


class VotingStillOpen(Conflict):
    """The closing instant has not come, so the list cannot be sealed. Facts: closes_at."""


class MarksMalformed(Invalid):
    """The marks are not of the shape that this round's ballot has."""


class UnknownProject(Invalid):
    """The marks name a project that is not on the ballot. Facts: project."""


class NamedTwice(Invalid):
    """The marks name one project twice. Facts: project."""


class OverLimit(Invalid):
    """More was given than the ballot allows. Facts: limit, given, and the project where the limit is one project's."""


class EnvelopeMalformed(Invalid):
    """The envelope's id is not 16 to 32 letters and digits."""


class LaterVoteStands(Conflict):
    """This person has voted since the page was opened, and that vote stands. Facts: rev."""


class InPersonVoteStands(LaterVoteStands):
    """This person has voted in person, and that vote stands whatever comes later."""


class UrnDoesNotMatchRoll(Conflict):
    """The urn holds rows that belong to nobody on the roll, or that cannot be read. Facts: strangers, unreadable."""


class ListNotSealed(Conflict):
    """The list of ballots has not been sealed and published yet."""


class ListAlreadySealed(Conflict):
    """The list was sealed before; nothing enters it afterwards."""


class DiceMissing(Conflict):
    """The public dice must be thrown after the list is published and before the urn is opened."""


class DiceMalformed(Invalid):
    """The dice must be exactly twenty digits."""


class DiceAlreadySet(Conflict):
    """The dice were thrown before."""


class KeyDoesNotFit(Conflict):
    """The key that is there is not the one that was frozen with the rules, so it would open no ballot."""


class AlreadyOpened(Conflict):
    """The urn was opened before."""


class Channel(StrEnum):
    """How a ballot came. In person means under a steward's eyes: on a tablet or on paper."""

    ONLINE = "online"
    TABLET = "tablet"
    PAPER = "paper"

    @property
    def in_person(self) -> bool:
        """Whether this channel beats the online one."""
        return self is not Channel.ONLINE


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """What a voter of a round may mark.

    Attributes:
        round_id: the round.
        kind: how voters say what they want.
        limit: approval: the most choices, 0 for no limit; stars: stars in all; ranked: ranks; faces: no matter.
        most: stars: the most on one project.
        projects: public numbers of the admitted proposals, as text, in ascending order.
        key: the public key to which ballots are sealed, as it was frozen with the rules; empty before.
    """

    round_id: str
    kind: BallotKind
    limit: int
    most: int
    projects: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The ballot of a person that lies in the urn now, without a word of what it says."""

    rev: int
    channel: Channel
    envelope_id: str


class Placing(StrEnum):
    """What becomes of a cast."""

    FIRST = "first"
    REPLACES = "replaces"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter is given for a stored ballot.

    Attributes:
        tracker: the check code, twelve symbols.
        rev: 1 for a first vote, one more for each that replaced it.
        commit: 64 hex digits, the ballot's entry in the list to come.
        signature: the installation's Ed25519 signature of `receipt_statement`, in hex.
        replaced: whether an earlier vote was replaced by this one.
        already: whether this very envelope had been stored before, and this is its receipt again.
    """

    tracker: str
    rev: int
    commit: str
    signature: str
    replaced: bool
    already: bool


@dataclass(frozen=True, slots=True)
class ListSealed:
    """The sealed list as facts for the record: its hash, its signature in hex, and the ballots of each electorate."""

    hash: str
    signature: str
    by_electorate: dict[str, int]


@dataclass(frozen=True, slots=True)
class Opening:
    """What came out of the urn. `repeated` are ballots whose commit another ballot had."""

    opened: int
    unreadable: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Destruction:
    """The attestation.

    Attributes:
        urn_rows: how many sealed ballots were deleted.
        roll_links: how many references of partners.
        dead_codes: how many codes that had been replaced.
        key_files: names of the files with keys that this program destroyed, the round's own and registered copies.
        copies: each copy by its `place`, with its `fate`: "destroyed" by this program, or "attested" by two people,
            with what was the `matter` and their `words`. A copy that was attested and came back is destroyed.
    """

    urn_rows: int
    roll_links: int
    dead_codes: int
    key_files: tuple[str, ...]
    copies: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class BallotView:
    """An opened ballot."""

    commit: str
    tracker: str
    electorate: str
    nonce: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class SealedListView:
    """The sealed list and what has happened to it since.

    Attributes:
        body: the canonical text of its pairs.
        salt: what veils the electorates in what was hashed; see `pb.seal.listing.veiled`.
    """

    body: str
    salt: str
    hash: str
    signature: str
    dice: str
    keys_destroyed: bool


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The sums of a round's ballots.

    Attributes:
        cast: ballots on the sealed list.
        replaced: votes that were stored and then replaced by the voter's own later one or by a reissued code.
        opened: ballots that entered the count.
        unreadable: ballots that could not be opened, were not on the list, or said something that no ballot may say.
        repeated: ballots whose commit another ballot had, counted once.
    """

    cast: int
    replaced: int
    opened: int
    unreadable: int
    repeated: int

    @property
    def balances(self) -> bool:
        """Whether everything that was listed is accounted for."""
        return self.cast == self.opened + self.unreadable + self.repeated


def check_open(phase: Phase, closes_at: datetime, now: datetime) -> None:
    """Refuse a cast outside voting; the closing instant itself is outside.

    Raises:
        VotingClosed: the phase is another, or the instant has come, whether or not anybody has moved the phase yet.
    """
    if phase != Phase.VOTING or now >= closes_at:
        raise VotingClosed(phase=phase, closes_at=closes_at)


def urn_lock(round_id: str) -> str:
    """The name of the lock that casts share, and that whoever takes the urn as a whole holds alone."""
    return f"urn|{round_id}"


def rounded_down(count: int) -> int:
    """A count as it may be shown while voting is open: whole tens, so that one vote does not show."""
    return count - count % SHOWN_STEP


def check_envelope(envelope_id: str) -> None:
    """Refuse an envelope id that is not 16 to 32 letters and digits."""
    if len(envelope_id) not in ENVELOPE_SYMBOLS or not (envelope_id.isascii() and envelope_id.isalnum()):
        raise EnvelopeMalformed


def place(standing: Standing | None, envelope_id: str, replaces_rev: int | None, channel: Channel) -> Placing:
    """Decide what becomes of a cast, given the ballot of the same person that lies in the urn.

    Args:
        standing: the ballot in the urn, or None.
        envelope_id: the sender's own id of this cast; a resend has the same one.
        replaces_rev: the `rev` that the sender saw and means to replace; 0 or None for none.
        channel: how the cast came.

    Raises:
        InPersonVoteStands: the ballot in the urn was cast in person.
        LaterVoteStands: the ballot in the urn is not the one that the sender saw.
    """
    if standing is None:
        return Placing.FIRST
    if standing.envelope_id == envelope_id:
        return Placing.ALREADY
    if standing.channel.in_person:
        raise InPersonVoteStands(rev=standing.rev)
    if channel.in_person or standing.rev == replaces_rev:
        return Placing.REPLACES
    raise LaterVoteStands(rev=standing.rev)


# --- marks ---------------------------------------------------------------------------------------------------------


def clean_marks(paper: BallotPaper, marks: object) -> Marks:
    """Marks as they are sealed: checked, choices in the order of the ballot paper, no empty stars.

    A "no" is kept, so that its voter finds it again, though it counts as nothing. A blank ballot is a vote too: "I do
    not want to choose".

    Raises:
        MarksMalformed: not of this ballot's shape.
        UnknownProject: a project that is not on the ballot.
        NamedTwice: one project twice.
        OverLimit: too many choices, stars or ranks.
    """
    key = MARKS_KEY[paper.kind]
    if not isinstance(marks, dict) or list(marks) != [key]:
        raise MarksMalformed
    given = marks[key]
    if paper.kind is BallotKind.STARS:
        return {key: _clean_stars(paper, given)}
    if paper.kind is BallotKind.FACES:
        return {key: _clean_faces(paper, given)}
    names = _clean_names(paper, given)
    _check_limit(len(names), paper.limit, unlimited=paper.kind is BallotKind.APPROVAL and paper.limit == 0)
    return {key: sorted(names, key=paper.projects.index) if paper.kind is BallotKind.APPROVAL else names}


def is_blank(marks: Marks) -> bool:
    """Whether the voter chose not to choose."""
    return not any(marks.values())


def _clean_names(paper: BallotPaper, given: object) -> list[str]:
    if not isinstance(given, list | tuple) or not all(isinstance(name, str) for name in given):
        raise MarksMalformed
    _check_known(paper, given)
    seen: set[str] = set()
    for name in given:
        if name in seen:
            raise NamedTwice(project=name)
        seen.add(name)
    return list(given)


def _clean_stars(paper: BallotPaper, given: object) -> dict[str, int]:
    if not isinstance(given, dict) or not all(isinstance(name, str) for name in given):
        raise MarksMalformed
    if not all(type(count) is int and count >= 0 for count in given.values()):
        raise MarksMalformed
    _check_known(paper, given)
    for name, count in given.items():
        _check_limit(count, paper.most, project=name)
    _check_limit(sum(given.values()), paper.limit)
    return {name: count for name, count in given.items() if count}


def _clean_faces(paper: BallotPaper, given: object) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(name, str) for name in given):
        raise MarksMalformed
    if not all(isinstance(answer, str) and answer in FACES for answer in given.values()):
        raise MarksMalformed
    _check_known(paper, given)
    return dict(given)


def _check_known(paper: BallotPaper, names: Iterable[str]) -> None:
    for name in names:
        if name not in paper.projects:
            raise UnknownProject(project=name)


def _check_limit(given: int, limit: int, *, unlimited: bool = False, project: str = "") -> None:
    if given > limit and not unlimited:
        raise OverLimit(limit=limit, given=given, project=project)


# --- the body of a ballot, and what is signed ----------------------------------------------------------------------


def body_of(round_id: str, marks: Marks, nonce: str) -> bytes:
    """The canonical bytes that a ballot's commit is the hash of."""
    return canonical.encode({"marks": marks, "nonce": nonce, "round": round_id, "v": BODY_VERSION})


def read_body(paper: BallotPaper, body: bytes) -> tuple[Marks, str]:
    """Marks and nonce of an opened body.

    Raises:
        Invalid: it is of another round or version, not canonical, or says something that no ballot of this round may.
    """
    said = canonical.decode(body)
    if not isinstance(said, dict) or set(said) != {"marks", "nonce", "round", "v"}:
        raise MarksMalformed
    nonce, marks = said["nonce"], clean_marks(paper, said["marks"])
    if not isinstance(nonce, str) or len(nonce) != 2 * NONCE_BYTES or body_of(paper.round_id, marks, nonce) != body:
        raise MarksMalformed
    return marks, nonce


@lru_cache(maxsize=64)
def greatest_body(paper: BallotPaper) -> int:
    """Length in bytes of the longest body that this ballot paper allows; all bodies of a round are padded to fit it."""
    marks = {MARKS_KEY[paper.kind]: _longest_marks(paper)}
    return len(body_of(paper.round_id, marks, "0" * 2 * NONCE_BYTES))


def _longest_marks(paper: BallotPaper) -> object:
    longest = sorted(paper.projects, key=len, reverse=True)
    match paper.kind:
        case BallotKind.FACES:
            return dict.fromkeys(longest, LONGEST_ANSWER)
        case BallotKind.STARS:
            return dict.fromkeys(longest[: paper.limit], paper.most)
        case BallotKind.RANKED:
            return longest[: paper.limit]
        case BallotKind.APPROVAL:
            return longest[: paper.limit] if paper.limit else longest


RECEIPT_FORMAT = "pb/receipt/v1"
"""Of the file in which a voter keeps a receipt."""


def receipt_statement(round_id: str, commit: str, rev: int) -> bytes:
    """The bytes that the signature on a receipt signs."""
    return canonical.encode({"commit": commit, "rev": rev, "round": round_id})


def receipt_content(round_id: str, key: str, *, commit: str, rev: int, signature: str, tracker: str) -> bytes:
    """The file in which a voter keeps a receipt; `key` is the installation's public key, in hex, that signed it."""
    said = {"check_code": tracker, "commit": commit, "format": RECEIPT_FORMAT, "key": key}
    return canonical.encode(said | {"rev": rev, "round": round_id, "signature": signature})


def list_statement(round_id: str, list_hash: str) -> bytes:
    """The bytes that the signature on a sealed list signs."""
    return canonical.encode({"list": list_hash, "round": round_id})


def check_dice(digits: str) -> None:
    """Refuse anything but twenty digits from 0 to 9."""
    if len(digits) != DICE_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise DiceMalformed


def count_electorates(pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Ballots of each electorate in a list of (commit, electorate) pairs."""
    counts: dict[str, int] = {}
    for _, electorate in sorted(pairs, key=lambda pair: pair[1]):
        counts[electorate] = counts.get(electorate, 0) + 1
    return counts


def first_of_each(pairs: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Electorate by commit; where a commit is listed twice, the first in the list's order."""
    return dict(reversed(pairs))
