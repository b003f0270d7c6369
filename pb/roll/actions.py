"""Issuing, replacing and revoking voting codes. None of it says, or can say, who has voted."""

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import BindParameter, bindparam, delete, insert, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Session

from pb.keys import sealing
from pb.keys.folder import KeyFolder
from pb.keys.round_keys import RoundKeys
from pb.record import actions as record
from pb.roll import queries
from pb.roll.models import DeadCode, RollLink, Voter
from pb.roll.rules import (
    BEFORE_CLOSE,
    REVOKED,
    Code,
    HeldCode,
    IssuedCode,
    ReferenceUnknown,
    RollRefused,
    RollRow,
    VoterView,
    new_code,
    unfit_row,
)
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import check_not_frozen, check_phase

VOTER_ID_BYTES = 16


def import_roll(
    session: Session, keys: KeyFolder, round_id: str, rows: Sequence[RollRow], actor: str, now: datetime
) -> list[IssuedCode]:
    """Put people on the roll and issue a code to each; references that are on it already are left as they are.

    The codes are in the answer and nowhere else: the database keeps digests. All rows come in, or none.

    Raises:
        RollRefused: a reference is unfit or stands there twice, or an electorate is unknown.
        RulesFrozen: voting has opened, and with it the size of the roll was published.
    """
    view = rounds.by_id(session, round_id)
    check_not_frozen(view.phase)
    if unfit := unfit_row(rows, {electorate.key for electorate in view.electorates}):
        raise RollRefused(reference=unfit[0], why=unfit[1])
    known = queries.known_references(session, round_id)
    fresh = [row for row in rows if row.partner_ref not in known]
    issued = _issue(session, keys.create_round(round_id), round_id, fresh)
    facts = {
        "added": len(issued),
        "already_known": len(rows) - len(issued),
        "by_electorate": dict(sorted(Counter(code.electorate for code in issued).items())),
    }
    record.append(session, round_id, actor, "RollImported", facts, now)
    return issued


def replace_code(session: Session, keys: KeyFolder, round_id: str, partner_ref: str) -> tuple[VoterView, IssuedCode]:
    """Give a person a new code; the old one is dead from now on.

    The person gets a new voter id too, so that a browser which is still signed in with the old code can cast nothing.
    `ballots.actions.reissue` is the whole act: it also takes the old ballot out of the urn and writes the record.

    Returns: the voter as it was, and the new code.

    Raises:
        ReferenceUnknown: the roll has no such reference.
    """
    before = _voter(session, round_id, partner_ref)
    code, digest = _fresh_code(keys.round(round_id), round_id, queries.digests_in_use(session, round_id))
    _bury(session, before, heir := secrets.token_hex(VOTER_ID_BYTES))
    _update_voter(session, before, voter_id=heir, code_digest=digest)
    links = update(RollLink).where(RollLink.round_id == round_id, RollLink.partner_ref == partner_ref)
    session.execute(links.values(voter_id=heir))
    return before, IssuedCode(partner_ref, before.electorate, code)


def replace_codes(
    session: Session, keys: KeyFolder, round_id: str, held: Sequence[HeldCode], staying: Collection[str]
) -> list[IssuedCode]:
    """Give many people new codes at once; the old ones are dead from now on, as for `replace_code`.

    `ballots.actions.reissue.reissue_groups` is the whole act.

    Args:
        session: a writing session.
        keys: the key folder.
        round_id: the round.
        held: whose codes, from `queries.held_codes`.
        staying: ids of those among them who keep their voter id, since a ballot that stands belongs to it.
    Returns: the new codes in the same order.
    """
    round_keys, taken = keys.round(round_id), queries.digests_in_use(session, round_id)
    issued, changes = [], []
    for one in held:
        code, digest = _fresh_code(round_keys, round_id, taken)
        heir = one.voter_id if one.voter_id in staying else secrets.token_hex(VOTER_ID_BYTES)
        issued.append(IssuedCode(one.partner_ref, one.electorate, code))
        changes.append({"old": one.voter_id, "heir": heir, "digest": digest, "dead": one.code_digest})
    if changes:
        _replace_many(session, round_id, changes)
    return issued


