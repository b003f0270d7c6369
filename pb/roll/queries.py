"""Reading the roll: who holds a code, and how many may vote. Nothing here can tell who has voted."""

import hashlib
from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from pb.keys import sealing
from pb.keys.folder import KeyFolder, KeysMissing
from pb.roll.models import DeadCode, RollLink, Voter
from pb.roll.rules import REVOKED, HeldCode, Mistyped, VoterView, read_code
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import Phase

_NOT_REVOKED = ~Voter.code_digest.startswith(REVOKED)


def voter_by_code(session: Session, keys: KeyFolder, round_id: str, code: str) -> VoterView | None:
    """The voter who holds this code, or None: mistyped, unknown, replaced and revoked are one and the same here."""
    return _by_code(session, keys, [round_id] if keys.has_round(round_id) else [], code)


def find_voter_by_code_any_round(session: Session, keys: KeyFolder, code: str) -> VoterView | None:
    """The voter who holds this code in any round whose ballot box is open or has just closed, or None.

    Raises:
        KeysMissing: no such voter is known, and of some of these rounds nobody could be: their keys are not there.
    """
    listed = [view.id for view in rounds.list_rounds(session, Phase.VOTING, Phase.CLOSED)]
    voter = _by_code(session, keys, [round_id for round_id in listed if keys.has_round(round_id)], code)
    missing = [round_id for round_id in listed if not keys.has_round(round_id)]
    if voter is None and missing:
        # A disk with keys that came off must not look like a wrong code to everybody who holds a right one.
        raise KeysMissing(round=missing[0])
    return voter


def _by_code(session: Session, keys: KeyFolder, round_ids: Iterable[str], code: str) -> VoterView | None:
    read = read_code(code)
    if isinstance(read, Mistyped):
        return None
    # One look-up whatever the answer will be: its time says nothing about why a code is not known.
    digests = [sealing.code_digest(keys.round(round_id), round_id, read) for round_id in round_ids]
    voter = session.scalars(select(Voter).where(Voter.code_digest.in_(digests))).one_or_none()
    return None if voter is None else VoterView(voter.round_id, voter.voter_id, voter.electorate)


_AMONG = select(Voter.voter_id).where(
    Voter.round_id == bindparam("round_id"), _NOT_REVOKED, Voter.voter_id.in_(bindparam("voter_ids", expanding=True))
)
"""Asked for each group of casts, so it is put together once and goes past the mapper."""


def among(session: Session, round_id: str, voter_ids: Iterable[str]) -> set[str]:
    """Those of these ids that may vote now; the codes of the others were replaced or revoked since."""
    asked = {"round_id": round_id, "voter_ids": list(voter_ids)}
    return set(session.connection().execute(_AMONG, asked).scalars())


def voter_of_reference(session: Session, round_id: str, partner_ref: str) -> VoterView | None:
    """The voter whom a partner knows by this reference, revoked or not, or None."""
    link = select(RollLink.voter_id).where(RollLink.round_id == round_id, RollLink.partner_ref == partner_ref)
    found = session.execute(
        select(Voter.round_id, Voter.voter_id, Voter.electorate).where(Voter.voter_id == link.scalar_subquery())
    ).one_or_none()
    return None if found is None else VoterView(*found)


def voters(session: Session, round_id: str) -> list[VoterView]:
    """Everyone on the roll of a round, in the order of random ids; those too whose code was revoked."""
    wanted = select(Voter.round_id, Voter.voter_id, Voter.electorate).where(Voter.round_id == round_id)
    return [VoterView(*row) for row in session.execute(wanted.order_by(Voter.voter_id))]


def size_by_electorate(session: Session, round_id: str) -> dict[str, int]:
    """How many people may vote, by electorate key; without those whose code was revoked."""
    counted = (
        select(Voter.electorate, func.count())
        .where(Voter.round_id == round_id, _NOT_REVOKED)
        .group_by(Voter.electorate)
        .order_by(Voter.electorate)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def held_codes(session: Session, round_id: str, electorates: Collection[str]) -> list[HeldCode]:
    """Every code of these electorates that works, by the partners' references; not those that were revoked."""
    columns = (Voter.voter_id, Voter.electorate, RollLink.partner_ref, Voter.code_digest)
    wanted = (Voter.round_id == round_id, Voter.electorate.in_(list(electorates)), _NOT_REVOKED)
    linked = select(*columns).join(RollLink, RollLink.voter_id == Voter.voter_id).where(*wanted)
    return [HeldCode(*row) for row in session.execute(linked.order_by(RollLink.partner_ref))]


def hash_of_codes(session: Session, round_id: str, electorates: Collection[str]) -> str:
    """One hash for which codes these are, in hex. It tells nothing of them: what is hashed are keyed digests."""
    digests = sorted(held.code_digest for held in held_codes(session, round_id, electorates))
    return hashlib.sha256("|".join(["pb/codes/v1", *digests]).encode()).hexdigest()


def is_dead(session: Session, keys: KeyFolder, round_id: str, code: str) -> bool:
    """Whether a code was issued in this round and then replaced or revoked; for officers, never for who types it."""
    read = read_code(code)
    if isinstance(read, Mistyped):
        return False
    digest = sealing.code_digest(keys.round(round_id), round_id, read)
    return session.get(DeadCode, digest) is not None


def known_references(session: Session, round_id: str) -> set[str]:
    """Every partner reference on the roll of a round."""
    return set(session.scalars(select(RollLink.partner_ref).where(RollLink.round_id == round_id)))


def digest_of(session: Session, voter_id: str) -> str:
    """The digest of a voter's present code; one that begins with `REVOKED` belongs to none."""
    return session.scalars(select(Voter.code_digest).where(Voter.voter_id == voter_id)).one()


def digests_in_use(session: Session, round_id: str) -> set[str]:
    """The digests of a round's codes, living and dead."""
    living = session.scalars(select(Voter.code_digest).where(Voter.round_id == round_id))
    dead = session.scalars(select(DeadCode.code_digest).where(DeadCode.round_id == round_id))
    return {*living, *dead}