def revoke(session: Session, round_id: str, partner_ref: str, actor: str, now: datetime) -> None:
    """Make a person's code worthless without giving another. A ballot that was cast with it stands and is counted.

    Raises:
        ReferenceUnknown: the roll has no such reference.
        WrongPhase: voting is over.
    """
    check_phase(rounds.by_id(session, round_id).phase, *BEFORE_CLOSE)
    voter = _voter(session, round_id, partner_ref)
    _bury(session, voter, heir=voter.voter_id)
    _update_voter(session, voter, code_digest=REVOKED + secrets.token_hex(28))
    record.append(session, round_id, actor, "CodeRevoked", {"electorate": voter.electorate}, now)


def forget_people(session: Session, round_id: str) -> tuple[int, int]:
    """Delete what ties partners' references to voters, and the dead codes; before a result is revealed.

    Returns: how many references and how many dead codes were deleted.
    """
    links = session.execute(delete(RollLink).where(RollLink.round_id == round_id).returning(RollLink.voter_id)).all()
    dead = session.execute(delete(DeadCode).where(DeadCode.round_id == round_id).returning(DeadCode.voter_id)).all()
    return len(links), len(dead)


def _voter(session: Session, round_id: str, partner_ref: str) -> VoterView:
    voter = queries.voter_of_reference(session, round_id, partner_ref)
    if voter is None:
        raise ReferenceUnknown(round=round_id)
    return voter


def _issue(session: Session, keys: RoundKeys, round_id: str, rows: Sequence[RollRow]) -> list[IssuedCode]:
    taken = queries.digests_in_use(session, round_id)
    issued, voters, links = [], [], []
    for row in rows:
        code, digest = _fresh_code(keys, round_id, taken)
        voter_id = secrets.token_hex(VOTER_ID_BYTES)
        issued.append(IssuedCode(row.partner_ref, row.electorate, code))
        voters.append({"voter_id": voter_id, "round_id": round_id, "electorate": row.electorate, "code_digest": digest})
        links.append({"round_id": round_id, "partner_ref": row.partner_ref, "voter_id": voter_id})
    if issued:
        session.execute(insert(Voter), voters)
        session.execute(insert(RollLink), links)
    return issued


def _fresh_code(keys: RoundKeys, round_id: str, taken: set[str]) -> tuple[Code, str]:
    while True:
        code = new_code()
        digest = sealing.code_digest(keys, round_id, code)
        if digest not in taken:
            taken.add(digest)
            return code, digest


def _bury(session: Session, voter: VoterView, heir: str) -> None:
    """Put the voter's present code among the dead ones, and let all of the voter's dead codes point to `heir`."""
    session.execute(update(DeadCode).where(DeadCode.voter_id == voter.voter_id).values(voter_id=heir))
    digest = queries.digest_of(session, voter.voter_id)
    if not digest.startswith(REVOKED):
        session.execute(insert(DeadCode).values(code_digest=digest, round_id=voter.round_id, voter_id=heir))


def _replace_many(session: Session, round_id: str, changes: Sequence[Mapping[str, str]]) -> None:
    """The same as `_bury` and `_update_voter` for each, in as few statements as there are kinds of them."""
    dead, voters, links = (cast("SqlTable", model.__table__) for model in (DeadCode, Voter, RollLink))
    old: BindParameter[str] = bindparam("old")
    heir: BindParameter[str] = bindparam("heir")
    heirs = [{"old": one["old"], "heir": one["heir"]} for one in changes]
    renewed = [{**pair, "digest": one["digest"]} for pair, one in zip(heirs, changes, strict=True)]
    buried = [{"code_digest": one["dead"], "round_id": round_id, "voter_id": one["heir"]} for one in changes]
    session.execute(update(dead).where(dead.c.voter_id == old).values(voter_id=heir), heirs)
    session.execute(insert(dead), buried)
    fresh = {"voter_id": heir, "code_digest": bindparam("digest")}
    session.execute(update(voters).where(voters.c.voter_id == old).values(**fresh), renewed)
    session.execute(update(links).where(links.c.voter_id == old).values(voter_id=heir), heirs)
    session.expire_all()


def _update_voter(session: Session, voter: VoterView, **values: str) -> None:
    session.execute(update(Voter).where(Voter.voter_id == voter.voter_id).values(**values))
